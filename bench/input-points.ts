// What it costs a node of mpc or mpc/four to hold inputs against the commitments on chain:
// processor time of its points, of the sums that they must add up to and of the comparison, and of
// dealing and expanding; bytes that it tells each other node.
// Run: node bench/input-points.ts [rows columns]

import { receiveInput, shareInput } from "../client/crypto/sharing/input.ts";
import { alphaOf, expectedOf, faultOfPoints, pointsOf } from "../client/engines/mpc/input/points.ts";
import { inputCounts, inputOf } from "../client/engines/mpc/input/words.ts";
import { FOUR } from "../client/engines/mpc/nodes/four.ts";
import type { NodeSet } from "../client/engines/mpc/nodes/node-set.ts";
import { THREE } from "../client/engines/mpc/nodes/three.ts";
import { commitTogether } from "../client/engines/run.ts";
import { createRandom, randomBelow } from "../client/math/random.ts";
import { consortium } from "../test/engines/multi-party/problems.ts";

const [rows = 287, columns = 203] = process.argv.slice(2).map(Number);
const SEED = createRandom(new Uint8Array(32).fill(9));

function measured<T>(what: string, work: () => T): T {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  console.log(`  ${what}: ${((user + system) / 1e3).toFixed(0)} ms`);
  return result;
}

function play({ holding, engine, count }: NodeSet): void {
  const random = SEED.fork("numbers");
  const number = () => randomBelow(random, 1n << 24n) - (1n << 23n);
  const numbers = (length: number) => Array.from({ length }, number);
  const none = { coefficients: [], rhs: [] };
  const inequalities = { coefficients: Array.from({ length: rows }, () => numbers(columns)), rhs: numbers(rows) };
  const whole = { columns, objective: numbers(columns), inequalities, equalities: none };
  const { round, parties } = consortium(whole, 3, count - 1, 0);
  const inputs = parties.map((own, party) => ({ rows: own, random: SEED.fork(`input/${party}`) }));
  const commitments = commitTogether(round, inputs).map((ask) => ask());
  console.log(`${engine}, ${rows} × ${columns}:`);
  const dealt = measured("dealing, all parties", () =>
    inputs.map((input, party) => {
      const { blindings } = commitments[party]!;
      return shareInput(holding, inputOf(round, party, input.rows, blindings), input.random);
    }),
  );
  const alpha = alphaOf(
    commitments[0]!,
    dealt.map(({ digests }) => digests),
  );
  const held = Array.from({ length: count }, (_, node) =>
    measured(`expanding at node ${node}`, () =>
      dealt.map(({ messages }, party) => {
        const counts = inputCounts(round, party, commitments[party]!.blindings.length);
        return receiveInput(holding, node, messages[node]!, counts);
      }),
    ),
  );
  const told = held.map((own, node) =>
    measured(`points of node ${node}`, () => pointsOf(commitments[node]!, alpha, own)),
  );
  const committed = commitments.map(({ points }) => points);
  const expected = measured("sums of committed points", () => expectedOf(holding, committed, alpha));
  if (measured("comparison", () => faultOfPoints(expected, told)) !== null) throw new Error("the points do not fit");
  console.log(`  ${told[0]!.length + 32} bytes to each other node`);
}

for (const nodes of [THREE, FOUR]) play(nodes);
