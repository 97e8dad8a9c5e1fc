// Reader of MPS, fixed and free format. Where readers differ, this one follows these conventions:
// - the objective is the N row that OBJNAME names, or else the first; other N rows are ignored,
//   with a remark;
// - a number for the objective in RHS is MINUS the objective's constant (with a remark);
// - RANGES: |R| is the width; on an E row, R ≥ 0 extends up from the right-hand side and R < 0
//   down;
// - UP below zero without a lower bound makes the variable unbounded below (with a remark); UP 0
//   keeps the lower bound 0;
// - a bound or side of magnitude 1e20 or more counts as none; integer, semi-continuous and
//   quadratic parts are errors;
// - of several RHS, RANGES or BOUNDS vectors, the first is used; if a bound is set twice, the last
//   one applies (both with a remark);
// - a `$` where a row's name could stand starts a comment.
import { InputError, type InputPlace } from "../../errors.ts";
import { type Decimal, formatDecimal, negate } from "../../math/decimal.ts";
import { field, type Model, type Sense } from "../model/model.ts";
import { ModelBuilder } from "./builder.ts";
import { remarkOnCoefficient, remarkOnSide } from "./dialects.ts";
import { remarkOnBreaks, remarkOnForeignBlank } from "./foreign-characters.ts";
import { linesOf } from "./lines.ts";
import { COMMENT_ADVICE, COMMENT_MARK, type DataSection, LIKE_COMMENT } from "./mps-faults.ts";
import { fitsFixed, isMarker, type MpsLayout, splitFields } from "./mps-fields.ts";
import {
  type FreeBound,
  remarkOnBlanks,
  remarkOnFreeNumber,
  remarkOnLikeComment,
  remarkOnMaximum,
  remarkOnNoName,
  remarkOnOrder,
  remarkOnRange,
  remarkOnVector,
} from "./mps-remarks.ts";
import { type MpsNumber, type RowSense, sidesOf } from "./mps-sides.ts";
import { hugeSign, infinitySign, readFixed, readNumber, readSide } from "./number-text.ts";
import { requireVisible } from "./visible.ts";

/** Bound kinds with a number. */
const VALUED: ReadonlySet<string> = new Set(["LO", "UP", "FX"]);
const DATA_SECTIONS: ReadonlySet<string> = new Set<DataSection>(["ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS"]);
const NOT_LINEAR = /^(QUADOBJ|QMATRIX|QSECTION|QCMATRIX|CSECTION|INDICATORS|PWLOBJ|GENCONS)$/;
const NOT_CONTINUOUS = /^(SOS|SOS1|SOS2|SETS)$/;

/**
 * Sections whose data is a short text. It may follow the section's name or stand on a line without
 * indentation.
 */
const TEXT_SECTIONS: ReadonlySet<string> = new Set(["OBJSENSE", "OBJNAME"]);
const SENSE = /^(MAX|MIN)(?:IMI[SZ]E|IMUM)?$/i;
/** A comment by which tools note that the objective was maximised. */
const SENSE_COMMENT = /^\*.*(?:\bmaximi[sz]|\bmaximum|(?:sense|objective|direction)\b\W.*\bmax\b)/i;
/** The comment at the head of GLPK's files, which never state the sense of the objective. */
const GLPK_COMMENT = /^\*\s*Format:\s+(?:Fixed|Free) MPS\s*$/;

type NumberedLine = readonly [line: number, text: string];

/**
 * Reads MPS text. Without `layout`, the file is read as fixed format if every data line fits the
 * fixed columns, and otherwise as free format.
 * @throws InputError with file, line and field; see read.ts for the codes.
 */
