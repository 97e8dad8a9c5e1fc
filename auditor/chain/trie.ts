// The root of a Merkle-Patricia trie, such as a block's over its transactions or its receipts.
import { encodeRlp, getBytes, keccak256, type RlpStructuredDataish, toBeArray } from "ethers";

type Nibbles = readonly number[];
type Entry = readonly [Nibbles, string];

/** Root over `values`, each with the RLP of its index as its key. */
export function indexedRoot(values: readonly string[]): string {
  const entries = values.map((value, i): Entry => [nibblesOf(encodeRlp(i === 0 ? "0x" : toBeArray(i))), value]);
  return keccak256(encodeRlp(node(entries, 0)));
}

function nibblesOf(hex: string): Nibbles {
  return [...hex.slice(2)].map((digit) => Number.parseInt(digit, 16));
}

/**
 * The node over entries that agree in their first `depth` nibbles; no key is a prefix of another.
 */
function node(entries: readonly Entry[], depth: number): RlpStructuredDataish {
  const [first] = entries;
  if (first === undefined) return "0x";
  const [key, value] = first;
  if (entries.length === 1) return [path(key.slice(depth), true), value];
  let shared = depth;
  while (entries.every(([other]) => other[shared] === key[shared])) shared++;
  if (shared > depth) return [path(key.slice(depth, shared), false), reference(node(entries, shared))];
  const branches = Array.from({ length: 16 }, (_, nibble) => {
    const own = entries.filter(([other]) => other[depth] === nibble);
    return own.length === 0 ? "0x" : reference(node(own, depth + 1));
  });
  return [...branches, "0x"];
}

/** A parent contains a short node itself, and a longer one by its hash. */
function reference(child: RlpStructuredDataish): RlpStructuredDataish {
  const encoded = encodeRlp(child);
  return getBytes(encoded).length < 32 ? child : keccak256(encoded);
}

/** Nibbles as bytes, with a flag for whether they end at a value. */
function path(nibbles: Nibbles, isLeaf: boolean): string {
  const flag = (isLeaf ? 2 : 0) + (nibbles.length % 2);
  const all = nibbles.length % 2 === 1 ? [flag, ...nibbles] : [flag, 0, ...nibbles];
  return `0x${all.map((nibble) => nibble.toString(16)).join("")}`;
}
