// Random models, for property tests.
import fc from "fast-check";
import type { Entry, Item, Model, Objective, Row, Variable } from "../../client/lp/model/model.ts";
import { compare, type Decimal, decimal } from "../../client/math/decimal.ts";

export const anyDecimal: fc.Arbitrary<Decimal> = fc
  .tuple(fc.bigInt({ min: -99_999n, max: 99_999n }), fc.integer({ min: -4, max: 3 }))
  .map(([mantissa, exponent]) => decimal(mantissa, exponent));

const anyNonZero = anyDecimal.filter(({ mantissa }) => mantissa !== 0n);
const item = (value: Decimal): Item => ({ value, line: 0 });

/** Both sides, one, or (when allowed) none; sometimes the two are equal; the lower comes first. */
function anySides(none: boolean): fc.Arbitrary<{ lower: Item | null; upper: Item | null }> {
  const two = fc
    .tuple(anyDecimal, anyDecimal)
    .map(([a, b]) => (compare(a, b) <= 0 ? { lower: item(a), upper: item(b) } : { lower: item(b), upper: item(a) }));
  const one = anyDecimal.map(item);
  return fc.oneof(
    two,
    one.map((side) => ({ lower: side, upper: side })),
    one.map((lower) => ({ lower, upper: null })),
    one.map((upper) => ({ lower: null, upper })),
    ...(none
      ? [fc.constant({ lower: null, upper: null }), fc.constant({ lower: item(decimal(0n)), upper: null })]
      : []),
  );
}

function anyEntries(variables: number): fc.Arbitrary<Entry[]> {
  return fc
    .array(fc.option(anyNonZero, { nil: null }), { minLength: variables, maxLength: variables })
    .map((values) => values.flatMap((value, variable) => (value === null ? [] : [{ variable, value, line: 0 }])))
    .filter((entries) => entries.length > 0);
}

/**
 * A model with 1 to 5 variables, every one of them with a cost, and 1 to 5 rows; all lines are 0.
 */
export const anyModel: fc.Arbitrary<Model> = fc.integer({ min: 1, max: 5 }).chain((count) => {
  const variables: fc.Arbitrary<Variable[]> = fc
    .array(anySides(true), { minLength: count, maxLength: count })
    .map((sides) => sides.map((side, index) => ({ name: `x${index + 1}`, line: 0, ...side })));
  const rows: fc.Arbitrary<Row[]> = fc
    .array(fc.tuple(anyEntries(count), anySides(false)), { minLength: 1, maxLength: 5 })
    .map((list) => list.map(([entries, side], index) => ({ name: `r${index + 1}`, line: 0, entries, ...side })));
  const objective: fc.Arbitrary<Objective> = fc
    .tuple(
      fc.constantFrom<"min" | "max">("min", "max"),
      fc.array(anyNonZero, { minLength: count, maxLength: count }),
      anyDecimal,
    )
    .map(([sense, costs, constant]) => ({
      name: "cost",
      line: 0,
      sense,
      constant,
      entries: costs.map((value, variable) => ({ variable, value, line: 0 })),
    }));
  return fc.tuple(variables, rows, objective).map(
    (parts): Model => ({
      file: "",
      name: "",
      variables: parts[0],
      rows: parts[1],
      objective: parts[2],
      warnings: [],
    }),
  );
});

/**
 * The model without what a file format cannot carry: its file, its name, its lines, and the order
 * of entries.
 */
export function bare(model: Model): Model {
  const side = (value: Item | null): Item | null => (value === null ? null : item(value.value));
  const sides = <T extends { lower: Item | null; upper: Item | null }>(value: T): T => ({
    ...value,
    line: 0,
    lower: side(value.lower),
    upper: side(value.upper),
  });
  const entries = (list: readonly Entry[]): Entry[] =>
    list.map((entry) => ({ ...entry, line: 0 })).sort((left, right) => left.variable - right.variable);
  return {
    file: "",
    name: "",
    variables: model.variables.map(sides),
    rows: model.rows.map((row) => ({ ...sides(row), entries: entries(row.entries) })),
    objective:
      model.objective === null ? null : { ...model.objective, line: 0, entries: entries(model.objective.entries) },
    warnings: [],
  };
}
