// Reader of CPLEX-LP. Line breaks have no meaning inside an expression; a constraint ends after the
// number on its right-hand side. Beyond the format, variables may stand on both sides of one
// relation, and * between a number and a variable. Conventions:
// - a variable without a lower bound is ≥ 0, even if its upper bound is negative (then an error
//   asks for the lower bound);
// - `<` and `>` mean ≤ and ≥; a bound or side of magnitude 1e20 or more counts as none; `End` is
//   required;
// - if a variable appears twice on one side, its coefficients are added up; if a bound is set
//   twice, the last one applies (both with a remark);
// - a constraint without a name is called R1, R2, …, by its number, with a number appended if
//   another row has that name.
import { InputError } from "../../errors.ts";
import { add, type Decimal, decimal, multiply, parseDecimal, subtract, ZERO } from "../../math/decimal.ts";
import { field, type Item, type Model } from "../model/model.ts";
import { freeName, ModelBuilder } from "./builder.ts";
import { remarkOnNumbers, remarkOnTitle } from "./dialects.ts";
import { remarkOnBreaks, remarkOnForeign } from "./foreign-characters.ts";
import { type LpSection, splitSections } from "./lp-sections.ts";
import type { LpToken } from "./lp-tokens.ts";
import { checkUnits } from "./lp-units.ts";
import {
  finiteSide,
  hugeSign,
  type InfinitySign,
  infinitySign,
  readFixed,
  readSide,
  type Side,
} from "./number-text.ts";

const ONE: Decimal = decimal(1n);
const MINUS_ONE: Decimal = decimal(-1n);

/** Σ terms + constant. */
interface Expression {
  readonly terms: Map<string, Item>;
  constant: Decimal;
  /** Sign of an infinite number among the summands; 0 if all are finite. */
  infinite: InfinitySign;
  /** How many of the summands are numbers. */
  numbers: number;
  /** Line of the last number or name. */
  line: number;
}

/**
 * Where an expression stands: before the first relation, after it when a second relation may
 * follow, or where no further relation may follow.
 */
type Part = "start" | "middle" | "end";

/**
 * Reads CPLEX-LP text.
 * @throws InputError with file, line and field; see read.ts for the codes.
 */
export function readLp(text: string, file: string): Model {
  const builder = new ModelBuilder(file, (name) => `-inf <= ${name}, in section Bounds`);
  const { sections, behind, constant, foreign } = splitSections(text, file);
  remarkOnBreaks(builder, text);
  if (foreign !== null) remarkOnForeign(builder, foreign.character, foreign.line);
  remarkOnTitle(builder, sections[0]);
  checkUnits(sections, builder);
  remarkOnNumbers(sections, builder);
  for (const section of sections) {
    const parser = new SectionParser(builder, section);
    if (section.name === "rows") parser.rows();
    else if (section.name === "bounds") parser.bounds();
    else parser.objective(section.name);
  }
  if (constant !== null) {
    builder.warn("a comment is not read: if the constant belongs to the objective, add it there", constant);
  }
  if (behind !== null) builder.warn("text after End is not read", behind);
  return builder.finish();
}

