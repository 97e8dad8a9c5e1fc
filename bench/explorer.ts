// What the explorer costs a reader: bytes of the first load, and how long the page takes to verify
// rounds, in Chromium against anvil, from the first question to the node to the report. Processor
// time is that of the page's process, its drawing included.
// Run: node bench/explorer.ts   (medians of RUNS audits; the first of each page is given apart,
// since the browser compiles the auditor meanwhile)
import { loadavg } from "node:os";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { servePages } from "../client/pages/local-server.ts";
import { readPages } from "../client/pages/page-files.ts";
import { startNode } from "../lab/chain/node-process.ts";
import { startBrowser } from "../test/support/browser.ts";
import type { RoundShape } from "../test/support/certificate.ts";
import { readyRound, transact } from "../test/support/rounds.ts";
import { deployedOn } from "../test/support/rounds-to-explore.ts";
import { readySealedRound, settleSealedArguments, simulatedSealedRound } from "../test/support/sealed-rounds.ts";
import { buildPages } from "../web/build.ts";

const RUNS = 7;
const LARGE: RoundShape = { kind: "optimal", columns: 100, inequalities: [50, 50], equalities: [0, 0], owner: 1 };
const BUILT = new URL("../web/built/", import.meta.url);

await buildPages(BUILT);
const files = await readPages("explorer");
const sizes = [...files].map(([path, { bytes }]) => ({ path, bytes: bytes.length, gzipped: gzipSync(bytes).length }));
console.table([
  ...sizes,
  {
    path: "all, with the first question",
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    gzipped: sizes.reduce((sum, { gzipped }) => sum + gzipped, 0),
  },
]);

const node = await startNode("anvil");
const server = await servePages({ files, port: 0, connect: ["http:"] });
const browser = await startBrowser();

const processes = await browser.newBrowserCDPSession();
/** Milliseconds of processor time of all pages so far. */
async function processorMs(): Promise<number> {
  const { processInfo } = await processes.send("SystemInfo.getProcessInfo");
  const pages = processInfo.filter(({ type }) => type === "renderer");
  return 1000 * pages.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function took(page: Page): Promise<number> {
  const text = await page.getByText(/^Checked in this page in/).innerText();
  return Number(/\d+/.exec(text)![0]);
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

try {
  const chain = await deployedOn(node);
  const coordinator = await chain.coordinator.getAddress();
  const large = await readyRound(chain, LARGE, "large");
  await transact(chain, 1, "settle", [large.id.round, large.certificate.header, "0x", large.certificate.blocks]);
  const small = { kind: "optimal", columns: 5, inequalities: [3, 2], equalities: [0, 0], owner: 1 } as const;
  const sealed = await readySealedRound(chain, small, "sealed");
  await transact(chain, 1, "settleSealed", settleSealedArguments(sealed));
  const sealedLarge = await simulatedSealedRound(chain, { kind: "optimal", parties: 2, columns: 100, bond: 0n });
  await transact(chain, 1, "settleSealed", settleSealedArguments(sealedLarge));
  await node.mine(80);
  const rows = [];
  for (const [what, { id }] of Object.entries({
    "public outcome, n = m = 100": large,
    "sealed outcome, n = m = 5": sealed,
    "sealed outcome, n = m = 100": sealedLarge,
  })) {
    const page = await browser.newPage();
    const asked = new URLSearchParams({ rpc: node.url, coordinator, round: `${id.round}` });
    await page.goto(`${server.url}#?${asked}`);
    const first = await took(page);
    const again: number[] = [];
    const processor: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const before = await processorMs();
      await page.getByRole("button", { name: "Check again" }).click();
      await page.locator(".progress").waitFor();
      again.push(await took(page));
      processor.push((await processorMs()) - before);
    }
    const verdict = await page.locator(".verdict").innerText();
    const processorMedian = Math.round(median(processor));
    rows.push({ what, verdict, "first ms": first, "median ms": median(again), "processor ms": processorMedian });
    await page.close();
  }
  console.table(rows);
  console.log(`load of the machine: ${loadavg()[0]!.toFixed(1)}`);
} finally {
  await browser.close();
  await server.close();
  await node.kill();
}
process.exit();
