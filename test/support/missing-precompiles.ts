// Runs a contract on an EVM that lacks some precompiled contracts, as other chains may, or whose
// precompiled contracts answer anything.
import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { createAddressFromString, hexToBytes } from "@ethereumjs/util";
import { createVM } from "@ethereumjs/vm";
import { bytesToHex, type Hex } from "viem";
import { CHAIN_ID } from "./ethereumjs/chain.ts";

/** What a call is made with, where this is not the usual. */
export interface OddCall {
  /** Answers of precompiles, by address. */
  readonly answers?: ReadonlyMap<number, Hex>;
  readonly gasLimit?: bigint;
  /** Words in the contract's storage, by slot. */
  readonly storage?: ReadonlyMap<Hex, Hex>;
}

/** What a call returned, and the gas that it used. */
export interface CallResult {
  readonly reverted: boolean;
  readonly returned: Hex;
  readonly gasUsed: bigint;
}

/** Calls runtime code with data on a chain without the precompiles at these addresses. */
export async function callWithout(
  precompiles: readonly number[],
  code: Hex,
  data: string,
  { answers = new Map(), gasLimit = 16_000_000n, storage = new Map() }: OddCall = {},
): Promise<CallResult> {
  const vm = await machineWithout(precompiles, answers);
  const to = addressOf(0x1000);
  await vm.stateManager.putCode(to, hexToBytes(code));
  for (const [slot, word] of storage) await vm.stateManager.putStorage(to, hexToBytes(slot), hexToBytes(word));
  const { execResult } = await vm.evm.runCall({ to, data: hexToBytes(data as Hex), gasLimit });
  const { exceptionError, returnValue, executionGasUsed: gasUsed } = execResult;
  return { reverted: exceptionError !== undefined, returned: bytesToHex(returnValue), gasUsed };
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

async function machineWithout(precompiles: readonly number[], answers: ReadonlyMap<number, Hex> = new Map()) {
  const common = createCustomCommon({ chainId: CHAIN_ID }, Mainnet, { hardfork: Hardfork.Osaka });
  const missing = precompiles.map((address) => ({ address: addressOf(address) }));
  const answering = [...answers].map(([address, answer]) => {
    const result = { executionGasUsed: 0n, returnValue: hexToBytes(answer) };
    return { address: addressOf(address), function: () => result };
  });
  const customPrecompiles = [...missing, ...answering];
  return createVM({ common, evmOpts: { customPrecompiles } });
}

function addressOf(value: number) {
  return createAddressFromString(`0x${value.toString(16).padStart(40, "0")}`);
}
