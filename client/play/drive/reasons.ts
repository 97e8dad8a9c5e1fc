// What a decision to stop means, in words and with what shows it.
import { ChainError, type ConcordatError, ProtocolError } from "../../errors.ts";
import type { Failed, GiveUpCode } from "../decide/action.ts";

/**
 * Why the task that runs is given up; `sender` is the party whose message of `step` is waited for.
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
        "the session among the nodes is not over, and half of this party's turn is",
      );
    case "ComputationLate":
      return new ProtocolError(
        "ComputationLate",
        "this party's own computation is not over, and three quarters of its turn are",
      );
    case "RoundSettled":
      return new ChainError("RoundSettled", `round ${round} has been settled by the others`);
    default:
      return timeOver(code, round);
  }
}

/**
 * Why the round is stopped; `from` is the sender of the step that shows it, `wasActedUpon` whether
 * its message has been acted upon.
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
        `round ${round} has other parameters than those agreed on: do not commit to it, and agree on the round again`,
      );
    case "PeerRefused": {
      const text = wasActedUpon
        ? `party ${from} has taken its message of step ${step} back: it refuses to go on`
        : `party ${from} has stopped: it refuses to go on from step ${step}`;
      return new ProtocolError("PeerRefused", text, from);
    }
    case "Equivocation": {
      const text =
        `after a reorganisation party ${from} has posted another digest for step ${step} than that of the message it gave before: ` +
        "it is kept as evidence";
      return new ProtocolError("Equivocation", text, from);
    }
    case "NoResult": {
      const text = step === null ? "the protocol ended without a result" : `step ${step} is ours, but has no message`;
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