/** A row being read, and its name for errors. */
interface NamedRow {
  readonly row: number;
  readonly name: string;
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
    const { terms, constant, infinite } = this.#expression(name, "start");
    if (infinite !== 0) throw this.#notFinite(name);
    if (this.#peek() !== undefined) {
      throw this.#malformed("an objective has no relation and no second name (a file has one objective)");
    }
    for (const [variable, { value, line }] of terms) {
      this.#builder.addEntry("objective", this.#builder.variable(variable, line), value, line);
    }
    this.#builder.setConstant(constant);
  }

  rows(): void {
    const taken = new Set(
      this.#tokens.filter((_, at) => this.#tokens[at + 1]?.kind === "colon").map(({ text }) => text),
    );
    let before: string | null = null;
    for (let number = 1; this.#peek() !== undefined; number++) {
      const line = this.#line();
      const label = this.#label();
      const name = label ?? freeName(`R${number}`, taken);
      const row = this.#builder.addRow(name, line);
      const isEmpty = label !== null && this.#peek()?.kind === "relation";
      const from = this.#position;
      const left = this.#expression(name, "start");
      if (before !== null && label === null) this.#refuseContinued(from, before);
      before = name;
      const relation = this.#relation(name);
      const start = this.#position;
      const middle = this.#expression(name, left.terms.size > 0 ? "end" : "middle");
      const signed = this.#tokens.slice(start, this.#position).find(({ kind, first }) => kind === "sign" && first);
      if (isEmpty && middle.terms.size === 0) this.#empty(row, relation, middle, name);
      else if (this.#peek()?.kind === "relation") {
        this.#range({ row, name }, left, relation, middle);
        if (label === null && signed !== undefined) this.#remarkOnLines(signed.line, name);
      } else if (left.terms.size > 0) this.#single({ row, name }, left, relation, middle);
      else this.#single({ row, name }, middle, flip(relation), left);
    }
  }

  /**
   * A right-hand side ends with its line, so what follows with a sign starts a row. Refuses it if
   * it has no relation, or is a number alone on its line: it may be meant as more of the right-hand
   * side of row `before`.
   */
  #refuseContinued(from: number, before: string): void {
    const first = this.#tokens[from];
    if (first?.kind !== "sign") return;
    const then = this.#tokens.slice(from).findIndex(({ kind }) => kind !== "sign") + from;
    const isAlone = this.#tokens[then]?.kind === "number" && this.#tokens[then + 1]?.first === true;
    if (this.#peek()?.kind === "relation" && !isAlone) return;
    throw this.#malformed(
      `a right-hand side ends with its line, so this does not belong to row "${before}": write the right-hand side as one number ` +
        `on the line of its relation${isAlone ? ", or, if this is a row of its own, a variable on this line" : ""}`,
      before,
      first,
    );
  }

  #remarkOnLines(line: number, name: string): void {
    this.#builder.warn(
      "this line continues the range before it; if it is a separate constraint, give both a name",
      line,
      `row ${name}`,
    );
  }

  /** A row `left relation right`, with variables on either or both sides. */
  #single({ row, name }: NamedRow, left: Expression, relation: string, right: Expression): void {
    const terms = new Map(left.terms);
    for (const [variable, { value, line }] of right.terms) {
      terms.set(variable, { value: subtract(terms.get(variable)?.value ?? ZERO, value), line });
    }
    if (terms.size === 0) throw this.#malformed("a constraint needs a variable", name);
    this.#addTerms(row, terms);
    this.#remarkOnConstants([left, right], name);
    this.#setSides(row, relation, [right, left], name);
  }

  #setSides(row: number, relation: string, [right, left]: readonly [Expression, Expression], name: string): void {
    const side = (of: Side): Item | null => this.#side(of, [right, left], name);
    if (relation === "=" && (left.infinite !== 0 || right.infinite !== 0)) throw this.#notFinite(name);
    const [lower, upper] = [relation === "<=" ? null : side("lower"), relation === ">=" ? null : side("upper")];
    this.#builder.setSides(row, lower, upper, right.line);
  }

  /** `name: <= number`, as other programs write a row without coefficients. */
  #empty(row: number, relation: string, right: Expression, name: string): void {
    const nothing: Expression = { terms: new Map(), constant: ZERO, infinite: 0, numbers: 0, line: right.line };
    this.#setSides(row, relation, [right, nothing], name);
  }

  /** Remarks on a number beside variables, and on a sum of numbers. */
  #remarkOnConstants(sides: readonly Expression[], name: string): void {
    const side = sides.find(({ terms, numbers }) => numbers > (terms.size === 0 ? 1 : 0));
    if (side === undefined) return;
    const message =
      side.terms.size > 0
        ? "the number on the side of the variables is moved to the other side; HiGHS and Cbc may leave it out, and SCIP and GLPK refuse it: " +
          "write one number, on the other side of the relation"
        : "the numbers are added up; Cbc reads one of them, and HiGHS, SCIP and GLPK refuse: write their sum";
    this.#builder.warn(message, side.line, `row ${name}`);
  }

  /** A row `low <= expression <= high`, or the same with >=. */
  #range({ row, name }: NamedRow, first: Expression, relation: string, middle: Expression): void {
    const second = this.#relation(name);
    const last = this.#expression(name, "end");
    if (relation !== second || relation === "=" || first.terms.size > 0 || last.terms.size > 0) {
      throw this.#malformed("a range is number <= expression <= number, or the same with >=", name);
    }
    this.#addTerms(row, middle.terms);
    this.#remarkOnConstants([middle, first, last], name);
    const [low, high] = relation === "<=" ? [first, last] : [last, first];
    this.#builder.setSides(
      row,
      this.#side("lower", [low, middle], name),
      this.#side("upper", [high, middle], name),
      last.line,
    );
  }

  /**
   * A side of a row: `end` minus the constants on the side of the variables; null if it is
   * infinite.
   */
  #side(of: Side, [end, own]: readonly [Expression, Expression], name: string): Item | null {
    if (end.infinite !== 0 && own.infinite !== 0) throw this.#notFinite(name);
    const infinite = (end.infinite - own.infinite) as InfinitySign;
    const value = subtract(end.constant, own.constant);
    const place = this.#builder.place(end.line, field.side(name));
    return finiteSide(value, infinite, of, place) === null ? null : { value, line: end.line };
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
      const variable = this.#boundedVariable(token);
      if (before !== null) this.#bound(variable, token, flip(flipped!), before);
      const next = this.#peek();
      if (before === null && next?.kind === "name" && next.text.toLowerCase() === "free") {
        this.#position++;
        this.#builder.setBound(variable, "lower", null, token.line);
        this.#builder.setBound(variable, "upper", null, token.line);
      } else if (before === null || next?.kind === "relation") {
        const relation = this.#relation();
        if (flipped !== null && (relation !== flipped || relation === "=")) {
          throw this.#malformed("a bound on both sides is number <= variable <= number, or the same with >=");
        }
        this.#bound(variable, token, relation, this.#value());
      }
    }
  }

  #boundedVariable({ text, line }: LpToken): number {
    const known = this.#builder.findVariable(text);
    if (known !== undefined) return known;
    this.#builder.warnOnlyBounded(text, line);
    return this.#builder.addVariable(text, line);
  }

  #bound(variable: number, { text: name, line }: LpToken, relation: string, text: string): void {
    const place = this.#builder.place(line, field.bound(name));
    if (relation === "=") {
      const value = readFixed(text, place);
      this.#builder.setBound(variable, "lower", value, line);
      this.#builder.setBound(variable, "upper", value, line);
      return;
    }
    const side: Side = relation === ">=" ? "lower" : "upper";
    this.#builder.setBound(variable, side, readSide(text, side, place), line);
  }

  /** Whether a number or an infinity, with or without signs, comes next. */
  #isValue(): boolean {
    const token = this.#peek();
    return token !== undefined && token.kind !== "name";
  }

  #value(): string {
    const sign = this.#isNegative() ? "-" : "";
    const token = this.#next();
    if (token?.kind !== "number" && token?.kind !== "infinity") throw this.#malformed("expected a number or infinity");
    this.#refuseSplit(this.#position + 1);
    const next = this.#peek();
    if (next?.kind === "times" || (next?.kind === "name" && next.glued)) {
      throw this.#malformed(
        `a bound has no coefficient and no unit: write the number alone, not "${token.text}${next.text}"`,
      );
    }
    return sign + token.text;
  }

  /** `name :` at the start of an objective or constraint. */
  #label(): string | null {
    const [name, colon] = [this.#peek(), this.#tokens[this.#position + 1]];
    if (name?.kind !== "name" || colon?.kind !== "colon") return null;
    this.#position += 2;
    return name.text;
  }

  /**
   * Reads terms up to a relation, the next label or the end of the section, or, after the first
   * relation, up to the end of the constraint.
   */
  #expression(name: string, part: Part): Expression {
    const expression: Expression = { terms: new Map(), constant: ZERO, infinite: 0, numbers: 0, line: this.#line() };
    for (let started = false; ; started = true) {
      const token = this.#peek();
      if (
        token === undefined ||
        token.kind === "relation" ||
        this.#atLabel() ||
        (started && ends(token, expression, part))
      ) {
        if (!started && part !== "start") {
          const seen =
            token?.kind === "relation" ? `${this.#tokens[this.#position - 1]!.text} and then ${token.text}` : null;
          const twice = seen === null ? "" : `, not ${seen}: write one relation, without a blank in it`;
          throw this.#malformed(`expected a number or an expression after the relation${twice}`, name);
        }
        return expression;
      }
      if (started && token.kind === "colon") {
        const label = this.#tokens[this.#position - 1]!.text;
        const message = `a colon ends the name of a row, which stands first and is one word without signs: write "${label}:" alone before the row`;
        throw this.#malformed(message, label, token);
      }
      if (started && token.kind !== "sign") {
        throw this.#malformed(
          `found "${token.text}" after "${this.#tokens[this.#position - 1]!.text}", where + or -${part === "start" ? "" : " or the end of the constraint"} was expected`,
          name,
          token,
        );
      }
      this.#term(expression, name, part);
    }
  }

  #term(expression: Expression, row: string, part: Part): void {
    const sign = this.#isNegative(row) ? MINUS_ONE : ONE;
    this.#refuseSplit(this.#position, row);
    const token = this.#next();
    if (token?.kind !== "number" && token?.kind !== "name" && token?.kind !== "infinity")
      throw this.#malformed("expected a number or a variable", row);
    expression.line = token.line;
    const variable = token.kind === "name" ? token : this.#factor(row, part);
    if (this.#peek()?.kind === "times") throw this.#product(token, row);
    if (variable === null) this.#constant(expression, sign, token, row);
    else {
      if (token.kind === "infinity") throw this.#notFinite(row);
      const number =
        token.kind === "number" ? parseDecimal(token.text, this.#builder.place(token.line, `row ${row}`)) : ONE;
      this.#addTerm(expression, variable, multiply(sign, number), row);
    }
  }

  /**
   * Reads signs, and says whether their product is negative. Two signs need a blank between them.
   */
  #isNegative(row?: string): boolean {
    let negative = false;
    for (let before: LpToken | null = null; this.#peek()?.kind === "sign"; this.#position++) {
      const sign = this.#peek()!;
      if (before !== null && sign.glued) {
        const seen = `${before.text}${sign.text}`;
        throw this.#malformed(
          `"${seen}" is two signs: write one sign, or a blank between them; a comment starts with \\`,
          row,
          sign,
        );
      }
      if (sign.text === "-") negative = !negative;
      before = sign;
    }
    return negative;
  }

  /**
   * Refuses a number or infinity at position `at` that follows another number and a sign without
   * blanks: `5-6` may be a range, and `2.5+01` an exponent as Fortran writes it.
   */
  #refuseSplit(at: number, row?: string): void {
    const [number, sign, last] = [this.#tokens[at - 2], this.#tokens[at - 1], this.#tokens[at]];
    if (number?.kind !== "number" || sign?.kind !== "sign" || !sign.glued || !last?.glued) return;
    if (last.kind !== "number" && last.kind !== "infinity") return;
    const seen = `${number.text}${sign.text}${last.text}`;
    const mayBeExponent = /^[\d.]+$/.test(number.text) && /^\d+$/.test(last.text);
    const exponent = mayBeExponent ? `${number.text}e${sign.text}${last.text} for an exponent` : "its value";
    throw this.#malformed(
      `"${seen}" may be a number, a range or a sum: write ${exponent}, or blanks around ${sign.text} for a sum`,
      row,
      last,
    );
  }

  /** The variable after a number, with or without *; null if the number stands alone. */
  #factor(row: string, part: Part): LpToken | null {
    const star = this.#peek();
    const times = star?.kind === "times";
    if (times && star.first)
      throw this.#malformed("a comment starts with \\, not with *; write a product on one line", row, star);
    if (times) this.#position++;
    const next = this.#peek();
    const named = next?.kind === "name" && !(part === "end" && next.first && !times) && !this.#atLabel();
    if (named) return this.#next()!;
    if (!times) return null;
    throw this.#malformed("a variable follows *: write 6 x, not 2 * 3 x", row);
  }

  #product(token: LpToken, row: string): InputError {
    const next = this.#tokens[this.#position + 1];
    if (next?.kind === "name" || next?.kind === "times") {
      const place = this.#builder.place(token.line, `row ${row}`);
      return new InputError("NotLinear", "a linear program has no products or powers of variables", place);
    }
    return this.#malformed("one coefficient stands before its variable: write 3 x, not x * 3", row);
  }

  #constant(expression: Expression, sign: Decimal, token: LpToken, row: string): void {
    const place = this.#builder.place(token.line, `row ${row}`);
    const value = token.kind === "infinity" ? null : multiply(sign, parseDecimal(token.text, place));
    const infinite = value === null ? infinitySign(token.text) * Number(sign.mantissa) : hugeSign(value);
    expression.numbers++;
    if (infinite === 0) expression.constant = add(expression.constant, value!);
    else if (expression.infinite === 0) expression.infinite = infinite as InfinitySign;
    else throw this.#notFinite(row);
  }

  #addTerm(expression: Expression, variable: LpToken, value: Decimal, row: string): void {
    const { text: name, line } = variable;
    const before = expression.terms.get(name);
    if (before !== undefined) {
      this.#builder.warn(
        "this variable appears more than once; its coefficients are added up",
        line,
        field.coefficient(row, name),
      );
    }
    expression.terms.set(name, { value: add(before?.value ?? ZERO, value), line });
  }

  #notFinite(row: string): InputError {
    const place = this.#builder.place(this.#tokens[Math.max(0, this.#position - 1)]?.line ?? this.#start, `row ${row}`);
    return new InputError(
      "NumberNotFinite",
      "infinity (1e20 or more counts as infinite) may only stand alone on one side of <= or >=; write a finite number",
      place,
    );
  }

  /** `row`: the row that it is in; a bound is in none. */
  #relation(row?: string): string {
    const token = this.#peek();
    if (token?.kind !== "relation") {
      const found = token === undefined ? "the end of the section" : `"${token.text}"`;
      throw this.#malformed(`expected <=, >= or =, not ${found}`, row);
    }
    this.#position++;
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

  /** `token` is the offending one; by default, the last one that was read. */
  #malformed(problem: string, row?: string, token = this.#last()): InputError {
    const line = token?.line ?? this.#start;
    return new InputError(
      "MalformedLp",
      problem,
      this.#builder.place(line, row === undefined ? undefined : `row ${row}`),
    );
  }

  #last(): LpToken | undefined {
    return this.#tokens[Math.max(0, Math.min(this.#position, this.#tokens.length) - 1)];
  }
}

/**
 * Whether `token`, after a complete term, starts the next constraint: it starts a line and cannot,
 * or need not, continue the expression.
 */
function ends(token: LpToken, expression: Expression, part: Part): boolean {
  if (part === "start" || !token.first) return false;
  return token.kind !== "sign" || (part === "end" && expression.terms.size === 0);
}

/** The relation with its sides swapped. */
function flip(relation: string): string {
  return relation === "<=" ? ">=" : relation === ">=" ? "<=" : "=";
}
