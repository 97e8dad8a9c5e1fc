// Goes through every state that the small world can reach, breadth first, and checks that each one
// ends well. Does nothing on import.
import type { Rules } from "../../../client/play/decide/decide.ts";
import { canSpend, lookAndAct, require, spend, taskEnds, Violation } from "./client.ts";
import {
  AGREED,
  type Budget,
  CLOCK,
  commitAs,
  dueOf,
  expireChain,
  isOpen,
  keyOf,
  LATE,
  MESSAGE,
  newWorld,
  OTHER,
  OTHERWISE,
  PEER,
  postAs,
  REFUSAL,
  restart,
  type Setting,
  US,
  type World,
  withChain,
} from "./world.ts";

export interface Explored {
  readonly states: number;
  /** The property that does not hold, and the state before it broke; null if all hold. */
  readonly violation: { readonly property: string; readonly at: World } | null;
}

/** Every state from the start, or up to the first that breaks a property. */
export function explore(setting: Setting, budget: Budget, rules?: Rules): Explored {
  const start = newWorld(budget);
  const seen = new Set([keyOf(start)]);
  const queue = [start];
  const knownToEnd = new Set<string>();
  const knownToSettle = new Set<string>();
  for (let i = 0; i < queue.length; i++) {
    const world = queue[i]!;
    try {
      requireEnd(world, setting, knownToEnd, rules);
      requireSettled(world, setting, knownToSettle, rules);
      for (const next of successors(world, setting, rules)) {
        requireBond(next, setting);
        const key = keyOf(next);
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push(next);
      }
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      return { states: seen.size, violation: { property: error.message, at: world } };
    }
  }
  return { states: seen.size, violation: null };
}

function successors(world: World, setting: Setting, rules?: Rules): World[] {
  if (world.ended !== null) return [];
  const liar = canSpend(world, "lie") ? spend(world, "lie") : null;
  const mayDie = canSpend(world, "crash");
  return [
    ...lookAndAct(world, setting, rules),
    ...(world.task === null ? [] : [taskEnds(world, setting, true)]),
    ...(world.task === null || liar === null ? [] : [taskEnds(liar, setting, false)]),
    ...peerActs(world, setting),
    ...timePasses(world),
    ...reorganises(world),
    ...(mayDie ? [restart(spend(world, "crash"))] : []),
    ...(mayDie && liar !== null && canSpend(liar, "crash") ? [restart(spend(liar, "crash"), OTHER)] : []),
    ...(liar !== null && !world.dead ? [{ ...liar, dead: true }] : []),
  ];
}

/** The other party does what it should, or not. */
function peerActs(world: World, setting: Setting): World[] {
  const { chain } = world;
  if (!isOpen(chain) || !chain.agreed) return [];
  // Not before our client has seen it.
  if (chain.clock === LATE) return world.idle ? [expireChain(world, setting)] : [];
  const liar = canSpend(world, "lie") ? spend(world, "lie") : null;
  if (chain.phase === "committing") return chain.committed[PEER] ? [] : [commitAs(world, PEER)];
  if (chain.phase === "settling") {
    const settles = (by: World, settled: `0x${string}`) => withChain(by, { phase: "settled", settled });
    return [settles(world, AGREED), ...(liar === null ? [] : [settles(liar, OTHERWISE)])];
  }
  if (dueOf(setting, chain, PEER) === null) return [];
  const lies = liar === null ? [] : [postAs(liar, setting, PEER, OTHER), postAs(liar, setting, PEER, REFUSAL)];
  return [postAs(world, setting, PEER, MESSAGE), ...lies];
}

/** Time passes for a client that polls often enough to do everything it decides. */
function timePasses(world: World): World[] {
  const { chain } = world;
  if (!isOpen(chain) || chain.clock === LATE || !world.idle) return [];
  const clock = CLOCK[CLOCK.indexOf(chain.clock) + 1]!;
  return [{ ...world, chain: { ...chain, clock }, idle: false }];
}

/**
 * A reorganisation takes back the last transaction, or the whole round; then the round comes back,
 * or another takes its place.
 */
