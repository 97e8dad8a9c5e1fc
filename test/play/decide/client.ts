// Our client in the small world: it polls, decides and acts as client/play/drive does, and the
// properties that matter are checked at every action. Does nothing on import.
import type { Action, GiveUpCode } from "../../../client/play/decide/action.ts";
import { decide, type Rules } from "../../../client/play/decide/decide.ts";
import { afterPoll, type Play } from "../../../client/play/decide/situation.ts";
import { POLLS_AFTER_SETTLEMENT } from "../../../client/play/decide/stop.ts";
import type { Observed } from "../../../client/round/observed.ts";
import {
  type Content,
  commitAs,
  dueOf,
  expireChain,
  isOpen,
  LATE,
  type Mishap,
  PERIOD,
  playOf,
  poll,
  postAs,
  REFUSAL,
  restart,
  type Setting,
  type TaskAction,
  US,
  type World,
  withChain,
} from "./world.ts";

/** A property that does not hold. */
export class Violation extends Error {}

export function require(holds: boolean, property: string): void {
  if (!holds) throw new Violation(property);
}

type NextAction = Exclude<Action, { readonly type: "end" }>;
type Next = "decide" | "poll";

const TRANSACTIONS = new Set<Action["type"]>(["commit", "post", "refuse", "settle", "expire", "withdraw"]);
/** More actions than any situation needs at once. */
const MAX_DECISIONS = 12;

function withPlay(world: World, change: Partial<Play>): World {
  return { ...world, kept: { ...world.kept, play: { ...world.kept.play, ...change } } };
}

function withDisk(world: World, change: Partial<World["disk"]>): World {
  return { ...world, disk: { ...world.disk, ...change } };
}

function failing(world: World, lasting: boolean): World {
  return { ...world, kept: { ...world.kept, failure: { lasting } } };
}

/**
 * Everything that can follow from one poll of the client: all that it decides is done, or fails, or
 * the client dies on the way.
 */
export function lookAndAct(world: World, setting: Setting, rules?: Rules): World[] {
  const ends: World[] = [];
  require(decide(setting.plan, null, world.kept, rules).length === 0, "a silent node leads to nothing");
  const seen = poll(world, setting);
  const act = (now: World, actions: readonly Action[], nexts: readonly Next[], decisions: number): void => {
    const [action, ...rest] = actions;
    if (action === undefined) {
      const isAgain = nexts.length > 0 && nexts.every((next) => next === "decide");
      if (isAgain) decideOn(now, decisions + 1);
      else ends.push(now);
      return;
    }
    if (canSpend(now, "crash")) ends.push(restart(spend(now, "crash")));
    if (action.type === "end") {
      ends.push(ended(now, setting, action.status));
      return;
    }
    const isSilent = now.dead && (action.type === "post" || action.type === "refuse");
    if (isSilent) ends.push({ ...now, idle: true });
    else if (TRANSACTIONS.has(action.type) && canSpend(now, "trouble")) ends.push(spend(now, "trouble"));
    if (isSilent) return;
    if (action.type === "adopt" && (now.blind || canSpend(now, "lie"))) {
      act(unreadable(now.blind ? now : spend(now, "lie")), rest, [...nexts, "decide"], decisions);
      if (now.blind) return;
    }
    const [after, next] = perform(now, action, seen, setting);
    act(after, rest, [...nexts, next], decisions);
  };
  const decideOn = (now: World, decisions: number): void => {
    require(decisions < MAX_DECISIONS, "what is decided is done, and not decided again");
    const actions = decide(setting.plan, seen, now.kept, rules);
    if (actions.length === 0 && decisions === 0) ends.push(idle(now, setting));
    else act(now, actions, [], decisions);
  };
  decideOn({ ...world, kept: afterPoll(world.kept, seen), idle: false }, 0);
  return ends;
}

/** Nothing to do. When this lasts, waits that are counted in polls are over. */
function idle(world: World, { plan }: Setting): World {
  const { phase, clock } = world.chain;
  const { play, fault } = world.kept;
  const isOwners = phase === "settling" && clock !== LATE && plan.objectiveOwner === US && fault === null;
  require(!isOwners || play.proved === null, "the objective's owner settles at once");
  const isCounting = world.chain.phase === "settled" && world.task !== null;
  return { ...withPlay(world, isCounting ? { pollsSinceSettled: POLLS_AFTER_SETTLEMENT + 1 } : {}), idle: !isCounting };
}

/** Whether one more thing of a kind may go wrong. */
export function canSpend({ budget }: World, what: Mishap): boolean {
  return budget.total > 0 && budget[what] > 0;
}

export function spend(world: World, what: Mishap): World {
  const { budget } = world;
  return { ...world, budget: { ...budget, total: budget.total - 1, [what]: budget[what] - 1 }, idle: false };
}

function unreadable(world: World): World {
  return { ...world, blind: true, kept: { ...world.kept, failure: null, unreadable: true } };
}

