// A settled round as JSON: everything that a verifier needs, and nothing that was not published.

import * as v from "valibot";
import type { Hex } from "viem";
import type { Certificate } from "../certificate/types.ts";
import { InputError } from "../errors.ts";
import { check, checkJson, listOf, oneOf, onlyFields, unsignedText, wholeNumber } from "../outside.ts";
import { address } from "../round/address.ts";
import type { RoundId } from "../round/id.ts";
import { PUBLIC_OUTCOME, type RoundParams } from "../round/params.ts";
import { KINDS, type Kind } from "../round/verdict.ts";
import type { ContractKey } from "../sealed/contract-key.ts";

interface CommittedRound {
  readonly id: RoundId;
  readonly params: RoundParams;
  /** Per party. */
  readonly commitments: readonly Hex[];
}

/** The record that `solveTogether` returns and `verifyRecord` checks. */
export interface RoundRecord extends CommittedRound {
  readonly certificate: Certificate;
}

/** The record of a round whose outcome is sealed: what its settler sent. */
export interface SealedRecord extends CommittedRound {
  readonly sealed: { readonly kind: Kind; readonly key: ContractKey; readonly proof: Hex };
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

const ROUND = {
  version: v.literal(VERSION, `must be ${VERSION}: check a record with the version of Concordat that made it`),
  id: onlyFields({ chainId: word, coordinator: address, round: word }),
  params: onlyFields({
    parties: listOf(address, [2, MAX_PARTIES], "must list 2 to 255 accounts"),
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
};

const RECORD = onlyFields({
  ...ROUND,
  certificate: onlyFields({
    header: onlyFields({
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
        onlyFields({ ax: word, ay: word, a: word, aRay: word, z0: word, zh: word }),
        [0, MAX_PARTIES],
        "must have a proof per party",
      ),
    }),
    blocks: listOf(hex(null), [0, MAX_BLOCKS], "must list blocks of bytes"),
  }),
});

const point = onlyFields({ x: word, y: word });
const pointG2 = onlyFields({ xImaginary: word, xReal: word, yImaginary: word, yReal: word });

const SEALED_RECORD = onlyFields({
  ...ROUND,
  sealed: onlyFields({
    kind: oneOf(KINDS),
    key: onlyFields({
      ...{ size: word, srsDigest: digest, sigma: pointG2, tau: pointG2 },
      ...{ limbs: point, bounds: point, columns: point },
    }),
    proof: hex(null),
  }),
});

/** JSON text, with every bigint as a string of decimal digits. */
export function formatRecord(record: RoundRecord | SealedRecord): string {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return `${JSON.stringify({ version: VERSION, ...record }, plain)}\n`;
}

const ANY_OBJECT = v.custom<object>(
  (data) => typeof data === "object" && data !== null && !Array.isArray(data),
  "must be a JSON object",
);

/** @throws InputError RecordInvalid, naming the field. */
export function parseRecord(json: string): RoundRecord | SealedRecord {
  const wrong = (field: string, what: string, line?: number) => {
    const where = `${field === "" ? "as a whole" : field}${line === undefined ? "" : `, line ${line}`}`;
    return new InputError("RecordInvalid", `the record of a round, ${where}: ${what}`);
  };
  if (typeof json !== "string") throw wrong("", "must be JSON text, as `solveTogether` and `readRecord` give it");
  if (json.length > MAX_TEXT) throw wrong("", `has more than ${MAX_TEXT} characters`);
  const data = checkJson(ANY_OBJECT, json, wrong);
  const isSealed = Object.hasOwn(data, "sealed");
  const { version: _, ...record } = isSealed ? check(SEALED_RECORD, data, wrong) : check(RECORD, data, wrong);
  if (isSealed !== (record.params.sealedKey !== PUBLIC_OUTCOME))
    throw wrong("params.sealedKey", "must be zero for a certificate, and nothing else for a sealed proof");
  const { parties, inequalities, equalities } = record.params;
  if (new Set([parties, inequalities, equalities, record.commitments].map(({ length }) => length)).size > 1)
    throw wrong("params", "must have the same number of parties in accounts, rows and commitments");
  const twice = parties.findIndex((account, k) => parties.indexOf(account) < k);
  if (twice >= 0) throw wrong(`params.parties[${twice}]`, "is the account of a party before it, too");
  if (record.params.objectiveOwner >= parties.length)
    throw wrong("params.objectiveOwner", "must be the index of a party");
  return record;
}
