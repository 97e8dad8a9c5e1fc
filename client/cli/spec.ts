// The spec file of `concordat open`: who takes part, with which engine, on which conditions.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { getAddress, isAddress, parseEther } from "viem";
import { callingThread } from "../crypto/paillier/pool.ts";
import { createEngine, ENGINE_NAMES, recommendedEngine } from "../engines/engines.ts";
import { InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import { decodeAnnouncement } from "../lp/joint/announcement.ts";
import { HELPER } from "../lp/joint/program.ts";
import { MAX_DECIMALS } from "../lp/joint/scales.ts";
import { MAX_DECIMALS as MAX_COEFFICIENT_DECIMALS } from "../lp/model/normalise.ts";
import { parseDecimal, toScaled } from "../math/decimal.ts";
import { MAX_PERIOD, MIN_PERIOD } from "../round/agreement.ts";
import { programOf, scaleTerms, type Terms } from "../round/terms.ts";
import { requireUsual } from "./tolerances.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const DEFAULT_PERIODS = { commit: "1d", step: "1h", settle: "1d" } as const;
/** Ether. More than a failed round costs the others in gas where gas has a price (docs/operations.md). */
const DEFAULT_BOND = "0.1";

/**
 * Throws InputError "SpecInvalid" naming file and field, what `combine` finds wrong with the announcements, "ScaleImpossible" where no
 * certificate could hold the numbers, and "TolerancesWide" where the data ask for wider tolerances than usual and the spec states none.
 */
export async function readSpec(file: string): Promise<Terms> {
  const invalid = (field: string, what: string) => new InputError("SpecInvalid", what, { file, field });
  const read = async (path: string, field: string): Promise<string> =>
    readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
      throw new InputError("SpecInvalid", `${path} cannot be read (${cause.code})`, { file, field });
    });
  const data = parse(await read(file, "file"));
  if (data === null) throw invalid("text", "not a JSON object");
  const parties = data["parties"];
  if (!Array.isArray(parties) || parties.length < 2 || parties.length > 255)
    throw invalid(
      "parties",
      "must list 2 to 255 companies, each with name, account and announcement (a helper without)",
    );
  const members = await Promise.all(
    parties.map(async (item: unknown, k) => {
      const field = (key: string) => `parties[${k}].${key}`;
      const party = isObject(item) ? item : {};
      const { name, account, announcement } = party;
      if (typeof name !== "string" || name === "" || name.length > 255) throw invalid(field("name"), "must be a text");
      if (typeof account !== "string" || !isAddress(account)) throw invalid(field("account"), "must be an address");
      if (announcement === undefined) return { name, account: getAddress(account), announcement: HELPER };
      if (typeof announcement !== "string")
        throw invalid(field("announcement"), "must name the file that `concordat announce` made; a helper has none");
      const text = await read(resolve(dirname(file), announcement), field("announcement"));
      return { name, account: getAddress(account), announcement: decodeAnnouncement(text, k) };
    }),
  );
  members.forEach(({ account, name }, k) => {
    const first = members.findIndex((other) => other.account === account);
    if (first !== k)
      throw invalid(`parties[${k}].account`, `is that of ${members[first]!.name} too: ${name} needs its own`);
  });
  const objective = data["objective"];
  if (objective !== undefined && objective !== "none")
    throw invalid("objective", 'is "none" for a round without costs, and not there in any other');
  const feasible = objective === "none";
  const program = programOf({ parties: members, feasible });
  const title = data["title"];
  if (typeof title !== "string" || title === "" || title.length > 255) throw invalid("title", "must be a text");
  const engine = data["engine"] ?? recommendedEngine(members.length);
  if (typeof engine !== "string" || !(ENGINE_NAMES as readonly string[]).includes(engine))
    throw invalid("engine", `must be one of ${ENGINE_NAMES.join(", ")}`);
  const decimals = (key: string, most: number): number | undefined => {
    const value = data[key];
    if (value === undefined) return undefined;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most)
      throw invalid(key, `must be a whole number from 0 to ${most}`);
    return value;
  };
  const periods = isObject(data["periods"]) ? data["periods"] : {};
  const period = (key: keyof typeof DEFAULT_PERIODS) => {
    const seconds = parseDuration(periods[key] ?? DEFAULT_PERIODS[key]);
    if (seconds === null)
      throw invalid(`periods.${key}`, 'must be a duration from 10 minutes to 180 days, such as "10m", "2h" or "1d"');
    return seconds;
  };
  const basis = {
    ...{ title, engine, parties: members, feasible },
    periods: { commit: period("commit"), step: period("step"), settle: period("settle") },
    bond: parseBond(data["bond"] ?? DEFAULT_BOND, invalid),
  };
  const [solution, multiplier] = [
    decimals("solutionDecimals", MAX_DECIMALS),
    decimals("multiplierDecimals", MAX_DECIMALS),
  ];
  const { grid } = createEngine(engine, callingThread);
  const scaled = scaleTerms(basis, {
    coefficient: decimals("decimals", MAX_COEFFICIENT_DECIMALS) ?? Math.min(program.decimals, MAX_COEFFICIENT_DECIMALS),
    ...(solution === undefined ? {} : { solution }),
    ...(multiplier === undefined ? {} : { multiplier }),
    grid,
  });
  const stated = statedTolerances(data["tolerances"], scaled, invalid);
  const terms = { ...scaled, tolerances: { ...scaled.tolerances, ...stated } };
  const remedy = `Or state "tolerances" in the spec, which every company then has to accept`;
  requireUsual(terms, program, Object.keys(stated) as (keyof Tolerances)[], remedy);
  return terms;
}

