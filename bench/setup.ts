// The ceremony of sealed outcomes: a contribution to a set-up with one before it (reading,
// checking, multiplying, checking again, writing), and a check of its result as
// `concordat setup verify` makes it. Processor time, of all threads, depends less on the other load
// of the machine.
// Run: node bench/setup.ts [R …]   (default: 64 128 256)
import { mkdtemp, rm, stat } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { readCeremony, writeCeremony } from "../client/app/ceremony/file.ts";
import { createBulkCurve } from "../client/crypto/curve/bulk-pool.ts";
import { createRandom } from "../client/math/random.ts";
import { checkCeremony } from "../client/sealed/ceremony/ceremony.ts";
import { type Contributor, contribute } from "../client/sealed/ceremony/contribute.ts";

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [64, 128, 256];
const curve = createBulkCurve(Math.min(2, availableParallelism()));
const folder = await mkdtemp(join(tmpdir(), "concordat-bench-"));

function contributor(): Contributor {
  return { account: privateKeyToAccount(generatePrivateKey()), random: createRandom(), curve, progress: () => {} };
}

async function timed(work: () => Promise<void>): Promise<{ seconds: string; processor: string }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: ((performance.now() - start) / 1_000).toFixed(1),
    processor: ((user + system) / 1_000_000).toFixed(1),
  };
}

try {
  console.log("R | points | MB | contribute, s | processor, s | verify, s | processor, s");
  for (const size of sizes) {
    const [first, second] = [1, 2].map((number) => join(folder, `${size}-${number}.bin`)) as [string, string];
    await writeCeremony(first, await contribute(size, contributor()));
    const made = await timed(async () => {
      await writeCeremony(second, await contribute(await readCeremony(first), contributor()));
    });
    let points = 0;
    const checked = await timed(async () => {
      const ceremony = await readCeremony(second);
      points = ceremony.srs.line.length + ceremony.srs.matrix.slice(1).flat().length;
      await checkCeremony(ceremony, { random: createRandom(), curve, progress: () => {} });
    });
    const megabytes = ((await stat(second)).size / 1e6).toFixed(1);
    const times = [made.seconds, made.processor, checked.seconds, checked.processor];
    console.log([size, points, megabytes, ...times].join(" | "));
  }
} finally {
  await curve.close();
  await rm(folder, { recursive: true });
}
