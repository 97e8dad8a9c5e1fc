// A round's messages over the network. Nothing is sent to anybody: what the journal holds is
// published, since whoever needs it asks.
import { NetworkError, ProtocolError } from "../errors.ts";
import type { Agreement } from "../round/agreement.ts";
import type { RoundId } from "../round/id.ts";
import type { Channel } from "./channel.ts";
import type { Network } from "./network.ts";

/** Codes that are the sender's fault. */
const FAULTS = new Set(["FrameInvalid", "FrameTooLong", "MessageRefused"]);

/** `accounts` of the round's parties, in their order. */
export function networkChannel(
  network: Pick<Network, "fetch">,
  { chainId, coordinator, round }: RoundId,
  { accounts, schedule }: Pick<Agreement, "accounts" | "schedule">,
): Channel {
  return {
    publish: async () => undefined,
    fetch: async (step, from, maxBytes, signal) => {
      const { exchange } = schedule[step]!;
      let reached = false;
      const onRetry = (code: string) => {
        if (code !== "ChainUnreachable") reached = code !== "PeerUnreachable";
      };
      try {
        const options = { maxBytes, signal, onRetry };
        return await network.fetch(accounts[from]!, { chainId, coordinator, round, exchange }, options);
      } catch (error) {
        if (error instanceof ProtocolError && error.code === "MessageMissing" && !reached) {
          // It may be flooded, or cut off from us only: who is at fault nobody can tell.
          const text = `party ${from} was not reached, so that its messages of exchange ${exchange} are missing; check the connection to it and its client's log`;
          throw new ProtocolError("MessageMissing", text, undefined, { cause: error });
        }
        if (!(error instanceof NetworkError) || !FAULTS.has(error.code)) throw error;
        const text = `exchange ${exchange} of party ${from}: ${error.message}`;
        throw new ProtocolError(error.code, text, from, { cause: error });
      }
    },
  };
}