export function readMps(text: string, file: string, layout?: MpsLayout): Model {
  const all = filledLines(text);
  const end = all.findIndex(([, line]) => /^ENDATA\b/i.test(line));
  const lines = end < 0 ? all : all.slice(0, end + 1);
  const behind = all.slice(lines.length).find(([, line]) => !line.startsWith("*"))?.[0];
  const significant = lines.filter(([, line]) => !line.startsWith("*"));
  const misfit = layout === undefined ? firstMisfit(significant) : null;
  const found = {
    layout: layout ?? (misfit === null ? "fixed" : "free"),
    given: layout !== undefined,
    misfit,
  } as const;
  const reader = new MpsReader(file, found);
  reader.remarkOnCharacters(text, significant);
  const firstMatch = (pattern: RegExp) => lines.find(([, line]) => pattern.test(line))?.[0];
  return reader.read(significant, { maximum: firstMatch(SENSE_COMMENT), glpk: firstMatch(GLPK_COMMENT), behind });
}

/** Lines that are not blank. */
function filledLines(text: string): NumberedLine[] {
  return linesOf(text)
    .map((line, index): NumberedLine => [index + 1, line])
    .filter(([, line]) => line.trim() !== "");
}

/** The first data line that does not fit the fixed columns, or null. */
function firstMisfit(lines: readonly NumberedLine[]): number | null {
  let section = "";
  for (const [number, line] of lines) {
    if (!/^\s/.test(line)) section = headerOf(line);
    else if (DATA_SECTIONS.has(section) && !fitsFixed(line, section as DataSection)) return number;
  }
  return null;
}

function headerOf(line: string): string {
  return line.split(/\s/, 1)[0]!.toUpperCase();
}

/**
 * Lines that may need a remark: a comment saying that the objective was maximised, GLPK's head
 * comment, and the first line after ENDATA that is not a comment.
 */
interface Remarkable {
  readonly maximum: number | undefined;
  readonly glpk: number | undefined;
  readonly behind: number | undefined;
}

/** How the data lines of a file are split. */
interface Layout {
  readonly layout: MpsLayout;
  /** Whether the caller gave the layout. */
  readonly given: boolean;
  /** The line because of which the layout is free; null if there is none or it was given. */
  readonly misfit: number | null;
}

/** An N row, a candidate for the objective. */
interface FreeRow {
  readonly line: number;
  readonly entries: { readonly variable: number; readonly value: Decimal; readonly line: number }[];
}

class MpsReader {
  readonly #builder: ModelBuilder;
  readonly #layout: Layout;
  readonly #senses = new Map<string, RowSense>();
  readonly #freeRows = new Map<string, FreeRow>();
  readonly #rhs = new Map<string, MpsNumber>();
  readonly #ranges = new Map<string, MpsNumber>();
  /** Name of the vector in use, for each of the sections RHS, RANGES and BOUNDS. */
  readonly #vectors = new Map<string, string>();
  /** Section and name of every vector that is ignored. */
  readonly #leftOut = new Set<string>();
  #objective: { readonly name: string; readonly line: number } | null = null;
  #sense: Sense | null = null;
  #column = "";
  /**
   * The marker that started the current block of integer variables, or of a special ordered set;
   * null outside one.
   */
  #blockFrom: { readonly line: number; readonly isSet: boolean } | null = null;
  #section = "";
  #sectionLine = 0;

  constructor(file: string, layout: Layout) {
    this.#builder = new ModelBuilder(file, (name) => `MI BOUND ${name}, in section BOUNDS`);
    this.#layout = layout;
  }

