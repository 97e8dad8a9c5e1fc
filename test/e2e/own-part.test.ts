// Rounds in which each company learns its own part of a sealed optimum, as three companies run
// them: real homes, clients in processes of their own, one of which is killed, and an auditor with
// the chain and the terms. `npm run test:deep` plays a second round, of which shares tell the
// value.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { agreeToRound } from "../../client/app/agree.ts";
import { openTerms } from "../../client/app/open-round.ts";
import { readSpec } from "../../client/app/spec.ts";
import { EXIT } from "../../client/cli/exit-codes.ts";
import { readConfig } from "../../client/home/config.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { createRandom } from "../../client/math/random.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { deepProfile } from "../../scripts/deep-profile.ts";
import { deployOn, freePort, makeHome, type TestHome } from "../support/client-home.ts";
import { startClient } from "../support/client-process.ts";
import { concordat, PASSWORD } from "../support/command.ts";
import { writeLightKeystore } from "../support/light-keystore.ts";
import { keepingSetups, testSetup } from "../support/setups.ts";

/** The optimum: ore = 5, coal = 0, gas = 1, pit = 1, heat = 2, worth 14. */
const FILES = [
  {
    company: "Mine",
    name: "mine.lp",
    text: "Minimize\nSubject To\n shaft: ore + 3 coal + pit <= 6\n open: pit >= 1\nEnd\n",
  },
  {
    company: "Smelter",
    name: "smelter.lp",
    text: "Maximize\n obj: 3 ore + 2 coal - gas\nSubject To\n kiln: ore + coal - gas <= 4\nEnd\n",
  },
  { company: "Grid", name: "grid.lp", text: "Minimize\nSubject To\n need: heat + gas = 3\nEnd\n" },
];
const [MINE, SMELTER, GRID] = [0, 1, 2];

