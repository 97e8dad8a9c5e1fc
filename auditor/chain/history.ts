// Replays a round's events under the coordinator's rules: who may do what when, until which
// deadline, and who is owed which bond. An event that the rules do not allow ends the replay.
import {
  EMPTY_DIGEST,
  firstPosts,
  nextPosts,
  type RoundKey,
  refusalDigest,
  type Turn,
} from "../certificate/digests.ts";
import { inEnglish, phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import type { EventRecord } from "./events.ts";
import type { Params } from "./params.ts";
import { isSealed } from "./sealed-params.ts";
import type { BlockRef } from "./view.ts";

export const PHASES = ["none", "committing", "running", "settling", "settled", "expired"] as const;
export type PhaseName = (typeof PHASES)[number];
const [, COMMITTING, RUNNING, SETTLING, SETTLED, EXPIRED] = [0, 1, 2, 3, 4, 5] as const;

export interface Commit {
  readonly party: number;
  readonly digest: string;
  readonly block: BlockRef;
}

/** The one digest that a party has posted for all that it sends in an exchange. */
export interface Post {
  readonly exchange: number;
  readonly party: number;
  readonly digest: string;
  readonly block: BlockRef;
  /** The party has posted that it stops. */
  readonly refusal: boolean;
}

export interface Credit {
  readonly account: string;
  readonly amount: bigint;
}

/** The rule that an event breaks. */
class RuleBroken extends Error {
  readonly rule: Phrase;
  constructor(rule: Phrase) {
    super(inEnglish(rule));
    this.rule = rule;
  }
}

const phaseName = (phase: number): Phrase => phrase(`phase/${PHASES[phase]!}`);

export class History {
  readonly params: Params;
  readonly key: RoundKey;
  readonly opened: EventRecord;
  phase: number = COMMITTING;
  /** Last second of the phase or exchange; 0 when closed. */
  deadline: number;
  /** Per party, null until it commits. */
  readonly commits: (Commit | null)[];
  /** The present exchange; their number after the last one. */
  exchange = 0;
  /** In the order in which they came. */
  readonly posts: Post[] = [];
  /** Per party, the running digest of what it has posted; null until it commits. */
  readonly runningDigests: (string | null)[];
  readonly advances: EventRecord[] = [];
  /** Calldata of a settlement, or of its parts, that a contract sent, by the event of the call. */
  readonly calls: Map<EventRecord, string> = new Map();
  /** The event that closed the round: Settled, or SettledSealed for a sealed outcome. */
  settled: EventRecord | null = null;
  expired: EventRecord | null = null;
  readonly credits: Credit[] = [];
  /** Parties that were to act when the round expired, or are to act now; in order. */
  due: number[];
  /** The first event that breaks the rules, and the rule. */
  broken: Phrase | null = null;
  /** A call of settle whose event must come next. */
  #called: EventRecord | null = null;
  /** Events that must come next. */
  readonly #announced: string[] = [];

  /** Plays the events after the first, which must be Opened with `params`. */
  constructor(key: RoundKey, params: Params, events: readonly EventRecord[]) {
    this.key = key;
    this.params = params;
    this.opened = events[0]!;
    this.deadline = this.opened.block.time + params.commitPeriod;
    this.commits = params.parties.map(() => null);
    this.runningDigests = params.parties.map(() => null);
    this.due = params.parties.map((_, k) => k);
    for (const event of events.slice(1)) {
      try {
        this.#play(event);
      } catch (error) {
        if (!(error instanceof RuleBroken)) throw error;
        this.broken = phrase("BrokenBy", { event: event.name, block: event.block.number, rule: error.rule });
        return;
      }
    }
    if (this.#called !== null) this.broken = phrase("CallWithoutEvent");
    if (this.#announced.length > 0) this.broken = phrase("EventMissing", { event: this.#announced[0]! });
  }

  #play(event: EventRecord): void {
    const { name, args, block } = event;
    this.#matchCall(event);
    if (this.#announced.length > 0 || name === "PhaseChanged" || name === "BondCredited") {
      const found = `${name}(${[...args].slice(1).map(String).join(", ")})`;
      const announced = this.#announced.shift();
      if (found !== announced) {
        throw new RuleBroken(phrase("OtherEvent", { found, required: announced ?? phrase("AnotherEvent") }));
      }
      if (name === "BondCredited") this.credits.push({ account: args[1] as string, amount: args[2] as bigint });
      return;
    }
    if (name === "Opened") throw new RuleBroken(phrase("OpenedBefore"));
    if (this.phase > SETTLING) throw new RuleBroken(phrase("WasClosed"));
    if (name === "Expired") this.#expire(event);
    else {
      if (block.time > this.deadline) throw new RuleBroken(phrase("AfterDeadline", { deadline: this.deadline }));
      if (name === "Committed") this.#commit(event);
      else if (name === "Posted") this.#post(event);
      else this.#settle(event);
    }
  }

  #need(phase: number): void {
    if (this.phase !== phase)
      throw new RuleBroken(phrase("OtherPhase", { was: phaseName(this.phase), needed: phaseName(phase) }));
  }

  /** At second `now` an exchange begins, or, after the last one, the settlement. */
  #begin(exchange: number, now: number): void {
    const { parties, senders, exchangePeriod, settlePeriod } = this.params;
    const isOver = exchange === senders.length;
    this.exchange = exchange;
    this.due = isOver ? [] : senders[exchange]!.filter((k) => k < parties.length);
    this.phase = isOver ? SETTLING : RUNNING;
    this.deadline = now + (isOver ? settlePeriod : exchangePeriod);
    if (isOver || exchange === 0) this.#announced.push(`PhaseChanged(${this.phase}, ${this.deadline})`);
  }

  #commit({ args, block }: EventRecord): void {
    this.#need(COMMITTING);
    const party = Number(args[1]);
    const digest = args[3] as string;
    const { parties } = this.params;
    if (parties[party] !== args[2]) throw new RuleBroken(phrase("NotParty", { account: args[2] as string, party }));
    if (this.commits[party] !== null) throw new RuleBroken(phrase("CommittedBefore", { party }));
    if (digest === EMPTY_DIGEST) throw new RuleBroken(phrase("DigestZero"));
    this.commits[party] = { party, digest, block };
    this.runningDigests[party] = firstPosts(digest);
    this.due = this.due.filter((k) => k !== party);
    if (this.due.length === 0) this.#begin(0, block.time);
  }

  #post({ args, block }: EventRecord): void {
    this.#need(RUNNING);
    const { exchange } = this;
    const party = Number(args[2]);
    const digest = args[3] as string;
    if (args[1] !== BigInt(exchange))
      throw new RuleBroken(phrase("OtherExchange", { named: String(args[1]), exchange }));
    if (!this.due.includes(party)) {
      const sends = this.params.senders[exchange]!.includes(party);
      throw new RuleBroken(phrase(sends ? "PostedBefore" : "DoesNotSend", { party, exchange }));
    }
    if (digest === EMPTY_DIGEST) throw new RuleBroken(phrase("DigestZero"));
    const refusal = digest === refusalDigest(this.key, { exchange, from: party });
    this.posts.push({ exchange, party, digest, block, refusal });
    this.runningDigests[party] = nextPosts(this.runningDigests[party]!, exchange, digest);
    this.due = this.due.filter((k) => k !== party);
    if (this.due.length === 0) this.#begin(exchange + 1, block.time);
  }

  /** The post of a turn, if there is one. */
  postOf({ exchange, from }: Turn): Post | undefined {
    return this.posts.find((post) => post.exchange === exchange && post.party === from);
  }

  /**
   * After a call of settle, the round's next event says what the call did, for the same settler in
   * the same transaction.
   */
  #matchCall(event: EventRecord): void {
    const called = this.#called;
    if (called === null) return;
    const { name, args, transaction } = event;
    const isEffect = name === "SettlementAdvanced" || name === "Settled" || name === "SettledSealed";
    const isOwn = isEffect && args[1] === called.args[1];
    if (!isOwn || transaction !== called.transaction) throw new RuleBroken(phrase("CallNeedsOther"));
    this.calls.set(event, called.args[2] as string);
    this.#called = null;
  }

  #settle(event: EventRecord): void {
    this.#need(SETTLING);
    if (event.name === "SettlementCalled") {
      this.#called = event;
      return;
    }
    if ((event.name === "SettledSealed") !== isSealed(this.params))
      throw new RuleBroken(phrase(isSealed(this.params) ? "OpenedSealed" : "OpenedPublic"));
    if (event.name === "SettlementAdvanced") {
      this.advances.push(event);
      return;
    }
    this.settled = event;
    this.#close(SETTLED);
    this.#returnBonds();
  }

  #expire(event: EventRecord): void {
    const { args, block } = event;
    if (block.time <= this.deadline) throw new RuleBroken(phrase("BeforeDeadline", { deadline: this.deadline }));
    if (args[1] !== BigInt(this.phase)) throw new RuleBroken(phrase("WasInPhase", { was: phaseName(this.phase) }));
    const due = this.due.map((k) => this.params.parties[k]!);
    if (String(args[2]) !== String(due))
      throw new RuleBroken(phrase("BlamesOthers", { blamed: String(args[2]), due: String(due) }));
    this.expired = event;
    if (this.phase === RUNNING) this.#shareBonds();
    else this.#returnBonds();
    this.#close(EXPIRED);
  }

  #close(phase: number): void {
    this.phase = phase;
    this.deadline = 0;
  }

  #returnBonds(): void {
    const { bond, parties } = this.params;
    if (bond === 0n) return;
    for (const commit of this.commits) {
      if (commit !== null) this.#announced.push(`BondCredited(${parties[commit.party]}, ${bond})`);
    }
  }

  /**
   * The bonds of all who are due go to the others in equal parts; the first ones get the odd wei.
   * Where everybody is due, there is nobody to share with.
   */
  #shareBonds(): void {
    const { bond, parties } = this.params;
    const others = parties.filter((_, k) => !this.due.includes(k));
    if (others.length === 0) {
      this.#returnBonds();
      return;
    }
    if (bond === 0n) return;
    const count = BigInt(others.length);
    const shared = bond * BigInt(this.due.length);
    for (const [i, account] of others.entries()) {
      const odd = BigInt(i) < shared % count ? 1n : 0n;
      this.#announced.push(`BondCredited(${account}, ${bond + shared / count + odd})`);
    }
  }
}
