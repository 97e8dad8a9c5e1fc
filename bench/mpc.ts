// The engine mpc among three node processes over TLS on this machine: iterations, rounds, bytes and
// seconds by phase.
// Run: node bench/mpc.ts [example …]   (three holders of rows, a fourth party owns the objective;
// no checkpoints on disk)
import { type ChildProcess, fork } from "node:child_process";
import { shareInput } from "../client/crypto/sharing/input.ts";
import type { NodeIndex } from "../client/crypto/sharing/link.ts";
import { createPairKey } from "../client/crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../client/crypto/sharing/party.ts";
import type { SessionIo } from "../client/engines/engine.ts";
import { inputWords } from "../client/engines/mpc/input/words.ts";
import { THREE } from "../client/engines/mpc/nodes/three.ts";
import { runNode } from "../client/engines/mpc/session.ts";
import { type Address, listenForSessions } from "../client/links/listener.ts";
import { openSession } from "../client/links/session.ts";
import { dot } from "../client/math/field.ts";
import { createRandom } from "../client/math/random.ts";
import { consortium } from "../test/engines/multi-party/problems.ts";
import { loadExample } from "../test/support/examples.ts";

interface Spent {
  seconds: number;
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

const NODES: readonly NodeIndex[] = [0, 1, 2];
const SEED = createRandom(new Uint8Array(32).fill(1));

/** Counts by phase; time is charged to the phase that was reported last. */
function phaseMeter(): { meter: SharingMeter; phases: Map<string, Spent> } {
  const phases = new Map<string, Spent>();
  let last = performance.now();
  let current = "";
  const add: SharingMeter["add"] = (phase, counted, amount) => {
    const now = performance.now();
    const before = phases.get(current);
    if (before !== undefined) before.seconds += (now - last) / 1000;
    [last, current] = [now, phase];
    const spent = phases.get(phase) ?? { seconds: 0, rounds: 0, bytes: 0 };
    phases.set(phase, spent);
    if (counted !== "messages") spent[counted] += amount;
  };
  return { meter: { add }, phases };
}

/** Reports the own address to the parent, and resolves with those of all three nodes. */
function exchangeAddresses(own: Address): Promise<readonly Address[]> {
  const all = new Promise<readonly Address[]>((resolve) =>
    process.once("message", (list) => resolve(list as Address[])),
  );
  process.send!({ address: own });
  return all;
}

async function playNode(node: NodeIndex, name: string): Promise<void> {
  const { program, decimals, constant } = await loadExample(name);
  const { round, parties } = consortium(program, 3, 3, decimals);
  const inputs = parties.map((rows, k) => shareInput(inputWords(rows), SEED.fork(`input/${k}`))[node]!);
  const keys = NODES.map((index) => createPairKey(SEED.fork(`key/${index}`)));
  const { meter, phases } = phaseMeter();
  let close = () => {};
  const io: SessionIo = {
    epoch: 0,
    nonce: SEED.fork(`nonce/${node}`).bytes(32),
    checkpoints: [],
    earlier: [],
    result: null,
    save: async () => {},
    trace: async () => {},
    keep: async () => {},
    connect: async ({ context, secrets }) => {
      const listener = await listenForSessions("127.0.0.1", 0);
      const endpoint = openSession({ node, name: { id: context, epoch: 0 }, secrets, listener });
      const addresses = await exchangeAddresses(listener.address);
      const session = await endpoint.connect(addresses, new AbortController().signal);
      close = () => {
        session.close();
        listener.close();
      };
      return session.links;
    },
  };
  const start = performance.now();
  const before = process.cpuUsage();
  const secret = keys[node]!.secret;
  const result = await runNode(
    { nodes: THREE, node, round, secret, keys: keys.map((key) => key.public), inputs, meter },
    io,
  );
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const busy = (user + system) / 1e6;
  close();
  const { answer, iterations } = result;
  const outcome =
    answer.kind === "optimal"
      ? `optimum ${Number(dot(program.objective, answer.x)) / 10 ** (decimals + round.decimals.solution) + constant}`
      : answer.kind;
  process.send!({ report: { outcome, iterations, seconds, busy, phases: [...phases] } satisfies Report });
}

async function playAll(name: string): Promise<Report> {
  const children = NODES.map((node) => fork(import.meta.filename, ["--node", String(node), name]));
  const said = (child: ChildProcess, what: "address" | "report") =>
    new Promise<unknown>((resolve, reject) => {
      child.on("message", (message) => {
        if (typeof message === "object" && message !== null && what in message) resolve(Reflect.get(message, what));
      });
      child.once("exit", (code) => reject(new Error(`a node ended with ${code}`)));
    });
  const addresses = children.map((child) => said(child, "address"));
  const reports = children.map((child) => said(child, "report") as Promise<Report>);
  const list = await Promise.all(addresses);
  for (const child of children) child.send(list);
  const [first] = await Promise.all(reports);
  for (const child of children) if (child.connected) child.disconnect();
  return first!;
}

function print(name: string, { outcome, iterations, seconds, busy, phases }: Report): void {
  const total = (what: keyof Spent) => phases.reduce((sum, [, spent]) => sum + spent[what], 0);
  console.log(
    `\n${name}: ${outcome}; ${seconds.toFixed(2)} s (${busy.toFixed(2)} s of processor time), ${iterations} iterations, ${total("rounds")} rounds, ` +
      `${(total("bytes") / 1e6).toFixed(1)} MB sent by node 0`,
  );
  for (const [phase, spent] of phases)
    console.log(
      `  ${spent.seconds.toFixed(2).padStart(6)} s  ${String(spent.rounds).padStart(6)} rounds  ` +
        `${(spent.bytes / 1e6).toFixed(2).padStart(8)} MB  ${phase}`,
    );
}

const [mode, node, example] = process.argv.slice(2);
if (mode === "--node") await playNode(Number(node) as NodeIndex, example!);
else {
  const names =
    process.argv.length > 2 ? process.argv.slice(2) : ["securescm-20", "afiro", "sc50b", "adlittle", "securescm-202"];
  for (const name of names) print(name, await playAll(name));
}