describe("rounds in which each company learns its own part", function () {
  this.timeout(600_000);
  let folder: string;
  let node: NodeProcess;
  let homes: readonly TestHome[];
  let shares: Address;
  const at = (name: string) => join(folder, name);
  const account = (party: number) => privateKeyToAccount(fundedKey(party));
  const progress = () => undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-own-part-"));
    node = await startNode("hardhat");
    const deployment = await deployOn(node, folder);
    shares = deployment.shares;
    homes = await Promise.all(
      FILES.map(async (_, party) =>
        makeHome(at(`home${party}`), node, deployment, { party, port: await freePort(), rounds: [] }),
      ),
    );
    for (const [party, { paths, seed }] of homes.entries()) {
      await keepingSetups(paths.folder, await testSetup());
      await writeLightKeystore(paths.accountKey, fundedKey(party), PASSWORD);
      await writeLightKeystore(paths.seed, `0x${seed}`, PASSWORD);
    }
    for (const { company, name, text } of FILES) {
      await writeFile(at(name), text);
      await writeFile(at(`${company}.json`), encodeAnnouncement(announce(readProgramText(text, name))));
    }
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  async function specOf(title: string, more: object): Promise<string> {
    const parties = FILES.map(({ company }, k) => ({
      ...{ name: company, account: account(k).address, announcement: `${company}.json` },
    }));
    const { digest } = await testSetup();
    const file = at(`${title} spec.json`);
    await writeFile(file, JSON.stringify({ title, parties, outcome: "own part", setup: digest, ...more }));
    return file;
  }

  const keysOf = (party: number) => ({
    ...{ account: account(party), sender: account(party) },
    random: createRandom(Buffer.from(homes[party]!.seed, "hex")),
  });
  const homeOf = async (party: number) => ({
    paths: homes[party]!.paths,
    config: await readConfig(homes[party]!.paths.config),
  });

  /** All companies agree to the round of the file. */
  async function agree(file: string): Promise<void> {
    for (const party of homes.keys())
      await agreeToRound({
        ...{ ...(await homeOf(party)), keys: keysOf(party), round: file, data: at(FILES[party]!.name) },
        ...{ rounding: "exact", insist: true, acceptTolerances: true, acceptSetup: true, onRead: progress, progress },
      });
  }

  /**
   * Runs all clients until the round is closed; one is killed as soon as it proves, and begins
   * anew.
   */
  async function play(round: string, killed: number): Promise<void> {
    const clients = homes.map((home) => startClient(home));
    try {
      await clients[killed]!.seen(({ event, round: seen }) => event === "round-proving" && seen === round);
      await clients[killed]!.kill();
      clients[killed] = startClient(homes[killed]!);
      const isOver = (event: string) => ["round-closed", "round-failed"].includes(event);
      const ends = await Promise.all(
        clients.map((client) => client.seen(({ event, round: seen }) => isOver(event) && seen === round)),
      );
      expect(ends.map(({ event, code }) => code ?? event)).to.deep.equal(homes.map(() => "round-closed"));
    } finally {
      await Promise.all(clients.map((client) => client.stop()));
    }
  }

  const run = (party: number, ...args: readonly string[]) => concordat("--home", homes[party]!.paths.folder, ...args);

  async function knownOf(party: number, round: string) {
    const { output, errors } = await run(party, "outcome", round, "--json");
    expect(errors).to.equal("");
    const own = JSON.parse(output);
    expect(own).to.deep.include({ sealed: true, kind: "optimal", settledOtherwise: null });
    const { variables } = own.known as { variables: readonly { name: string; value: string | null }[] };
    return { ...own.known, values: Object.fromEntries(variables.map(({ name, value }) => [name, value])) };
  }

  const VALUES = [
    { ore: "5", coal: "0", pit: "1", gas: null, heat: null },
    { ore: "5", coal: "0", pit: null, gas: "1", heat: null },
    { ore: null, coal: null, pit: null, gas: "1", heat: "2" },
  ];

  it("settles although a client is killed in the middle of the proof, and tells each company what its file names", async () => {
    const opened = await run(MINE, "open", await specOf("Week 6", {}), "--out", at("6.json"), "--json");
    expect(opened.errors).to.equal("");
    const { round, sealed } = JSON.parse(opened.output);
    expect(sealed.ownParts).to.deep.equal({ value: "owner" });
    await agree(at("6.json"));
    await play(round, GRID);
    const known = await Promise.all(homes.map((_, party) => knownOf(party, round)));
    expect(known.map(({ values }) => values)).to.deep.equal(VALUES);
    expect(known.map(({ objective }) => objective)).to.deep.equal([null, "14", null]);
    expect(known.map(({ interval }) => interval !== null)).to.deep.equal([false, true, false]);
    const priced = known.map(({ variables }) =>
      variables.flatMap((own: { name: string; reducedCost: string | null }) =>
        own.reducedCost === null ? [] : own.name,
      ),
    );
    expect(priced).to.deep.equal([["pit"], ["ore", "coal", "gas"], ["heat"]]);
    expect(known[MINE]!.rows[0]).to.deep.include({ name: "shaft", activity: "6", dual: "2" });
    expect(known[SMELTER]!.rows).to.have.length(1);
    const { output } = await run(GRID, "outcome", round, "--csv", at("grid.csv"));
    expect(output).to.include("Not known to this company: ore, coal, pit");
    expect(await readFile(at("grid.csv"), "utf8")).to.include("variable,ore,unknown,unknown,,");

    const { code, output: report } = await concordat("audit", round, "--rpc", node.url, "--terms", at("6.json"));
    expect(code, report).to.equal(EXIT.ok);
    expect(report).to.include("each the variables that its file names");

    const file = at("bank.json");
    const disclosed = await run(SMELTER, "disclose", round, "--row", "kiln", "--dual-value", "--out", file);
    expect(disclosed.errors).to.equal("");
    const bank = await concordat("audit", round, "--rpc", node.url, "--disclosure", file);
    expect(bank.code, bank.output).to.equal(EXIT.ok);
    const refused = await run(SMELTER, "disclose", round, "--variable", "ore", "--out", at("ore.json"));
    expect(refused.errors).to.include("[DisclosureJoint]");
  });

  const onlyDeep = deepProfile() === null ? it.skip : it;
  onlyDeep("settles where everybody learns the value, and shares tell it", async () => {
    const spec = await specOf("Week 7", { value: "all", shares: "public" });
    const terms = await readSpec(spec, { paths: homes[MINE]!.paths, progress }, shares);
    const { key } = await openTerms(terms, {
      ...(await homeOf(MINE)),
      keys: async () => keysOf(MINE),
      out: at("7.json"),
    });
    await agree(at("7.json"));
    await play(key, MINE);
    const known = await Promise.all(homes.map((_, party) => knownOf(party, key)));
    expect(known.map(({ values }) => values)).to.deep.equal(VALUES);
    expect(known.map(({ objective }) => objective)).to.deep.equal(["14", "14", "14"]);
    const { output } = await run(GRID, "outcome", key);
    expect(output).to.include("the proof does not cover it").and.include("`concordat shares 2`");
    const shown = JSON.parse((await run(GRID, "shares", key, "--json")).output);
    expect(shown.sum).to.equal("14");
    expect((await run(GRID, "status")).output).to.include("of which each company learns its own part");
    const again = await run(MINE, "open", "--like", "2", "--title", "Week 8", "--out", at("8.json"), "--json");
    expect(JSON.parse(again.output).sealed).to.deep.equal(terms.sealed);
  });
});
