// `concordat deploy`: the contracts, and their addresses into the settings.
import { join } from "node:path";
import { http } from "viem";
import { connect } from "../../app/connect.ts";
import { loadArtifacts } from "../../app/deploy/artifacts.ts";
import { deployContracts } from "../../app/deploy/deploy.ts";
import { checkCoordinator, checkRegistry } from "../../chain/coordinator/check-contract.ts";
import { HomeError } from "../../errors.ts";
import { writeConfig } from "../../home/config.ts";
import { type GlobalOptions, openHome, openKeys } from "../home.ts";

/** Throws HomeError "CoordinatorKnown" when the settings name contracts already, unless `again`. */
export async function deploy(options: GlobalOptions & { readonly again: boolean }): Promise<void> {
  const home = await openHome(options);
  const { paths, config, printer } = home;
  if (config.coordinator !== null && !options.again) {
    throw new HomeError(
      "CoordinatorKnown",
      `the settings already name the coordinator ${config.coordinator}: --again deploys a new one and leaves the old one as it is`,
    );
  }
  const keys = await openKeys(home, options);
  const publicClient = await connect(home.config);
  const first = join(paths.deployments, `chain-${config.chainId}`);
  const artifacts = await loadArtifacts();
  // Ignition writes its journal as the process may: from here on, for the owner alone.
  process.umask(0o077);
  const { verifier, coordinator, registry, transactions } = await deployContracts({
    transport: http(config.rpc),
    account: keys.sender,
    // Named by what it replaces: interrupted, the same deployment is gone on with.
    deploymentDir: config.coordinator === null ? first : `${first}-after-${config.coordinator}`,
    artifacts,
    confirmations: Math.max(1, config.confirmations),
    pollMs: config.pollMs,
  });
  // What the node took is what partners will check.
  await checkCoordinator({ publicClient, coordinator });
  await checkRegistry(publicClient, registry);
  await writeConfig(paths.config, { ...config, coordinator, registry });
  printer.result({ verifier, coordinator, registry, transactions }, () => [
    `verifier     ${verifier}`,
    `coordinator  ${coordinator}`,
    `registry     ${registry}`,
    "They have no owner and cannot be changed. Give coordinator and registry to your partners (init --coordinator … --registry …).",
  ]);
}
