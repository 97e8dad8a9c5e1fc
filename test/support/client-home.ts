// Home folders of companies that have agreed to rounds on a chain in a process of its own. Does
// nothing on import.
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createPublicClient, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { commandOutbox, sessionOf } from "../../client/app/connect.ts";
import { loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { type Deployment, deployContracts } from "../../client/app/deploy/deploy.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import type { EngineName } from "../../client/engines/names.ts";
import { type Config, writeConfig } from "../../client/home/config.ts";
import { type HomePaths, homePaths } from "../../client/home/paths.ts";
import { openOwnJournal } from "../../client/journal/own-journal.ts";
import { acceptRound } from "../../client/journal/rounds.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { createRandom } from "../../client/math/random.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import { roundParams } from "../../client/round/agreement.ts";
import { paramsDigest } from "../../client/round/params.ts";
import { formatRoundKey } from "../../client/round/round-key.ts";
import { agreementOf, encodeTerms, scaleTerms, type Terms } from "../../client/round/terms.ts";
import { fundedKey, type NodeProcess } from "../../lab/chain/node-process.ts";
import { testSeed } from "./certificate.ts";

/** Deploys and opens; belongs to no company. */
const OPERATOR = 9;

/** A file of a company: its rows, and the costs if it owns them. */
export interface CompanyFile {
  readonly name: string;
  readonly text: string;
}

export interface OpenedRound {
  /** `<coordinator>/<number>`. */
  readonly key: string;
  readonly terms: Terms;
  /** One for each company, in the order of the parties. */
  readonly files: readonly CompanyFile[];
}

export interface TestHome {
  readonly paths: HomePaths;
  readonly accountKey: Hex;
  /** 32 bytes in hexadecimal: all randomness of the company. */
  readonly seed: string;
}

/** Verifier, coordinator and registry; the journal of the deployment goes into `folder`. */
export async function deployOn(node: Pick<NodeProcess, "url">, folder: string): Promise<Deployment> {
  return deployContracts({
    transport: http(node.url),
    account: privateKeyToAccount(fundedKey(OPERATOR)),
    deploymentDir: join(folder, "deployment"),
    artifacts: await loadArtifacts(),
    confirmations: 1,
    pollMs: 20,
  });
}

/** Settings that most homes leave at their defaults. */
export const USUAL_SETTINGS = { signer: null, contractAccount: null, leastPeriod: 3600, metrics: null } as const;

function configOf({ url }: NodeProcess, { coordinator, registry }: Deployment, name: string, port: number): Config {
  const listen = [`/ip4/127.0.0.1/tcp/${port}`];
  const places = { rpc: url, chainId: hardhat.id, coordinator, registry, listen, announce: [] };
  return { version: 1, name, ...places, sessionPort: 0, peerKey: 1, confirmations: 0, pollMs: 20, ...USUAL_SETTINGS };
}

/** Opens a round of the first companies, company k with the files' k-th. */
export async function openFiles(
  node: NodeProcess,
  deployment: Deployment,
  engine: EngineName,
  files: readonly CompanyFile[],
): Promise<OpenedRound> {
  const parties = files.map(({ name, text }, k) => ({
    name: `Company ${k}`,
    account: privateKeyToAccount(fundedKey(k)).address,
    announcement: announce(readProgramText(text, name)),
  }));
  const shape = {
    title: engine,
    engine,
    parties,
    feasible: false,
    bond: 10n ** 15n,
    periods: { commit: 3600, exchange: 3600, settle: 3600 },
  };
  const playing = createEngine(engine, callingThread);
  const terms = scaleTerms(shape, { coefficient: 0, grid: playing.grid });
  const { agreement } = agreementOf(terms, (round) => roundSchedule(playing, round).turns);
  const config = configOf(node, deployment, "operator", 0);
  const publicClient = createPublicClient({ chain: hardhat, transport: http(node.url), pollingInterval: 20 });
  const account = privateKeyToAccount(fundedKey(OPERATOR));
  const outbox = commandOutbox(publicClient, config, { account, sender: account });
  const session = sessionOf(publicClient, config, { account, outbox, coordinator: deployment.coordinator });
  const { round } = await openRound(session, roundParams(agreement));
  return { key: formatRoundKey({ coordinator: deployment.coordinator, round }), terms, files };
}

/**
 * A home of company `party` that has agreed to those of `rounds` that name it. Its client listens
 * on `port`.
 */
export async function makeHome(
  folder: string,
  node: NodeProcess,
  deployment: Deployment,
  { party, port, rounds }: { readonly party: number; readonly port: number; readonly rounds: readonly OpenedRound[] },
): Promise<TestHome> {
  await mkdir(join(folder, "keys"), { recursive: true, mode: 0o700 });
  const paths = homePaths(folder);
  await writeConfig(paths.config, configOf(node, deployment, `Company ${party}`, port));
  const seed = Buffer.from(testSeed(`client ${party}`).bytes(32));
  const journal = await openOwnJournal(paths, { random: createRandom(seed) });
  for (const { key, terms, files } of rounds) {
    const file = files[party];
    if (file === undefined) continue;
    const engine = createEngine(terms.engine, callingThread);
    const { agreement } = agreementOf(terms, (round) => roundSchedule(engine, round).turns);
    acceptRound(journal, {
      ...{ key, party, rounding: "exact", insist: true, acceptedAt: 0 },
      paramsDigest: paramsDigest(roundParams(agreement)),
      terms: encodeTerms(terms),
      data: Buffer.from(file.text),
      dataName: file.name,
    });
  }
  journal.close();
  return { paths, accountKey: fundedKey(party), seed: seed.toString("hex") };
}

/** A free TCP port on loopback: a restarted client must listen where it did before. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
