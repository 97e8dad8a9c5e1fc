// A round's messages over the network. Messages are not pushed: those in the journal count as
// published, since whoever needs one asks for it.
import type { Address } from "viem";
import { NetworkError, ProtocolError } from "../errors.ts";
import type { RoundId } from "../round/id.ts";
import type { Channel } from "./channel.ts";
import type { Network } from "./network.ts";

/** Codes that are the sender's fault. */
const FAULTS = new Set(["FrameInvalid", "FrameTooLong", "MessageRefused"]);

/** `accounts` of the round's parties, in their order. */
export function networkChannel(
  network: Pick<Network, "fetch">,
  { chainId, coordinator, round }: RoundId,
  accounts: readonly Address[],
): Channel {
  return {
    publish: async () => undefined,
    fetch: async (step, from, maxBytes, signal) => {
      let reached = false;
      const onRetry = (code: string) => {
        if (code !== "ChainUnreachable") reached = code !== "PeerUnreachable";
      };
      try {
        const options = { maxBytes, signal, onRetry };
        return await network.fetch(accounts[from]!, { chainId, coordinator, round, step }, options);
      } catch (error) {
        if (error instanceof ProtocolError && error.code === "MessageMissing" && !reached) {
          // The party may be flooded, or cut off from us only: nobody can tell who is at fault.
          const text = `step ${step}: party ${from} could not be reached, so its message is missing: check the connection and that party's client log`;
          throw new ProtocolError("MessageMissing", text, undefined, { cause: error });
        }
        if (!(error instanceof NetworkError) || !FAULTS.has(error.code)) throw error;
        const text = `step ${step} from party ${from}: ${error.message}`;
        throw new ProtocolError(error.code, text, from, { cause: error });
      }
    },
  };
}
