// Which error a node ends with that waits for messages of several others. After `PeerLost` it
// starts again. Any other ends its part for good, and one node can cause it at will, by a message
// of a wrong length: so it counts only where nobody was lost.
import { ProtocolError } from "../../errors.ts";

export function isLost(error: unknown): boolean {
  return error instanceof ProtocolError && error.code === "PeerLost";
}

/** Of several errors, the one that counts. */
export function lostFirst(errors: readonly unknown[]): unknown {
  return errors.find(isLost) ?? errors[0];
}

/** What those that have failed failed with, once all have settled. */
export async function failuresOf(promises: readonly Promise<unknown>[]): Promise<unknown[]> {
  const results = await Promise.allSettled(promises);
  return results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
}
