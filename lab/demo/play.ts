// Plays a whole round in one process: every company runs the real client against the chain, with a
// channel between them.
import type { Hex } from "viem";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import type { Mined } from "../../client/chain/session.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { ConcordatError } from "../../client/errors.ts";
import { openJournal } from "../../client/journal/journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { askedOf, type Company, type Member, type Problem } from "../../client/library/problem.ts";
import { wholeOptimum } from "../../client/library/whole-optimum.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { outcomeAdvice } from "../../client/lp/joint/advice.ts";
import type { PublicProgram } from "../../client/lp/joint/program.ts";
import { createRandom } from "../../client/math/random.ts";
import { connectInProcess } from "../../client/network/channel.ts";
import type { PartyEvent, PostedTurn, Stage } from "../../client/play/drive/events.ts";
import { runParty } from "../../client/play/drive/run-party.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";
import type { Agreement } from "../../client/round/agreement.ts";
import { roundParams } from "../../client/round/agreement.ts";
import type { ScheduledTurn } from "../../client/round/schedule.ts";
import type { LocalChain } from "../chain/local-chain.ts";
import { bytes, dim, green, integer, note, short, working } from "./print.ts";
import { SETTINGS } from "./settings.ts";

/** A transaction and what it was for. */
export interface Cost {
  readonly what: string;
  readonly gasUsed: bigint;
}

export interface RoundRecord {
  readonly round: bigint;
  readonly result: PartyResult;
  readonly commitments: readonly Hex[];
  /** What each company sent in an exchange, under one digest. */
  readonly posts: readonly PostedTurn[];
  readonly costs: readonly Cost[];
  /** Milliseconds by stage, until the slowest company was done. */
  readonly times: ReadonlyMap<Stage, number>;
  /** Companies whose client stopped although the round settled, and why. */
  readonly stopped: readonly { readonly name: string; readonly reason: string }[];
}

/** A settled round, with what it was about. */
export interface Settled {
  readonly problem: Problem;
  readonly agreement: Agreement;
  readonly engine: Engine<unknown>;
  readonly record: RoundRecord;
}

export interface Play {
  readonly chain: LocalChain;
  readonly members: readonly Member[];
  readonly companies: readonly Company[];
  readonly engine: Engine<unknown>;
  readonly agreement: Agreement;
  readonly program: PublicProgram;
  readonly scale: Problem["scale"];
}

const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  commit: "committing to the rows",
  engine: "finding the optimum",
  prove: "proving it",
  settle: "settling",
};

/** Opens a round as agreed and runs all companies until it is settled. */
export async function playRound(play: Play): Promise<RoundRecord> {
  const { chain, members, companies, engine, agreement, program, scale } = play;
  const { decimals, tolerances } = agreement.round;
  const names = companies.map(({ name }) => name);
  // All data are in this process anyway, so advice follows from all of them.
  const models = new Map(members.map(({ model }, party) => [party, model]));
  const scales = { names, program, grid: engine.grid, models, asked: askedOf(scale), decimals, tolerances };
  const advice = outcomeAdvice(scales, SETTINGS, () => wholeOptimum(play));
  const opened = await openRound(chain.sessions[0]!, roundParams(agreement));
  const recorder = new Recorder(companies, agreement.schedule, opened);
  const channels = connectInProcess(companies.length, agreement.schedule);
  const sessions = sessionsInProcess();
  const abort = new AbortController();
  const runs = await working(STAGE_NAMES.engine, () =>
    Promise.allSettled(
      companies.map(({ rows }, party) =>
        runParty({
          party,
          rows,
          engine,
          agreement,
          round: opened.round,
          session: chain.sessions[party]!,
          channel: channels[party]!,
          sessions,
          journal: roundJournal(openJournal(":memory:", createRandom().bytes(32)), "round"),
          random: createRandom(),
          // Between companies a small problem is refused
          // unless they insist.
          insist: true,
          advice,
          waiting: { pollMs: 10, signal: abort.signal },
          onEvent: (event) => recorder.take(party, event),
        }),
      ),
    ),
  );
  // One company's result is enough: it has read and verified what the chain settled.
  const settled = runs.find((run) => run.status === "fulfilled");
  if (settled === undefined) throw causeOf(runs, companies);
  return { ...recorder.record(opened.round, settled.value), stopped: stoppedOf(runs, companies) };
}

