// The signatures on a journal's rows: Ed25519, under a key that follows from the journal's key.
// Whoever has the public half, which needs no password, can check that a row is what this home
// wrote.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from "node:crypto";
import { HomeError } from "../errors.ts";
import type { Value } from "./read-rows.ts";
import type { JournalKey } from "./seal.ts";

/** What precedes the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** The values of a row's signed columns, in their order; the first ones say which row it is. */
export type SignedValues = readonly Value[];

export interface Signatures {
  /** What the keys at hand allow. */
  readonly access: "sign" | "check" | "none";
  /** Throws HomeError "JournalLocked" without the journal's key. */
  sign(table: string, values: SignedValues): Uint8Array;
  /**
   * False also for a signature that is no bytes at all. Throws HomeError "JournalLocked" where
   * there is no key to check with.
   */
  isSigned(table: string, values: SignedValues, signature: Value): boolean;
}

/** The public half of the signatures' key, 32 bytes. */
export function signaturePublicKey(key: JournalKey): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey(key)).export({ format: "der", type: "spki" })).slice(-32);
}

/** `key` null: cannot sign. `publicKey` null: cannot check, either, unless there is a `key`. */
export function createSignatures(key: JournalKey | null, publicKey: Uint8Array | null): Signatures {
  const own = key === null ? null : privateKey(key);
  const check = own === null ? publicKey && importPublic(publicKey) : createPublicKey(own);
  return {
    access: own !== null ? "sign" : check !== null ? "check" : "none",
    sign: (table, values) => {
      if (own === null) throw locked("writing to the journal needs the password of the keystore");
      return new Uint8Array(signBytes(null, rowBytes(table, values), own));
    },
    isSigned: (table, values, signature) => {
      if (check !== null)
        return signature instanceof Uint8Array && verifyBytes(null, rowBytes(table, values), check, signature);
      throw locked(
        "the journal cannot be checked, since the home has no keys/journal.pub: `concordat join` without a round writes it",
      );
    },
  };
}

/** The error where keys, keys/journal.pub and the journal are not of one home. */
export function keysDiffer(): HomeError {
  return new HomeError(
    "JournalKeyWrong",
    "the keys in keys/, journal.pub among them, and the journal do not belong together: restore keys/ and journal.sqlite " +
      "from one back-up; if keys/journal.pub alone was changed, delete it, and `concordat join` without a round writes it anew",
  );
}

function privateKey(key: JournalKey): KeyObject {
  const seed = new Uint8Array(hkdfSync("sha256", key, "", "concordat journal signatures 1", 32));
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: "der", type: "pkcs8" });
}

function importPublic(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, publicKey]), format: "der", type: "spki" });
}

/** JSON, in which no two rows give the same bytes: a blob is an object, everything else is not. */
function rowBytes(table: string, values: SignedValues): Uint8Array {
  const plain = values.map((value) =>
    value instanceof Uint8Array ? { sha256: createHash("sha256").update(value).digest("hex") } : value,
  );
  return Buffer.from(JSON.stringify([table, ...plain]), "utf8");
}

function locked(text: string): HomeError {
  return new HomeError("JournalLocked", text);
}
