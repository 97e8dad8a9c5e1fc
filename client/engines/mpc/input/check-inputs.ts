// Checks on shares, before any input is used, that the parties' inputs are numbers and digits as
// words.ts makes them. Anything else that a party could deal, such as a digit 2, or a coefficient
// larger than its own digits allow, would make the run fail or not depending on the others' digits,
// and so reveal them. Each check involves one party's input alone.
//
// Digits d: d² − d and, for neighbours, (1 − greater)·smaller are opened exactly, mod 2^128 (d and
// d − 1 are coprime, so only 0 and 1 pass). They are zeros for every honest party, and numbers that
// the party already knows for a dishonest one. Sizes: every number must be below what its party's
// own digits allow; one bit opens for all of them.
// Not caught: a node that deals wrong digits of its own and adds to the products what makes up for
// them.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { ProtocolError } from "../../../errors.ts";
import { names, type PublicRound } from "../../../round/public-round.ts";
import { allZero } from "../simplex/open-bits.ts";
import { type SharedInput, type SharedProgram, sharedInput } from "./shared-program.ts";
import { DATA_BITS, MAX_COLUMN_EXPONENT } from "./words.ts";

/** How many numbers are compared at once. */
const AT_A_TIME = 2048;

/** The checked parts of a party's input. */
interface Parts extends Pick<SharedInput, "coefficients" | "rhs" | "rhsDigits" | "costs"> {
  /**
   * With the levels reversed: the smallest threshold, 2^−32, comes first for all columns, so that
   * in correct digits no 1 follows a 0.
   */
  readonly columnDigits: Shares;
}

function partsOf(program: SharedProgram, party: number): Parts {
  const { arithmetic: a, round } = program;
  const input = sharedInput(program, party);
  const levels = Array.from({ length: MAX_COLUMN_EXPONENT }, (_, t) => MAX_COLUMN_EXPONENT - 1 - t);
  const columnDigits = a.concat(levels.map((t) => a.slice(input.columnDigits, t * round.columns, round.columns)));
  return { ...input, columnDigits };
}

/**
 * Products that are all 0 if and only if the digits (`width` at each level) are bits and no 1
 * follows a 0.
 */
function faultsOfDigits(a: Arithmetic, digits: Shares, width: number) {
  const [greater, smaller] = [a.slice(digits, 0, digits.length - width), a.slice(digits, width, digits.length - width)];
  const noBit = a.product(digits, a.addPublic(digits, -1n));
  return [noBit, a.product(a.addPublic(a.negate(greater), 1n), smaller)] as const;
}

/** `least` times 2 to the number of digits that are 1, for `width` numbers at each level. */
function limitOf(a: Arithmetic, digits: Shares, width: number, least: bigint): Shares {
  const total = a.zeros(width);
  for (let t = 0; t < digits.length / width; t++)
    a.addInto(total, a.scale(a.slice(digits, t * width, width), least << BigInt(t)));
  return a.addPublic(total, least);
}

async function checkDigits(a: Arithmetic, all: readonly Parts[], columns: number): Promise<void> {
  const faults = all.flatMap(({ rhsDigits, columnDigits }) => [
    ...faultsOfDigits(a, rhsDigits, 1),
    ...faultsOfDigits(a, columnDigits, columns),
  ]);
  const opened = await a.open(a.concat(await a.reshare(...faults)));
  if (opened.some((value) => value !== 0n)) throw inputOutOfRange();
}

/**
 * How many numbers reach the limit that their party's own digits set, or are not 0 in a column that
 * the party does not name.
 */
async function outOfRange(a: Arithmetic, all: readonly Parts[], round: PublicRound): Promise<Shares> {
  const { columns } = round;
  const one = a.publicVector([1n]);
  const pairs = all.flatMap(({ coefficients, rhs, rhsDigits, columnDigits, costs }, party) => {
    // Below 1 and above −1 is 0.
    const where = Array.from({ length: columns }, (_, j) => (names(round, party, j) ? j : columns));
    const named = (limits: Shares) => a.gather(a.concat([limits, one]), where);
    const byColumn = named(limitOf(a, columnDigits, columns, 1n << BigInt(DATA_BITS - MAX_COLUMN_EXPONENT)));
    const ofCosts = named(a.addPublic(a.zeros(columns), 1n << BigInt(DATA_BITS)));
    const ofRhs = limitOf(a, rhsDigits, 1, 1n << BigInt(DATA_BITS));
    const repeated = (limits: Shares, count: number) =>
      a.gather(
        limits,
        Array.from({ length: count }, (_, k) => k % limits.length),
      );
    return [
      { values: coefficients, limits: repeated(byColumn, coefficients.length) },
      { values: rhs, limits: repeated(ofRhs, rhs.length) },
      { values: costs, limits: repeated(ofCosts, costs.length) },
    ];
  });
  const values = a.concat(pairs.map((pair) => pair.values));
  const limits = a.addPublic(a.concat(pairs.map((pair) => pair.limits)), -1n);
  const total = a.zeros(1);
  for (let from = 0; from < values.length; from += AT_A_TIME) {
    const mark = a.mark();
    const part = (x: Shares) => a.slice(x, from, Math.min(AT_A_TIME, values.length - from));
    const [value, limit] = [part(values), part(limits)];
    a.addInto(total, a.sum(await a.negative(a.concat([a.add(limit, value), a.subtract(limit, value)]))));
    a.release(mark);
  }
  return total;
}

function inputOutOfRange(): ProtocolError {
  const text =
    "a party's input holds numbers or digits that no rows give, or coefficients of variables that its file does not name, or a node has changed it " +
    "on the way; nobody can be named: stop the round";
  return new ProtocolError("InputOutOfRange", text);
}

/** Throws ProtocolError `InputOutOfRange`, without a party. */
export async function checkInputs(program: SharedProgram): Promise<void> {
  const { arithmetic: a, round, inputs } = program;
  const mark = a.mark();
  const all = inputs.map((_, party) => partsOf(program, party));
  await checkDigits(a, all, round.columns);
  if (!(await allZero(a, await outOfRange(a, all, round)))) throw inputOutOfRange();
  a.release(mark);
}
