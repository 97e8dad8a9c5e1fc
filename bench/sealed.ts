// Times of verifying a sealed proof in TypeScript, by client and auditor; the size of the reference
// string does not matter to them.
// Run: node bench/sealed.ts   (CPU time: the first run, before anything is compiled, and the median
// of RUNS more)
import { verifySealed as verifyAsAuditor } from "../auditor/sealed/verify.ts";
import { proveTogether } from "../client/sealed/prover/prove.ts";
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
