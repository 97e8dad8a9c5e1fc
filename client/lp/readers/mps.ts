// MPS, fixed and free format. Conventions that differ between readers, and what is done here:
// - the first N row is the objective; further N rows are ignored with a warning;
// - a number for the objective in RHS is MINUS the objective's constant;
// - RANGES: |R| is the width; on an E row R ≥ 0 reaches up from the right-hand side and R < 0 down;
// - UP below zero without a lower bound makes the variable unbounded below (with a warning), UP 0 keeps the lower bound 0;
// - a bound of magnitude 1e20 or more is none; integer, semi-continuous and quadratic parts are errors;
// - one vector per section: a second RHS, RANGES or BOUNDS vector is an error, never silently dropped.
import { InputError } from "../../errors.ts";
import { add, type Decimal, negate, parseDecimal, ZERO } from "../../math/decimal.ts";
import { field, type Item, type Model, type Sense } from "../model.ts";
import { ModelBuilder, parseBound } from "./builder.ts";
import { type DataSection, fitsFixed, isMarker, type MpsLayout, splitFields } from "./mps-fields.ts";

const DATA_SECTIONS: ReadonlySet<string> = new Set<DataSection>(["ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS"]);
const NOT_LINEAR = /^(QUADOBJ|QMATRIX|QSECTION|QCMATRIX|CSECTION|INDICATORS|PWLOBJ|GENCONS)$/;
const NOT_CONTINUOUS = /^(SOS|SOS1|SOS2|SETS)$/;

type RowSense = "N" | "L" | "G" | "E";
type NumberedLine = readonly [line: number, text: string];

/**
 * Reads MPS text. Without `layout` the file counts as fixed when every data line fits the fixed columns, and as free otherwise.
 * @throws InputError with file, line and field; see read.ts for the codes.
 */
export function readMps(text: string, file: string, layout?: MpsLayout): Model {
  const lines = significantLines(text);
  return new MpsReader(file, layout ?? detectLayout(lines)).read(lines);
}

/** Lines that are neither blank nor comments, up to and with ENDATA. */
function significantLines(text: string): NumberedLine[] {
  const lines: NumberedLine[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.startsWith("*") || line.trim() === "") continue;
    lines.push([index + 1, line]);
    if (/^ENDATA\b/i.test(line)) break;
  }
  return lines;
}

function detectLayout(lines: readonly NumberedLine[]): MpsLayout {
  let section = "";
  for (const [, line] of lines) {
    if (!/^\s/.test(line)) section = headerOf(line);
    else if (DATA_SECTIONS.has(section) && !fitsFixed(line, section as DataSection)) return "free";
  }
  return "fixed";
}

function headerOf(line: string): string {
  return line.split(/\s/, 1)[0]!.toUpperCase();
}

class MpsReader {
  readonly #builder: ModelBuilder;
  readonly #layout: MpsLayout;
  readonly #senses = new Map<string, RowSense>();
  readonly #rhs = new Map<string, Item>();
  readonly #ranges = new Map<string, Item>();
  /** Name of the RHS, RANGES and BOUNDS vector in use. */
  readonly #vectors = new Map<string, string>();
  #objective: string | null = null;
  #sense: Sense = "min";
  #column = "";

  constructor(file: string, layout: MpsLayout) {
    this.#builder = new ModelBuilder(file);
    this.#layout = layout;
  }

