// The messages that this party has acted upon, and whether they still stand on chain: a reorganisation lets their sender post others.
import type { Hex } from "viem";
import { type BlockName, isOnChain, persist, readMessageDigest, type Sight } from "../../chain/coordinator/read.ts";
import { ProtocolError } from "../../errors.ts";
import { refusalDigest } from "../../round/digests.ts";
import type { MessageSight } from "../fault/fault.ts";
import type { RoundContext } from "./context.ts";

/** A message that was acted upon, with the digest that was on chain. */
export interface ActedUpon {
  readonly step: number;
  readonly from: number;
  readonly digest: Hex;
  readonly envelope: Uint8Array;
}

export interface Standing {
  add(message: ActedUpon): void;
  /**
   * The message whose sender has since posted something else in its step, and the error that says so ("Equivocation" or "PeerRefused");
   * null when all stand as far as `sight` shows. Asks for one block unless there was a reorganisation.
   */
  broken(sight: Sight): Promise<{ readonly sight: MessageSight; readonly error: ProtocolError } | null>;
}

export function createStanding({ session, id, waiting }: RoundContext): Standing {
  const acted: ActedUpon[] = [];
  /** Up to this block all was well. */
  let checked: BlockName | null = null;
  return {
    add: (message) => {
      acted.push(message);
    },
    broken: async ({ block }) => {
      const known = checked;
      const unchanged = known !== null && (await persist(() => isOnChain(session, known), waiting));
      if (!unchanged) {
        for (const message of acted) {
          const { step, from, digest } = message;
          const posted = await persist(() => readMessageDigest(session, id.round, step), waiting);
          // Taken back, and not yet posted again: a later look tells.
          if (posted === null) return null;
          if (posted === digest) continue;
          const error = explain(posted === refusalDigest(id, step, from), message);
          return { sight: { step, from, posted, envelope: message.envelope }, error };
        }
      }
      checked = block;
      return null;
    },
  };
}

function explain(refused: boolean, { step, from }: ActedUpon): ProtocolError {
  return refused
    ? new ProtocolError(
        "PeerRefused",
        `party ${from} has taken its message of step ${step} back: it refuses to go on`,
        from,
      )
    : new ProtocolError(
        "Equivocation",
        `after a reorganisation party ${from} has posted another digest for step ${step} than that of the message it gave before: ` +
          "it is kept as evidence",
        from,
      );
}
