// A round's parameters as its Opened event gives them, their digest, and their allowed ranges.
import { AbiCoder, dataLength, keccak256, type Result } from "ethers";
import { wordsOf } from "../certificate/digests.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import { PARAMS_TYPE } from "./abi.ts";
import { isSealed, type ParamRule, sealedRules } from "./sealed-params.ts";

export interface Params {
  readonly parties: readonly string[];
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  readonly objectiveOwner: number;
  readonly columns: number;
  readonly engine: string;
  /** As opened, 0x-hex: one word for each exchange, in which bit k is set when party k sends. */
  readonly schedule: string;
  /** The parties that send in each exchange, in order; read from the schedule. */
  readonly senders: readonly (readonly number[])[];
  /** κ, δ, ω. */
  readonly coefficientDecimals: number;
  readonly solutionDecimals: number;
  readonly multiplierDecimals: number;
  readonly residualTolerance: bigint;
  readonly dualTolerance: bigint;
  readonly gapTolerance: bigint;
  /** Digest of the columns' upper bounds. */
  readonly bounds: string;
  /** Seconds. */
  readonly commitPeriod: number;
  readonly exchangePeriod: number;
  readonly settlePeriod: number;
  /** Wei. */
  readonly bond: bigint;
  readonly terms: string;
  /** Digest of the verifying key of a sealed outcome; zero for a public one. */
  readonly sealedKey: string;
}

/** keccak256(abi.encode(params)) of a decoded tuple. */
export function paramsDigest(encoded: Result): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode([PARAMS_TYPE], [encoded]));
}

/** The parameters of a decoded tuple. */
export function readParams(encoded: Result): Params {
  const field = (name: string): unknown => encoded.getValue(name);
  const number = (name: string) => Number(field(name));
  const numbers = (name: string) => [...(field(name) as Result)].map(Number);
  const schedule = field("schedule") as string;
  return {
    parties: [...(field("parties") as Result)] as string[],
    inequalities: numbers("inequalities"),
    equalities: numbers("equalities"),
    objectiveOwner: number("objectiveOwner"),
    columns: number("columns"),
    engine: field("engine") as string,
    schedule,
    senders: wordsOf(schedule).map(bitsOf),
    coefficientDecimals: number("coefficientDecimals"),
    solutionDecimals: number("solutionDecimals"),
    multiplierDecimals: number("multiplierDecimals"),
    residualTolerance: field("residualTolerance") as bigint,
    dualTolerance: field("dualTolerance") as bigint,
    gapTolerance: field("gapTolerance") as bigint,
    bounds: field("bounds") as string,
    commitPeriod: number("commitPeriod"),
    exchangePeriod: number("exchangePeriod"),
    settlePeriod: number("settlePeriod"),
    bond: field("bond") as bigint,
    terms: field("terms") as string,
    sealedKey: field("sealedKey") as string,
  };
}

/** The positions of the bits that are set, the lowest first. */
function bitsOf(word: bigint): number[] {
  return Array.from({ length: WORD_BITS }, (_, k) => k).filter((k) => ((word >> BigInt(k)) & 1n) === 1n);
}

const WORD_BYTES = 32;
const WORD_BITS = 8 * WORD_BYTES;
const MAX_EXCHANGES = 14;
const MIN_PERIOD = 600;
const MAX_PERIOD = 180 * 24 * 3600;

/** What is out of range; empty when all is well. */
export function paramsFaults(params: Params): Phrase[] {
  const { parties, inequalities, equalities, columns } = params;
  const count = parties.length;
  const lists = inequalities.length === count && equalities.length === count;
  const rows = inequalities.map((own, k) => own + (equalities[k] ?? 0));
  const distinct = new Set(parties).size === count && !parties.some((account) => BigInt(account) === 0n);
  const longest = 1420 + 2 * columns + 256 * count + Math.max(32 * Math.min(columns, 128) * (count + 2), 16_384);
  const { coefficientDecimals, solutionDecimals, multiplierDecimals, residualTolerance, dualTolerance } = params;
  const periods = [params.commitPeriod, params.exchangePeriod, params.settlePeriod];
  const rules: readonly ParamRule[] = [
    [count >= 2 && count <= 255 && lists, "parties"],
    [distinct, "accounts"],
    [params.objectiveOwner < count, "owner"],
    [rows.every((own) => own <= 65_535), "rows"],
    [rows.every((own, k) => own > 0 || k === params.objectiveOwner), "idle"],
    ...(isSealed(params) ? sealedRules(params) : [[columns >= 1 && longest <= 128_000, "columns"] as const]),
    [isSchedule(params), "schedule"],
    [coefficientDecimals <= 15 && Math.max(solutionDecimals, multiplierDecimals) <= 24, "decimals"],
    [residualTolerance < 1n << 95n && dualTolerance < 1n << 143n, "tolerance"],
    [periods.every((seconds) => seconds >= MIN_PERIOD && seconds <= MAX_PERIOD), "period"],
  ];
  return rules.filter(([holds]) => !holds).map(([, what]) => phrase(`param/${what}`));
}

/** Whole words, and in each exchange somebody sends, and nobody but the parties. */
function isSchedule({ schedule, senders, parties }: Params): boolean {
  const isWhole = dataLength(schedule) === WORD_BYTES * senders.length;
  const isSent = senders.every((own) => own.length > 0 && own.every((party) => party < parties.length));
  return isWhole && isSent && senders.length <= MAX_EXCHANGES;
}
