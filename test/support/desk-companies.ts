// Three companies that share a program, each with a home of its own on one chain, and a round that
// the first of them opens. Does nothing on import.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { openTerms } from "../../client/app/open-round.ts";
import { readSpec } from "../../client/app/spec.ts";
import { readConfig, writeConfig } from "../../client/home/config.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { createRandom } from "../../client/math/random.ts";
import { anvilProgram, fundedKey, startNode } from "../../lab/chain/node-process.ts";
import { type CompanyFile, deployOn, freePort, makeHome, type TestHome } from "./client-home.ts";
import { concordat, PASSWORD } from "./command.ts";
import { writeLightKeystore } from "./light-keystore.ts";
import { NO_SETUPS } from "./setups.ts";

export const NAMES = ["Nordlys", "Sagbruk", "Weser"];

const program = (...lines: string[]) => `${lines.join("\n")}\nEnd\n`;
/** Two sawmills share timber and trucks; the third company owns the profits. */
export const FILES: readonly CompanyFile[] = [
  {
    name: "nordlys.lp",
    text: program("Maximize", "Subject To", " saw_hours: boards + 2 beams <= 40", " drying: boards <= 24"),
  },
  { name: "sagbruk.lp", text: program("Maximize", "Subject To", " timber: 3 boards + 2 beams <= 84") },
  {
    name: "weser.lp",
    text: program("Maximize", " profit: 3 boards + 4 beams", "Subject To", " trucks: boards + beams <= 30"),
  },
];

export interface DeskCompanies {
  readonly homes: readonly TestHome[];
  /** A path in the folder that holds each company's file by its name. */
  at(name: string): string;
  /** The first company opens a round of all three. */
  openRound(title: string): Promise<void>;
  /** What the command prints in the home of company `k`. */
  command(k: number, ...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export async function deskCompanies(): Promise<DeskCompanies> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-desk-"));
  const at = (name: string) => join(folder, name);
  const node = await startNode(anvilProgram() === null ? "hardhat" : "anvil");
  const deployment = await deployOn(node, folder);
  for (const [k, { name, text }] of FILES.entries()) {
    await writeFile(at(name), text);
    await writeFile(at(`${k}.json`), encodeAnnouncement(announce(readProgramText(text, name))));
  }
  const homes: TestHome[] = [];
  for (const party of NAMES.keys()) {
    const home = await makeHome(at(`home-${party}`), node, deployment, { party, port: await freePort(), rounds: [] });
    await writeLightKeystore(home.paths.accountKey, home.accountKey, PASSWORD);
    await writeLightKeystore(home.paths.seed, `0x${home.seed}`, PASSWORD);
    await writeConfig(home.paths.config, { ...(await readConfig(home.paths.config)), name: NAMES[party]! });
    homes.push(home);
  }
  const openRound = async (title: string) => {
    const { paths, accountKey, seed } = homes[0]!;
    const account = privateKeyToAccount(accountKey);
    const parties = NAMES.map((name, k) => ({
      ...{ name, account: privateKeyToAccount(fundedKey(k)).address, announcement: at(`${k}.json`) },
    }));
    const periods = { commit: "1h", exchange: "1h", settle: "1h" };
    const spec = at(`${title}-spec.json`);
    await writeFile(spec, JSON.stringify({ title, engine: "mpc", parties, periods, bond: "0.01" }));
    await openTerms(await readSpec(spec, NO_SETUPS), {
      ...{ paths, config: await readConfig(paths.config), out: at(`${title}.json`) },
      keys: async () => ({ account, sender: account, random: createRandom(Buffer.from(seed, "hex")) }),
    });
  };
  const command = async (k: number, ...args: readonly string[]) => {
    const { code, output, errors } = await concordat("--home", homes[k]!.paths.folder, ...args);
    expect(code, errors).to.equal(0);
    return output;
  };
  const close = async () => {
    await node.kill();
    await rm(folder, { recursive: true });
  };
  return { homes, at, openRound, command, close };
}