  read(lines: readonly NumberedLine[]): Model {
    const seen = new Set<string>();
    let section = "";
    for (const [line, text] of lines) {
      if (/^\s/.test(text)) {
        this.#data(section, text, line);
        continue;
      }
      section = headerOf(text);
      if (seen.has(section)) {
        throw new InputError("DuplicateSection", `section ${section} is already there`, this.#builder.place(line));
      }
      seen.add(section);
      this.#header(section, text.slice(section.length).trim(), seen, line);
    }
    if (section !== "ENDATA") {
      throw new InputError("FileTruncated", "the file does not end with ENDATA; some of it may be missing", {
        file: this.#builder.file,
      });
    }
    return this.#finish(seen);
  }

  #header(section: string, rest: string, seen: ReadonlySet<string>, line: number): void {
    const place = this.#builder.place(line);
    if (NOT_LINEAR.test(section)) {
      throw new InputError("NotLinear", `section ${section} is not part of a linear program`, place);
    }
    if (NOT_CONTINUOUS.test(section)) {
      throw new InputError(
        "NotContinuous",
        `section ${section} is not part of a linear program with continuous variables`,
        place,
      );
    }
    if (section === "NAME") this.#builder.name = rest;
    else if (section === "OBJSENSE") {
      if (rest !== "") this.#setSense(rest, line);
    } else if (section !== "ENDATA" && !DATA_SECTIONS.has(section)) {
      throw new InputError(
        "UnknownSection",
        `"${section.slice(0, 40)}" is not an MPS section (data lines start with a blank, section names do not)`,
        place,
      );
    }
    const needed = section === "COLUMNS" ? "ROWS" : DATA_SECTIONS.has(section) && section !== "ROWS" ? "COLUMNS" : null;
    if (needed !== null && !seen.has(needed)) {
      throw new InputError("MissingSection", `section ${section} needs section ${needed} before it`, place);
    }
  }

  #data(section: string, text: string, line: number): void {
    if (section === "OBJSENSE") {
      this.#setSense(text.trim(), line);
      return;
    }
    const place = this.#builder.place(line);
    if (!DATA_SECTIONS.has(section)) throw new InputError("MalformedMps", "a data line outside of any section", place);
    if (section === "COLUMNS" && isMarker(text)) {
      throw new InputError(
        "NotContinuous",
        "integer variables (MARKER) are not supported; remove the markers to relax them",
        place,
      );
    }
    const fields = splitFields(text, section as DataSection, this.#layout, place);
    if (section === "ROWS") this.#row(fields[0]!, fields[1]!, line);
    else if (section === "BOUNDS") this.#bound(fields, line);
    else {
      if (section === "COLUMNS") this.#startColumn(fields[0]!, line);
      else this.#useVector(section, fields[0]!, line);
      for (let i = 1; i < fields.length; i += 2) this.#pair(section, fields[i]!, fields[i + 1]!, line);
    }
  }

  #setSense(text: string, line: number): void {
    const match = /^(MAX|MIN)(?:IMI[SZ]E|IMUM)?$/i.exec(text);
    if (match === null) {
      throw new InputError("MalformedMps", "OBJSENSE is followed by MIN or MAX", this.#builder.place(line, "OBJSENSE"));
    }
    this.#sense = match[1]!.toLowerCase() as Sense;
  }

