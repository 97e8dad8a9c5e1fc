// What the console's page is given of a settled round: as much as the company knows, and what it
// can disclose.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { type KeptOutcome, keepOutcome } from "../../client/app/round-files.ts";
import { Desk } from "../../client/console/desk.ts";
import { outcomeFile, outcomeView } from "../../client/console/outcome.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { type Config, writeConfig } from "../../client/home/config.ts";
import { homePaths } from "../../client/home/paths.ts";
import { openOwnJournal } from "../../client/journal/own-journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { acceptRound, endRound } from "../../client/journal/rounds.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { createRandom } from "../../client/math/random.ts";
import { encodeTerms, type SealedTerms, scaleTerms } from "../../client/round/terms.ts";
import { fundedKey } from "../../lab/chain/node-process.ts";
import { USUAL_SETTINGS } from "../support/client-home.ts";
import { codeOf } from "../support/codes.ts";

const COORDINATOR = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const keyOf = (round: number) => `${COORDINATOR.toLowerCase()}/${round}`;
const FILES = [
  { name: "rows.lp", text: "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n" },
  { name: "costs.lp", text: "Minimize\n obj: 2 x + 5 y\nSubject To\n b: x + y <= 9\nEnd\n" },
];
const SEALED: SealedTerms = { size: 64, setup: `0x${"12".repeat(32)}`, key: `0x${"34".repeat(32)}` };
const ROWS = [{ name: "a", activity: "11", dual: "0.7", lowerSlack: "0", upperSlack: null }];
const PARTIAL = {
  ...{ kind: "optimal", objective: null, variables: [{ name: "x", value: "3" }], rows: ROWS },
  ...{ interval: null, residualAtMost: "0" },
};

describe("an outcome of the console", function () {
  this.timeout(120_000);
  let folder: string;
  let desk: Desk;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-outcome-"));
    const paths = homePaths(folder);
    const config: Config = {
      ...{ version: 1, name: "Nordlys", rpc: "http://127.0.0.1:9", chainId: 31_337, coordinator: COORDINATOR },
      ...{ registry: COORDINATOR, listen: [], announce: [], sessionPort: 0, peerKey: 1, confirmations: 0 },
      ...{ pollMs: 1_000, ...USUAL_SETTINGS },
    };
    await writeConfig(paths.config, config);
    const account = privateKeyToAccount(fundedKey(0));
    const keys = { account, sender: account, random: createRandom(new Uint8Array(32).fill(7)) };
    const parties = FILES.map(({ name, text }, k) => ({
      name: `Company ${k}`,
      account: privateKeyToAccount(fundedKey(k)).address,
      announcement: announce(readProgramText(text, name)),
    }));
    const engine = createEngine("two-party/paillier", callingThread);
    const shape = { title: "Week 1", engine: engine.name, parties, feasible: false, bond: 0n };
    const periods = { commit: 3600, exchange: 3600, settle: 3600 };
    const terms = scaleTerms({ ...shape, periods }, { coefficient: 0, grid: engine.grid });
    const journal = await openOwnJournal(paths, keys);
    const accept = (round: number, sealed: SealedTerms | null, party: number) =>
      acceptRound(journal, {
        ...{ key: keyOf(round), paramsDigest: `0x${"01".repeat(32)}`, terms: encodeTerms({ ...terms, sealed }), party },
        ...{ data: Buffer.from(FILES[party]!.text), dataName: FILES[party]!.name },
        ...{ rounding: "exact", insist: false, acceptedAt: round },
      });
    const settle = (round: number, outcome: object) => {
      keepOutcome(roundJournal(journal, keyOf(round)), { ...outcome, settledOtherwise: null } as KeptOutcome);
      endRound(journal, keyOf(round), "done");
    };
    accept(1, SEALED, 0);
    settle(1, { sealed: true, kind: "optimal", known: PARTIAL });
    accept(2, SEALED, 0);
    settle(2, { sealed: true, kind: "optimal", known: null });
    accept(3, null, 1);
    settle(3, { kind: "infeasible", rows: [{ name: "b", weight: "-1" }], bounds: [], interval: null });
    accept(4, null, 0);
    accept(6, SEALED, 0);
    settle(6, { sealed: true, kind: "infeasible", known: null });
    accept(7, SEALED, 0);
    settle(7, { sealed: true, kind: "unbounded", known: null });
    journal.close();
    desk = new Desk({ paths, config }, keys, false);
  });
  after(async () => {
    await desk.close();
    await rm(folder, { recursive: true });
  });

  it("that is sealed has what this company was told, and numbers to disclose", async () => {
    const view = await outcomeView(desk, keyOf(1));
    expect(view).to.deep.include({ kind: "optimal", isSealed: true, rows: ["a"], variables: ["x", "y"] });
    expect(view).to.include({ hasCosts: false, hasDualValue: true });
    expect(view.known).to.deep.include({ objective: null, variables: [{ name: "x", value: "3" }], rows: ROWS });
    expect(await outcomeFile(desk, keyOf(1), "csv")).to.include("variable,x,3");
    const unknown = await outcomeView(desk, keyOf(2));
    expect(unknown).to.include({ kind: "optimal", known: null });
    expect(unknown.lines.join()).to.include("knows no plan");
  });

  it("that is public has the company's part, and rows and costs to disclose", async () => {
    const view = await outcomeView(desk, keyOf(3));
    expect(view).to.deep.include({ kind: "infeasible", isSealed: false, rows: ["b"], variables: [] });
    expect(view).to.include({ hasCosts: true, hasDualValue: false });
    expect(view.known).to.deep.include({ rows: [{ name: "b", weight: "-1" }] });
    expect(await outcomeFile(desk, keyOf(3), "csv")).to.include("row,b,-1");
  });

  it("that is sealed offers only numbers that its kind has", async () => {
    const numbers = async (round: number) => {
      const { variables, hasCosts, hasDualValue } = await outcomeView(desk, keyOf(round));
      return { variables, hasCosts, hasDualValue };
    };
    expect(await numbers(6)).to.deep.equal({ variables: [], hasCosts: false, hasDualValue: true });
    expect(await numbers(7)).to.deep.equal({ variables: ["x", "y"], hasCosts: false, hasDualValue: false });
  });

  it("is missing while the round is not settled", async () => {
    expect(await codeOf(() => outcomeView(desk, keyOf(4)))).to.equal("OutcomeMissing");
    expect(await codeOf(() => outcomeFile(desk, keyOf(5), "csv"))).to.equal("RoundUnknown");
  });
});
