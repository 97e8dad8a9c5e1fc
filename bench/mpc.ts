// The engines mpc, mpc/four and mpc/proven among node processes over TLS on this machine:
// iterations, rounds, bytes, seconds and seconds of processor time by phase. With a round trip, the
// nodes are as far apart (delay.ts). An example may be `supply-<rows>x<columns>` (supply-chain.ts).
// With a number of iterations, a run ends at the first checkpoint after them.
// Run: node bench/mpc.ts [--engine mpc/four] [--round-trip <milliseconds>] [--threads <count>]
//   [--iterations <count>] [example …]
// (three holders of rows, a fourth party owns the objective; no checkpoints on disk)
import { parseArgs } from "node:util";
import { createPairKey } from "../client/crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../client/crypto/sharing/party.ts";
import type { SessionPeers } from "../client/engines/engine.ts";
import { FOUR } from "../client/engines/mpc/nodes/four.ts";
import type { NodeSet } from "../client/engines/mpc/nodes/node-set.ts";
import { PROVEN, THREE } from "../client/engines/mpc/nodes/three.ts";
import { CHECKPOINT_INTERVAL, type NodeInput, runNode, type SessionResult } from "../client/engines/mpc/session.ts";
import { commitmentTo, contributionOf } from "../client/engines/mpc/start.ts";
import { defaultTolerances } from "../client/lp/exact/tolerances.ts";
import { dot } from "../client/math/field.ts";
import { createRandom } from "../client/math/random.ts";
import { dealAll } from "../test/engines/mpc/dealt.ts";
import { consortium } from "../test/engines/multi-party/problems.ts";
import { type Example, loadExample } from "../test/support/examples.ts";
import { connectNode, forkNodes, report } from "./node-processes.ts";
import { supplyChain } from "./supply-chain.ts";

interface Spent {
  seconds: number;
  /** Seconds of processor time, all threads. */
  busy: number;
  rounds: number;
  bytes: number;
}

interface Report {
  readonly outcome: string;
  readonly iterations: number;
  readonly seconds: number;
  /** Seconds of processor time, all threads. */
  readonly busy: number;
  readonly phases: readonly (readonly [string, Spent])[];
}

const SEED = createRandom(new Uint8Array(32).fill(1));

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Counts by phase; time is charged to the phase that was reported last. Call `end` after a run. */
function phaseMeter(): { meter: SharingMeter; phases: Map<string, Spent>; end: () => void } {
  const phases = new Map<string, Spent>();
  let last = { at: performance.now(), busy: processorSeconds() };
  let current = "";
  // Only between phases: to ask for processor time takes longer than to send a small message.
  const charge = (next: string) => {
    const now = { at: performance.now(), busy: processorSeconds() };
    const before = phases.get(current);
    if (before !== undefined) {
      before.seconds += (now.at - last.at) / 1000;
      before.busy += now.busy - last.busy;
    }
    [last, current] = [now, next];
  };
  const add: SharingMeter["add"] = (phase, counted, amount) => {
    if (phase !== current) charge(phase);
    const spent = phases.get(phase) ?? { seconds: 0, busy: 0, rounds: 0, bytes: 0 };
    phases.set(phase, spent);
    if (counted !== "messages") spent[counted] += amount;
  };
  return { meter: { add }, phases, end: () => charge("") };
}

/** Thrown to end a run. */
const ENOUGH = new Error("enough iterations");

function exampleOf(name: string): Example | Promise<Example> {
  const [, rows, columns] = /^supply-(\d+)x(\d+)$/.exec(name) ?? [];
  return rows === undefined ? loadExample(name) : supplyChain(Number(rows), Number(columns));
}

interface Limits {
  readonly threads: number;
  readonly iterations: number;
}

