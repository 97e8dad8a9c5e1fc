// That this party makes each of its turns of a proof once, also when its journal was put back to an
// earlier state. Two answers to one exchange, with other turns of the others before them, show what
// the masks hide, and the chain has none of these turns. So a party sends a new one only if it
// knows, from what no back-up has (client/journal/proof-memory.ts), that its journal is the newest.
//
// How it knows: nobody sends a turn of the proof before the exchange in which the proof is posted
// is open on chain. A client that sees the round before that notes in memory that nothing is sent,
// and from then on the number and the digest of all that is. A client without that note, which was
// started later on a machine that has none, or whose note says something else than the journal,
// hands out what its journal has, and makes nothing new.
//
// Not protected: a copy of the machine's memory itself that goes on running (a snapshot of a
// virtual machine with its memory); two clients of one company that run at the same time on copies
// of its home; a chain node that shows an earlier state of the chain than the present.
import type { Hex } from "viem";
import { SealedError } from "../../errors.ts";
import type { ProofMemory, SentTurns } from "../../journal/proof-memory.ts";
import type { Observed } from "../../round/observed.ts";

export class AnswerOnce {
  readonly #memory: ProofMemory;
  readonly #exchange: number;
  readonly #opened = Promise.withResolvers<void>();
  /** Digests of this party's turns of the proof, in order. */
  #sent: readonly Hex[] = [];
  #isNewest = false;

  /** `exchange`: the posted one in which the proof is made. */
  constructor(memory: ProofMemory, exchange: number) {
    this.#memory = memory;
    this.#exchange = exchange;
  }

  /** Takes notice of the round as the chain has it. */
  saw({ phase, exchange }: Pick<Observed, "phase" | "exchange">): void {
    if (phase !== "committing" && phase !== "running") return;
    if (exchange >= this.#exchange) this.#opened.resolve();
    else if (this.#memory.read() === null) this.#memory.write({ count: 0, last: null });
  }

  /** Begins, in this life, with the turns that the journal has. */
  resume(journalled: readonly Hex[]): void {
    const known = this.#memory.read();
    // A turn is journalled first: a client that was killed in between has one more there.
    this.#isNewest = known !== null && (isSame(known, journalled) || isSame(known, journalled.slice(0, -1)));
    this.#sent = journalled;
    if (this.#isNewest) this.#remember();
  }

  /**
   * Waits until a new turn may be made. Throws SealedError "JournalRestored", or the signal's
   * reason.
   */
  async permit(signal: AbortSignal): Promise<void> {
    if (!this.#isNewest)
      throw new SealedError(
        "JournalRestored",
        "the memory of this machine does not confirm that the journal has all that this home has sent of the proof: it may be " +
          "restored from a back-up, or the machine was restarted meanwhile. A second answer would show this company's rows, so " +
          "this home cannot prove this round any more: open a new one",
      );
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      signal.throwIfAborted();
      await Promise.race([this.#opened.promise, aborted.promise]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** To be called between the journalling of a new turn and its handing out. */
  made(digest: Hex): void {
    this.#sent = [...this.#sent, digest];
    this.#remember();
  }

  #remember(): void {
    this.#memory.write({ count: this.#sent.length, last: this.#sent.at(-1) ?? null });
  }
}

function isSame({ count, last }: SentTurns, turns: readonly Hex[]): boolean {
  return count === turns.length && last === (turns.at(-1) ?? null);
}
