// A settled round as JSON: everything that a verifier needs, and nothing that was not published.

import * as v from "valibot";
import type { Hex } from "viem";
import { isAddress, isAddressEqual } from "viem/utils";
import type { Certificate } from "../certificate/types.ts";
import { InputError } from "../errors.ts";
import { checkJson, fields, listOf, unsignedText, wholeNumber } from "../outside.ts";
import type { RoundId } from "../round/id.ts";
import type { RoundParams } from "../round/params.ts";

/** The record that `solveTogether` returns and `verifyRecord` checks. */
export interface RoundRecord {
  readonly id: RoundId;
  readonly params: RoundParams;
  /** Per party. */
  readonly commitments: readonly Hex[];
  readonly certificate: Certificate;
}

/** Longest record, in characters. */
const MAX_TEXT = 256 * 1024 * 1024;
/** Changes with the parameters of a round. */
const VERSION = 3;
const MAX_PARTIES = 255;
const MAX_BLOCKS = 1 << 20;

function hex(bytes: number | null) {
  const what =
    bytes === null ? "must be bytes in hexadecimal, with 0x" : `must be ${bytes} bytes in hexadecimal, with 0x`;
  const pattern = bytes === null ? /^0x(?:[0-9a-f]{2})*$/ : new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`);
  return v.pipe(
    v.string(what),
    v.regex(pattern, what),
    v.transform((text) => text as Hex),
  );
}

const account = v.pipe(
  v.string("must be an address"),
  v.check((text) => isAddress(text, { strict: false }), "must be an address"),
  v.transform((text) => text as Hex),
);

function signedText(bits: number) {
  const what = `must be a string of decimal digits, of magnitude below 2^${bits}`;
  return v.pipe(
    v.string(what),
    v.regex(/^-?\d{1,78}$/, what),
    v.transform((text) => BigInt(text)),
    v.check((value) => (value < 0n ? -value : value) < 1n << BigInt(bits), what),
  );
}

const word = unsignedText(256);
const counts = listOf(wholeNumber(0, 65_535), [2, MAX_PARTIES], "must have a number per party");
const digest = hex(32);

const RECORD = fields({
  version: v.literal(VERSION, `must be ${VERSION}: check a record with the version of Concordat that made it`),
  id: fields({ chainId: word, coordinator: account, round: word }),
  params: fields({
    parties: listOf(account, [2, MAX_PARTIES], "must list 2 to 255 accounts"),
    inequalities: counts,
    equalities: counts,
    objectiveOwner: wholeNumber(0, MAX_PARTIES - 1),
    columns: wholeNumber(1, 65_535),
    engine: digest,
    schedule: hex(null),
    coefficientDecimals: wholeNumber(0, 255),
    solutionDecimals: wholeNumber(0, 255),
    multiplierDecimals: wholeNumber(0, 255),
    residualTolerance: unsignedText(96),
    dualTolerance: unsignedText(160),
    gapTolerance: unsignedText(160),
    bounds: digest,
    commitPeriod: wholeNumber(0, 0xff_ffff),
    exchangePeriod: wholeNumber(0, 0xff_ffff),
    settlePeriod: wholeNumber(0, 0xff_ffff),
    bond: unsignedText(96),
    terms: digest,
    sealedKey: digest,
  }),
  commitments: listOf(digest, [2, MAX_PARTIES], "must have a digest per party"),
  certificate: fields({
    header: fields({
      kind: wholeNumber(0, 255),
      counters: hex(null),
      bounds: hex(null),
      y0: word,
      yh: word,
      cx: word,
      cy: word,
      objective: signedText(255),
      dual: signedText(255),
      rho: word,
      statementDigest: digest,
      responseDigest: digest,
      proofs: listOf(
        fields({ ax: word, ay: word, a: word, aRay: word, z0: word, zh: word }),
        [0, MAX_PARTIES],
        "must have a proof per party",
      ),
    }),
    blocks: listOf(hex(null), [0, MAX_BLOCKS], "must list blocks of bytes"),
  }),
});

/** JSON text, with every bigint as a string of decimal digits. */
export function formatRecord(record: RoundRecord): string {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return `${JSON.stringify({ version: VERSION, ...record }, plain)}\n`;
}

/** @throws InputError RecordInvalid, naming the field. */
export function parseRecord(json: string): RoundRecord {
  const wrong = (field: string, what: string, line?: number) => {
    const where = `${field === "" ? "as a whole" : field}${line === undefined ? "" : `, line ${line}`}`;
    return new InputError("RecordInvalid", `the record of a round, ${where}: ${what}`);
  };
  if (typeof json !== "string") throw wrong("", "must be JSON text, as `solveTogether` and `readRecord` give it");
  if (json.length > MAX_TEXT) throw wrong("", `has more than ${MAX_TEXT} characters`);
  const { version: _, ...record } = checkJson(RECORD, json, wrong);
  const { parties, inequalities, equalities } = record.params;
  if (new Set([parties, inequalities, equalities, record.commitments].map(({ length }) => length)).size > 1)
    throw wrong("params", "must have the same number of parties in accounts, rows and commitments");
  const twice = parties.findIndex((account, k) => parties.findIndex((other) => isAddressEqual(other, account)) < k);
  if (twice >= 0) throw wrong(`params.parties[${twice}]`, "is the account of a party before it, too");
  if (record.params.objectiveOwner >= parties.length)
    throw wrong("params.objectiveOwner", "must be the index of a party");
  return record;
}
