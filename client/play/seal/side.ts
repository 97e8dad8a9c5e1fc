// A company's side of a sealed proof, exchange by exchange: what it sends, and what it takes of
// others' turns. A turn has one message for all others, and may have more for one of them each.
import { ProtocolError, SealedError } from "../../errors.ts";
import type { KeptPart } from "./kept-part.ts";
import type { OwnOutcome } from "./settlement.ts";

/** A party's turn of an exchange, as another one has it. */
export interface HeardTurn {
  /** In the order of the schedule; null for a message to somebody else. */
  readonly messages: readonly (Uint8Array | null)[];
  /** The turn with its signature. */
  readonly envelope: Uint8Array;
}

/** This party's messages of the exchange that follows, or the proof, which verifies. */
export type Advance = { readonly messages: readonly Uint8Array[] } | { readonly proof: Uint8Array };

export interface SealingSide {
  /** What it knows of the outcome; null before that is certain. */
  readonly own: OwnOutcome | null;
  /** What it made its part of the proof from; null before that began. */
  readonly part: KeptPart | null;
  /** Its messages of the exchange that is due. */
  readonly sent: readonly Uint8Array[];
  next(turns: readonly HeardTurn[]): Advance;
}

/** A departure that the turn of another party, `by`, shows. */
export class ShownFault extends ProtocolError {
  readonly by: number;

  constructor(fault: ProtocolError, by: number) {
    super(fault.code, fault.message, fault.party, { cause: fault });
    this.by = by;
  }
}

/**
 * Answers each exchange once, in order. Ends with the first refusal, since masks serve one proof.
 */
export class Answers<Exchange> {
  readonly #party: number;
  readonly #parties: number;
  readonly #exchanges: readonly Exchange[];
  /** Exchanges that are over. */
  #over = 0;
  #refused = false;
  #sent: readonly Uint8Array[];

  constructor(
    { party, parties }: { readonly party: number; readonly parties: number },
    exchanges: readonly Exchange[],
    first: readonly Uint8Array[],
  ) {
    this.#party = party;
    this.#parties = parties;
    this.#exchanges = exchanges;
    this.#sent = first;
  }

  /** This party's messages of the exchange that is due. */
  get sent(): readonly Uint8Array[] {
    return this.#sent;
  }

  /** The exchange that follows the one that is being answered. */
  get following(): Exchange {
    return this.#exchanges[this.#over + 1]!;
  }

  /**
   * Takes all companies' turns of the exchange that is due, in party order, its own among them.
   * `answer` makes the messages that follow, null at the end; null is returned then. Throws what it
   * throws, and SealedError `ShapeMismatch`, `StepRepeated` after the end, `MessageUnexpected` when
   * this party's turn is not the one that it sent.
   */
  next(
    turns: readonly Pick<HeardTurn, "messages">[],
    answer: (exchange: Exchange) => readonly Uint8Array[] | null,
  ): readonly Uint8Array[] | null {
    if (turns.length !== this.#parties)
      throw new SealedError("ShapeMismatch", `${turns.length} messages of ${this.#parties} companies`);
    this.#requireSame(turns[this.#party]!.messages);
    const exchange = this.#exchanges[this.#over];
    if (this.#refused || exchange === undefined)
      throw new SealedError("StepRepeated", "this sealing has ended: commit anew, in another round");
    this.#refused = true;
    const messages = answer(exchange);
    this.#refused = false;
    this.#over++;
    if (messages !== null) this.#sent = messages;
    return messages;
  }

  #requireSame(messages: HeardTurn["messages"]): void {
    const isSame = (body: Uint8Array, i: number) => messages[i] !== null && Buffer.from(body).equals(messages[i]!);
    if (messages.length !== this.#sent.length || !this.#sent.every(isSame))
      throw new SealedError("MessageUnexpected", "this party's own message is not the one that it sent", this.#party);
  }
}
