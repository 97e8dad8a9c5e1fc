// A party's state of a round in one life of its client: the data that decisions use, and the
// objects behind them.
import type { Hex } from "viem";
import { isWrongContract } from "../../chain/coordinator/check-contract.ts";
import type { Mined } from "../../chain/session.ts";
import { asConcordatError, ConcordatError, ProtocolError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import type { RoundId } from "../../round/id.ts";
import { isPosted } from "../../round/schedule.ts";
import { type Kept, newKept, type Plan, type Play } from "../decide/situation.ts";
import type { MessageEvidence } from "../fault/fault.ts";
import { AnswerOnce } from "./answer-once.ts";
import { checkAgreement } from "./check-round.ts";
import type { RoundContext } from "./context.ts";
import type { PartyEvent, PostedTurn } from "./events.ts";
import { FetchAhead } from "./fetch-ahead.ts";
import type { DriveInput } from "./input.ts";
import type { Taken } from "./messages.ts";
import { Player } from "./player.ts";
import { commitmentOf, commitTo } from "./proving.ts";
import type { SettledResult } from "./settled.ts";

/** What stopped the protocol, and the message that shows it. */
interface Stopped {
  readonly error: unknown;
  readonly evidence: MessageEvidence | null;
}

export class Life {
  readonly input: DriveInput;
  readonly context: RoundContext;
  readonly channel: FetchAhead;
  readonly plan: Plan;
  readonly player: Player;
  readonly commitment: Hex;
  /** For a sealed outcome; null for a public one. */
  readonly once: AnswerOnce | null;
  kept: Kept;
  /** Another party's current turn, checked, until the player has it. */
  taken: Taken | null = null;
  stopped: Stopped | null = null;
  result: SettledResult | null = null;
  /** Why the settlement cannot be read. */
  unread: unknown = null;
  withdrawal: Mined | null = null;
  /**
   * Transactions that were reported already: until one has enough confirmations, every poll comes
   * across it again.
   */
  readonly #told = new Set<Hex>();

  constructor(input: DriveInput, id: RoundId) {
    const { party, session, channel, journal, waiting } = input;
    const random = roundRandom(input.random, id);
    const proving = commitTo(input.rows, input.sealing, random);
    this.player = new Player({ ...input, random, proving });
    const schedule = this.player.schedule.turns;
    const turns = schedule.filter(isPosted);
    const agreement = { ...input.agreement, schedule };
    this.input = input;
    this.once = input.sealing && new AnswerOnce(input.sealing.memory, turns.at(-1)!.exchange);
    this.commitment = commitmentOf(proving, id, party, agreement.round.columns);
    this.channel = new FetchAhead(channel, waiting.signal);
    this.context = {
      ...{ party, id, agreement, session, journal, channel: this.channel },
      waiting: this.waiting(waiting.signal),
    };
    this.plan = {
      ...{ party, turns, objectiveOwner: agreement.round.objectiveOwner, periods: agreement.periods },
      closes: input.closing !== null,
    };
    const own = journal.steps().filter((step) => turns[step]?.from === party);
    this.kept = newKept(own, journal.outcome() === null ? null : "earlier");
    this.#recall();
  }

  /** A run that failed in an earlier life does not try again: its peers have seen its refusals. */
  #recall(): void {
    const fault = this.input.journal.fault();
    if (fault !== null) {
      const error = new ProtocolError(fault.code, fault.message, fault.party ?? undefined);
      this.stopped = { error, evidence: null };
      this.update({ fault: { refuses: hasTurns(error) } });
      return;
    }
    try {
      checkAgreement(this.input);
    } catch (error) {
      this.stop(error);
    }
  }

  /** The waiting options with another signal. */
  waiting(signal: AbortSignal): RoundContext["waiting"] {
    const { pollMs } = this.input.waiting;
    return { pollMs, signal, onTransientError: (error) => this.tell({ type: "trouble", error }) };
  }

  tell(event: PartyEvent): void {
    this.input.onEvent(event);
  }

  tellTurn(turn: PostedTurn): void {
    this.tell({ type: "message", message: turn });
  }

  tellTransaction({ hash }: Mined, event: PartyEvent): void {
    if (!this.#told.has(hash)) this.tell(event);
    this.#told.add(hash);
  }

  update(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
  }

  updatePlay(change: Partial<Play>): void {
    this.update({ play: { ...this.kept.play, ...change } });
  }

  /**
   * Records a failure for the next decision; throws it instead if the journal already has a fault.
   */
  stop(error: unknown, evidence: MessageEvidence | null = null): void {
    if (this.kept.fault !== null) throw error;
    this.stopped = { error, evidence };
    this.update({ failure: { lasting: evidence !== null } });
  }

  /**
   * Discards what stopped the party, unless it is in the journal: the settled outcome replaces it.
   */
  forget(): void {
    if (this.kept.fault === null) this.stopped = null;
    this.update({ failure: null });
  }

  /** Notes that the fault is in the journal. */
  fail(): void {
    this.update({ failure: null, fault: { refuses: hasTurns(this.stopped!.error) } });
  }

  /** Why the party stopped; null when nothing stopped it. */
  get error(): ConcordatError | null {
    return this.stopped === null ? null : asConcordatError(this.stopped.error);
  }
}

/**
 * Whether this party may have turns to refuse: it has none in a round that differs or is of another
 * contract, since it has not committed to it.
 */
function hasTurns(error: unknown): boolean {
  const differs = error instanceof ConcordatError && error.code === "RoundDiffers";
  return !differs && !isWrongContract(error);
}

/**
 * The randomness of one round: one seed may serve many rounds, but never the same blindings, keys
 * or masks twice.
 */
export function roundRandom(seed: Random, { chainId, coordinator, round }: RoundId): Random {
  return seed.fork(`round/${chainId}/${coordinator.toLowerCase()}/${round}`);
}
