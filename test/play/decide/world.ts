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
  /** By step; null for what is not posted. */
  readonly posted: readonly (Content | null)[];
  readonly agreed: boolean;
  readonly settled: Hex | null;
  /** Whose turns ran out. */
  readonly due: readonly number[];
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
   * Our engine: how many steps of the setting's order are passed, whether its session is played,
   * which version of the program it is, and whether it fails to make a message.
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
  /** The last poll led to no action. */
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
  /** The steps as our client goes through them: in each exchange its own before the other's. */
  readonly order: readonly number[];
  /** Exchanges of the engine; the others are the settlement's. */
  readonly engineExchanges: number;
  /** Before this step the two play a session. */
  readonly sessionAt: number;
}

/** `exchanges`: who sends in each; the last one is the settlement's. */
function setting(
  name: string,
  exchanges: readonly (readonly number[])[],
  {
    owner,
    sessionAt,
    closes = true,
  }: { readonly owner: number; readonly sessionAt: number; readonly closes?: boolean },
): Setting {
  const periods = { exchange: PERIOD, settle: PERIOD };
  const turns = exchanges.flatMap((senders, exchange) => senders.map((from) => ({ exchange, from })));
  const plan = { party: US, turns, objectiveOwner: owner, periods, closes };
  const order = [...turns.keys()].toSorted((a, b) => rank(turns[a]!) - rank(turns[b]!));
  return { name, plan, order, engineExchanges: exchanges.length - 1, sessionAt };
}

function rank({ exchange, from }: Plan["turns"][number]): number {
  return 2 * exchange + (from === US ? 0 : 1);
}

const BOTH = [US, PEER] as const;

export const SETTINGS: readonly Setting[] = [
  setting("together, the other owns the objective", [BOTH, [US], BOTH], { owner: PEER, sessionAt: 2 }),
  setting("in turn, we own the objective", [[US], [PEER], BOTH], { owner: US, sessionAt: 1 }),
  setting("we begin second, and do not close", [[PEER], [US], BOTH], { owner: PEER, sessionAt: 1, closes: false }),
];

/** The current exchange; their number after the last one. */
export function exchangeOf({ plan }: Setting, { posted }: Chain): number {
  const open = plan.turns.findIndex((_, step) => (posted[step] ?? null) === null);
  return open < 0 ? plan.turns.at(-1)!.exchange + 1 : plan.turns[open]!.exchange;
}

/** The step that the round waits for `party` to post; null when it does not. */
export function dueOf(setting: Setting, chain: Chain, party: number): number | null {
  if (chain.phase !== "running") return null;
  const current = exchangeOf(setting, chain);
  const step = setting.plan.turns.findIndex(({ exchange, from }) => exchange === current && from === party);
  return step < 0 || (chain.posted[step] ?? null) !== null ? null : step;
}

export function newWorld(budget: Budget): World {
  const disk: Disk = { own: {}, received: {}, fault: null, outcome: null, files: undefined };
  return {
    chain: {
      ...{ phase: "committing", clock: 0, committed: [false, false], posted: [], agreed: true, settled: null },
      due: [],
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

/** One transaction; a reorganisation leads back to the state before it. */
export function withChain(world: World, change: Partial<Chain>): World {
  return { ...world, before: world.chain, chain: { ...world.chain, ...change }, idle: false };
}

export function commitAs(world: World, party: number): World {
  const committed = world.chain.committed.with(party, true) as [boolean, boolean];
  return withChain(world, committed.every(Boolean) ? { committed, phase: "running", clock: 0 } : { committed });
}

/** The period starts again with the last post of an exchange. */
export function postAs(world: World, setting: Setting, party: number, content: Content): World {
  const { chain } = world;
  const own = dueOf(setting, chain, party);
  const posted = setting.plan.turns.map((_, step) => (step === own ? content : (chain.posted[step] ?? null)));
  const then = exchangeOf(setting, { ...chain, posted });
  if (then === exchangeOf(setting, chain)) return withChain(world, { posted });
  const phase = then > setting.plan.turns.at(-1)!.exchange ? "settling" : "running";
  return withChain(world, { posted, phase, clock: 0 });
}

export function expireChain(world: World, setting: Setting): World {
  const due = [US, PEER].filter((party) => dueOf(setting, world.chain, party) !== null);
  return withChain(world, { phase: "expired", due });
}

/** What a poll shows, which is everything. */
export function poll({ chain }: World, setting: Setting): Observed {
  const { phase, clock, posted, agreed, settled, committed } = chain;
  const entries = posted.flatMap((digest, step): [number, Posted][] =>
    digest === null ? [] : [[step, { digest, isRefusal: digest === REFUSAL }]],
  );
  return {
    ...{
      block: { number: 0n, hash: "0x" },
      now: clock,
      clock,
      phase,
      exchange: exchangeOf(setting, chain),
      agreed,
      settled,
    },
    deadline: isOpen(chain) ? PERIOD : 0,
    committed,
    posted: new Map(entries),
  };
}

/** Where the engine stands, as the client's player reports it. */
export function playOf(
  { plan, order, engineExchanges, sessionAt }: Setting,
  part: Play["part"],
  engine: World["engine"],
) {
  const next = order[engine.at] ?? null;
  const isOver = next !== null && part === "engine" && plan.turns[next]!.exchange >= engineExchanges;
  const step = part === "none" || isOver ? null : next;
  const session = step === sessionAt && !engine.session;
  const isOurs = (other: number) => plan.turns[other]!.from === US;
  const ready = step !== null && isOurs(step) && !session && !engine.barren;
  const proved = part === "settlement" && order.slice(engine.at).every(isOurs);
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
