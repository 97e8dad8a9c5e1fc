// The seal on a journal's secrets: AES-256-GCM under a key derived from the home's seed, which the
// keystore encrypts under the password. Each value is bound to its place, so that none can be moved
// to another.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { ConcordatError, HomeError } from "../errors.ts";
import type { Random } from "../math/random.ts";
import { tampered, type Value } from "./read-rows.ts";

const NONCE = 12;
const TAG = 16;
const ALGORITHM = "aes-256-gcm";

/** Where a value is: table, column, and what identifies its row. */
export type Place = readonly [table: string, column: string, ...row: (string | number)[]];

/** A journal's key, 32 bytes. */
export type JournalKey = Uint8Array;

/** The journal's key of the home with this seed; a new password does not change it. */
export function journalKey(seed: Random): JournalKey {
  return new Uint8Array(hkdfSync("sha256", seed.fork("journal").bytes(32), "", "concordat journal 2", 32));
}

export interface Seal {
  /**
   * nonce 12 | ciphertext | tag 16; a fresh nonce each time. Throws HomeError "JournalLocked"
   * without a key.
   */
  close(value: Uint8Array, place: Place): Uint8Array;
  /**
   * Throws HomeError "JournalLocked" without a key, "JournalTampered" unless `sealed` was closed
   * for this place under this key.
   */
  open(sealed: Value, place: Place): Uint8Array;
}

/** With `key` null, nothing can be sealed or opened. */
export function createSeal(key: JournalKey | null): Seal {
  if (key !== null && key.length !== 32) throw new ConcordatError("KeyLength", "a journal key must have 32 bytes");
  const needed = (): JournalKey => {
    if (key !== null) return key;
    throw new HomeError("JournalLocked", "this part of the journal needs the password of the keystore");
  };
  return {
    close: (value, place) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(ALGORITHM, needed(), nonce).setAAD(placeBytes(place));
      return Buffer.concat([nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed, place) => {
      const own = needed();
      if (!(sealed instanceof Uint8Array)) throw tampered(place.join(", "));
      try {
        const decipher = createDecipheriv(ALGORITHM, own, sealed.subarray(0, NONCE), { authTagLength: TAG })
          .setAAD(placeBytes(place))
          .setAuthTag(sealed.subarray(-TAG));
        const value = decipher.update(sealed.subarray(NONCE, -TAG));
        return new Uint8Array(Buffer.concat([value, decipher.final()]));
      } catch (cause) {
        throw tampered(place.join(", "), { cause });
      }
    },
  };
}

/** JSON of a list of strings and numbers, so that no two places give the same bytes. */
function placeBytes(place: Place): Uint8Array {
  return Buffer.from(JSON.stringify(place), "utf8");
}