/** In the user's units, as text. */
function statedTolerances(
  value: unknown,
  { coefficientDecimals, solutionDecimals, multiplierDecimals }: Terms,
  invalid: (field: string, what: string) => InputError,
): Partial<Tolerances> {
  if (value === undefined) return {};
  if (!isObject(value)) throw invalid("tolerances", 'must be an object with "residual", "dual" or "gap"');
  const scales = { residual: solutionDecimals, dual: multiplierDecimals, gap: solutionDecimals + multiplierDecimals };
  const bits = { residual: 95, dual: 143, gap: 160 };
  const given = Object.entries(value).map(([sort, text]): [string, bigint] => {
    const field = `tolerances.${sort}`;
    if (!Object.hasOwn(scales, sort)) throw invalid(field, "is not there: there are residual, dual and gap");
    if (typeof text !== "string") throw invalid(field, 'must be a number as text, such as "0.00001"');
    const decimal = parseDecimal(text, { field });
    const scaled = toScaled(decimal, coefficientDecimals + scales[sort as keyof Tolerances], "nearest");
    if (scaled < 0n || scaled >= 1n << BigInt(bits[sort as keyof Tolerances]))
      throw invalid(field, "is below zero, or too large for the proof");
    return [sort, scaled];
  });
  return Object.fromEntries(given);
}

function parseBond(value: unknown, invalid: (field: string, what: string) => InputError): bigint {
  if (typeof value !== "string" || !/^\d{1,10}(\.\d{1,18})?$/.test(value))
    throw invalid("bond", 'must be a text in ether, such as "0.01"');
  return parseEther(value);
}

/** Seconds, as the contract takes them; null for what is none. */
function parseDuration(value: unknown): number | null {
  const match = typeof value === "string" ? /^(\d{1,7})([smhd])$/.exec(value) : null;
  const seconds = match === null ? 0 : Number(match[1]) * UNITS[match[2]!]!;
  return seconds >= MIN_PERIOD && seconds <= MAX_PERIOD ? seconds : null;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const data: unknown = JSON.parse(text);
    return isObject(data) ? data : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
