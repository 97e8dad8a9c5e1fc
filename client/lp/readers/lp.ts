// CPLEX-LP. Line breaks mean nothing inside an expression; a constraint ends after the number on its right-hand side.
// Beyond the format: variables may stand on both sides of one relation. Conventions:
// - a variable without bounds is ≥ 0, also when its upper bound is negative (then an error asks for the lower bound);
// - `<` and `>` mean ≤ and ≥; a bound of magnitude 1e20 or more is none; `End` must be there;
// - a variable twice on one side, or with a bound set twice, is an error; a constraint without a name is called R1, R2, …
import { InputError } from "../../errors.ts";
import {
  add,
  type Decimal,
  decimal,
  infinitySign,
  multiply,
  parseDecimal,
  subtract,
  ZERO,
} from "../../math/decimal.ts";
import { field, type Item, type Model } from "../model.ts";
import { ModelBuilder, parseBound, type Side } from "./builder.ts";
import { type LpSection, type LpToken, splitSections } from "./lp-tokens.ts";

const ONE: Decimal = decimal(1n);
const MINUS_ONE: Decimal = decimal(-1n);

/** Σ terms + constant. */
interface Expression {
  readonly terms: Map<string, Item>;
  constant: Decimal;
  /** Line of the last number or name. */
  line: number;
}

/** Where an expression stands: before the first relation, after it where a second may follow, or where none may. */
type Part = "start" | "middle" | "end";

/** Reads CPLEX-LP text. @throws InputError with file, line and field; see read.ts for the codes. */
export function readLp(text: string, file: string): Model {
  const builder = new ModelBuilder(file);
  for (const section of splitSections(text, file)) {
    const parser = new SectionParser(builder, section);
    if (section.name === "rows") parser.rows();
    else if (section.name === "bounds") parser.bounds();
    else parser.objective(section.name);
  }
  return builder.finish();
}

class SectionParser {
  readonly #builder: ModelBuilder;
  readonly #tokens: readonly LpToken[];
  readonly #start: number;
  #position = 0;

  constructor(builder: ModelBuilder, section: LpSection) {
    this.#builder = builder;
    this.#tokens = section.tokens;
    this.#start = section.line;
  }

  objective(sense: "min" | "max"): void {
    const name = this.#label() ?? "obj";
    this.#builder.setObjective(name, sense, this.#line());
    const { terms, constant } = this.#expression(name, "start");
    if (this.#peek() !== undefined) {
      throw this.#malformed("an objective has no relation and no second name (a file has one objective)");
    }
    for (const [variable, { value, line }] of terms) {
      this.#builder.addEntry("objective", this.#builder.variable(variable, line), value, line);
    }
    this.#builder.setConstant(constant);
  }

  rows(): void {
    for (let number = 1; this.#peek() !== undefined; number++) {
      const line = this.#line();
      const name = this.#label() ?? `R${number}`;
      const row = this.#builder.addRow(name, line);
      const left = this.#expression(name, "start");
      const relation = this.#relation();
      const middle = this.#expression(name, left.terms.size > 0 ? "end" : "middle");
      if (this.#peek()?.kind === "relation") this.#range(row, left, relation, middle, name);
      else if (left.terms.size > 0) this.#single(row, left, relation, middle, name);
      else this.#single(row, middle, flip(relation), left, name);
    }
  }

  /** left relation right, with variables on either side. */
  #single(row: number, left: Expression, relation: string, right: Expression, name: string): void {
    const terms = new Map(left.terms);
    for (const [variable, { value, line }] of right.terms) {
      terms.set(variable, { value: subtract(terms.get(variable)?.value ?? ZERO, value), line });
    }
    if (terms.size === 0) throw this.#malformed("a constraint needs a variable", name);
    this.#addTerms(row, terms);
    const side = { value: subtract(right.constant, left.constant), line: right.line };
    this.#builder.setSides(row, relation === "<=" ? null : side, relation === ">=" ? null : side);
  }

