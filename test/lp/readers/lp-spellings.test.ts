// CPLEX-LP as people and programs spell it: everything legal reads back exactly, and text pasted
// into it never adds a variable unnoticed.
import { expect } from "chai";
import fc from "fast-check";
import { InputError } from "../../../client/errors.ts";
import type { Entry, Item, Model, Row } from "../../../client/lp/model/model.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { compare, type Decimal, formatDecimal, negate } from "../../../client/math/decimal.ts";
import { anyModel, bare } from "../../support/models.ts";
import { writeLp } from "../../support/program-writers.ts";
import { propertyRuns } from "../../support/property-runs.ts";

type Pick = <T>(...choices: readonly T[]) => T;

/** Writes `model` in spellings that `pick` chooses. */
class Speller {
  readonly #model: Model;
  readonly #pick: Pick;

  constructor(model: Model, pick: Pick) {
    this.#model = model;
    this.#pick = pick;
  }

  text(): string {
    const { name, sense, entries, constant } = this.#model.objective!;
    const header =
      sense === "max" ? this.#pick("Maximize", "MAX", "maximise:") : this.#pick("Minimize", "min", "MINIMUM:");
    const rows = this.#model.rows.map(
      (row) => `${this.#blank()}${row.name}${this.#pick(":", " :", "：")} ${this.#row(row)}`,
    );
    const bounds = this.#model.variables.flatMap(({ name: variable, lower, upper }) =>
      this.#bound(variable, lower, upper),
    );
    return [
      `${this.#pick("", "\ufeff")}${header}`,
      ` ${name}: ${this.#expression(entries)} ${this.#signed(constant)}`,
      this.#pick("Subject To", "st", "s.t.", "SUCH THAT", "Subject to:"),
      ...rows,
      this.#pick("Bounds", "BOUND"),
      ...bounds,
      this.#pick("Generals\n\nEnd", "End", "END"),
    ].join(this.#pick("\n", "\r\n"));
  }

  #row({ entries, lower, upper }: Row): string {
    const own = this.#expression(entries);
    if (lower !== null && upper !== null) {
      if (compare(lower.value, upper.value) === 0)
        return `${own} ${this.#pick("=", "＝")} ${this.#number(lower.value)}`;
      const [first, relation, last] = this.#pick(true, false)
        ? [lower, this.#less(), upper]
        : [upper, this.#greater(), lower];
      return `${this.#number(first.value)} ${relation} ${own} ${relation} ${this.#number(last.value)}`;
    }
    const none = this.#pick(true, false);
    if (lower === null) {
      const side = this.#number(upper!.value);
      return none
        ? `${this.#infinite(-1)} ${this.#less()} ${own} ${this.#less()} ${side}`
        : `${own} ${this.#less()} ${side}`;
    }
    return none
      ? `${this.#infinite(1)} ${this.#greater()} ${own} ${this.#greater()} ${this.#number(lower.value)}`
      : `${own} ${this.#greater()} ${this.#number(lower.value)}`;
  }

  #bound(name: string, lower: Item | null, upper: Item | null): string[] {
    if (lower === null && upper === null) return [` ${name} ${this.#pick("free", "FREE")}`];
    const [low, high] = [lower, upper].map((side, k) =>
      side === null ? this.#infinite(k === 0 ? -1 : 1) : this.#number(side.value),
    );
    const once = ` ${low} ${this.#less()} ${name} ${this.#less()} ${high}`;
    const twice = [` ${name} ${this.#greater()} ${low}`, ` ${high} ${this.#greater()} ${name}`];
    return this.#pick([once], twice);
  }

  #expression(entries: readonly Entry[]): string {
    return entries
      .map(({ variable, value }) => {
        const { name } = this.#model.variables[variable]!;
        const sign = value.mantissa < 0n ? this.#minus() : this.#pick("+", "＋");
        const size = value.mantissa < 0n ? negate(value) : value;
        const between = this.#pick(" ", "\u00a0", "", "*", " × ", "·");
        return `${sign}${this.#blank()}${this.#number(size)}${between}${name}`;
      })
      .join(this.#pick(" ", "\n  ", "\u2009"));
  }

  #signed(value: Decimal): string {
    return value.mantissa < 0n ? `${this.#minus()} ${this.#number(negate(value))}` : `+ ${this.#number(value)}`;
  }

  #number(value: Decimal): string {
    const sign = value.mantissa < 0n ? this.#minus() : "";
    const { mantissa, exponent } = value.mantissa < 0n ? negate(value) : value;
    const power = `${exponent < 0 ? this.#minus() : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
    const plain = formatDecimal({ mantissa, exponent });
    const wide = plain.replace(/[\d.]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    return sign + this.#pick(plain, wide, `${mantissa}e${power}`, `${mantissa}.E${power}`, `${mantissa}.0D${power}`);
  }

  #minus(): string {
    return this.#pick("-", "−", "–", "‐", "－");
  }

  #less(): string {
    return this.#pick("<=", "<", "=<", "≤", "⩽", "≦");
  }

  #greater(): string {
    return this.#pick(">=", ">", "=>", "≥", "⩾", "≧");
  }

  #infinite(sign: 1 | -1): string {
    return (
      (sign < 0 ? this.#minus() : this.#pick("", "+")) + this.#pick("inf", "Infinity", "∞", "1e20", "1.#INF", "1E+30")
    );
  }

  #blank(): string {
    return this.#pick("", " ", "\u00a0", "\t", "\u3000");
  }
}

/** Characters that get in when text is pasted, converted or mistyped. */
const PASTED = [
  ..."−–·×*D d e E O l I , . _ ' ’ ; : % # $ € / \\ ( ) [ ] ^ ² ½ ٣ ２ ． ± ≠ → ∞ ~ | \u200b \u00a0 \u00ad \u2800 k µ".split(
    " ",
  ),
  ...[
    "..",
    "+-",
    "--",
    "e-",
    "D+0",
    "1.#INF",
    "#N/A",
    "inf",
    "nan",
    "NaN",
    "0x1F",
    "kg",
    "1 000",
    "10%",
    "e5",
    " e5",
    " D+00 ",
    "O0",
  ],
];

const IN_NUMBERS = /(?<=[\s+-])[\d.]+(?=\s)/g;
const IN_NUMBERS_OR_BEFORE_SIGNS = /(?<=[\s+-])[\d.]+(?=\s)|(?<= )(?=[+\-<>=])/g;

describe("spellings of CPLEX-LP", () => {
  it("read back exactly, all that are legal", () => {
    fc.assert(
      fc.property(anyModel, fc.gen(), (model, gen) => {
        const pick: Pick = (...choices) => choices[gen(fc.nat, { max: choices.length - 1 })]!;
        const text = new Speller(model, pick).text();
        expect(bare(readProgramText(text, "a.lp")), text).to.deep.equal(bare(model));
      }),
      propertyRuns(150, 20260102),
    );
  });

  it("never add a variable by what was pasted into a number or between two words, without a word about it", () => {
    fc.assert(
      fc.property(anyModel, fc.constantFrom(...PASTED), fc.nat(), fc.nat(), (model, pasted, which, where) => {
        const text = writeLp(model);
        // A word before an operator or a digit is a name, however it got there.
        const isWord = /^\s?[\p{L}_]/u.test(pasted);
        const spots = [...text.matchAll(isWord ? IN_NUMBERS : IN_NUMBERS_OR_BEFORE_SIGNS)];
        const { 0: word, index } = spots[which % spots.length]!;
        const at = index + (isWord ? 1 + (where % word.length) : where % (word.length + 1));
        const changed = text.slice(0, at) + pasted + text.slice(at);
        let read: Model;
        try {
          read = readProgramText(changed, "a.lp");
        } catch (error) {
          expect(error, changed).to.be.instanceOf(InputError);
          return;
        }
        const known = new Set(model.variables.map(({ name }) => name));
        for (const { name } of read.variables) {
          if (known.has(name)) continue;
          const remarked = read.warnings.some(({ place }) => place.field?.endsWith(name));
          expect(remarked, `${JSON.stringify(pasted)} made "${name}": ${changed}`).to.equal(true);
        }
      }),
      propertyRuns(600, 20260103),
    );
  });
});
