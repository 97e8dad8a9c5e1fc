// Processor times of sealed proofs in TypeScript. Verifying, by client and auditor: the first run,
// before anything is compiled, and the median of RUNS more; the size of the reference string does
// not matter. Committing and proving, a company of two with half of m rows each: one run per size.
// Run: node bench/sealed.ts, or node bench/sealed.ts 512 for the largest size   (about a minute,
// most of it for making reference strings)
import { verifySealed as verifyAsAuditor } from "../auditor/sealed/verify.ts";
import { encodeProof } from "../client/sealed/codec.ts";
import { srsCommitter } from "../client/sealed/committer.ts";
import { commitMatrix } from "../client/sealed/prover/commit.ts";
import { createCompany, sumMessages } from "../client/sealed/prover/company.ts";
import { proveTogether } from "../client/sealed/prover/prove.ts";
import { stepsOf } from "../client/sealed/steps.ts";
import { verifySealed } from "../client/sealed/verify.ts";
import { testSeed } from "../test/support/certificate.ts";
import { buildSealed } from "../test/support/sealed.ts";
import { plainForm } from "../test/support/sealed-inputs.ts";

const RUNS = 15;
const PARTIES = [2, 8];

function time(run: () => void): { readonly first: string; readonly median: string } {
  const times = Array.from({ length: 1 + RUNS }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  const [first, ...later] = times;
  const median = later.sort((a, b) => a - b)[RUNS >> 1]!;
  return { first: `${first!.toFixed(0)} ms`, median: `${median.toFixed(0)} ms` };
}

const table = PARTIES.flatMap((parties) => {
  const inequalities = new Array<number>(parties).fill(1);
  const { setting, digest, secrets, statement, key } = buildSealed(
    { kind: "optimal", inequalities },
    `bench ${parties}`,
  );
  const proof = proveTogether(setting, digest, secrets, testSeed("bench"));
  const plain = plainForm({ statement, key, proof });
  return [
    { parties, verifier: "client", ...time(() => verifySealed(statement, key, proof)) },
    { parties, verifier: "auditor", ...time(() => verifyAsAuditor(plain.statement, plain.key, plain.proof)) },
  ];
});
console.table(table);

/** Columns n, rows m, and the size R that they need. */
const PROGRAMS = [
  [50, 50, 64],
  [100, 100, 128],
  [200, 200, 256],
  [400, 400, 512],
] as const;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [64, 128, 256];

/** Processor time so far, in seconds. */
function processor(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function prove([n, m, size]: (typeof PROGRAMS)[number]): Record<string, unknown> {
  const shape = { kind: "optimal", size, columns: n, inequalities: [m / 2, m / 2], equalities: [0, 0] } as const;
  const round = buildSealed(shape, `bench ${n}`);
  const { statement, key, digest, secrets, string } = round;
  const committer = srsCommitter(string.srs);
  const start = processor();
  commitMatrix(committer, size, round.rows[0]!, testSeed("bench"));
  const committed = processor() - start;
  const setting = { ...round.setting, committer };
  const companies = secrets.map((secret, k) => createCompany(setting, digest, secret, testSeed(`company ${k}`)));
  const times = companies.map(() => 0);
  let messages = companies.map((company) => company.start());
  const sums = stepsOf(statement.kind, companies.length).map((step, s) => {
    const sum = sumMessages(step, messages, statement);
    const answers = companies.map((company, k) => {
      const before = processor();
      const answer = company.answer(s, messages);
      times[k]! += processor() - before;
      return answer;
    });
    messages = answers.filter((answer) => answer !== null);
    return sum;
  });
  const proof = {
    points: new Map(sums.flatMap(({ points }) => [...points])),
    scalars: new Map(sums.flatMap(({ scalars }) => [...scalars])),
  };
  verifySealed(statement, key, encodeProof(stepsOf(statement.kind, companies.length), proof));
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  return { n, m, R: size, commit: seconds(committed), owner: seconds(times[0]!), other: seconds(times[1]!) };
}

console.table(PROGRAMS.filter(([, , size]) => sizes.includes(size)).map(prove));
