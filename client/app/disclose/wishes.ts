// From names in a company's file to what is disclosed of a sealed outcome, in the order of
// docs/sealed-disclosure.md.
import { InputError } from "../../errors.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { Kind } from "../../round/verdict.ts";
import { hasClaim, MOST_CLAIMS, type What, type Wish } from "../../sealed/disclosure/claims.ts";
import type { RoundSetup } from "../setup.ts";
import { namedRows, requireRows } from "./named-rows.ts";
import { objectiveMissing, type WantedRows } from "./public.ts";

/** What to show of a sealed outcome. */
export interface Wanted extends WantedRows {
  /** Names. */
  readonly variable: readonly string[];
  readonly dualValue: boolean;
}

/** What a company has of the round. */
export interface Discloser extends Pick<RoundSetup, "model" | "program" | "rows"> {
  readonly agreement: { readonly round: Pick<PublicRound, "ownParts"> };
}

/** A wish, and what the file calls it. */
export interface NamedWish extends Wish {
  readonly name: string;
}

/**
 * Everything that was named, whatever the kind of the outcome: a row is multiplier and slack.
 * Throws InputError "UnknownVariable", "RowUnknown", "ObjectiveMissing", "OptionInvalid" when
 * nothing is named, and "DisclosureJoint" for what no company can show alone where each knows its
 * own part.
 */
export function namedWishes({ model, program, rows, agreement }: Discloser, wanted: Wanted): NamedWish[] {
  if (wanted.objective && (rows.objective === null || program.sense === null)) throw objectiveMissing();
  if (agreement.round.ownParts !== undefined) requireOwn(wanted);
  const isMax = program.sense === "max";
  const shownRows = wantedRows(model, wanted.row);
  const wishes: NamedWish[] = [
    ...wantedVariables(program, wanted.variable),
    ...shownRows.map((row): NamedWish => ({ what: "multiplier", ...row })),
    ...shownRows.map((row): NamedWish => ({ what: "slack", ...row })),
  ];
  if (wanted.dualValue)
    wishes.push({
      what: "dual value",
      index: 0,
      name: isMax ? "share of the optimum" : "minus the share of the optimum",
    });
  if (wanted.objective)
    wishes.push({
      what: "objective",
      index: 0,
      name: isMax ? "minus the objective (max), without its constant" : "the objective (min), without its constant",
    });
  if (wishes.length === 0) {
    const options =
      agreement.round.ownParts === undefined
        ? "--variable, --row, --dual-value or --objective"
        : "--row or --dual-value";
    throw new InputError("OptionInvalid", `name what to disclose: ${options}`);
  }
  return wishes;
}

/** Where each company has the masks of its own part only, nobody has those of the plan. */
function requireOwn({ variable, objective }: Wanted): void {
  if (variable.length === 0 && !objective) return;
  const text =
    "cannot be disclosed where each company knows its own part only: nobody has all masks of the plan; disclose rows, or the dual value";
  throw new InputError("DisclosureJoint", text, { field: variable.length > 0 ? "--variable" : "--objective" });
}

/** Columns by number, from 1. */
function wantedVariables({ variables }: RoundSetup["program"], names: readonly string[]): NamedWish[] {
  const unknown = names.find((name) => variables.every((variable) => variable.name !== name));
  if (unknown !== undefined)
    throw new InputError(
      "UnknownVariable",
      `the round has no variable "${unknown}"; it has ${variables.map(({ name }) => name).join(", ")}`,
      { field: "--variable" },
    );
  return variables
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, free, column }): NamedWish[] =>
      free
        ? [
            { what: "variable", index: column + 1, name: `${name} (plus)` },
            { what: "variable", index: column + 2, name: `${name} (minus)` },
          ]
        : [{ what: "variable", index: column + 1, name }],
    );
}

/** Rows of A_k: inequalities, then each equality twice (docs/sealed.md). */
function wantedRows(model: RoundSetup["model"], names: readonly string[]): Omit<NamedWish, "what">[] {
  const rows = namedRows(model);
  requireRows(names, rows);
  return rows
    .flatMap(({ name, sense }) =>
      sense === "="
        ? ["=, as ≤", "=, as ≥, times −1"].map((side) => ({ of: name, name: `${name} (${side})` }))
        : [{ of: name, name: `${name} (${sense})` }],
    )
    .flatMap(({ of, name }, index) => (names.includes(of) ? [{ index, name }] : []));
}

const KINDS: Readonly<Record<Kind, string>> = {
  optimal: "an optimum",
  infeasible: "a contradiction",
  unbounded: "a ray",
};

const OPTIONS: Readonly<Record<What, string>> = {
  variable: "--variable",
  multiplier: "--row",
  slack: "--row",
  "dual value": "--dual-value",
  objective: "--objective",
};

/**
 * The wishes that an outcome of this kind can fulfil; of a row, what it has. Throws InputError
 * "OptionInvalid" for others, and for more than one file has room for.
 */
export function fulfillable(kind: Kind, wishes: readonly NamedWish[]): NamedWish[] {
  const isRow = ({ what }: NamedWish) => what === "multiplier" || what === "slack";
  const lacking = wishes.find((wish) => !isRow(wish) && !hasClaim(kind, wish.what));
  if (lacking !== undefined)
    throw new InputError("OptionInvalid", `the round's outcome is ${KINDS[kind]}, which has no ${lacking.what}`, {
      field: OPTIONS[lacking.what],
    });
  const own = wishes.filter(({ what }) => hasClaim(kind, what));
  if (own.length > MOST_CLAIMS)
    throw new InputError(
      "OptionInvalid",
      `a file has room for ${MOST_CLAIMS} numbers, and these are ${own.length} (a row has up to two, an equality twice ` +
        "as many): write several files",
    );
  return own;
}
