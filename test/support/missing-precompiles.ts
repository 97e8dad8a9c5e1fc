// Runs a contract on an EVM that lacks some precompiled contracts, as other chains may.
import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { createAddressFromString, hexToBytes } from "@ethereumjs/util";
import { createVM } from "@ethereumjs/vm";
import { bytesToHex, type Hex } from "viem";
import { CHAIN_ID } from "./ethereumjs/chain.ts";

/**
 * Calls runtime code with data, and with words in its storage, on a chain without the precompiles
 * at these addresses.
 */
export async function callWithout(
  precompiles: readonly number[],
  code: Hex,
  data: string,
  storage: ReadonlyMap<Hex, Hex> = new Map(),
): Promise<{ readonly reverted: boolean; readonly returned: Hex }> {
  const vm = await machineWithout(precompiles);
  const to = addressOf(0x1000);
  await vm.stateManager.putCode(to, hexToBytes(code));
  for (const [slot, word] of storage) await vm.stateManager.putStorage(to, hexToBytes(slot), hexToBytes(word));
  const { execResult } = await vm.evm.runCall({ to, data: hexToBytes(data as Hex), gasLimit: 16_000_000n });
  return { reverted: execResult.exceptionError !== undefined, returned: bytesToHex(execResult.returnValue) };
}

/** Deploys a contract on such a chain; what the deployment returns. */
export async function deployWithout(
  precompiles: readonly number[],
  creation: Hex,
): Promise<{ readonly reverted: boolean; readonly returned: Hex }> {
  const vm = await machineWithout(precompiles);
  const { execResult } = await vm.evm.runCall({ data: hexToBytes(creation), gasLimit: 16_000_000n });
  return { reverted: execResult.exceptionError !== undefined, returned: bytesToHex(execResult.returnValue) };
}

async function machineWithout(precompiles: readonly number[]) {
  const common = createCustomCommon({ chainId: CHAIN_ID }, Mainnet, { hardfork: Hardfork.Osaka });
  const customPrecompiles = precompiles.map((address) => ({ address: addressOf(address) }));
  return createVM({ common, evmOpts: { customPrecompiles } });
}

function addressOf(value: number) {
  return createAddressFromString(`0x${value.toString(16).padStart(40, "0")}`);
}
