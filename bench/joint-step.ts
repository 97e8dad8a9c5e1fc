// Wall time of a node's joint step, step 6 of a proof of which each company knows its own part
// (docs/sealed-own-part.md): from its shares until its summand of [q] is with both other nodes and
// theirs with it, over TLS. Three processes on loopback take turns, as each node has a machine of
// its own; what a node does as a company is apart. Shares are random numbers of the right lengths,
// of an optimum of three companies. Beside it processor time, of all threads.
// Run: node bench/joint-step.ts, or node bench/joint-step.ts 512 for the largest size
import { fileURLToPath } from "node:url";
import { encodePoints } from "../client/certificate/commitment.ts";
import { G1, pointsToAffine } from "../client/crypto/curve/bn254.ts";
import { fixedBaseMsm } from "../client/crypto/curve/fixed-base.ts";
import type { NodeIndex } from "../client/crypto/sharing/link.ts";
import { domainOf } from "../client/sealed/domain.ts";
import { randomScalars } from "../client/sealed/field.ts";
import { identitiesOf } from "../client/sealed/identities.ts";
import { dealtBy } from "../client/sealed/own-part/dealing.ts";
import { type NodeState, startNode } from "../client/sealed/own-part/node.ts";
import type { SplitSetting } from "../client/sealed/own-part/own.ts";
import { drawSeeds, heldBy, nodeSeeds, shareVector } from "../client/sealed/own-part/shares.ts";
import { splitColumns } from "../client/sealed/own-part/split.ts";
import { nodeStep } from "../client/sealed/own-part/steps.ts";
import { srsLengths } from "../client/sealed/srs.ts";
import type { SealedStatement } from "../client/sealed/statement.ts";
import { publicVectors } from "../client/sealed/verifying-key.ts";
import { TEST_ID, testBounds, testParams, testSeed } from "../test/support/certificate.ts";
import { forkNodes, joinNodes, report } from "./node-processes.ts";

const PARTIES = 3;
const RUNS = 7;
const [STEP_OF_SUMS, JOINT_STEP] = [5, 6];

interface Times {
  readonly wall: number;
  readonly processor: number;
}

/** A third of n rows each; every fifth variable is named by two companies. */
function settingOf(size: number): SplitSetting {
  const columns = size - 3;
  const names = Array.from({ length: columns }, (_, j) => (j % 5 === 0 ? [0, 1 + (j % 2)] : [j % PARTIES]));
  const inequalities = new Array<number>(PARTIES).fill(Math.floor(columns / PARTIES));
  const kind = "optimal";
  const params = testParams({ kind, columns, inequalities, equalities: inequalities.map(() => 0), owner: 0 });
  const statement: SealedStatement = {
    ...TEST_ID,
    ...{ kind, size, columns, parties: PARTIES, objectiveOwner: 0, bounds: testBounds(columns), commitments: [] },
    decimals: { solution: params.solutionDecimals, multiplier: params.multiplierDecimals },
    tolerances: { residual: params.residualTolerance, dual: params.dualTolerance, gap: params.gapTolerance },
  };
  const points: G1[] = [];
  for (let next = G1.BASE; points.length < srsLengths(size).line; next = next.add(G1.BASE)) points.push(next);
  const line = fixedBaseMsm(points);
  return {
    ...{ statement, split: splitColumns(statement, names), domain: domainOf(size), srsDigest: "0x" },
    vectors: publicVectors(statement),
    identities: identitiesOf(kind, PARTIES),
    // A node commits to polynomials in one variable only.
    committer: { line, sigmaLine: line, matrix: () => G1.ZERO },
  };
}

function nodeOf(setting: SplitSetting, node: NodeIndex): NodeState {
  const random = testSeed("joint step");
  const challenges = new Map(["gamma", "nu'"].map((name) => [name, randomScalars(random.fork(name), 1)[0]!]));
  const shares = Array.from({ length: PARTIES }, (_, party) =>
    dealtBy(setting, party).map(({ symbol, length }) => {
      const own = random.fork(`${symbol}/${party}`);
      return heldBy(node, shareVector(randomScalars(own.fork("polynomial"), length), drawSeeds(own)));
    }),
  );
  return startNode({
    node,
    setting,
    seeds: nodeSeeds(node, random),
    random: random.fork(`${node}`),
    challenges,
    shares,
  });
}

async function play(node: NodeIndex, size: number): Promise<void> {
  const state = nodeOf(settingOf(size), node);
  const seen = { scalars: new Map([["t", 5n]]), opened: [] };
  nodeStep(state, STEP_OF_SUMS, seen);
  const step = () => encodePoints(pointsToAffine([nodeStep(state, JOINT_STEP, seen).points.get("q")!]));
  // Until everything is compiled.
  let known = step();
  const { links, leave } = await joinNodes(node);
  const peers = [links.next, links.previous];
  const exchange = async (message: Uint8Array) => {
    for (const peer of peers) peer.send(message);
    for (const peer of peers) await peer.receive(message.length);
  };
  for (let run = 0; run < RUNS; run++)
    for (let turn = 0; turn < PARTIES; turn++) {
      await exchange(new Uint8Array(1));
      if (turn !== node) {
        await exchange(known);
        continue;
      }
      const [wall, processor] = [performance.now(), process.cpuUsage()];
      known = step();
      await exchange(known);
      const { user, system } = process.cpuUsage(processor);
      report({ wall: performance.now() - wall, processor: (user + system) / 1000 } satisfies Times);
    }
  leave();
}

function median(values: readonly number[]): string {
  return `${[...values].sort((a, b) => a - b)[values.length >> 1]!.toFixed(0)} ms`;
}

async function main(): Promise<void> {
  const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [128];
  for (const size of sizes) {
    const times = (await forkNodes<Times>(fileURLToPath(import.meta.url), { args: ["node", String(size)] })).flat();
    const [wall, processor] = [times.map((each) => each.wall), times.map((each) => each.processor)];
    const longest = `${Math.max(...wall).toFixed(0)} ms`;
    console.log(`R = ${size}: wall ${median(wall)} (median), ${longest} (longest); processor ${median(processor)}`);
  }
}

const [, , node, role, size] = process.argv;
if (role === "node") await play(Number(node) as NodeIndex, Number(size));
else await main();
