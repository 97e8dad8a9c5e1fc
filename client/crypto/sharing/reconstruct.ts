// Numbers from the components that three nodes send: two nodes hold each component, and their
// copies are compared.
import { ProtocolError } from "../../errors.ts";
import { decodeElements, ELEMENT_BYTES } from "./elements.ts";

/**
 * The signed values that the components of the three nodes add up to (entry i is node i's:
 * component i before i + 1). Throws ProtocolError `MessageLength` for an entry of another length,
 * and `SharesDiffer` when two nodes differ in a component that both hold; the latter names the node
 * that differs from both others, if one does.
 */
export function reconstruct(components: readonly [Uint8Array, Uint8Array, Uint8Array], length: number): bigint[] {
  const size = ELEMENT_BYTES * length;
  for (const [node, bytes] of components.entries()) {
    if (bytes.length === 2 * size) continue;
    throw new ProtocolError("MessageLength", `node ${node} sent ${bytes.length} bytes, not ${2 * size}`, node);
  }
  // Component i + 1 is the second one of node i and the first one of node i + 1.
  const differs = components.map(
    (bytes, i) => Buffer.compare(bytes.subarray(size), components[(i + 1) % 3]!.subarray(0, size)) !== 0,
  );
  if (differs.includes(true)) {
    const odd = differs.map((_, i) => i).filter((i) => differs[i] && differs[(i + 2) % 3]);
    const culprit = odd.length === 1 ? odd[0] : undefined;
    const pairs = differs.flatMap((is, i) => (is ? [`${i} and ${(i + 1) % 3}`] : []));
    const who =
      culprit === undefined
        ? `nodes ${pairs.join(", ")} contradict each other`
        : `node ${culprit} contradicts both others`;
    throw new ProtocolError("SharesDiffer", `${who} in their shares of the same numbers: stop the round`, culprit);
  }
  const [x0, x1, x2] = components.map((bytes) => decodeElements(bytes.subarray(0, size)));
  return x0!.map((value, i) => BigInt.asIntN(128, value + x1![i]! + x2![i]!));
}