/**
 * Why the round failed: the reason of the first company that did not just stop because another one
 * had.
 */
function causeOf(runs: readonly PromiseSettledResult<PartyResult>[], companies: readonly Company[]): unknown {
  for (const [party, run] of runs.entries()) {
    if (run.status === "fulfilled") continue;
    const reason: unknown = run.reason;
    if (reason instanceof ConcordatError && reason.code !== "PeerRefused") {
      return new ConcordatError(reason.code, `${companies[party]!.name}: ${reason.message}`, { cause: reason });
    }
  }
  return runs.find((run) => run.status === "rejected")?.reason;
}

function stoppedOf(
  runs: readonly PromiseSettledResult<PartyResult>[],
  companies: readonly Company[],
): RoundRecord["stopped"] {
  return runs.flatMap((run, party) => {
    if (run.status === "fulfilled") return [];
    const { name } = companies[party]!;
    return [{ name, reason: run.reason instanceof Error ? run.reason.message : "no reason given" }];
  });
}

class Recorder {
  readonly #companies: readonly Company[];
  readonly #schedule: readonly ScheduledTurn[];
  readonly #commitments: Hex[] = [];
  readonly #posts: PostedTurn[] = [];
  readonly #costs: Cost[];
  /** Gas spent on posting the digest of each turn. */
  readonly #posted = new Map<number, bigint>();
  readonly #starts: { stage: Stage; at: number }[] = [];

  constructor(companies: readonly Company[], schedule: readonly ScheduledTurn[], opened: Mined) {
    this.#companies = companies;
    this.#schedule = schedule;
    this.#costs = [{ what: "open the round", gasUsed: opened.gasUsed }];
  }

  take(party: number, event: PartyEvent): void {
    const { name } = this.#companies[party]!;
    if (event.type === "stage") {
      this.#starts.push({ stage: event.stage, at: performance.now() });
    } else if (event.type === "committed") {
      this.#commitments[party] = event.digest;
      this.#costs.push({ what: `commit (${name})`, gasUsed: event.transaction.gasUsed });
      note(`${green("✓")} ${name} commits to its rows: ${short(event.digest)}`);
    } else if (event.type === "message") {
      if (event.message.from === party) this.#sent(event.message, this.#posted.get(event.message.step)!);
    } else if (event.type === "posted") {
      this.#posted.set(event.step, event.transaction.gasUsed);
    } else if (event.type === "settled") {
      for (const [i, { gasUsed }] of event.transactions.entries()) {
        const part = event.transactions.length > 1 ? `, part ${i + 1} of ${event.transactions.length}` : "";
        this.#costs.push({ what: `settle (${name}${part})`, gasUsed });
      }
      note(`${green("✓")} the contract accepts the certificate`);
    }
  }

  #sent(message: PostedTurn, gasUsed: bigint): void {
    this.#posts.push(message);
    this.#costs.push({ what: "post the digest of a company's messages", gasUsed });
    const { exchange, from, messages } = this.#schedule[message.step]!;
    const receiver = (to: number | null) => (to === null ? "all" : this.#companies[to]!.name);
    const contents = messages.map(({ to, content }) => `${content} → ${receiver(to)}`);
    note(
      `${green("✓")} ${String(exchange + 1).padStart(2)}. ${this.#companies[from]!.name}: ${[...new Set(contents)].join("; ")} ` +
        dim(`(${bytes(message.bytes)}, digest ${short(message.digest)}, ${integer(gasUsed)} gas)`),
    );
  }

  record(round: bigint, result: PartyResult): Omit<RoundRecord, "stopped"> {
    const end = performance.now();
    const firsts = [...new Map([...this.#starts].reverse().map(({ stage, at }) => [stage, at]))].reverse();
    const times = new Map(firsts.map(([stage, at], i) => [stage, (firsts[i + 1]?.[1] ?? end) - at]));
    return { round, result, commitments: this.#commitments, posts: this.#posts, costs: this.#costs, times };
  }
}
