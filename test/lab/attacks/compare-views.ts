// Whether what a node has received could be what another run has shown it. No effect on import.
import type { LinkMessage } from "../../../lab/attacks/node-view.ts";
import { deviation, histogram } from "../../support/chi-square.ts";

/**
 * In standard deviations of one comparison, by chance once in 200,000. A file makes some 500: at 4,
 * one file in 15 would fail whenever what nodes send changes.
 */
export const LIMIT = 5;
/** The least number of bytes of a kind of message for which a comparison is made. */
const ENOUGH = 3000;

export const lengthsFrom = (messages: readonly LinkMessage[], peer: LinkMessage["from"]) =>
  messages.filter(({ from }) => from === peer).map(({ bytes }) => bytes.length);

/** The bytes per kind of message; sender and length tell the kind. */
function byKind(messages: readonly LinkMessage[]): Map<string, Uint8Array> {
  const groups = new Map<string, Uint8Array[]>();
  for (const { from, bytes } of messages) {
    const kind = `${bytes.length} bytes from ${from}`;
    groups.set(kind, [...(groups.get(kind) ?? []), bytes]);
  }
  return new Map([...groups].map(([kind, all]) => [kind, new Uint8Array(Buffer.concat(all))]));
}

/**
 * How far two samples of bytes are from having one distribution, in standard deviations: chi-square
 * of their joint table.
 */
function difference(left: Uint8Array, right: Uint8Array): number {
  const [ours, theirs] = [histogram(left, 256), histogram(right, 256)];
  const size = left.length + right.length;
  const kinds = ours.flatMap((count, byte) => (count + theirs[byte]! > 0 ? [byte] : []));
  // With both expectations e and f of a byte, (o − e)²/e + (o − e)²/f is (o − e)²/v.
  const spread = (byte: number) => ((ours[byte]! + theirs[byte]!) * left.length * right.length) / size ** 2;
  const excess = (byte: number) => ours[byte]! - ((ours[byte]! + theirs[byte]!) * left.length) / size;
  return deviation(
    kinds.map((byte) => spread(byte) + excess(byte)),
    kinds.map(spread),
  );
}

/** The same for each kind of message with enough bytes. */
export function differences(real: readonly LinkMessage[], simulated: readonly LinkMessage[]): number[] {
  const made = byKind(simulated);
  return [...byKind(real)].flatMap(([kind, bytes]) =>
    bytes.length < ENOUGH ? [] : [difference(bytes, made.get(kind) ?? new Uint8Array(0))],
  );
}
