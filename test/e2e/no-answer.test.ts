// After a round that ended without an answer among its nodes, clients that go on running open no
// round, join none and send nothing, and the companies are told not to play it again with the same
// data: each time, a node that departs from the protocol could learn more.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { connect } from "../../client/app/connect.ts";
import type { ClientEvent } from "../../client/app/events.ts";
import { alertsBeforeRepeating } from "../../client/app/repeating.ts";
import { runClient } from "../../client/app/run-client.ts";
import { linesOf } from "../../client/app/said/english.ts";
import { readRoundCount } from "../../client/chain/coordinator/read.ts";
import { DEFAULT_EPOCHS } from "../../client/engines/mpc/epochs.ts";
import type { EngineName } from "../../client/engines/names.ts";
import { readConfig } from "../../client/home/config.ts";
import { readJournal } from "../../client/journal/own-journal.ts";
import { readFaultNote } from "../../client/journal/round-journal.ts";
import { acceptedRounds } from "../../client/journal/rounds.ts";
import { createRandom } from "../../client/math/random.ts";
import { type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { type CompanyFile, deployOn, freePort, makeHome, openFiles, type TestHome } from "../support/client-home.ts";
import { concordat, PASSWORD } from "../support/command.ts";
import { writeLightKeystore } from "../support/light-keystore.ts";
import { sampled } from "../support/sampled.ts";

/** Of each of the round's steps, in seconds. */
const PERIOD = 3600;
const file = (name: string, rows: readonly string[], costs = "Minimize"): CompanyFile => ({
  name,
  text: [costs, "Subject To", ...rows, "End", ""].join("\n"),
});
/** Variables that are 10^24 apart; an optimum above the default bounds. */
const FILES: Readonly<Partial<Record<EngineName, readonly CompanyFile[]>>> = {
  mpc: [
    file(
      "a.lp",
      ["a1: u - 6000 v <= 900", "a2: v <= 100", "a3: x >= 287"],
      `Maximize\n obj: x + 3 y + 8 z + 3 u + 8 v + w + s`,
    ),
    file("b.lp", ["b1: x - 60 y <= 0", "b2: y - 3650000 z <= 220000", "b3: z - 60 u = 0"]),
    file("c.lp", ["c1: t - 1000 x <= 0", "c2: w - 1000 t <= 0", "c3: s - 1000 w <= 0"]),
  ],
  "mpc/proven": [
    file("a.lp", ["a: x - 1000 y <= 0"], "Maximize\n obj: x + y"),
    file("b.lp", ["b: y - 1000 z <= 0"]),
    file("c.lp", ["c: z <= 1000"]),
  ],
};

describe("a round without an answer", function () {
  this.timeout(120_000);
  let folder: string;
  let node: NodeProcess;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-no-answer-"));
    node = await startNode("hardhat");
  });
  after(async () => {
    await node?.stop();
    await rm(folder, { recursive: true });
  });

  /** A life of the client until no round is open; `failed` is called when one has failed. */
  async function run(home: TestHome, failed: () => void): Promise<readonly ClientEvent[]> {
    const account = privateKeyToAccount(home.accountKey);
    const events: ClientEvent[] = [];
    await runClient({
      ...{ paths: home.paths, config: await readConfig(home.paths.config), once: true, epochs: DEFAULT_EPOCHS },
      keys: { account, sender: account, random: createRandom(Buffer.from(home.seed, "hex")) },
      signal: new AbortController().signal,
      onEvent: (event) => {
        events.push(event);
        if (event.type === "round-failed") failed();
      },
    });
    return events;
  }

  for (const [engine, files] of sampled(Object.entries(FILES), 2))
    it(`${engine}: clients open, join and send nothing by themselves, and warn who would repeat it`, async () => {
      const at = await mkdtemp(join(folder, "engine-"));
      const deployment = await deployOn(node, at);
      const opened = await openFiles(node, deployment, engine as EngineName, files);
      const homes: TestHome[] = [];
      for (const party of files.keys()) {
        const settings = { party, port: await freePort(), rounds: [opened] };
        homes.push(await makeHome(join(at, `home-${party}`), node, deployment, settings));
      }
      const failed = homes.map(() => Promise.withResolvers<void>());
      const lives = homes.map((home, party) => run(home, failed[party]!.resolve));
      await Promise.race([Promise.all(failed.map(({ promise }) => promise)), Promise.any(lives)]);
      await node.passTime(PERIOD + 1);
      await Promise.all(lives);

      const sent = () =>
        Promise.all(
          homes.map(({ accountKey }) =>
            node.request("eth_getTransactionCount", [privateKeyToAccount(accountKey).address, "latest"]),
          ),
        );
      const before = await sent();
      const events = await Promise.all(homes.map((home) => run(home, () => undefined)));
      for (const own of events) expect(own.map(({ type }) => type)).to.deep.equal(["started", "stopped"]);
      expect(await sent()).to.deep.equal(before);
      for (const [party, { paths }] of homes.entries()) {
        const journal = await readJournal(paths);
        const rounds = acceptedRounds(journal).map(({ key, status }) => [key, status]);
        const fault = readFaultNote(journal, opened.key);
        journal.close();
        expect(rounds).to.deep.equal([[opened.key, "closed"]]);
        expect(fault, `${party}`).to.include({ code: "NoAnswer", party: null });
        expect(fault!.message).to.include("same data");
        const alerts = await alertsBeforeRepeating(paths, opened.key, opened.terms.engine);
        expect(alerts).to.deep.equal([{ code: "MaybeSpoilt", values: { round: "1", code: "NoAnswer" } }]);
        const none = [
          await alertsBeforeRepeating(paths, opened.key, "mpc/four"),
          await alertsBeforeRepeating(paths, opened.key.replace("/1", "/2"), opened.terms.engine),
        ];
        expect(none).to.deep.equal([[], []]);
      }
      const { paths, accountKey, seed } = homes[0]!;
      const publicClient = await connect(await readConfig(paths.config));
      const count = () => readRoundCount({ publicClient, coordinator: deployment.coordinator, confirmations: 0 });
      expect(await count()).to.equal(1n);

      // A person may: the notice is no refusal.
      await writeLightKeystore(paths.accountKey, accountKey, PASSWORD);
      await writeLightKeystore(paths.seed, `0x${seed}`, PASSWORD);
      const opening = ["open", "--like", "1", "--title", "Again", "--out", join(at, "again.json")];
      const { code, output, errors } = await concordat("--home", paths.folder, ...opening);
      expect({ code, errors }).to.deep.equal({
        code: 0,
        errors: `${linesOf(await alertsBeforeRepeating(paths, opened.key, opened.terms.engine)).join("\n")}\n`,
      });
      expect(output).to.include("/2 is open");
      expect(await count()).to.equal(2n);
    });
});
