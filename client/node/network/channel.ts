// A round's messages over the network: published by storing them, since whoever needs one comes and asks.
import type { Address } from "viem";
import type { RoundId } from "../../certificate/types.ts";
import { NetworkError, ProtocolError } from "../../errors.ts";
import { type Envelope, encodeEnvelope, openEnvelope } from "../envelope.ts";
import type { Network } from "./network.ts";

export interface NetworkChannelInput {
  readonly network: Pick<Network, "fetch">;
  readonly round: RoundId;
  /** Accounts of the round's parties, in their order. */
  readonly accounts: readonly Address[];
  /** Largest envelope of the round, in bytes. */
  readonly maxBytes: number;
  /** Stores an encoded envelope of our own, for good, where the network's store finds it. */
  readonly save: (step: number, bytes: Uint8Array) => Promise<void>;
}

export interface NetworkChannel {
  /** Stores a message of our own; from then on its receivers can have it. */
  publish(envelope: Envelope): Promise<void>;
  /**
   * The message of `step`, signed by party `from`. Throws ProtocolError naming the party for what cannot be that ("FrameInvalid",
   * "FrameTooLong", "MessageRefused", and what `openEnvelope` throws), NetworkError "NetworkClosed", or the signal's reason.
   */
  fetch(step: number, from: number, signal: AbortSignal): Promise<Envelope>;
}

/** Codes that are the sender's fault. */
const FAULTS = new Set(["FrameInvalid", "FrameTooLong", "MessageRefused"]);

export function createNetworkChannel(input: NetworkChannelInput): NetworkChannel {
  const { network, round, accounts, maxBytes, save } = input;
  return {
    publish: (envelope) => save(envelope.step, encodeEnvelope(envelope)),
    fetch: async (step, from, signal) => {
      const message = { chainId: round.chainId, coordinator: round.coordinator, round: round.round, step };
      const account = accounts[from]!;
      try {
        const bytes = await network.fetch(account, message, { maxBytes, signal });
        return await openEnvelope(bytes, { message, from, account });
      } catch (error) {
        if (!(error instanceof NetworkError) || !FAULTS.has(error.code)) throw error;
        throw new ProtocolError(error.code, `step ${step} from party ${from}: ${error.message}`, from, {
          cause: error,
        });
      }
    },
  };
}
