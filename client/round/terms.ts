// The public terms of a round, which the companies agree on before it is opened. The digest of
// their bytes is on chain.
import * as v from "valibot";
import type { Address, Hex } from "viem";
import { keccak256 } from "viem/utils";
import { InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import { checkAnnouncement } from "../lp/joint/announcement.ts";
import { type Announcement, combine, type PublicProgram } from "../lp/joint/program.ts";
import { boundsAt, MAX_DECIMALS, type ScaleRequest, type Scales, scalesOf } from "../lp/joint/scales.ts";
import type { Decimals } from "../lp/model/normal.ts";
import { MAX_DECIMALS as MAX_COEFFICIENT_DECIMALS } from "../lp/model/normalise.ts";
import {
  check,
  checkJson,
  fields,
  flag,
  jsonPlace,
  listOf,
  oneOf,
  text,
  textLike,
  unsignedText,
  wholeNumber,
} from "../outside.ts";
import { address } from "./address.ts";
import { type Agreement, MAX_PERIOD, type Periods, TOLERANCE_BITS } from "./agreement.ts";
import { wrongName } from "./company-names.ts";
import { ownPartsOf } from "./own-parts.ts";
import { PUBLIC_OUTCOME } from "./params.ts";
import { type OwnParts, type PublicRound, VALUE_TO } from "./public-round.ts";
import type { ScheduledTurn } from "./schedule.ts";
import { roundTitle } from "./title.ts";

export interface TermsParty {
  readonly name: string;
  readonly account: Address;
  readonly announcement: Announcement;
}

/** What a sealed outcome is proven with (docs/sealed.md). Experimental. */
export interface SealedTerms {
  /** R of the set-up. */
  readonly size: number;
  /** srsDigest of the set-up. */
  readonly setup: Hex;
  /** Digest of the verifying key that follows from set-up, columns and upper bounds. */
  readonly key: Hex;
  /**
   * The contract on which each company proves its share of an optimum (docs/shares.md); absent
   * where shares are not public.
   */
  readonly shares?: Address;
  /**
   * Who learns the objective's value where each company learns its own part of the outcome
   * (docs/sealed-own-part.md); absent where all learn the plan.
   */
  readonly ownParts?: Pick<OwnParts, "value">;
}

export interface Terms {
  readonly title: string;
  readonly engine: string;
  readonly parties: readonly TermsParty[];
  /** A round without costs, which settles as feasible or infeasible. */
  readonly feasible: boolean;
  /** κ. */
  readonly coefficientDecimals: number;
  /** δ. */
  readonly solutionDecimals: number;
  /** ω. */
  readonly multiplierDecimals: number;
  /** At the round's scales. */
  readonly tolerances: Tolerances;
  /** Seconds. */
  readonly periods: Periods;
  /** Wei. */
  readonly bond: bigint;
  /** Null for a public outcome. */
  readonly sealed: SealedTerms | null;
}

const VERSION = 3;
/** Longest encoding of terms, in bytes. */
const MAX_BYTES = 128 * 1024 * 1024;

/** The canonical encoding of terms, as JSON. */
export function encodeTerms(terms: Terms): Uint8Array {
  const { title, engine, parties, feasible, coefficientDecimals, solutionDecimals, multiplierDecimals } = terms;
  const { tolerances, periods, bond, sealed } = terms;
  const text = {
    version: VERSION,
    title,
    engine,
    parties: parties.map(({ name, account, announcement }) => ({ name, account, announcement })),
    feasible,
    coefficientDecimals,
    solutionDecimals,
    multiplierDecimals,
    tolerances: {
      residual: tolerances.residual.toString(),
      dual: tolerances.dual.toString(),
      gap: tolerances.gap.toString(),
    },
    periods: { commit: periods.commit, exchange: periods.exchange, settle: periods.settle },
    bond: bond.toString(),
    sealed: sealed === null ? null : sealedText(sealed),
  };
  return Buffer.from(JSON.stringify(text));
}

/** Terms without public shares or own parts have the bytes that they had before there were any. */
function sealedText({ size, setup, key, shares, ownParts }: SealedTerms) {
  return {
    ...{ size, setup, key },
    ...(shares === undefined ? {} : { shares }),
    ...(ownParts === undefined ? {} : { ownParts: { value: ownParts.value } }),
  };
}

export function termsDigest(bytes: Uint8Array): Hex {
  return keccak256(bytes);
}

const SIZE = "must be a power of two from 16 to 8192";
const digest = v.pipe(
  textLike(/^0x[0-9a-f]{64}$/, "must be a digest: 0x and 64 hexadecimal digits in lower case"),
  v.check((value) => value !== PUBLIC_OUTCOME, "must not be zero"),
  v.transform((value) => value as Hex),
);

const TERMS = fields({
  version: v.literal(VERSION, `must be ${VERSION}: clients of other versions cannot take part in the same round`),
  title: roundTitle,
  engine: text(),
  parties: listOf(
    fields({ name: text(), account: address, announcement: v.unknown() }),
    [2, 255],
    "must list 2 to 255 companies",
  ),
  feasible: flag,
  coefficientDecimals: wholeNumber(0, MAX_COEFFICIENT_DECIMALS),
  solutionDecimals: wholeNumber(0, MAX_DECIMALS),
  multiplierDecimals: wholeNumber(0, MAX_DECIMALS),
  tolerances: fields({
    residual: unsignedText(TOLERANCE_BITS.residual),
    dual: unsignedText(TOLERANCE_BITS.dual),
    gap: unsignedText(TOLERANCE_BITS.gap),
  }),
  periods: fields({
    commit: wholeNumber(0, MAX_PERIOD),
    exchange: wholeNumber(0, MAX_PERIOD),
    settle: wholeNumber(0, MAX_PERIOD),
  }),
  bond: unsignedText(96),
  sealed: v.nullable(
    fields({
      size: v.pipe(
        v.number(SIZE),
        v.check((size) => size >= 16 && size <= 8192 && Number.isInteger(Math.log2(size)), SIZE),
      ),
      setup: digest,
      key: digest,
      shares: v.exactOptional(address),
      ownParts: v.exactOptional(fields({ value: oneOf(VALUE_TO) })),
    }),
  ),
});

const wrong = (field: string, what: string, line?: number) =>
  new InputError("TermsInvalid", what, jsonPlace("terms", field === "" ? "text" : field, line));

/**
 * Decodes and checks terms.
 * @throws InputError TermsInvalid, naming the field; AnnouncementInvalid, naming the company.
 */
export function decodeTerms(bytes: Uint8Array): Terms {
  if (bytes.length > MAX_BYTES) throw wrong("length", `must be at most ${MAX_BYTES} bytes`);
  return checkTerms(checkJson(v.unknown(), bytes, wrong));
}

/**
 * Does the same for JSON that has been parsed already.
 * @throws InputError TermsInvalid, naming the field; AnnouncementInvalid, naming the company.
 */
export function checkTerms(data: unknown): Terms {
  const { version: _, parties, ...terms } = check(TERMS, data, wrong);
  const twin = wrongName(parties.map(({ name }) => name));
  if (twin !== null) throw wrong(`parties[${twin.company}].name`, twin.what);
  for (const [k, { account, name }] of parties.entries()) {
    const first = parties.findIndex((other) => other.account === account);
    if (first < k)
      throw wrong(`parties[${k}].account`, `is that of ${parties[first]!.name}, too: ${name} needs its own`);
  }
  return {
    ...terms,
    parties: parties.map((party) => ({ ...party, announcement: checkAnnouncement(party.announcement, party.name) })),
  };
}

/**
 * The public program of all announcements.
 * @throws InputError as `combine` does.
 */
export function programOf({ parties, feasible }: Pick<Terms, "parties" | "feasible">): PublicProgram {
  return combine(
    parties.map(({ announcement }) => announcement),
    { names: parties.map(({ name }) => name), feasible },
  );
}

/** The public round of a program on these scales; `ownParts` where the terms have them. */
export function roundOf(
  program: PublicProgram,
  { decimals, tolerances, bounds }: Scales,
  ownParts?: SealedTerms["ownParts"],
): PublicRound {
  const { columns, inequalities, equalities, objectiveOwner } = program;
  return {
    ...{ columns, inequalities, equalities, objectiveOwner, decimals, bounds, tolerances },
    ...(ownParts === undefined ? {} : { ownParts: ownPartsOf(program, ownParts.value) }),
  };
}

/** The terms of a public outcome, without the parts that follow from the data. */
export type TermsBasis = Omit<
  Terms,
  "coefficientDecimals" | "solutionDecimals" | "multiplierDecimals" | "tolerances" | "sealed"
>;

/**
 * Adds the scales that follow from the announcements and from `request`, for a public outcome.
 * @throws InputError as `combine` and `scalesOf` do.
 */
export function scaleTerms(basis: TermsBasis, request: ScaleRequest): Terms {
  const names = basis.parties.map(({ name }) => name);
  const { decimals, tolerances } = scalesOf(programOf(basis), { names, ...request });
  const { coefficient, solution, multiplier } = decimals;
  return {
    ...basis,
    ...{ coefficientDecimals: coefficient, solutionDecimals: solution, multiplierDecimals: multiplier, tolerances },
    sealed: null,
  };
}

/**
 * The scales that the terms state.
 * @throws InputError ScaleImpossible when they cannot hold the bounds.
 */
function statedScales(terms: Terms, program: PublicProgram): Scales {
  const { tolerances, solutionDecimals } = terms;
  return { decimals: decimalsOf(terms), tolerances, bounds: boundsAt(program, solutionDecimals) };
}

export function decimalsOf({ coefficientDecimals, solutionDecimals, multiplierDecimals }: Terms): Decimals {
  return { coefficient: coefficientDecimals, solution: solutionDecimals, multiplier: multiplierDecimals };
}

/**
 * The public program and the agreement that follow from the terms. `scheduleOf` gives the schedule
 * of the terms' engine.
 * @throws InputError as `combine` and `boundsAt` do, and as `scheduleOf` does.
 */
export function agreementOf(
  terms: Terms,
  scheduleOf: (round: PublicRound) => readonly ScheduledTurn[],
): { readonly program: PublicProgram; readonly agreement: Agreement } {
  const program = programOf(terms);
  const round = roundOf(program, statedScales(terms, program), terms.sealed?.ownParts);
  const agreement: Agreement = {
    round,
    accounts: terms.parties.map(({ account }) => account),
    engine: terms.engine,
    schedule: scheduleOf(round),
    periods: terms.periods,
    bond: terms.bond,
    terms: termsDigest(encodeTerms(terms)),
    sealedKey: terms.sealed?.key ?? PUBLIC_OUTCOME,
  };
  return { program, agreement };
}
