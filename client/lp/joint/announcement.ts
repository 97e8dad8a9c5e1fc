// Announcements as JSON text. One that comes from another company is checked before use.
import * as v from "valibot";
import { InputError } from "../../errors.ts";
import { check, checkJson, listOf, oneOf, onlyFields, text, type Wrong, wholeNumber } from "../../outside.ts";
import { MAX_ROWS, MAX_VARIABLES } from "../model/model.ts";
import { impossible } from "./possible.ts";
import { type Announcement, DOMAINS } from "./program.ts";
import { decodeBound } from "./sizes.ts";

/**
 * Longest announcement, in characters or bytes: room for the largest number of variables, each
 * with a name of 255 escaped characters.
 */
const MAX_TEXT = 128 * 1024 * 1024;
/** Largest number of decimals that a number can have after reading (client/math/decimal.ts). */
const MAX_DECIMALS = 1000;
/** Largest exponent of a magnitude: room for sums of numbers of 400 digits times 10^1000. */
const MAX_EXPONENT = 1500;

const magnitude = v.nullable(wholeNumber(-MAX_EXPONENT, MAX_EXPONENT));
const BOUND = 'must be null, or a digit and an exponent such as "2e6"';

const ANNOUNCEMENT = v.pipe(
  onlyFields({
    variables: v.pipe(
      listOf(
        onlyFields({
          name: text(),
          domain: oneOf(DOMAINS),
          bound: v.nullable(
            v.pipe(
              v.string(BOUND),
              v.check((bound) => decodeBound(bound) !== null, BOUND),
            ),
          ),
        }),
        [0, MAX_VARIABLES],
        `must list at most ${MAX_VARIABLES} variables`,
      ),
      v.check(
        (variables) => new Set(variables.map(({ name }) => name)).size === variables.length,
        "lists a name twice",
      ),
    ),
    inequalities: wholeNumber(0, MAX_ROWS),
    equalities: wholeNumber(0, MAX_ROWS),
    decimals: wholeNumber(0, MAX_DECIMALS),
    magnitudes: onlyFields({
      coefficient: magnitude,
      row: magnitude,
      column: magnitude,
      side: magnitude,
      cost: magnitude,
    }),
    sense: v.nullable(oneOf(["min", "max"])),
  }),
  // A helper has no variables, no rows and no objective.
  v.check(
    ({ variables, inequalities, equalities, sense }) =>
      inequalities + equalities > 0 || sense !== null || variables.length === 0,
    "has variables, but neither rows nor an objective",
  ),
);

export function encodeAnnouncement(announcement: Announcement): string {
  return JSON.stringify(announcement);
}

function wrongBy(company: string): Wrong {
  return (field, what, line) => {
    const where = [...(line === undefined ? [] : [`line ${line}`]), ...(field === "" ? [] : [field])];
    const text = [`the announcement of ${company}`, ...where].join(", ");
    return new InputError("AnnouncementInvalid", `${text}: ${what}; ask it to announce again`);
  };
}

function requirePossible(announcement: Announcement, wrong: Wrong): Announcement {
  const found = impossible(announcement);
  if (found !== null) throw wrong(found.field, found.what);
  return announcement;
}

/** @throws InputError AnnouncementInvalid, naming the company and the field. */
export function decodeAnnouncement(json: string | Uint8Array, company: string): Announcement {
  const wrong = wrongBy(company);
  if (json.length > MAX_TEXT) throw wrong("", `is longer than ${MAX_TEXT}`);
  return requirePossible(checkJson(ANNOUNCEMENT, json, wrong), wrong);
}

/**
 * Does the same for JSON that has been parsed already.
 * @throws InputError AnnouncementInvalid, naming the company and the field.
 */
export function checkAnnouncement(data: unknown, company: string): Announcement {
  const wrong = wrongBy(company);
  return requirePossible(check(ANNOUNCEMENT, data, wrong), wrong);
}