function reorganises(world: World): World[] {
  const { chain, before, budget } = world;
  const fresh = newWorld(budget).chain;
  if (chain.phase === "none") return [{ ...world, chain: fresh, idle: false }];
  if (!canSpend(world, "reorganisation")) return [];
  const to = (other: World["chain"]) => ({ ...spend(world, "reorganisation"), chain: other, before: null });
  const back = before === null ? [] : [to(before)];
  if (chain.phase !== "committing") return back;
  return [...back, to({ ...fresh, phase: "none" }), to({ ...fresh, agreed: false })];
}

/** A client that runs never lets its own turn run out. */
function requireBond({ chain, dead, ended }: World, setting: Setting): void {
  const isLost = chain.phase === "running" && chain.clock === LATE && dueOf(setting, chain, US) !== null;
  require(!isLost || dead || ended !== null, "a bond is never lost by a client that runs");
}

const MAX_STEPS = 200;
const NOTHING: Budget = { total: 0, crash: 0, trouble: 0, reorganisation: 0, lie: 0 };

/** Follows `next` to the end; states known to end need not be followed again. */
function follow(world: World, next: (now: World) => World, known: Set<string>, property: string): World {
  const path: string[] = [];
  let now: World = { ...world, budget: NOTHING };
  for (let i = 0; now.ended === null; i++) {
    require(i < MAX_STEPS, property);
    const key = keyOf(now);
    if (known.has(key)) break;
    path.push(key);
    now = next(now);
  }
  for (const key of path) known.add(key);
  return now;
}

/**
 * Whatever has happened, the round ends if nothing else goes wrong and nobody else does anything.
 */
function requireEnd(world: World, setting: Setting, known: Set<string>, rules?: Rules): void {
  const next = (now: World) => {
    const then = alone(now, setting, rules);
    requireBond(then, setting);
    return then;
  };
  follow(world, next, known, "every round ends");
}

/**
 * The next thing that happens to a client whose partner is silent: its computations end, but what
 * it waits for never comes.
 */
function alone(world: World, setting: Setting, rules?: Rules): World {
  if (world.kept.play.task === "computation") return taskEnds(world, setting, true);
  if (world.chain.phase === "none") return { ...world, chain: newWorld(NOTHING).chain };
  const [looked] = lookAndAct(world, setting, rules);
  if (!looked!.idle) return looked!;
  return timePasses(looked!)[0] ?? (world.dead ? (peerActs(looked!, setting)[0] ?? looked!) : looked!);
}

/**
 * As long as nobody has lied and no period is over, with a partner that does its part the round
 * settles with what was proved.
 */
function requireSettled(world: World, setting: Setting, known: Set<string>, rules?: Rules): void {
  const { chain, disk, kept, dead, budget, engine } = world;
  const isHonest = budget.lie === 1 && !dead && !engine.barren && disk.fault === null && kept.failure === null;
  if (!isHonest || !chain.agreed || chain.clock === LATE || chain.phase === "expired" || chain.posted.includes(REFUSAL))
    return;
  const end = follow(world, (now) => together(now, setting, rules), known, "an undisturbed round settles");
  require(end.ended === "done" || end.ended === null, "an undisturbed round settles");
}

function together(world: World, setting: Setting, rules?: Rules): World {
  if (world.task !== null) return taskEnds(world, setting, true);
  const { chain } = world;
  if (chain.phase === "none") return { ...world, chain: newWorld(NOTHING).chain };
  const isPeers = chain.phase === "committing" || dueOf(setting, chain, PEER) !== null;
  const [acted] = isPeers ? peerActs(world, setting) : [];
  if (acted !== undefined) return acted;
  const [looked] = lookAndAct(world, setting, rules);
  return looked!.idle ? (timePasses(looked!)[0] ?? looked!) : looked!;
}

/** This many things go wrong, each kind at most once. */
export function mishaps(total: number): Budget {
  return { total, crash: 1, trouble: 1, reorganisation: 1, lie: 1 };
}
