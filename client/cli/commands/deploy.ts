// `concordat deploy`: the contracts, their addresses into the settings, and the file for partners.
import { join } from "node:path";
import { http, type PublicClient } from "viem";
import { connect } from "../../app/connect.ts";
import { consortiumAt, formatConsortium } from "../../app/consortium.ts";
import { loadArtifacts } from "../../app/deploy/artifacts.ts";
import { deployContracts } from "../../app/deploy/deploy.ts";
import { checkNewFile, writeNewFile } from "../../app/new-file.ts";
import { checkCoordinator, checkRegistry, checkShares } from "../../chain/coordinator/check-contract.ts";
import { HomeError } from "../../errors.ts";
import { writeConfig } from "../../home/config.ts";
import { replaceFile } from "../../home/folder.ts";
import { counted } from "../../math/counted.ts";
import { type GlobalOptions, openHome, openKeys } from "../home.ts";
import { sayingWhatFor } from "../waiting.ts";

export interface DeployOptions extends GlobalOptions {
  readonly again: boolean;
  readonly out?: string;
}

/**
 * Before anything is sent: HomeError "CoordinatorKnown" when the settings name contracts already,
 * unless `again`, and InputError "FileUnwritable".
 */
export async function deploy(options: DeployOptions): Promise<void> {
  const home = await openHome(options);
  const { paths, config, printer } = home;
  if (config.coordinator !== null && !options.again) {
    throw new HomeError(
      "CoordinatorKnown",
      `the settings already name the coordinator ${config.coordinator}: --again deploys a new one and leaves the old one as it is`,
    );
  }
  if (options.out !== undefined) await checkNewFile(options.out);
  const keys = await openKeys(home, options);
  const publicClient = await connect(home.config);
  const first = join(paths.deployments, `chain-${config.chainId}`);
  const artifacts = await loadArtifacts();
  // Ignition writes its journal as the process may: from here on, for the owner alone.
  process.umask(0o077);
  const confirmations = Math.max(1, config.confirmations);
  const waiting = { json: printer.json, reason: waitingFor(publicClient, confirmations) };
  const { verifier, sealedVerifier, coordinator, registry, shares, transactions } = await sayingWhatFor(waiting, () =>
    deployContracts({
      transport: http(config.rpc),
      account: keys.sender,
      // Named by what it replaces: interrupted, the same deployment is gone on with.
      deploymentDir: config.coordinator === null ? first : `${first}-after-${config.coordinator}`,
      artifacts,
      confirmations,
      pollMs: config.pollMs,
    }),
  );
  // What the node took is what partners will check.
  await checkCoordinator({ publicClient, coordinator });
  await checkRegistry(publicClient, registry);
  await checkShares({ publicClient, coordinator }, shares);
  const contracts = { verifier, coordinator, registry, shares };
  const text = formatConsortium(await consortiumAt(publicClient, config.chainId, contracts));
  // Before the settings know of the contracts: interrupted in between, this is done again.
  await replaceFile(paths.consortium, text);
  const file = await writeNewFile(options.out ?? "consortium.json", text, paths.consortium);
  await writeConfig(paths.config, { ...config, coordinator, registry, shares });
  printer.result({ verifier, sealedVerifier, coordinator, registry, shares, transactions, file }, () => [
    `verifier         ${verifier}`,
    `sealed verifier  ${sealedVerifier}`,
    `coordinator      ${coordinator}`,
    `registry         ${registry}`,
    `shares           ${shares}`,
    `They have no owner and cannot be changed. Give ${file} to your partners (init --consortium ${file}).`,
  ]);
}

/** What a deployment waits for, and whether the chain has made blocks since that was last said. */
function waitingFor(publicClient: PublicClient, confirmations: number): () => Promise<string> {
  let last: bigint | null = null;
  return async () => {
    const newest = await publicClient.getBlockNumber().catch(() => null);
    if (newest === null) return "waiting: the chain node does not answer";
    const isStill = newest === last;
    last = newest;
    const wait = `waiting until the transactions have ${counted(confirmations, "confirmation")}; the newest block is ${isStill ? "still " : ""}${newest}`;
    if (confirmations === 1) return `${wait}. If the chain makes no blocks, start its block production`;
    return (
      `${wait}. A chain whose blocks come only with transactions, as a local one may be, never gets there: ` +
      'end this (Ctrl-C), set "confirmations" to 0 in config.json (`init --confirmations 0`), and deploy again, which goes on from here'
    );
  };
}
