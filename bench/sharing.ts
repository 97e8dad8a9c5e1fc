// Operations on shares at several sizes: time and bytes, three nodes in one process (one thread
// does the work of all) and three processes on loopback. Times are medians. The processor time of
// the three processes together stands beside them, and depends less on the other load of the
// machine; bytes are those that one node sends, on average.
// Run: node bench/sharing.ts
import { fileURLToPath } from "node:url";
import { Arithmetic } from "../client/crypto/sharing/arithmetic.ts";
import { connectLinks, type NodeIndex } from "../client/crypto/sharing/link.ts";
import { ThreeNodes } from "../client/crypto/sharing/three-nodes.ts";
import { createRandom, randomBetween } from "../client/math/random.ts";
import { forkNodes, joinNodes, neighbourSecrets, report } from "./node-processes.ts";

interface Operation {
  readonly name: string;
  readonly repetitions: number;
  run(node: Arithmetic): Promise<unknown>;
}

interface Measured {
  readonly name: string;
  /** Milliseconds, median. */
  readonly time: number;
  /** Milliseconds of processor time, mean. */
  readonly busy: number;
  readonly rounds: number;
  /** Bytes sent. */
  readonly bytes: number;
}

const random = createRandom(new Uint8Array(32).fill(2));
/** Fixed-point numbers below 2^14. */
const numbers = Array.from({ length: 203 * 491 }, () => randomBetween(random, 1n, 1n << 54n));
const SIZES = [
  [21, 41],
  [51, 99],
  [203, 491],
] as const;

function operations(node: Arithmetic): Operation[] {
  const vector = (length: number) => node.publicVector(numbers.slice(0, length));
  const one = vector(1);
  const pivots = SIZES.flatMap(([rows, columns]) => {
    const [column, row, tableau] = [vector(rows), vector(columns), vector(rows * columns)];
    const repetitions = rows > 100 ? 15 : 100;
    return [
      {
        name: `pivot, ${rows} × ${columns}`,
        repetitions,
        run: async () => {
          const [change] = await node.truncate(40, node.outer(column, row));
          node.addInto(tableau, change);
        },
      },
      {
        name: `select row and column, ${rows} × ${columns}`,
        repetitions,
        run: () => node.reshare(node.matrixVector(tableau, row), node.vectorMatrix(column, tableau)),
      },
      { name: `least of ${columns}`, repetitions, run: () => node.argmin(row) },
      { name: `least ratio of ${rows}`, repetitions, run: () => node.argminRatio(column, column) },
      { name: `sign of ${columns}`, repetitions, run: () => node.negative(row) },
    ];
  });
  return [
    { name: "open 1", repetitions: 300, run: () => node.open(one) },
    { name: "multiply 1", repetitions: 300, run: () => node.reshare(node.product(one, one)) },
    { name: "sign of 1", repetitions: 300, run: () => node.negative(one) },
    { name: "reciprocal of 1", repetitions: 50, run: () => node.reciprocal(one) },
    ...pivots,
  ];
}

/** Nodes with what they count. */
function counting(node: NodeIndex, links: ConstructorParameters<typeof ThreeNodes>[0]["links"]) {
  const counts = { rounds: 0, messages: 0, bytes: 0 };
  const meter = {
    add: (_: string, counted: keyof typeof counts, amount: number) => {
      counts[counted] += amount;
    },
  };
  const seeds = neighbourSecrets()[node]!;
  return { arithmetic: new Arithmetic(new ThreeNodes({ node, links, seeds, epoch: 0, meter })), counts };
}

async function measure(nodes: readonly ReturnType<typeof counting>[]): Promise<Measured[]> {
  const [first] = nodes as [ReturnType<typeof counting>];
  const lists = nodes.map(({ arithmetic }) => operations(arithmetic));
  const results: Measured[] = [];
  for (const [k, { name, repetitions }] of lists[0]!.entries()) {
    const times: number[] = [];
    const before = { ...first.counts };
    const usage = process.cpuUsage();
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const start = performance.now();
      await Promise.all(
        nodes.map(async ({ arithmetic }, i) => {
          const mark = arithmetic.mark();
          await lists[i]![k]!.run(arithmetic);
          arithmetic.release(mark);
        }),
      );
      times.push(performance.now() - start);
    }
    const { user, system } = process.cpuUsage(usage);
    const [rounds, bytes] = [first.counts.rounds - before.rounds, first.counts.bytes - before.bytes];
    results.push({
      name,
      time: times.sort((a, b) => a - b)[repetitions >> 1]!,
      busy: (user + system) / 1000 / repetitions,
      rounds: rounds / repetitions,
      bytes: bytes / repetitions,
    });
  }
  return results;
}

if (process.argv[2] === undefined) {
  const links = connectLinks();
  const nodes = ([0, 1, 2] as const).map((node) => counting(node, links[node]));
  const inProcess = await measure(nodes);
  const processes = await forkNodes<Measured>(fileURLToPath(import.meta.url));
  console.log(
    "operation | rounds | bytes a node | three nodes in one process, ms | three processes, ms | processor time, ms",
  );
  for (const [k, { name, rounds, time }] of inProcess.entries()) {
    const each = processes.map((results) => results[k]!);
    const total = (of: "bytes" | "busy") => each.reduce((sum, result) => sum + result[of], 0);
    const bytes = Math.round(total("bytes") / 3);
    const slowest = Math.max(...each.map((result) => result.time));
    const times = [time, slowest, total("busy")].map((value) => value.toFixed(2)).join(" | ");
    console.log(`${name} | ${rounds} | ${bytes} | ${times}`);
  }
} else {
  const node = Number(process.argv[2]) as NodeIndex;
  const { links, leave } = await joinNodes(node);
  for (const result of await measure([counting(node, links)])) report(result);
  leave();
}
