// Bodies of the engine's messages: the key of a node; a party's input for a node, which client/crypto/sharing/input.ts makes; and a node's
// closing, which tells everybody the outcome.
import { inputBytes } from "../../crypto/sharing/input.ts";
import type { NodeIndex } from "../../crypto/sharing/link.ts";
import { PAIR_KEY_BYTES } from "../../crypto/sharing/pair-secrets.ts";
import type { LinkDigests } from "../../crypto/sharing/recorded-links.ts";
import { INTEGER_LIMIT } from "../../lp/normal.ts";
import { concatBytes, encodeSigned, encodeUnsigned, readBody, widthOf } from "../codec.ts";
import type { PublicRound } from "../engine.ts";
import { inputLayout } from "./input.ts";
import type { Answer } from "./opening.ts";
import { shapeOf } from "./shape.ts";

const KINDS = ["optimal", "infeasible", "unbounded", "none"] as const;
const DIGEST_BYTES = 32;
const UNSIGNED_BYTES = widthOf(INTEGER_LIMIT);
const SIGNED_BYTES = widthOf(2n * INTEGER_LIMIT);

/** How a node's session ends, for everybody to hear. */
export interface NodeClosing {
  readonly answer: Answer;
  /** Of the messages with the next and the previous node, for both ends to compare. */
  readonly digests: { readonly next: LinkDigests; readonly previous: LinkDigests };
}

/** 32 bytes; whether they are a key is found out when they are used. */
export function decodeKey(body: Uint8Array, from: number): Uint8Array {
  const reader = readBody(body, "key of a node", from);
  const key = reader.bytes(PAIR_KEY_BYTES);
  reader.end();
  return Uint8Array.from(key);
}

export function decodeInput(body: Uint8Array, round: PublicRound, from: number, node: NodeIndex): Uint8Array {
  const reader = readBody(body, "input", from);
  const bytes = reader.bytes(inputBytes(node, inputLayout(round, from).total));
  reader.end();
  return Uint8Array.from(bytes);
}

export function encodeClosing({ answer, digests }: NodeClosing): Uint8Array {
  const links = [digests.next.sent, digests.next.received, digests.previous.sent, digests.previous.received];
  const kind = encodeUnsigned([BigInt(KINDS.indexOf(answer.kind))], 1);
  return concatBytes([kind, ...links, ...encodeAnswer(answer)]);
}

function encodeAnswer(answer: Answer): Uint8Array[] {
  if (answer.kind === "none") return [];
  const multipliers = answer.kind === "unbounded" ? [] : answer.multipliers;
  const columns = [
    ...(answer.kind === "infeasible" ? [] : answer.x),
    ...(answer.kind === "unbounded" ? answer.ray : []),
  ];
  return [encodeUnsigned(columns, UNSIGNED_BYTES), encodeSigned(multipliers, SIGNED_BYTES)];
}

/** Throws ProtocolError naming the sender. */
export function decodeClosing(body: Uint8Array, round: PublicRound, from: number): NodeClosing {
  const { rows, columns } = shapeOf(round);
  const reader = readBody(body, "closing", from);
  const kind = KINDS[Number(reader.unsigned(1, 1, BigInt(KINDS.length))[0]!)]!;
  const link = (): LinkDigests => ({ sent: reader.bytes(DIGEST_BYTES), received: reader.bytes(DIGEST_BYTES) });
  const digests = { next: link(), previous: link() };
  const vector = () => reader.unsigned(columns, UNSIGNED_BYTES, INTEGER_LIMIT);
  const multipliers = () => reader.signed(rows, SIGNED_BYTES, INTEGER_LIMIT);
  const read = (): Answer => {
    if (kind === "none") return { kind };
    if (kind === "infeasible") return { kind, multipliers: multipliers() };
    const x = vector();
    return kind === "unbounded" ? { kind, x, ray: vector() } : { kind, x, multipliers: multipliers() };
  };
  const answer = read();
  reader.end();
  return { answer, digests };
}
