// The public terms of a round: what the companies agree on before it is opened. The digest of their bytes stands on chain.
import { type Address, getAddress, type Hex, isAddress, keccak256 } from "viem";
import { InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import { decodeAnnouncement } from "../lp/joint/announcement.ts";
import { type Announcement, combine, type PublicProgram } from "../lp/joint/program.ts";
import { boundsAt, MAX_DECIMALS, type ScaleRequest, type Scales, scalesOf } from "../lp/joint/scales.ts";
import type { Agreement, Periods } from "./agreement.ts";
import type { PublicRound } from "./public-round.ts";
import type { ScheduleEntry } from "./schedule.ts";

export interface TermsParty {
  readonly name: string;
  readonly account: Address;
  readonly announcement: Announcement;
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
}

/** Most bytes of terms. */
const MAX_BYTES = 128 * 1024 * 1024;

/** The one text of these terms. */
export function encodeTerms(terms: Terms): Uint8Array {
  const { title, engine, parties, feasible, coefficientDecimals, solutionDecimals, multiplierDecimals } = terms;
  const { tolerances, periods, bond } = terms;
  const text = {
    version: 1,
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
    periods: { commit: periods.commit, step: periods.step, settle: periods.settle },
    bond: bond.toString(),
  };
  return Buffer.from(JSON.stringify(text));
}

export function termsDigest(bytes: Uint8Array): Hex {
  return keccak256(bytes);
}

/** Throws InputError "TermsInvalid" naming the field. */
export function decodeTerms(bytes: Uint8Array): Terms {
  const invalid = (field: string, what: string) => new InputError("TermsInvalid", what, { file: "terms", field });
  if (bytes.length > MAX_BYTES) throw invalid("length", "too long");
  let data: unknown;
  try {
    data = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw invalid("text", "not JSON");
  }
  const field = (from: unknown, key: string): unknown =>
    typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined;
  const text = (from: unknown, key: string, name = key): string => {
    const value = field(from, key);
    if (typeof value !== "string" || value === "" || value.length > 255) throw invalid(name, "must be a text");
    return value;
  };
  const count = (from: unknown, key: string, most: number, name = key): number => {
    const value = field(from, key);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most)
      throw invalid(name, `must be a whole number up to ${most}`);
    return value;
  };
  if (field(data, "version") !== 1) throw invalid("version", "must be 1");
  const parties = field(data, "parties");
  if (!Array.isArray(parties) || parties.length < 2 || parties.length > 255)
    throw invalid("parties", "must list 2 to 255 companies");
  const bond = text(data, "bond");
  if (!/^\d{1,29}$/.test(bond) || BigInt(bond) >= 1n << 96n)
    throw invalid("bond", "must be a number of wei below 2^96");
  const feasible = field(data, "feasible");
  if (typeof feasible !== "boolean") throw invalid("feasible", "must be true or false");
  const tolerances = field(data, "tolerances");
  const tolerance = (key: keyof Tolerances, bits: number): bigint => {
    const value = text(tolerances, key, `tolerances.${key}`);
    if (!/^\d{1,49}$/.test(value) || BigInt(value) >= 1n << BigInt(bits))
      throw invalid(`tolerances.${key}`, `must be a whole number of the last place below 2^${bits}`);
    return BigInt(value);
  };
  const periods = field(data, "periods");
  const period = (key: string) => count(periods, key, 180 * 86_400, `periods.${key}`);
  return {
    title: text(data, "title"),
    engine: text(data, "engine"),
    parties: parties.map((party: unknown, k) => {
      const account = text(party, "account", `parties[${k}].account`);
      if (!isAddress(account)) throw invalid(`parties[${k}].account`, "must be an address");
      const name = text(party, "name", `parties[${k}].name`);
      const announcement = decodeAnnouncement(JSON.stringify(field(party, "announcement") ?? null), k);
      return { name, account: getAddress(account), announcement };
    }),
    feasible,
    coefficientDecimals: count(data, "coefficientDecimals", 15),
    solutionDecimals: count(data, "solutionDecimals", MAX_DECIMALS),
    multiplierDecimals: count(data, "multiplierDecimals", MAX_DECIMALS),
    tolerances: {
      residual: tolerance("residual", 95),
      dual: tolerance("dual", 143),
      gap: tolerance("gap", 160),
    },
    periods: { commit: period("commit"), step: period("step"), settle: period("settle") },
    bond: BigInt(bond),
  };
}

/** The public program of all announcements. Throws InputError as `combine` does. */
export function programOf({ parties, feasible }: Pick<Terms, "parties" | "feasible">): PublicProgram {
  return combine(
    parties.map(({ announcement }) => announcement),
    { names: parties.map(({ name }) => name), feasible },
  );
}

/** The public round of a program on these scales. */
export function roundOf(
  { columns, inequalities, equalities, objectiveOwner }: PublicProgram,
  { decimals, tolerances, bounds }: Scales,
): PublicRound {
  return { columns, inequalities, equalities, objectiveOwner, decimals, bounds, tolerances };
}

/** All of the terms but what follows from the data. */
export type TermsBasis = Omit<Terms, "coefficientDecimals" | "solutionDecimals" | "multiplierDecimals" | "tolerances">;

/** Terms on the scales that follow from the announcements, and from what `request` wants otherwise. Throws InputError as `combine` and `scalesOf` do. */
export function scaleTerms(basis: TermsBasis, request: ScaleRequest): Terms {
  const names = basis.parties.map(({ name }) => name);
  const { decimals, tolerances } = scalesOf(programOf(basis), { names, ...request });
  const { coefficient, solution, multiplier } = decimals;
  return {
    ...basis,
    ...{ coefficientDecimals: coefficient, solutionDecimals: solution, multiplierDecimals: multiplier, tolerances },
  };
}

/** The scales that terms state. Throws InputError "ScaleImpossible" where they cannot hold the bounds. */
function statedScales(terms: Terms, program: PublicProgram): Scales {
  const { coefficientDecimals, solutionDecimals, multiplierDecimals, tolerances } = terms;
  const decimals = {
    coefficient: coefficientDecimals,
    solution: solutionDecimals,
    multiplier: multiplierDecimals,
  };
  return { decimals, tolerances, bounds: boundsAt(program, solutionDecimals) };
}

/** The public program and the parameters that follow from terms, with its engine's schedule. Throws InputError as `combine` does, and what `scheduleOf` throws. */
export function agreementOf(
  terms: Terms,
  scheduleOf: (round: PublicRound) => readonly ScheduleEntry[],
): { readonly program: PublicProgram; readonly agreement: Agreement } {
  const program = programOf(terms);
  const round = roundOf(program, statedScales(terms, program));
  const agreement: Agreement = {
    round,
    accounts: terms.parties.map(({ account }) => account),
    engine: terms.engine,
    schedule: scheduleOf(round),
    periods: terms.periods,
    bond: terms.bond,
    terms: termsDigest(encodeTerms(terms)),
  };
  return { program, agreement };
}
