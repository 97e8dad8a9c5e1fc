// Checks on shares, before any input is used, that the parties' inputs are integers, digits and
// units as words.ts makes them. Each check involves one party's input alone.
//
// Integers: their magnitudes are at most 2^89, so that the nodes, which compute modulo 2^128, have
// the same ones as the commitments, which hold them modulo the order of a group (ranges.ts).
// Scales: units are from 1 to 2^36, and what has been scaled by them is exact (scale.ts), so that a
// row is a positive multiple of the committed one. Other units than those of words.ts make a run
// less precise, no more.
// Digits d: d² − d and, for neighbours, (1 − greater)·smaller are opened exactly, mod 2^128 (d and
// d − 1 are coprime, so only 0 and 1 pass). They are zeros for every honest party, and numbers that
// the party already knows for a dishonest one. Sizes: every number must be below what its party's
// own digits allow; otherwise the run would fail or not depending on the others' digits, and so
// reveal them. One bit opens for all that is compared.
// Not caught: a node that deals wrong digits of its own and adds to the products what makes up for
// them.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { Component } from "../../../crypto/sharing/input.ts";
import { ProtocolError } from "../../../errors.ts";
import type { Random } from "../../../math/random.ts";
import { names, type PublicRound } from "../../../round/public-round.ts";
import { allZero } from "../simplex/open-bits.ts";
import { powerOf } from "./digits.ts";
import { rangesOfIntegers, rangesOfValues } from "./ranges.ts";
import { MAX_COLUMN_EXPONENT } from "./row-exponents.ts";
import type { Scaled } from "./scale.ts";
import { type SharedInput, sharedInput } from "./shared-program.ts";
import { DATA_BITS, HALF_EXPONENT, MAX_RHS_EXPONENT } from "./words.ts";

/** How many numbers are tested at once. */
const AT_A_TIME = 4096;

/** Right-hand sides times the first halves of their units are below 2 to this. */
const PARTLY_RHS_BITS = MAX_RHS_EXPONENT + HALF_EXPONENT;

/** The checked parts of a party's input. */
interface Parts extends Pick<SharedInput, "rhsDigits" | "costDigits" | "costs" | "units"> {
  /** As scaled, and the right-hand sides half way. */
  readonly coefficients: Shares;
  readonly rhs: Shares;
  readonly partlyRhs: Shares;
  /**
   * With the levels reversed: the smallest threshold, 2^−32, comes first for all columns, so that
   * in correct digits no 1 follows a 0.
   */
  readonly columnDigits: Shares;
}

function partsOf({ program, partly }: Scaled, party: number): Parts {
  const { arithmetic: a, round } = program;
  const input = sharedInput(program, party);
  const levels = Array.from({ length: MAX_COLUMN_EXPONENT }, (_, t) => MAX_COLUMN_EXPONENT - 1 - t);
  const columnDigits = a.concat(levels.map((t) => a.slice(input.columnDigits, t * round.columns, round.columns)));
  const { coefficients, rhs } = program.scaled[party]!;
  return { ...input, coefficients, rhs, columnDigits, partlyRhs: partly[party]![1] };
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

/** 2^`least` times 2 to the number of digits that are 1, for `width` numbers at each level. */
function limitOf(a: Arithmetic, digits: Shares, width: number, least = 0): Shares {
  return a.scale(powerOf(a, digits, digits.length / width), 1n << BigInt(least));
}

async function checkDigits(a: Arithmetic, all: readonly Parts[], columns: number): Promise<void> {
  const faults = all.flatMap(({ rhsDigits, columnDigits, costDigits }) => [
    ...faultsOfDigits(a, rhsDigits, 1),
    ...faultsOfDigits(a, columnDigits, columns),
    ...(costDigits.length === 0 ? [] : faultsOfDigits(a, costDigits, 1)),
  ]);
  const opened = await a.open(a.concat(await a.reshare(...faults)));
  if (opened.some((value) => value !== 0n)) throw inputOutOfRange();
}

/**
 * Numbers of which none is negative if all are in range: below the limit that their party's own
 * digits set, and 0 in columns that the party does not name.
 */
function rangesOf(a: Arithmetic, all: readonly Parts[], round: PublicRound): Shares {
  const { columns } = round;
  const one = a.publicVector([1n]);
  const pairs = all.flatMap(({ coefficients, rhs, partlyRhs, ...own }, party) => {
    // Below 1 and above −1 is 0.
    const where = Array.from({ length: columns }, (_, j) => (names(round, party, j) ? j : columns));
    const named = (limits: Shares) => a.gather(a.concat([limits, one]), where);
    const repeated = (limits: Shares, count: number) => a.tile(limits, count / limits.length);
    const byColumn = named(limitOf(a, own.columnDigits, columns, DATA_BITS - MAX_COLUMN_EXPONENT));
    const ofRhs = limitOf(a, own.rhsDigits, 1, DATA_BITS);
    const ofCosts = own.costs.length === 0 ? own.costs : named(repeated(limitOf(a, own.costDigits, 1), columns));
    const limitOfPartly = a.publicVector([1n << BigInt(PARTLY_RHS_BITS)]);
    return [
      { values: coefficients, limits: repeated(byColumn, coefficients.length) },
      { values: rhs, limits: repeated(ofRhs, rhs.length) },
      { values: own.costs, limits: ofCosts },
      { values: partlyRhs, limits: repeated(limitOfPartly, partlyRhs.length) },
    ];
  });
  const values = a.concat(pairs.map((pair) => pair.values));
  const limits = a.addPublic(a.concat(pairs.map((pair) => pair.limits)), -1n);
  const units = a.concat(all.flatMap((own) => own.units));
  const aboveUnits = a.addPublic(a.negate(units), 1n << BigInt(HALF_EXPONENT));
  return a.concat([a.add(limits, values), a.subtract(limits, values), a.addPublic(units, -1n), aboveUnits]);
}

/** How many numbers are negative. */
async function countNegative(a: Arithmetic, values: Shares): Promise<Shares> {
  const total = a.zeros(1);
  for (let from = 0; from < values.length; from += AT_A_TIME) {
    const mark = a.mark();
    const part = a.slice(values, from, Math.min(AT_A_TIME, values.length - from));
    a.addInto(total, a.sum(await a.negative(part)));
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

/** What a node has beside the shares that it computes with. */
export interface Ranging {
  /** Per party, this node's components of its input. */
  readonly held: readonly (readonly Component[])[];
  /** How many components there are of a number. */
  readonly components: number;
  /** Known to the nodes alone, and to nobody when inputs were dealt. */
  readonly random: Random;
}

/** Throws ProtocolError `InputOutOfRange`, without a party. */
export async function checkInputs(scaled: Scaled, { held, components, random }: Ranging): Promise<void> {
  const { program, partly } = scaled;
  const { arithmetic: a, round, inputs } = program;
  const mark = a.mark();
  const all = inputs.map((_, party) => partsOf(scaled, party));
  await checkDigits(a, all, round.columns);
  const integers = held.map((own, party) =>
    rangesOfIntegers(
      a,
      own.map((component) => component.integers),
      components,
      random.fork(`integers/${party}`),
    ),
  );
  const rows = partly.map(([coefficients], party) => rangesOfValues(a, coefficients, random.fork(`rows/${party}`)));
  const ranges = a.concat([...integers, ...rows, rangesOf(a, all, round)]);
  if (!(await allZero(a, await countNegative(a, ranges)))) throw inputOutOfRange();
  a.release(mark);
}
