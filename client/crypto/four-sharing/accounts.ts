// How nodes compare their hashes of joint messages (party.ts) and learn one thing only: whether all
// agree.
//
// To show a hash to the node that should have received the messages would be simpler, and would
// leak. A node that sends another something wrong makes it compute on a wrong component, and what
// the other then sends, or watches, differs from what it should be by a product with a component
// that the first node lacks. With the right message at hand and the hash of the wrong one it could
// try all values of a number with few of them, such as a bit; and who complains of what can tell as
// much (test/crypto/four-sharing/cheating.test.ts).
//
// So every two nodes have a key that the others lack, and put their hashes of what one of them
// watched and the other received through HMAC under it. A node's account is the sum (exclusive or)
// of these three values. Each node commits to its account before it sees another; the four
// accounts add up to 0 if all hashes agree.
//
// If one node departs and the hashes of two others differ, their two values are independent and
// unknown to it. Then the accounts of the three others are uniform to it, whatever else differs,
// and the sum is 0 with probability 2^−256 at every one of them: it has committed to its own
// account before. If no two others differ, it can compute their sum itself.
import { createHash, createHmac, hkdfSync } from "node:crypto";
import { type NodeIndex, others } from "./link.ts";

export const ACCOUNT_BYTES = 32;

/** Of `seeds` (party.ts) a third node lacks one or the other. 32 bytes that two nodes have. */
export function pairKey(seeds: readonly Uint8Array[], node: NodeIndex, peer: NodeIndex): Uint8Array {
  const [one, two] = others(node).filter((other) => other !== peer);
  const label = "concordat/four-sharing/v1/accounts";
  return new Uint8Array(hkdfSync("sha256", seeds[one!]!, seeds[two!]!, label, ACCOUNT_BYTES));
}

/** What two nodes both get if their hashes agree; `count`: of comparisons before. */
export function sharedValue(key: Uint8Array, count: number, hashes: readonly Uint8Array[]): Uint8Array {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(count);
  const mac = createHmac("sha256", key).update(number);
  for (const hash of hashes) mac.update(hash);
  return new Uint8Array(mac.digest());
}

export function sumOf(values: readonly Uint8Array[]): Uint8Array {
  return values.reduce((sum, value) => sum.map((byte, i) => byte ^ value[i]!), new Uint8Array(ACCOUNT_BYTES));
}

export function commitmentTo(account: Uint8Array, node: NodeIndex): Uint8Array {
  const hash = createHash("sha256").update(`concordat/four-sharing/v1/account/${node}/`);
  return new Uint8Array(hash.update(account).digest());
}
