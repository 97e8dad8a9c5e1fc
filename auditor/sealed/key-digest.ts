// The one word that a round stores of its verifying key (docs/sealed.md, "Statement").
import { tagged, WORD } from "../certificate/digests.ts";
import type { VerifyingKey } from "./types.ts";

/** keyDigest: what the parameters call `sealedKey`. */
export function keyDigest({ size, srsDigest, sigma, tau, limbs, bounds, columns }: VerifyingKey): string {
  const points = [...sigma, ...tau, ...limbs, ...bounds, ...columns];
  const words = [BigInt(size), BigInt(srsDigest), ...points];
  return tagged(
    "concordat/sealed/key/v1",
    words.map(() => WORD),
    words,
  );
}
