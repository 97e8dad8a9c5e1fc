// Names an exchange: chain, contract, round and exchange, in 88 bytes, the same in envelopes and in
// requests.

import type { Hex } from "viem";
import { getAddress, hexToBytes } from "viem/utils";
import { ConcordatError } from "../errors.ts";
import { isUnsigned } from "../math/words.ts";
import type { RoundId } from "./id.ts";

export interface ExchangeId extends RoundId {
  /** 0-based, below 2^32; offers and terms have numbers that no schedule has. */
  readonly exchange: number;
}

/** chainId 32 | coordinator 20 | round 32 | exchange 4, big endian */
export const EXCHANGE_ID_BYTES = 88;

/** @throws ConcordatError NumberOutOfRange when a number does not fit its field. */
export function encodeExchangeId({ chainId, coordinator, round, exchange }: ExchangeId): Uint8Array {
  const fits =
    isUnsigned(chainId, 256) &&
    isUnsigned(round, 256) &&
    Number.isInteger(exchange) &&
    isUnsigned(BigInt(exchange), 32);
  if (!fits) throw new ConcordatError("NumberOutOfRange", "chain and round must fit in 256 bits, an exchange in 32");
  const bytes = Buffer.alloc(EXCHANGE_ID_BYTES);
  bytes.write(chainId.toString(16).padStart(64, "0"), 0, "hex");
  bytes.set(hexToBytes(getAddress(coordinator)), 32);
  bytes.write(round.toString(16).padStart(64, "0"), 52, "hex");
  bytes.writeUInt32BE(exchange, 84);
  return bytes;
}

/** Decodes exactly MESSAGE_ID_BYTES bytes. */
export function decodeExchangeId(bytes: Uint8Array): ExchangeId {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, EXCHANGE_ID_BYTES);
  const hex = (start: number, end: number): Hex => `0x${view.toString("hex", start, end)}`;
  return {
    chainId: BigInt(hex(0, 32)),
    coordinator: getAddress(hex(32, 52)),
    round: BigInt(hex(52, 84)),
    exchange: view.readUInt32BE(84),
  };
}

export function isSameExchange(a: ExchangeId, b: ExchangeId): boolean {
  return Buffer.compare(encodeExchangeId(a), encodeExchangeId(b)) === 0;
}
