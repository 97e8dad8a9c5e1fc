// Verifies the record of a round whose outcome is sealed.
import { hexToBytes } from "viem/utils";
import { SealedError } from "../errors.ts";
import { keyDigest, keyOfContract } from "../sealed/contract-key.ts";
import { sealedStatementOf } from "../sealed/statement.ts";
import { verifySealed } from "../sealed/verify.ts";
import type { Proven } from "./proven.ts";
import type { SealedRecord } from "./record.ts";

/**
 * What the proof proves under the key to whose digest all parties committed.
 * @throws SealedError KeyMismatch for another key; SrsPoint, and as `verifySealed` does.
 */
export function verifySealedRecord({ id, params, commitments, sealed }: SealedRecord): Proven {
  const key = keyOfContract(sealed.key);
  if (keyDigest(key) !== params.sealedKey)
    throw new SealedError("KeyMismatch", "the key of the proof is not the one that the round was opened with");
  // The key stands for the bounds, which no record has: the proof is not checked against them.
  const bounds = new Array<bigint>(params.columns).fill(0n);
  const { kind, proof } = sealed;
  verifySealed(sealedStatementOf(params, id, { kind, size: key.size, bounds }, commitments), key, hexToBytes(proof));
  const hidden = { objective: null, gap: null, interval: null, endAtPrices: null };
  return { kind, ...hidden, violation: null, largestResidual: null, sealed: true };
}
