// A chain whose EVM is EthereumJS, at Osaka's rules as the others that tests use: one block for
// every transaction, final at once. Time goes on by a second a block, and by what is passed.
// BLOCKHASH, which the contracts do not use, finds no block. Does nothing on import.
import { type Block, createBlock } from "@ethereumjs/block";
import { createCustomCommon, Hardfork, Mainnet, type StateManagerInterface } from "@ethereumjs/common";
import { MerkleStateManager } from "@ethereumjs/statemanager";
import { createLegacyTx, createTxFromRLP } from "@ethereumjs/tx";
import { type Address, createAccount, createAddressFromPrivateKey, hexToBytes } from "@ethereumjs/util";
import { buildBlock, createVM, type RunTxResult, runTx, type VM } from "@ethereumjs/vm";
import { fundedKey } from "../../../lab/chain/node-process.ts";

/** As Hardhat's and anvil's, so that the same accounts make the same transactions everywhere. */
export const CHAIN_ID = 31337;
const BLOCK_GAS_LIMIT = 60_000_000n;
/** EIP-7825's. */
const TRANSACTION_GAS_CAP = 16_777_216n;
/** Wei. */
const FIRST_BASE_FEE = 10n ** 9n;
/** As other nodes fund the test mnemonic's first accounts. */
const FUNDED_ACCOUNTS = 10;
const FUNDS = 10_000n * 10n ** 18n;
/** Unix seconds; any. */
const FIRST_TIME = 1_800_000_000n;

/** A block with what its transactions did. */
export interface MinedBlock {
  readonly block: Block;
  readonly runs: readonly RunTxResult[];
}

/** What `eth_call` and `eth_estimateGas` take. */
export interface CallRequest {
  readonly from: Address;
  readonly to: Address | undefined;
  readonly data: Uint8Array;
  /** Wei. */
  readonly value: bigint;
  readonly gas: bigint | undefined;
}

export class EthereumJsChain {
  readonly #vm: VM;
  readonly #blocks: MinedBlock[];
  /** Seconds by which the next block is later than it would be. */
  #passed = 0n;

  private constructor(vm: VM, genesis: Block) {
    this.#vm = vm;
    this.#blocks = [{ block: genesis, runs: [] }];
  }

  static async create(): Promise<EthereumJsChain> {
    const common = createCustomCommon({ chainId: CHAIN_ID }, Mainnet, { hardfork: Hardfork.Osaka });
    const stateManager = new MerkleStateManager({ common });
    for (let index = 0; index < FUNDED_ACCOUNTS; index++) {
      const address = createAddressFromPrivateKey(hexToBytes(fundedKey(index)));
      await stateManager.putAccount(address, createAccount({ balance: FUNDS }));
    }
    const header = {
      gasLimit: BLOCK_GAS_LIMIT,
      baseFeePerGas: FIRST_BASE_FEE,
      timestamp: FIRST_TIME,
      stateRoot: await stateManager.getStateRoot(),
    };
    const vm = await createVM({ common, stateManager });
    return new EthereumJsChain(vm, createBlock({ header, withdrawals: [] }, { common }));
  }

  /** All blocks, by number. */
  get blocks(): readonly MinedBlock[] {
    return this.#blocks;
  }

  get head(): MinedBlock {
    return this.#blocks.at(-1)!;
  }

  passTime(seconds: bigint): void {
    this.#passed += seconds;
  }

  /**
   * Mines a block, with the signed transaction in it if there is one, whose hash it returns. Throws
   * EthereumJS's error for a transaction that can be in no block now: none waits for its turn.
   */
  async mine(signed?: Uint8Array): Promise<Uint8Array | null> {
    const transaction = signed === undefined ? null : createTxFromRLP(signed, { common: this.#vm.common });
    const parent = this.head.block;
    const timestamp = parent.header.timestamp + 1n + this.#passed;
    const builder = await buildBlock(this.#vm, {
      parentBlock: parent,
      headerData: { timestamp },
      withdrawals: [],
      blockOpts: { putBlockIntoBlockchain: false },
    });
    try {
      const runs = transaction === null ? [] : [await builder.addTransaction(transaction)];
      this.#blocks.push({ block: (await builder.build()).block, runs });
    } catch (error) {
      await builder.revert();
      throw error;
    }
    this.#passed = 0n;
    return transaction?.hash() ?? null;
  }

  /** State after a block. */
  async stateAfter({ block }: MinedBlock): Promise<StateManagerInterface> {
    const state = this.#vm.stateManager.shallowCopy();
    await state.setStateRoot(block.header.stateRoot);
    return state;
  }

  /**
   * Runs a transaction that nobody signed on the state after a block, in that block, for a sender
   * who can pay; forgets what it did.
   */
  async tryOut({ from, to, data, value, gas }: CallRequest, { block }: MinedBlock): Promise<RunTxResult> {
    const vm = await this.#vm.shallowCopy();
    await vm.stateManager.setStateRoot(block.header.stateRoot);
    const fields = { data, value, gasLimit: gas ?? TRANSACTION_GAS_CAP, gasPrice: block.header.baseFeePerGas! };
    const tx = createLegacyTx({ ...fields, ...(to === undefined ? {} : { to }) }, { common: vm.common, freeze: false });
    tx.getSenderAddress = () => from;
    return runTx(vm, { tx, block, skipNonce: true, skipBalance: true });
  }

  /** Gas with which a transaction passes; and the run that passed, or failed with all the gas. */
  async estimate(request: CallRequest): Promise<{ readonly gas: bigint; readonly run: RunTxResult }> {
    const whole = await this.tryOut(request, this.head);
    if (whole.execResult.exceptionError !== undefined) return { gas: TRANSACTION_GAS_CAP, run: whole };
    // A call passes on 63 parts of 64, and refunds come when all has been paid.
    for (let gas = whole.totalGasSpent + whole.gasRefund; gas < TRANSACTION_GAS_CAP; gas += gas / 63n + 1n) {
      const run = await this.tryOut({ ...request, gas }, this.head);
      if (run.execResult.exceptionError === undefined) return { gas, run };
    }
    return { gas: TRANSACTION_GAS_CAP, run: whole };
  }
}
