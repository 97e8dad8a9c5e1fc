// Times of the certificate in TypeScript by size: committing, proving (one party of two),
// verifying.
// Run: node bench/certificate.ts   (medians of RUNS runs after one warm-up; two parties, half of
// the rows each)
import { commitRows } from "../client/certificate/commit.ts";
import { provePrimal } from "../client/certificate/prove.ts";
import { verifyCertificate } from "../client/certificate/verify.ts";
import { randomBetween } from "../client/math/random.ts";
import { buildRound, testSeed } from "../test/support/certificate.ts";

const RUNS = 3;
/** Columns n and total rows m. */
const SIZES = [
  [10, 10],
  [50, 50],
  [100, 100],
  [200, 200],
  [400, 400],
] as const;

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

function time(run: () => void): string {
  run();
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return `${median(times).toFixed(0)} ms`;
}

const table = SIZES.map(([n, m]) => {
  const shape = { kind: "optimal", columns: n, inequalities: [m >> 1, m >> 1], equalities: [0, 0], owner: 1 } as const;
  const { statement, rows, committed, outcome, certificate } = buildRound(shape, `bench ${n} ${m}`);
  if (outcome.kind !== "optimal") throw new Error("the bench proves optimal outcomes");
  const random = testSeed("bench");
  // All m rows in one party, entries of up to 20 and 40 bits with either sign.
  const entry = (j: number) =>
    j % 2 === 0 ? randomBetween(random, -(1n << 20n), 1n << 20n) : randomBetween(random, -(1n << 40n), 1n << 40n);
  const coefficients = Array.from({ length: m }, () => Array.from({ length: n }, (_, j) => entry(j)));
  const wide = {
    columns: n,
    inequalities: { coefficients, rhs: coefficients.map(() => entry(1)) },
    equalities: { coefficients: [], rhs: [] },
    objective: null,
  };
  const objectivePoint = committed[1]!.points.objective!;
  return {
    n,
    m,
    commit: time(() => commitRows(wide, random)),
    prove: time(() =>
      provePrimal({
        statement,
        outcome,
        party: 0,
        rows: rows[0]!,
        blindings: committed[0]!.blindings,
        objectivePoint,
        random,
      }),
    ),
    verify: time(() => verifyCertificate(statement, certificate)),
  };
});
console.table(table);
