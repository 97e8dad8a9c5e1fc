// An invitation that travels by itself, with real processes: one company opens, the client of the
// other fetches the terms from it, its people read and accept them, and the round settles. Nobody
// sends a file.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { agreeToRound } from "../../client/app/agree.ts";
import type { Deployment } from "../../client/app/deploy/deploy.ts";
import { type Opened, openTerms } from "../../client/app/open-round.ts";
import { readSpec } from "../../client/app/spec.ts";
import { EXIT } from "../../client/cli/exit-codes.ts";
import { readConfig } from "../../client/home/config.ts";
import { roundFolder } from "../../client/home/paths.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { createRandom } from "../../client/math/random.ts";
import { anvilProgram, fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { concordat, PASSWORD } from "../../scripts/rehearsal/company.ts";
import { deployOn, freePort, makeHome, type TestHome } from "../support/client-home.ts";
import { type ClientProcess, startClient } from "../support/client-process.ts";
import { writeLightKeystore } from "../support/light-keystore.ts";
import { rejection } from "../support/network.ts";
import { NO_SETUPS } from "../support/setups.ts";
import { SMALL_FILES } from "../support/small-files.ts";

const ENGINE = "two-party/decoy-ot";
const FILES = SMALL_FILES[ENGINE];
const NAMES = ["Nordlys", "Sagbruk"];

describe("an invitation", function () {
  this.timeout(120_000);
  let folder: string;
  let node: NodeProcess;
  let deployment: Deployment;
  let opener: TestHome;
  let invited: TestHome;
  const running: ClientProcess[] = [];

  const at = (name: string) => join(folder, name);
  const start = (home: TestHome): ClientProcess => {
    const client = startClient(home);
    running.push(client);
    return client;
  };
  const command = (args: readonly string[], expected?: readonly number[]) =>
    concordat(["--home", invited.paths.folder, ...args], expected);
  const keysOf = ({ accountKey, seed }: TestHome) => {
    const account = privateKeyToAccount(accountKey);
    return { account, sender: account, random: createRandom(Buffer.from(seed, "hex")) };
  };

  async function open(title: string): Promise<Opened> {
    for (const [k, { name, text }] of FILES.entries())
      await writeFile(at(`${k}.json`), encodeAnnouncement(announce(readProgramText(text, name))));
    const parties = NAMES.map((name, k) => ({
      ...{ name, account: privateKeyToAccount(fundedKey(k)).address, announcement: at(`${k}.json`) },
    }));
    const periods = { commit: "1h", exchange: "1h", settle: "1h" };
    await writeFile(at("spec.json"), JSON.stringify({ title, engine: ENGINE, parties, periods, bond: "0.01" }));
    return openTerms(await readSpec(at("spec.json"), NO_SETUPS), {
      ...{ paths: opener.paths, config: await readConfig(opener.paths.config), out: at(`${title}.json`) },
      keys: async () => keysOf(opener),
    });
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-invitation-"));
    node = await startNode(anvilProgram() === null ? "hardhat" : "anvil");
    deployment = await deployOn(node, folder);
    const home = async (party: number) =>
      makeHome(at(`home-${party}`), node, deployment, { party, port: await freePort(), rounds: [] });
    opener = await home(0);
    invited = await home(1);
    await writeLightKeystore(invited.paths.accountKey, invited.accountKey, PASSWORD);
    await writeLightKeystore(invited.paths.seed, `0x${invited.seed}`, PASSWORD);
    for (const { name, text } of FILES) await writeFile(at(name), text);
  });
  after(async () => {
    await Promise.all(running.map((client) => client.stop()));
    await node.kill();
    await rm(folder, { recursive: true });
  });

  it("reaches the invited over the network, is read and accepted, and the round settles", async () => {
    const [first, second] = [start(opener), start(invited)];
    await Promise.all([first, second].map((client) => client.seen(({ event }) => event === "started")));
    const { key } = await open("Week 1");
    await second.seen(({ event, round }) => event === "invitation" && round === key);
    expect(await concordat(["--home", opener.paths.folder, "status"])).to.include("concordat join 1");
    const words = await command(["status"]);
    for (const word of [
      "Week 1",
      "opened by Nordlys (0x",
      "decoy-ot",
      "Sagbruk",
      "x1",
      "0.01 ether",
      "concordat join 1",
    ])
      expect(words, word).to.include(word);
    const { invitations } = JSON.parse(await command(["--json", "status"]));
    expect(invitations).to.have.length(1);
    expect(invitations[0]).to.include({
      round: key,
      bond: "0.01",
      opener: privateKeyToAccount(opener.accountKey).address,
    });

    // Rows other than those announced: nothing is agreed to, and the invitation stays.
    await writeFile(at("changed.lp"), FILES[1]!.text.replace("End", " more: x1 <= 7\nEnd"));
    const changed = ["--json", "join", "1", "--data", at("changed.lp"), "--insist"];
    expect(await rejection(command(changed)))
      .to.have.property("message")
      .that.includes("AnnouncementDiffers");
    expect(JSON.parse(await command(["--json", "status"])).invitations).to.have.length(1);

    expect(JSON.parse(await command(["--json", "join", "1", "--data", at(FILES[1]!.name), "--insist"]))).to.deep.equal({
      taken: true,
    });
    await agreeToRound({
      ...{ paths: opener.paths, config: await readConfig(opener.paths.config), keys: keysOf(opener), round: "1" },
      ...{ data: at(FILES[0]!.name), rounding: "exact", insist: true, acceptTolerances: false, acceptSetup: true },
      onRead: () => undefined,
      progress: () => undefined,
    });
    for (const client of [first, second])
      await client.seen(({ event, round }) => event === "round-closed" && round === key);
    const outcome = JSON.parse(await readFile(join(roundFolder(invited.paths, key), "outcome.json"), "utf8"));
    expect(outcome).to.include({ kind: "optimal", objective: "-1" });
    expect(JSON.parse(await command(["--json", "status"])).invitations).to.deep.equal([]);
  });

  it("made while the invited was away, by a client that was away, too, arrives when both run", async () => {
    await Promise.all(running.splice(0).map((client) => client.stop()));
    const { key } = await open("Week 2");
    const unknown = ["--json", "join", "2", "--data", at(FILES[1]!.name)];
    expect(JSON.parse((await failure(unknown)).trim())).to.have.nested.property("error.code", "TermsMissing");
    const second = start(invited);
    await second.seen(({ event, round }) => event === "invited" && round === key);
    start(opener);
    await second.seen(({ event, round }) => event === "invitation" && round === key);
  });

  /** What a command that is refused as input says. */
  async function failure(args: readonly string[]): Promise<string> {
    const { message } = (await rejection(command(args))) as Error;
    expect(message).to.include(`ended with ${EXIT.input}`);
    return message.slice(message.indexOf("{"));
  }
});
