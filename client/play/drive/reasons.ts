// The errors behind decisions to stop, with their texts.
import { ChainError, type ConcordatError, ProtocolError } from "../../errors.ts";
import type { Turn } from "../../round/digests.ts";
import type { Failed, GiveUpCode } from "../decide/action.ts";

/** Why the running task is given up; `awaited` is the turn that this party waits for. */
export function reasonToGiveUp(code: GiveUpCode, round: bigint, { exchange, from }: Turn): ConcordatError {
  switch (code) {
    case "MessageMissing": {
      const text = `party ${from} posted a digest in exchange ${exchange}, but its messages did not arrive`;
      return new ProtocolError("MessageMissing", text, from);
    }
    case "SessionStalled":
      return new ProtocolError(
        "SessionStalled",
        "what the parties compute among themselves is not finished, and half of the exchange's period has passed",
      );
    case "ComputationLate":
      return new ProtocolError(
        "ComputationLate",
        "this party's own computation is not finished, and three quarters of the exchange's period have passed",
      );
    case "RoundSettled":
      return new ChainError("RoundSettled", `round ${round} has been settled by the others`);
    default:
      return timeOver(code, round);
  }
}

/**
 * Why the round is stopped; `shown` is the turn that shows the fault, null where none does;
 * `wasActedUpon` says whether it has been acted upon.
 */
export function reasonToFail(
  code: Failed["code"],
  round: bigint,
  shown: Turn | null,
  wasActedUpon: boolean,
): ConcordatError {
  const [exchange, from] = [shown?.exchange, shown?.from];
  switch (code) {
    case "RoundDiffers":
      return new ProtocolError(
        "RoundDiffers",
        `round ${round} has parameters other than those agreed on: do not commit to it, and agree on the round again`,
      );
    case "PeerRefused": {
      const text = wasActedUpon
        ? `party ${from} has withdrawn its messages of exchange ${exchange}: it refuses to continue`
        : `party ${from} has stopped: it refuses to continue from exchange ${exchange}`;
      return new ProtocolError("PeerRefused", text, from);
    }
    case "Equivocation": {
      const text =
        `after a reorganisation, the digest that party ${from} posted in exchange ${exchange} is not that of what it ` +
        "sent before, which is kept as evidence";
      return new ProtocolError("Equivocation", text, from);
    }
    case "NoResult": {
      const text =
        shown === null
          ? "the protocol ended without a result"
          : `this party is to send messages in exchange ${exchange}, but has none`;
      return new ProtocolError("NoResult", text);
    }
    default:
      return timeOver(code, round);
  }
}

/** The journal keeps the text, so it must be true before and after the round is closed. */
function timeOver(code: "RoundLate" | "RoundExpired", round: bigint): ChainError {
  const back = "back by itself what it returns; to try again, open a new round";
  if (code === "RoundLate") {
    const text = `round ${round} passed its deadline before everybody had acted: this client expires it, unless somebody else does, and takes ${back}`;
    return new ChainError("RoundLate", text);
  }
  return new ChainError("RoundExpired", `round ${round} expired before everybody had acted: this client takes ${back}`);
}