/** The end of a life, and what must hold then. */
function ended(world: World, setting: Setting, status: "done" | "closed" | "unread"): World {
  const { chain, disk, kept } = world;
  const { closes } = setting.plan;
  require(kept.play.task === null || status === "done", "nothing runs on after the end");
  if (status === "unread") {
    require(chain.settled !== null, "what cannot be read is settled");
    return closes ? restart(world) : { ...world, ended: "closed" };
  }
  if (status === "done")
    require(chain.settled !== null && kept.adopted === chain.settled, "the chain's outcome is told");
  else {
    require(chain.settled === null || !chain.agreed, "a settled round ends with its outcome");
    require(disk.fault === null || kept.reported.fault, "a fault is reported");
    require(!chain.due.includes(US) || disk.fault === null || kept.reported.late, "a turn that ran out is reported");
  }
  if (closes) {
    require(!isOpen(chain) && chain.phase !== "none", "a round ends when the chain has closed it");
    require(world.asked, "a round ends when its bond is back");
    require(disk.outcome === (status === "done" ? chain.settled : null), "the outcome that is kept is the chain's");
    require(disk.files === disk.outcome, "the files have the outcome that is kept");
  } else {
    const isOurs = chain.agreed && chain.committed[US] && chain.clock !== LATE;
    const mayCome = chain.phase === "running" || chain.phase === "committing";
    require(!isOurs || !mayCome, "nobody leaves while turns of its own may come");
  }
  return { ...world, ended: status };
}

function perform(world: World, action: NextAction, seen: Observed, setting: Setting): [World, Next] {
  const { chain, disk, kept } = world;
  switch (action.type) {
    case "commit":
      require(chain.agreed &&
        chain.phase === "committing" &&
        chain.clock !== LATE, "only a round agreed on is committed to");
      require(!chain.committed[US], "nobody commits twice");
      return [commitAs(world, US), "poll"];
    case "post": {
      const own = disk.own[action.step];
      require(own !== undefined, "nothing is posted that is not journalled");
      require(world.sent[action.step] === own, "what is posted can be had");
      requireTurn(world, setting, action.step);
      return [postAs(world, setting, US, own!), "poll"];
    }
    case "refuse":
      require(disk.fault !== null, "nobody refuses without a fault in its journal");
      requireTurn(world, setting, action.step);
      return [postAs(world, setting, US, REFUSAL), "poll"];
    case "settle":
      require(chain.phase === "settling" &&
        chain.clock !== LATE &&
        kept.play.proved !== null, "only what is proved is settled");
      require(setting.plan.objectiveOwner === US ||
        chain.clock > PERIOD / 2, "the others leave the owner half of the time");
      return [withChain(world, { phase: "settled", settled: kept.play.proved }), "poll"];
    case "expire":
      require(setting.plan.closes && isOpen(chain) && chain.clock === LATE, "only a late round is expired");
      return [expireChain(world, setting), "poll"];
    case "withdraw": {
      require(setting.plan.closes &&
        !isOpen(chain) &&
        chain.phase !== "none", "only a closed round has bonds to withdraw");
      require(disk.files !== undefined && disk.files === disk.outcome, "files come before the end of a round");
      return [{ ...withChain(world, {}), asked: true, kept: { ...kept, withdrawn: true } }, "poll"];
    }
    case "begin":
    case "take":
    case "accept":
    case "session":
    case "prove":
      return [start(world, action), "poll"];
    case "give-up":
      return giveUp(world, action.code, setting);
    case "journal": {
      requireStanding(world);
      const own = disk.own[action.step] ?? world.engine.version;
      if (own !== world.engine.version) return [failing(world, false), "decide"];
      const after = withPlay(withDisk(world, { own: { ...disk.own, [action.step]: own } }), { fixed: true });
      return [{ ...after, kept: { ...after.kept, own: new Set([...kept.own, action.step]) } }, "decide"];
    }
    case "publish": {
      const own = disk.own[action.step];
      require(own !== undefined, "nothing is published that is not journalled");
      require((world.sent[action.step] ?? own) === own, "a step has one message");
      const published = new Set([...kept.published, action.step]);
      return [{ ...world, sent: { ...world.sent, [action.step]: own! }, kept: { ...kept, published } }, "decide"];
    }
    case "pass": {
      require((chain.posted[action.step] ?? null) !== null, "only what is posted is passed");
      require(kept.published.has(action.step), "what stands on chain can be had from this life");
      const engine = { ...world.engine, at: world.engine.at + 1 };
      return [{ ...withPlay(world, { ...playOf(setting, kept.play.part, engine), fixed: false }), engine }, "decide"];
    }
    case "adopt":
      require(chain.agreed && action.settled !== null, "only the outcome of our round is ours");
      require(kept.adopted !== action.settled, "nobody reads twice what it knows");
      return [adopt(world, seen), "decide"];
    case "fail": {
      const refuses = action.failed?.code !== "RoundDiffers";
      const stopped = withPlay(withDisk({ ...world, task: null }, { fault: { refuses } }), { task: null });
      return [{ ...stopped, kept: { ...stopped.kept, failure: null, fault: { refuses } } }, "decide"];
    }
    case "report-fault":
      return [{ ...world, kept: { ...kept, reported: { ...kept.reported, fault: true } } }, "decide"];
    case "report-late":
      require(dueOf(setting, chain, US) !== null ||
        chain.due.includes(US), "only a turn of ours that ran out is reported");
      require(chain.phase === "expired" || chain.clock === LATE, "only a turn of ours that ran out is reported");
      return [{ ...world, kept: { ...kept, reported: { ...kept.reported, late: true } } }, "decide"];
    case "keep-outcome":
      return [{ ...withDisk(world, { outcome: kept.adopted }), kept: { ...kept, outcome: kept.adopted } }, "decide"];
    case "drop-outcome":
      return [{ ...withDisk(world, { outcome: null }), kept: { ...kept, outcome: null } }, "decide"];
    case "write-files":
      require(chain.settled === null ||
        kept.adopted !== chain.settled ||
        disk.outcome === chain.settled, "an outcome is kept before files");
      return [{ ...withDisk(world, { files: disk.outcome }), kept: { ...kept, files: kept.outcome } }, "decide"];
  }
}

