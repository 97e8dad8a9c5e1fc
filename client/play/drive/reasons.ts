// The errors behind decisions to stop, with their texts.
import { ChainError, type ConcordatError, ProtocolError } from "../../errors.ts";
import type { Failed, GiveUpCode } from "../decide/action.ts";

/**
 * Why the running task is given up; `sender` is the party whose message of `step` this party waits
 * for.
 */
export function reasonToGiveUp(code: GiveUpCode, round: bigint, step: number, sender: number): ConcordatError {
  switch (code) {
    case "MessageMissing": {
      const text = `party ${sender} posted the digest of step ${step}, but the message did not arrive`;
      return new ProtocolError("MessageMissing", text, sender);
    }
    case "SessionStalled":
      return new ProtocolError(
        "SessionStalled",
        "the session among the nodes is not finished, and half of this party's turn has passed",
      );
    case "ComputationLate":
      return new ProtocolError(
        "ComputationLate",
        "this party's own computation is not finished, and three quarters of its turn have passed",
      );
    case "RoundSettled":
      return new ChainError("RoundSettled", `round ${round} has been settled by the others`);
    default:
      return timeOver(code, round);
  }
}

/**
 * Why the round is stopped; `from` is the sender of the step that shows the fault, `wasActedUpon`
 * says whether its message has been acted upon.
 */
export function reasonToFail(
  { code, step }: Failed,
  round: bigint,
  from: number | undefined,
  wasActedUpon: boolean,
): ConcordatError {
  switch (code) {
    case "RoundDiffers":
      return new ProtocolError(
        "RoundDiffers",
        `round ${round} has parameters other than those agreed on: do not commit to it, and agree on the round again`,
      );
    case "PeerRefused": {
      const text = wasActedUpon
        ? `party ${from} has withdrawn its message of step ${step}: it refuses to continue`
        : `party ${from} has stopped: it refuses to continue from step ${step}`;
      return new ProtocolError("PeerRefused", text, from);
    }
    case "Equivocation": {
      const text =
        `after a reorganisation, the digest that party ${from} posted for step ${step} is not that of the message that it ` +
        "sent before, which is kept as evidence";
      return new ProtocolError("Equivocation", text, from);
    }
    case "NoResult": {
      const text =
        step === null
          ? "the protocol ended without a result"
          : `this party is to send step ${step}, but has no message`;
      return new ProtocolError("NoResult", text);
    }
    default:
      return timeOver(code, round);
  }
}

function timeOver(code: "RoundLate" | "RoundExpired", round: bigint): ChainError {
  return code === "RoundLate"
    ? new ChainError("RoundLate", `round ${round} is past its deadline: anyone may expire it now`)
    : new ChainError("RoundExpired", `round ${round} has expired: withdraw your bond and open a new round`);
}
