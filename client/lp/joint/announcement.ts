// Announcements on the wire: JSON text. What arrives from another company is checked before use.
import { ProtocolError } from "../../errors.ts";
import { MAX_ROWS, MAX_VARIABLES } from "../model/model.ts";
import { type Announcement, DOMAINS } from "./program.ts";
import { decodeBound, type Magnitudes, SORTS } from "./sizes.ts";

/** Longest announcement in characters: the most variables, each with a name of 255 characters, escaped. */
const MAX_TEXT = 128 * 1024 * 1024;
const MAX_NAME = 255;
/** Most decimals that a number can have after reading (client/math/decimal.ts). */
const MAX_DECIMALS = 1000;
/** Largest exponent of a magnitude: 400 digits times 10^1000, summed up. */
const MOST_EXPONENT = 1500;

export function encodeAnnouncement(announcement: Announcement): string {
  return JSON.stringify(announcement);
}

/** @throws ProtocolError AnnouncementInvalid, naming `party`. */
export function decodeAnnouncement(text: string, party: number): Announcement {
  const fail = (problem: string): ProtocolError =>
    new ProtocolError(
      "AnnouncementInvalid",
      `the announcement of company ${party} ${problem}; ask it to announce again`,
      party,
    );
  if (text.length > MAX_TEXT) throw fail("is too long");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail("is not JSON");
  }
  if (!isObject(value)) throw fail("is not an object");
  const { variables, inequalities, equalities, decimals, magnitudes, sense } = value;
  if (!Array.isArray(variables) || variables.length > MAX_VARIABLES) throw fail("has no usable list of variables");
  if (!isCount(inequalities, MAX_ROWS) || !isCount(equalities, MAX_ROWS)) throw fail("has no usable row counts");
  if (!isCount(decimals, MAX_DECIMALS)) throw fail("has no usable number of decimals");
  const sizes = decodeMagnitudes(magnitudes);
  if (sizes === null) throw fail("has no usable magnitudes");
  if (sense !== "min" && sense !== "max" && sense !== null) throw fail("has an unknown sense");
  // A party that only helps to compute has nothing at all.
  if (inequalities + equalities === 0 && sense === null && variables.length > 0)
    throw fail("has variables, but neither rows nor an objective");
  const names = new Set<string>();
  const checked = variables.map((variable: unknown) => {
    if (!isObject(variable)) throw fail("has a variable that is not an object");
    const { name, domain: said, bound } = variable;
    const domain = DOMAINS.find((known) => known === said);
    if (typeof name !== "string" || name === "" || name.length > MAX_NAME || domain === undefined) {
      throw fail("has a variable without a usable name or domain");
    }
    if (names.has(name)) throw fail("names a variable twice");
    if (bound !== null && decodeBound(bound) === null) throw fail("has a bound that is no digit with an exponent");
    names.add(name);
    return { name, domain, bound: bound as string | null };
  });
  return { variables: checked, inequalities, equalities, decimals, magnitudes: sizes, sense };
}

function decodeMagnitudes(value: unknown): Magnitudes | null {
  if (!isObject(value)) return null;
  const isSize = (size: unknown): size is number | null =>
    size === null || (Number.isInteger(size) && Math.abs(size as number) <= MOST_EXPONENT);
  const sizes = SORTS.map((sort): [string, unknown] => [sort, value[sort]]);
  return sizes.every(([, size]) => isSize(size)) ? (Object.fromEntries(sizes) as unknown as Magnitudes) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;
}