function requireTurn({ chain }: World, setting: Setting, step: number): void {
  const isTurn = dueOf(setting, chain, US) === step && chain.clock !== LATE;
  require(isTurn, "nobody posts out of turn");
}

/** Whatever this party sends is based on messages that are still on chain. */
function requireStanding({ chain, kept }: World): void {
  for (const [step, digest] of kept.acted)
    require((chain.posted[step] ?? digest) === digest, "nothing follows from a message that was replaced");
}

function adopt(world: World, { settled }: Observed): World {
  const { kept, disk } = world;
  return {
    ...withPlay({ ...world, kept: { ...kept, adopted: settled, failure: null } }, { task: null }),
    disk,
    task: null,
  };
}

function start(world: World, action: TaskAction): World {
  require(world.task === null, "one task runs at a time");
  if (action.type === "take") require(action.posted !== REFUSAL, "a refusal is no message");
  if (action.type === "accept") require(world.kept.acted.has(action.step), "only what was checked is acted upon");
  const isThere = action.type !== "take" || world.disk.received[action.step] !== undefined;
  const task = action.type === "session" ? "session" : isThere ? "computation" : "fetch";
  return { ...withPlay(world, { task, pollsSinceSettled: 0 }), task: action };
}

/** What waits for others fails with the message or the chain; a computation is left to itself. */
function giveUp(world: World, code: GiveUpCode, setting: Setting): [World, Next] {
  const { chain, kept } = world;
  const { task } = kept.play;
  require(world.task !== null, "only what runs is given up");
  const due = dueOf(setting, chain, US);
  const isDue = due !== null && !kept.own.has(due);
  const isOver = chain.phase === "settling" && chain.clock === LATE;
  const isTime: Readonly<Record<GiveUpCode, boolean>> = {
    MessageMissing: (isDue && chain.clock > PERIOD / 2) || isOver,
    SessionStalled: (isDue && chain.clock > PERIOD / 2) || isOver,
    ComputationLate: isDue && chain.clock > (3 * PERIOD) / 4,
    RoundLate: chain.clock === LATE,
    RoundExpired: chain.phase === "expired",
    RoundSettled: chain.phase === "settled",
  };
  require(isTime[code], `nothing is given up before its time: ${code}`);
  require(task !== "computation" ||
    code !== "RoundSettled", "what only takes time is not given up for the others' outcome");
  const stopped = failing(
    withPlay({ ...world, task: null }, { task: null }),
    task === "fetch" && code === "MessageMissing",
  );
  return [stopped, "poll"];
}

/** The running task ends, as it should or otherwise. */
export function taskEnds(world: World, setting: Setting, goesWell: boolean): World {
  const { kept, engine, disk } = world;
  const task = world.task!;
  const over = { ...withPlay(world, { task: null }), task: null, idle: false };
  switch (task.type) {
    case "begin": {
      const begun = { ...engine, barren: !goesWell };
      return { ...withPlay(over, playOf(setting, "engine", begun)), engine: begun };
    }
    case "take": {
      const { step } = task;
      const posted = task.posted as Content;
      const received = disk.received[step] ?? (goesWell ? posted : null);
      if (received !== posted) return failing(over, true);
      const taken = withPlay(withDisk(over, { received: { ...disk.received, [step]: posted } }), { taken: true });
      return { ...taken, kept: { ...taken.kept, acted: new Map([...kept.acted, [step, posted]]) } };
    }
    case "accept": {
      const { step } = task;
      if (disk.received[step] === "0xbb") return failing(over, true);
      const next = { ...engine, at: engine.at + 1 };
      return { ...withPlay(over, { ...playOf(setting, kept.play.part, next), taken: false }), engine: next };
    }
    case "session": {
      if (!goesWell) return failing(over, false);
      const next = { ...engine, session: true };
      return { ...withPlay(over, playOf(setting, kept.play.part, next)), engine: next };
    }
    case "prove":
      return goesWell ? withPlay(over, playOf(setting, "settlement", engine)) : failing(over, false);
  }
}