  /** `lines`: those of `text` that are not comments. */
  remarkOnCharacters(text: string, lines: readonly NumberedLine[]): void {
    remarkOnBreaks(this.#builder, text);
    for (const [line, content] of lines) remarkOnForeignBlank(this.#builder, content, line);
  }

  read(lines: readonly NumberedLine[], comments: Remarkable): Model {
    const seen = new Set<string>();
    for (const [line, text] of lines) {
      if (/^\s/.test(text) || this.#isUnindentedText(text)) {
        this.#data(text, line);
        continue;
      }
      this.#section = headerOf(text);
      this.#sectionLine = line;
      const rest = text.slice(this.#section.length).trim();
      this.#refuseHeaderData(rest, line);
      if (seen.has(this.#section)) {
        throw new InputError(
          "DuplicateSection",
          `section ${this.#section} is there twice; keep one`,
          this.#builder.place(line),
        );
      }
      seen.add(this.#section);
      this.#header(rest, seen, line);
    }
    if (this.#section !== "ENDATA") {
      throw new InputError("FileTruncated", "the file does not end with ENDATA; part of it may be missing", {
        file: this.#builder.file,
      });
    }
    if (this.#sense === null) this.#remarkOnSense(comments);
    if (comments.behind !== undefined) this.#builder.warn("text after ENDATA is not read", comments.behind);
    return this.#finish(seen);
  }

  #remarkOnSense({ maximum, glpk }: Remarkable): void {
    if (maximum !== undefined) {
      this.#builder.warn(
        "a comment says that the objective was maximised, but in MPS only OBJSENSE can say so: it is minimised, as in other readers; " +
          "write OBJSENSE, and MAX on the next line, if it is to be maximised",
        maximum,
      );
    } else if (glpk !== undefined) {
      this.#builder.warn(
        "GLPK does not write whether the objective is maximised: it is minimised, as in other readers; write OBJSENSE, and MAX on the next line, if it is to be maximised",
        glpk,
      );
    }
  }

  /**
   * Whether the line is a sense or the objective's name without indentation, as some programs write
   * them.
   */
  #isUnindentedText(text: string): boolean {
    if (this.#section === "OBJSENSE") return SENSE.test(text.trim());
    return this.#section === "OBJNAME" && this.#objective === null && !isSection(headerOf(text));
  }

  /**
   * Refuses data on the line of a section's name, where most programs do not read it. A vector may
   * have the name of a section, and then only needs a blank before it.
   */
  #refuseHeaderData(rest: string, line: number): void {
    const section = this.#section;
    if (!DATA_SECTIONS.has(section) || rest === "" || rest.startsWith("$")) return;
    throw new InputError(
      "MalformedMps",
      `"${rest.slice(0, 40)}" follows the name of section ${section} on its line, where programs read no data: write data on the next line, with a blank before it ` +
        `(also if ${section} is meant as the name of a vector or column)`,
      this.#builder.place(line, section),
    );
  }

  #header(rest: string, seen: ReadonlySet<string>, line: number): void {
    const section = this.#section;
    const place = this.#builder.place(line);
    if (section === "NAME") this.#builder.name = rest;
    else if (TEXT_SECTIONS.has(section)) {
      if (rest !== "") this.#data(rest, line);
    } else if (section === "ENDATA") {
      if (rest !== "") this.#builder.warn("text after ENDATA is not read", line);
    } else if (isSection(section)) {
      if (rest !== "" && !DATA_SECTIONS.has(section)) this.#data(rest, line);
    } else {
      throw new InputError(
        "UnknownSection",
        `"${section.slice(0, 40)}" is not an MPS section (data lines start with a blank, section names do not${section === "END" ? "; the last line is ENDATA" : ""})`,
        place,
      );
    }
    if (section === "ROWS" && !seen.has("NAME")) remarkOnNoName(this.#builder, line);
    if (section === "RHS" && this.#ranges.size > 0) remarkOnOrder(this.#builder, line);
    const needed = section === "COLUMNS" ? "ROWS" : DATA_SECTIONS.has(section) && section !== "ROWS" ? "COLUMNS" : null;
    if (needed !== null && !seen.has(needed)) {
      throw new InputError("MissingSection", `section ${section} needs section ${needed} before it`, place);
    }
  }

  #data(text: string, line: number): void {
    const section = this.#section;
    const place = this.#builder.place(line);
    if (section === "OBJSENSE") this.#setSense(text.trim(), line);
    else if (section === "OBJNAME") this.#setObjective(text.trim(), line);
    else if (NOT_LINEAR.test(section)) {
      const message = `section ${section} is not part of a linear program`;
      throw new InputError("NotLinear", message, this.#builder.place(this.#sectionLine));
    } else if (NOT_CONTINUOUS.test(section)) {
      const message = `section ${section} is not part of a linear program with continuous variables`;
      throw new InputError("NotContinuous", message, this.#builder.place(this.#sectionLine));
    } else if (!DATA_SECTIONS.has(section)) {
      throw new InputError("MalformedMps", "this data line is outside any section", place);
    } else if (section === "COLUMNS" && isMarker(text)) this.#marker(text, line);
    else this.#fields(section as DataSection, text, line);
  }

  #fields(section: DataSection, text: string, line: number): void {
    const isRow = (name: string) => this.#senses.has(name);
    const isColumn = (name: string) => this.#builder.findVariable(name) !== undefined;
    const place = this.#builder.place(line);
    const fields = splitFields(text, section, { ...this.#layout, isRow, isColumn }, place);
    for (const text of fields) requireVisible(text, place);
    if (this.#layout.layout === "fixed") remarkOnBlanks(this.#builder, fields, line);
    if (section === "ROWS") this.#row(fields[0]!, fields[1]!, line);
    else if (section === "BOUNDS") this.#bound(fields, line);
    else {
      if (section === "COLUMNS") this.#startColumn(fields[0]!, line);
      else if (!this.#isUsed(section, fields[0]!, line)) return;
      for (let i = 1; i < fields.length; i += 2) this.#pair(section, fields[i]!, fields[i + 1]!, line);
    }
  }

  #marker(text: string, line: number): void {
    if (/(?:INT|SOS)END\W*$/i.test(text)) this.#blockFrom = null;
    else this.#blockFrom = { line, isSet: /SOSORG\W*$/i.test(text) };
  }

  #setSense(text: string, line: number): void {
    const match = SENSE.exec(text);
    if (match === null) {
      throw new InputError(
        "MalformedMps",
        "OBJSENSE must be followed by MIN or MAX",
        this.#builder.place(line, "OBJSENSE"),
      );
    }
    const sense = match[1]!.toLowerCase() as Sense;
    if (this.#sense !== null && this.#sense !== sense) throw this.#givenTwice("OBJSENSE", line);
    this.#sense = sense;
    if (sense === "max") remarkOnMaximum(this.#builder, line, line === this.#sectionLine);
  }

  #setObjective(name: string, line: number): void {
    if (this.#objective !== null && this.#objective.name !== name) throw this.#givenTwice("OBJNAME", line);
    this.#objective = { name, line };
  }

  #givenTwice(section: string, line: number): InputError {
    return new InputError(
      "DuplicateEntry",
      "two different values are given; remove one",
      this.#builder.place(line, section),
    );
  }

  /**
   * Checks a name that is not known.
   * @throws InputError NameInvalid for a comment that does not start in the first column.
   */
  #refuseComment(name: string, line: number): void {
    if (!COMMENT_MARK.test(name)) return;
    throw new InputError(
      "NameInvalid",
      `${COMMENT_ADVICE}, without a blank before it; if this is a name, rename it`,
      this.#builder.place(line, name),
    );
  }

  #row(senseText: string, name: string, line: number): void {
    const sense = senseText.toUpperCase();
    if (sense !== "N" && sense !== "L" && sense !== "G" && sense !== "E") {
      throw new InputError(
        "UnknownRowSense",
        `"${senseText}" is not a row sense; use N (objective), L (≤), G (≥) or E (=)${commentHint(senseText)}`,
        this.#builder.place(line, `sense of row ${name}`),
      );
    }
    if (this.#senses.has(name)) {
      throw new InputError(
        "DuplicateName",
        `there is already a row named "${name}"; rename one`,
        this.#builder.place(line),
      );
    }
    this.#senses.set(name, sense);
    if (sense === "N") this.#freeRows.set(name, { line, entries: [] });
    else this.#builder.addRow(name, line);
  }

  #startColumn(name: string, line: number): void {
    if (this.#blockFrom !== null) {
      const { line: from, isSet } = this.#blockFrom;
      const what = isSet ? "special ordered sets (MARKER, SOSORG)" : "integer variables (MARKER)";
      const message = `${what} are not supported; remove the markers to relax them`;
      throw new InputError("NotContinuous", message, this.#builder.place(from));
    }
    if (name === this.#column) return;
    this.#refuseComment(name, line);
    remarkOnLikeComment(this.#builder, name, line);
    this.#column = name;
    this.#builder.addVariable(name, line);
  }

  /**
   * Whether the vector is the first of its section.
   * @throws InputError SeveralVectors when some lines of the section name a vector and others do
   *   not.
   */
  #isUsed(section: DataSection, name: string, line: number): boolean {
    this.#refuseComment(name, line);
    remarkOnLikeComment(this.#builder, name, line);
    const isColumn = section === "BOUNDS" && this.#builder.findVariable(name) !== undefined;
    if (isColumn || (section === "RHS" && this.#senses.has(name)))
      remarkOnVector(this.#builder, section, { name, line });
    const used = this.#vectors.get(section) ?? name;
    this.#vectors.set(section, used);
    if (used === name) return true;
    if (used === "" || name === "") {
      throw new InputError(
        "SeveralVectors",
        `some lines of section ${section} name a vector and others do not; name it on every line`,
        this.#builder.place(line),
      );
    }
    const other = `${section} ${name}`;
    if (!this.#leftOut.has(other)) {
      this.#builder.warn(`vector "${name}" of section ${section} is ignored: the first one, "${used}", is used`, line);
    }
    this.#leftOut.add(other);
    return false;
  }

  #pair(section: DataSection, row: string, text: string, line: number): void {
    const column = this.#column;
    const names = { COLUMNS: field.coefficient(row, column), RHS: field.side(row), RANGES: field.range(row) };
    const place = this.#builder.place(line, names[section as keyof typeof names]);
    const sense = this.#senses.get(row);
    if (sense === undefined) {
      this.#refuseComment(row, line);
      throw new InputError("UnknownRow", `row "${row}" is not in section ROWS; correct the name or add the row`, place);
    }
    if (section === "COLUMNS") {
      const variable = this.#builder.findVariable(column)!;
      const value = readNumber(text, place);
      remarkOnCoefficient(this.#builder, { text, line, field: names.COLUMNS });
      if (sense === "N") this.#freeRows.get(row)!.entries.push({ variable, value, line });
      else this.#builder.addEntry(this.#builder.findRow(row)!, variable, value, line);
      return;
    }
    const items = section === "RHS" ? this.#rhs : this.#ranges;
    if (items.has(row)) throw new InputError("DuplicateEntry", "this number is given twice; remove one", place);
    if (section === "RANGES" && sense === "N")
      this.#builder.warn("a range on an N row has no meaning and is ignored", line, place.field);
    if (sense !== "N") remarkOnSide(this.#builder, { text, line, field: place.field! });
    if (sense !== "N" && section === "RANGES") remarkOnRange(this.#builder, text, { line, field: place.field! });
    items.set(row, { text, place, line });
  }

  #bound(fields: readonly string[], line: number): void {
    const [code, vector, name, text] = fields as [string, string, string, string];
    const kind = code.toUpperCase();
    const place = { ...this.#builder.place(line, field.bound(name)), line };
    if (["BV", "LI", "UI", "SC", "SI"].includes(kind)) {
      throw new InputError(
        "NotContinuous",
        `bound ${kind} is for integer or semi-continuous variables, which are not supported`,
        place,
      );
    }
    if (!["LO", "UP", "FX", "FR", "MI", "PL"].includes(kind)) {
      throw new InputError(
        "UnknownBoundKind",
        `"${code}" is not a known kind of bound; use LO, UP, FX, FR, MI or PL${commentHint(code)}`,
        place,
      );
    }
    if (!this.#isUsed("BOUNDS", vector, line)) return;
    const variable = this.#boundedVariable(name, line);
    const set = (side: "lower" | "upper", value: Decimal | null) => this.#builder.setBound(variable, side, value, line);
    if (VALUED.has(kind)) remarkOnSide(this.#builder, { text, line, field: place.field! });
    if (kind === "LO") set("lower", readSide(text, "lower", place));
    if (kind === "UP") set("upper", readSide(text, "upper", place));
    if (kind === "FX") {
      const value = readFixed(text, place);
      set("lower", value);
      set("upper", value);
    }
    if (!VALUED.has(kind) && text !== "") this.#ignoreValue({ kind, vector, column: name, text }, place);
    if (kind === "MI" || kind === "FR") set("lower", null);
    if (kind === "PL" || kind === "FR") set("upper", null);
  }

  /**
   * FR, MI and PL take no number. Like other readers, ignores one (with a remark, unless it is 0 or
   * infinite and a vector is named); any other text is an error.
   */
  #ignoreValue(bound: FreeBound, place: InputPlace & { readonly line: number; readonly field?: string }): void {
    const { vector, text } = bound;
    const value = infinitySign(text) === 0 ? readNumber(text, place) : null;
    if (vector !== "" && (value === null || value.mantissa === 0n || hugeSign(value) !== 0)) return;
    remarkOnFreeNumber(this.#builder, bound, place);
  }

  #boundedVariable(name: string, line: number): number {
    const known = this.#builder.findVariable(name);
    if (known !== undefined) return known;
    this.#builder.warnOnlyBounded(name, line);
    return this.#builder.addVariable(name, line);
  }

  #finish(seen: ReadonlySet<string>): Model {
    for (const section of ["ROWS", "COLUMNS"]) {
      if (seen.has(section)) continue;
      throw new InputError("MissingSection", `the file has no section ${section}`, { file: this.#builder.file });
    }
    this.#addObjective();
    for (const [name, sense] of this.#senses) {
      if (sense === "N") continue;
      const rhs = this.#rhs.get(name);
      const [lower, upper] = sidesOf(sense, rhs, this.#ranges.get(name));
      this.#builder.setSides(this.#builder.findRow(name)!, lower, upper, rhs?.line ?? 0);
    }
    this.#builder.freeBelowNegativeUppers();
    return this.#builder.finish();
  }

  #addObjective(): void {
    const asked = this.#objective;
    const name = asked === null ? this.#freeRows.keys().next().value : asked.name;
    if (name === undefined) return;
    const row = this.#freeRows.get(name);
    if (row === undefined) {
      throw new InputError(
        "UnknownRow",
        `OBJNAME names "${name}", which is not an N row of section ROWS; correct the name`,
        this.#builder.place(asked!.line, "OBJNAME"),
      );
    }
    this.#builder.setObjective(name, this.#sense ?? "min", row.line);
    for (const { variable, value, line } of row.entries) this.#builder.addEntry("objective", variable, value, line);
    this.#setConstant(this.#rhs.get(name));
    const others = [...this.#freeRows].filter(([other]) => other !== name);
    for (const [at, [other, { line }]] of others.entries()) {
      const isFirst = at === 0 && asked !== null && line < row.line;
      const dialect = isFirst
        ? ", as OBJNAME says; HiGHS and others take the first N row: list the objective first"
        : "";
      this.#builder.warn(`N row "${other}" is ignored: "${name}" is the objective${dialect}`, line);
    }
  }

  /** The objective's constant from its number in RHS, with a remark unless that is 0. */
  #setConstant(rhs: MpsNumber | undefined): void {
    if (rhs === undefined) return;
    const constant = negate(readNumber(rhs.text, rhs.place));
    this.#builder.setConstant(constant);
    if (constant.mantissa === 0n || !this.#builder.hasCosts()) return;
    const message =
      `the objective's constant is ${formatDecimal(constant)}, minus its number in RHS, as in CPLEX, Gurobi, HiGHS, SCIP and Cbc; ` +
      "GLPK and lp_solve add the number: if it is meant so, change its sign, and to be sure use CPLEX-LP or JSON, where the constant stands in the objective";
    this.#builder.warn(message, rhs.line, rhs.place.field);
  }
}

/** What to add to an error about the first field of a line that may be meant as a comment. */
function commentHint(text: string): string {
  return COMMENT_MARK.test(text) || LIKE_COMMENT.test(text) ? `; ${COMMENT_ADVICE}` : "";
}

function isSection(name: string): boolean {
  return (
    name === "NAME" ||
    name === "ENDATA" ||
    TEXT_SECTIONS.has(name) ||
    DATA_SECTIONS.has(name) ||
    NOT_LINEAR.test(name) ||
    NOT_CONTINUOUS.test(name)
  );
}
