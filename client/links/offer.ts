// What a node says to the others before a session: signed like a message of the round, under
// an exchange that no schedule has, so that the same request fetches it (docs/wire.md). Only the
// newest offer counts; none is posted on chain.
import type { LocalAccount } from "viem";
import { ProtocolError } from "../errors.ts";
import { ENVELOPE_HEAD, type Expected, encodeEnvelope, openEnvelope, signEnvelope } from "../round/envelope.ts";
import type { RoundId } from "../round/id.ts";
import { PART_HEAD } from "../round/parts.ts";

/** No schedule has so many exchanges. */
export const OFFER_EXCHANGE = 0xffff_ffff;
const BODY_BYTES = 1 + 4 + 2 + 4 + 1;
/** Of an offer in its envelope. */
export const OFFER_BYTES = ENVELOPE_HEAD + PART_HEAD + BODY_BYTES;
const VERSION = 1;
const NONE = 0xffff_ffff;

export interface Offer {
  /** The epoch that this node would begin, or has begun. */
  readonly epoch: number;
  /** Where it listens in this epoch; 0 while it does not. */
  readonly port: number;
  /** Epoch of the result that it has stored; null if there is none. */
  readonly resultEpoch: number | null;
  /** It knows that all nodes have stored that result. */
  readonly finished: boolean;
}

export async function encodeOffer(offer: Offer, id: RoundId, from: number, account: LocalAccount): Promise<Uint8Array> {
  const body = Buffer.alloc(BODY_BYTES);
  body.writeUInt8(VERSION, 0);
  body.writeUInt32BE(offer.epoch, 1);
  body.writeUInt16BE(offer.port, 5);
  body.writeUInt32BE(offer.resultEpoch ?? NONE, 7);
  body.writeUInt8(Number(offer.finished), 11);
  const { chainId, coordinator, round } = id;
  return encodeEnvelope(
    await signEnvelope({ chainId, coordinator, round, exchange: OFFER_EXCHANGE, from, parts: [body] }, account),
  );
}

/** Throws ProtocolError naming the node, as `openEnvelope` does, or "OfferInvalid". */
export async function decodeOffer(
  bytes: Uint8Array,
  id: RoundId,
  sender: Pick<Expected, "from" | "account" | "contracts">,
): Promise<Offer> {
  const { chainId, coordinator, round } = id;
  const { from } = sender;
  const expected = { chainId, coordinator, round, exchange: OFFER_EXCHANGE };
  const { parts } = await openEnvelope(bytes, { id: expected, ...sender });
  const [body] = parts;
  const view = body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.length) : Buffer.alloc(0);
  if (parts.length !== 1 || view.length !== BODY_BYTES || view[0] !== VERSION || view[11]! > 1)
    throw new ProtocolError(
      "OfferInvalid",
      `node ${from} sent an offer of a session that is malformed or of another version`,
      from,
    );
  const resultEpoch = view.readUInt32BE(7);
  return {
    epoch: view.readUInt32BE(1),
    port: view.readUInt16BE(5),
    resultEpoch: resultEpoch === NONE ? null : resultEpoch,
    finished: view[11] === 1,
  };
}