  #row(senseText: string, name: string, line: number): void {
    const sense = senseText.toUpperCase();
    if (sense !== "N" && sense !== "L" && sense !== "G" && sense !== "E") {
      throw new InputError(
        "UnknownRowSense",
        `"${senseText}" is not a row sense; use N (objective), L (≤), G (≥) or E (=)`,
        this.#builder.place(line, `sense of row ${name}`),
      );
    }
    if (this.#senses.has(name)) {
      throw new InputError(
        "DuplicateName",
        `a row named "${name}" is already there; rename one`,
        this.#builder.place(line),
      );
    }
    this.#senses.set(name, sense);
    if (sense !== "N") this.#builder.addRow(name, line);
    else if (this.#objective === null) {
      this.#objective = name;
      this.#builder.setObjective(name, "min", line);
    } else {
      this.#builder.warn(`N row "${name}" is ignored: the first N row, "${this.#objective}", is the objective`, line);
    }
  }

  #startColumn(name: string, line: number): void {
    if (name === this.#column) return;
    this.#column = name;
    this.#builder.addVariable(name, line);
  }

  #useVector(section: string, name: string, line: number): void {
    const used = this.#vectors.get(section) ?? name;
    if (used !== name) {
      throw new InputError(
        "SeveralVectors",
        `section ${section} holds a second vector "${name}" after "${used}"; keep the one that is meant`,
        this.#builder.place(line),
      );
    }
    this.#vectors.set(section, name);
  }

  #pair(section: string, row: string, text: string, line: number): void {
    const column = this.#column;
    const names = { COLUMNS: field.coefficient(row, column), RHS: field.side(row), RANGES: field.range(row) };
    const place = this.#builder.place(line, names[section as keyof typeof names]);
    const sense = this.#senses.get(row);
    if (sense === undefined) {
      throw new InputError("UnknownRow", `row "${row}" is not in section ROWS; correct the name or add the row`, place);
    }
    const value = parseDecimal(text, place);
    if (section === "COLUMNS") {
      const variable = this.#builder.findVariable(column)!;
      if (sense !== "N") this.#builder.addEntry(this.#builder.findRow(row)!, variable, value, line);
      else if (row === this.#objective) this.#builder.addEntry("objective", variable, value, line);
      return;
    }
    const items = section === "RHS" ? this.#rhs : this.#ranges;
    if (items.has(row)) throw new InputError("DuplicateEntry", "this number is given twice; remove one", place);
    if (section === "RANGES" && sense === "N")
      this.#builder.warn("a range on an N row has no meaning and is ignored", line, place.field);
    items.set(row, { value, line });
  }

  #bound(fields: readonly string[], line: number): void {
    const [code, vector, name, text] = fields as [string, string, string, string];
    const kind = code.toUpperCase();
    const place = this.#builder.place(line, field.bound(name));
    if (["BV", "LI", "UI", "SC", "SI"].includes(kind)) {
      throw new InputError(
        "NotContinuous",
        `bound ${kind} is for integer or semi-continuous variables, which are not supported`,
        place,
      );
    }
    if (!["LO", "UP", "FX", "FR", "MI", "PL"].includes(kind)) {
      throw new InputError("UnknownBoundKind", `"${code}" is not a bound kind; use LO, UP, FX, FR, MI or PL`, place);
    }
    this.#useVector("BOUNDS", vector, line);
    const variable = this.#builder.findVariable(name);
    if (variable === undefined) {
      throw new InputError("UnknownVariable", `variable "${name}" is not in section COLUMNS; correct the name`, place);
    }
    const set = (side: "lower" | "upper", value: Decimal | null) => this.#builder.setBound(variable, side, value, line);
    if (kind === "LO") set("lower", parseBound(text, "lower", place));
    if (kind === "UP") set("upper", parseBound(text, "upper", place));
    if (kind === "FX") {
      const value = parseDecimal(text, place);
      set("lower", value);
      set("upper", value);
    }
    if (kind === "MI" || kind === "FR") set("lower", null);
    if (kind === "PL" || kind === "FR") set("upper", null);
  }

  #finish(seen: ReadonlySet<string>): Model {
    for (const section of ["ROWS", "COLUMNS"]) {
      if (seen.has(section)) continue;
      throw new InputError("MissingSection", `the file has no section ${section}`, { file: this.#builder.file });
    }
    if (this.#objective !== null) {
      this.#builder.setSense(this.#sense);
      this.#builder.setConstant(negate(this.#rhs.get(this.#objective)?.value ?? ZERO));
    }
    for (const [name, sense] of this.#senses) {
      if (sense === "N") continue;
      const rhs = this.#rhs.get(name) ?? { value: ZERO, line: 0 };
      const [lower, upper] = sides(sense, rhs, this.#ranges.get(name));
      this.#builder.setSides(this.#builder.findRow(name)!, lower, upper);
    }
    this.#builder.freeBelowNegativeUppers();
    return this.#builder.finish();
  }
}

function sides(sense: Exclude<RowSense, "N">, rhs: Item, range: Item | undefined): [Item | null, Item | null] {
  if (range === undefined) return [sense === "L" ? null : rhs, sense === "G" ? null : rhs];
  const { value, line } = range;
  const width = value.mantissa < 0n ? negate(value) : value;
  const down = sense === "L" || (sense === "E" && value.mantissa < 0n);
  return down ? [{ value: add(rhs.value, negate(width)), line }, rhs] : [rhs, { value: add(rhs.value, width), line }];
}
