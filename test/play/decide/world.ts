// A small world for the decisions of one party, us (0), in a round with one other: a chain with a
// clock, the other party, our disk, and what runs in our memory. It is plain data, so that every
// state can be explored. Does nothing on import.
import type { Hex } from "viem";
import type { Action } from "../../../client/play/decide/action.ts";
import { type Kept, newKept, type Plan, type Play } from "../../../client/play/decide/situation.ts";
import type { Observed, Posted } from "../../../client/round/observed.ts";
import type { Phase } from "../../../client/round/phase.ts";

export const US = 0;
export const PEER = 1;

/**
 * Moments in a period of four units: at its beginning, before half, after half, after three
 * quarters, and after its end.
 */
export const CLOCK = [0, 1, 3, 4, 5] as const;
export const PERIOD = 4;
export const LATE = 5;

/** A message as computed, another one, or a refusal. */
export type Content = "0xaa" | "0xbb" | "0xff";
export const [MESSAGE, OTHER, REFUSAL] = ["0xaa", "0xbb", "0xff"] as const;
/** What the parties prove, and something else. */
export const [AGREED, OTHERWISE] = ["0x01", "0x02"] as const;

export interface Chain {
  readonly phase: Phase;
  readonly clock: (typeof CLOCK)[number];
  readonly committed: readonly [boolean, boolean];
  readonly posted: readonly Content[];
  readonly agreed: boolean;
  readonly settled: Hex | null;
  /** Whose turn ran out. */
  readonly due: number | null;
}

export interface Disk {
  /** Own messages, and those of the other, by step. */
  readonly own: Readonly<Record<number, Content>>;
  readonly received: Readonly<Record<number, Content>>;
  readonly fault: Kept["fault"];
  readonly outcome: Hex | null;
  readonly files: Hex | null | undefined;
}

export type TaskAction = Extract<Action, { readonly type: "begin" | "take" | "accept" | "session" | "prove" }>;

/** What is left of everything that can go wrong. */
export interface Budget {
  /** Of any kind. */
  readonly total: number;
  readonly crash: number;
  readonly trouble: number;
  readonly reorganisation: number;
  readonly lie: number;
}

export type Mishap = Exclude<keyof Budget, "total">;

export interface World {
  readonly chain: Chain;
  /** Where a reorganisation leads back to: before the last transaction. */
  readonly before: Chain | null;
  readonly disk: Disk;
  readonly kept: Kept;
  /**
   * Our engine: the steps passed, whether its session is played, which version of the program it
   * is, and whether it fails to make a message.
   */
  readonly engine: {
    readonly at: number;
    readonly session: boolean;
    readonly version: Content;
    readonly barren: boolean;
  };
  readonly task: TaskAction | null;
  /** Messages of ours that anybody may have, by step. */
  readonly sent: Readonly<Record<number, Content>>;
  readonly budget: Budget;
  /** The last look led to no action. */
  readonly idle: boolean;
  /** None of our messages reach the chain any more. */
  readonly dead: boolean;
  /** Our chain node cannot return a settlement until an operator configures another one. */
  readonly blind: boolean;
  /** We have asked for our bond. */
  readonly asked: boolean;
  readonly ended: "done" | "closed" | null;
}

export interface Setting {
  readonly name: string;
  readonly plan: Plan;
  /** Steps of the engine; the others are the settlement's. */
  readonly engineSteps: number;
  /** Before this step the two play a session. */
  readonly sessionAt: number;
}

function setting(name: string, senders: readonly number[], owner: number, sessionAt: number, closes = true): Setting {
  const periods = { step: PERIOD, settle: PERIOD };
  const plan = { party: US, senders, objectiveOwner: owner, periods, closes };
  return { name, plan, engineSteps: 2, sessionAt };
}

export const SETTINGS: readonly Setting[] = [
  setting("second, the other owns the objective", [PEER, US, US, PEER], PEER, 1),
  setting("first, we own the objective", [US, PEER, PEER, US], US, 1),
  setting("second, and we do not close", [PEER, US, US, PEER], PEER, 1, false),
];

export function newWorld(budget: Budget): World {
  const disk: Disk = { own: {}, received: {}, fault: null, outcome: null, files: undefined };
  return {
    chain: {
      ...{ phase: "committing", clock: 0, committed: [false, false], posted: [], agreed: true, settled: null },
      due: null,
    },
    ...{
      before: null,
      disk,
      kept: newKept([], null),
      task: null,
      sent: {},
      budget,
      idle: false,
      dead: false,
      blind: false,
      asked: false,
      ended: null,
    },
    engine: { at: 0, session: false, version: MESSAGE, barren: false },
  };
}

export function isOpen({ phase }: Chain): boolean {
  return phase === "committing" || phase === "running" || phase === "settling";
}

export function senderOf({ plan }: Setting, { phase, posted }: Chain): number | null {
  return phase === "running" ? (plan.senders[posted.length] ?? null) : null;
}

/** One transaction; a reorganisation leads back to the state before it. */
export function withChain(world: World, change: Partial<Chain>): World {
  return { ...world, before: world.chain, chain: { ...world.chain, ...change }, idle: false };
}

export function commitAs(world: World, party: number): World {
  const committed = world.chain.committed.with(party, true) as [boolean, boolean];
  return withChain(world, committed.every(Boolean) ? { committed, phase: "running", clock: 0 } : { committed });
}

export function postAs(world: World, { plan }: Setting, content: Content): World {
  const posted = [...world.chain.posted, content];
  const phase = posted.length === plan.senders.length ? "settling" : "running";
  return withChain(world, { posted, phase, clock: 0 });
}

export function expireChain(world: World, setting: Setting): World {
  return withChain(world, { phase: "expired", due: senderOf(setting, world.chain) });
}

/** What a look shows, which is everything. */
export function look({ chain }: World): Observed {
  const { phase, clock, posted, agreed, settled, committed } = chain;
  const entries = posted.map((digest, step): [number, Posted] => [step, { digest, isRefusal: digest === REFUSAL }]);
  return {
    ...{ block: { number: 0n, hash: "0x" }, now: clock, phase, stepsPosted: posted.length, agreed, settled },
    deadline: isOpen(chain) ? PERIOD : 0,
    committed,
    posted: new Map(entries),
  };
}

/** Where the engine stands, as the client's player reports it. */
export function playOf({ plan, engineSteps, sessionAt }: Setting, part: Play["part"], engine: World["engine"]) {
  const end = part === "settlement" ? plan.senders.length : engineSteps;
  const step = engine.at < end && part !== "none" ? engine.at : null;
  const session = step === sessionAt && !engine.session;
  const ready = step !== null && plan.senders[step] === US && !session && !engine.barren;
  const proved = part === "settlement" && plan.senders.slice(engine.at).every((sender) => sender === US);
  return { part, step, session, ready, proved: proved ? AGREED : null } as const;
}

/** Our client dies and starts again from its disk; as another program if `version` changes. */
export function restart(world: World, version: Content = world.engine.version): World {
  const { own, fault, outcome } = world.disk;
  const kept = newKept(Object.keys(own).map(Number), outcome === null ? null : "earlier");
  return {
    ...world,
    ...{ kept: { ...kept, fault }, task: null, idle: false, blind: false },
    engine: { at: 0, session: false, version, barren: false },
  };
}

/** Key of a state, by its content. */
export function keyOf({ kept, disk, ...rest }: World): string {
  const { own, published, acted, files, ...plain } = kept;
  const written = [files ?? String(files), disk.files ?? String(disk.files)];
  return JSON.stringify([rest, plain, disk, [...own].sort(), [...published].sort(), [...acted].sort(), written]);
}