async function playNode(nodes: NodeSet, [node, name]: readonly [number, string], limits: Limits): Promise<void> {
  const { program, decimals, constant } = await exampleOf(name);
  const { round: narrow, parties } = consortium(program, 3, 3, decimals);
  const round = { ...narrow, tolerances: defaultTolerances(narrow.decimals, narrow.columns) };
  const dealt = dealAll({ round, parties, whole: program }, nodes, SEED);
  const own = { inputs: dealt.inputs[node]!, points: dealt.points[node]!, expected: dealt.expected };
  const keys = Array.from({ length: nodes.count }, (_, index) => createPairKey(SEED.fork(`key/${index}`)));
  const { meter, phases, end } = phaseMeter();
  let close = () => {};
  let saved = 0;
  let begun = { at: 0, busy: 0 };
  const io = {
    ...{ epoch: 0, nonce: SEED.fork(`nonce/${node}`).bytes(32), checkpoints: [], earlier: [], result: null },
    save: async () => {
      if (saved++ * CHECKPOINT_INTERVAL >= limits.iterations) throw ENOUGH;
    },
    saveOpening: async () => {},
    trace: async () => {},
    keep: async () => {},
    connect: async (peers: SessionPeers) => {
      const session = await connectNode(peers);
      close = session.close;
      begun = { at: performance.now(), busy: processorSeconds() };
      return session.links;
    },
  };
  const { secret } = keys[node]!;
  const told = {
    keys: keys.map((key) => key.public),
    commitments: keys.map((key) => commitmentTo(contributionOf(key.secret))),
  };
  const input: NodeInput = { nodes, node, round, secret, ...told, ...own, meter, threads: limits.threads };
  const result = await runNode(input, io).catch((error: unknown) => {
    if (error !== ENOUGH) throw error;
    return null;
  });
  const seconds = (performance.now() - begun.at) / 1000;
  const busy = processorSeconds() - begun.busy;
  end();
  const outcomeOf = ({ answer }: SessionResult) =>
    answer.kind === "optimal"
      ? `optimum ${Number(dot(program.objective, answer.x)) / 10 ** (decimals + round.decimals.solution) + constant}`
      : answer.kind;
  const outcome = result === null ? "stopped" : outcomeOf(result);
  const iterations = result === null ? (saved - 1) * CHECKPOINT_INTERVAL : result.iterations;
  report({ outcome, iterations, seconds, busy, phases: [...phases] } satisfies Report);
  close();
}

/** `reports`: each node's; phases are node 0's. */
function print(name: string, reports: readonly Report[]): void {
  const { outcome, iterations, seconds, phases } = reports[0]!;
  const total = (own: Report, what: keyof Spent) => own.phases.reduce((sum, [, spent]) => sum + spent[what], 0);
  const byNode = (amount: (own: Report) => number, digits: number) =>
    reports.map((own) => amount(own).toFixed(digits)).join(", ");
  console.log(
    `\n${name}: ${outcome}; ${seconds.toFixed(2)} s, ${iterations} iterations, ${total(reports[0]!, "rounds")} rounds; ` +
      `processor time of the nodes: ${byNode(({ busy }) => busy, 2)} s; ` +
      `MB sent by the nodes: ${byNode((own) => total(own, "bytes") / 1e6, 1)}`,
  );
  for (const [phase, spent] of phases)
    console.log(
      `  ${spent.seconds.toFixed(2).padStart(6)} s (${spent.busy.toFixed(2).padStart(6)} s)  ${String(spent.rounds).padStart(6)} rounds  ` +
        `${(spent.bytes / 1e6).toFixed(2).padStart(8)} MB  ${phase}`,
    );
}

const EXAMPLES = ["securescm-20", "afiro", "sc50b", "adlittle", "securescm-202"];
const { values, positionals } = parseArgs({
  options: {
    engine: { type: "string", default: "mpc" },
    "round-trip": { type: "string", default: "0" },
    threads: { type: "string", default: "1" },
    iterations: { type: "string", default: "Infinity" },
  },
  allowPositionals: true,
});
const { engine } = values;
const nodes = [THREE, FOUR, PROVEN].find((set) => set.engine === engine)!;
const { threads, iterations } = values;
const limits = { threads: Number(threads), iterations: Number(iterations) };
if (process.send !== undefined) await playNode(nodes, [Number(positionals[0]), positionals[1]!], limits);
else
  for (const name of positionals.length > 0 ? positionals : EXAMPLES) {
    const delayMs = Number(values["round-trip"]) / 2;
    const args = [name, "--engine", engine, "--threads", threads, "--iterations", iterations];
    const reports = await forkNodes<Report>(import.meta.filename, { args, nodes: nodes.count, delayMs });
    print(
      name,
      reports.map((own) => own[0]!),
    );
  }