  /** low <= expression <= high, or the other way round. */
  #range(row: number, first: Expression, relation: string, middle: Expression, name: string): void {
    const second = this.#relation();
    const last = this.#expression(name, "end");
    if (relation !== second || relation === "=" || first.terms.size > 0 || last.terms.size > 0) {
      throw this.#malformed("a range is number <= expression <= number, or the same with >=", name);
    }
    this.#addTerms(row, middle.terms);
    const [low, high] = relation === "<=" ? [first, last] : [last, first];
    const side = (end: Expression): Item => ({ value: subtract(end.constant, middle.constant), line: end.line });
    this.#builder.setSides(row, side(low), side(high));
  }

  #addTerms(row: number, terms: ReadonlyMap<string, Item>): void {
    for (const [variable, { value, line }] of terms) {
      this.#builder.addEntry(row, this.#builder.variable(variable, line), value, line);
    }
  }

  bounds(): void {
    while (this.#peek() !== undefined) {
      const before = this.#isValue() ? this.#value() : null;
      const flipped = before === null ? null : this.#relation();
      const token = this.#next();
      if (token?.kind !== "name") throw this.#malformed("a bound is: number <= variable <= number, or variable free");
      const variable = this.#builder.findVariable(token.text);
      const place = this.#builder.place(token.line, field.bound(token.text));
      if (variable === undefined) {
        throw new InputError(
          "UnknownVariable",
          `variable "${token.text}" is in no row and not in the objective; correct the name`,
          place,
        );
      }
      if (before !== null) this.#bound(variable, token.text, flip(flipped!), before, token.line);
      const next = this.#peek();
      if (before === null && next?.kind === "name" && next.text.toLowerCase() === "free") {
        this.#position++;
        this.#builder.setBound(variable, "lower", null, token.line);
        this.#builder.setBound(variable, "upper", null, token.line);
      } else if (before === null || next?.kind === "relation") {
        this.#bound(variable, token.text, this.#relation(), this.#value(), token.line);
      }
    }
  }

  #bound(variable: number, name: string, relation: string, text: string, line: number): void {
    const place = this.#builder.place(line, field.bound(name));
    if (relation === "=") {
      const value = parseDecimal(text, place);
      this.#builder.setBound(variable, "lower", value, line);
      this.#builder.setBound(variable, "upper", value, line);
      return;
    }
    const side: Side = relation === ">=" ? "lower" : "upper";
    this.#builder.setBound(variable, side, parseBound(text, side, place), line);
  }

  /** Whether a number or an infinity, with or without signs, comes next. */
  #isValue(): boolean {
    const token = this.#peek();
    return token !== undefined && (token.kind !== "name" || infinitySign(token.text) !== 0);
  }

  #value(): string {
    let sign = "";
    for (; this.#peek()?.kind === "sign"; this.#position++) {
      if (this.#peek()!.text === "-") sign = sign === "" ? "-" : "";
    }
    const token = this.#next();
    if (token?.kind !== "number" && !(token?.kind === "name" && infinitySign(token.text) !== 0)) {
      throw this.#malformed("expected a number or infinity");
    }
    return sign + token.text;
  }

  /** `name :` at the start of an objective or constraint. */
  #label(): string | null {
    const [name, colon] = [this.#peek(), this.#tokens[this.#position + 1]];
    if (name?.kind !== "name" || colon?.kind !== "colon") return null;
    if (infinitySign(name.text) !== 0) {
      throw new InputError(
        "NameInvalid",
        `"${name.text}" is a number, not a name; rename it`,
        this.#builder.place(name.line, name.text),
      );
    }
    this.#position += 2;
    return name.text;
  }

  /** Terms up to a relation, the next label, the end of the section or, after the first relation, of the constraint. */
  #expression(name: string, part: Part): Expression {
    const expression: Expression = { terms: new Map(), constant: ZERO, line: this.#line() };
    for (let started = false; ; started = true) {
      const token = this.#peek();
      if (
        token === undefined ||
        token.kind === "relation" ||
        this.#atLabel() ||
        (started && ends(token, expression, part))
      ) {
        if (!started && part !== "start")
          throw this.#malformed("expected a number or an expression after the relation", name);
        return expression;
      }
      if (started && token.kind !== "sign") {
        throw this.#malformed(
          `found "${token.text}" after "${this.#tokens[this.#position - 1]!.text}", where + or -${part === "start" ? "" : " or the end of the constraint"} was expected`,
          name,
        );
      }
      this.#term(expression, name, part);
    }
  }

  #term(expression: Expression, row: string, part: Part): void {
    let sign = ONE;
    for (; this.#peek()?.kind === "sign"; this.#position++) {
      if (this.#peek()!.text === "-") sign = multiply(sign, MINUS_ONE);
    }
    const token = this.#next();
    if (token?.kind !== "number" && token?.kind !== "name")
      throw this.#malformed("expected a number or a variable", row);
    expression.line = token.line;
    const place = this.#builder.place(token.line, `row ${row}`);
    const number = token.kind === "number" ? parseDecimal(token.text, place) : ONE;
    const next = this.#peek();
    const named =
      token.kind === "number" && next?.kind === "name" && !(part === "end" && next.first) && !this.#atLabel();
    if (token.kind === "number" && !named) {
      expression.constant = add(expression.constant, multiply(sign, number));
      return;
    }
    const variable = named ? this.#next()! : token;
    const item = { value: multiply(sign, number), line: variable.line };
    if (infinitySign(variable.text) !== 0) {
      throw new InputError(
        "NumberNotFinite",
        "infinity is only for bounds; leave the side of a range away instead",
        place,
      );
    }
    if (expression.terms.has(variable.text)) {
      throw new InputError(
        "DuplicateEntry",
        "this variable is there twice; add its coefficients up",
        this.#builder.place(variable.line, field.coefficient(row, variable.text)),
      );
    }
    expression.terms.set(variable.text, item);
  }

  #relation(): string {
    const token = this.#next();
    if (token?.kind !== "relation") throw this.#malformed("expected <=, >= or =");
    return token.text;
  }

  #atLabel(): boolean {
    return this.#peek()?.kind === "name" && this.#tokens[this.#position + 1]?.kind === "colon";
  }

  #peek(): LpToken | undefined {
    return this.#tokens[this.#position];
  }

  #next(): LpToken | undefined {
    return this.#tokens[this.#position++];
  }

  #line(): number {
    return (this.#peek() ?? this.#tokens.at(-1))?.line ?? this.#start;
  }

  #malformed(problem: string, row?: string): InputError {
    const token = this.#tokens[Math.max(0, Math.min(this.#position, this.#tokens.length) - 1)];
    const line = token?.line ?? this.#start;
    return new InputError(
      "MalformedLp",
      problem,
      this.#builder.place(line, row === undefined ? undefined : `row ${row}`),
    );
  }
}

/** Whether `token`, after a complete term, starts the next constraint: it starts a line and cannot, or need not, go on. */
function ends(token: LpToken, expression: Expression, part: Part): boolean {
  if (part === "start" || !token.first) return false;
  return token.kind !== "sign" || (part === "end" && expression.terms.size === 0);
}

/** The relation seen from its other side. */
function flip(relation: string): string {
  return relation === "<=" ? ">=" : relation === ">=" ? "<=" : "=";
}
