// What goes wrong with a chain, by stable codes: the contract's reason by name, or why the call
// never got to the contract.
import {
  BaseError,
  BlockNotFoundError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  ExecutionRevertedError,
  FeeCapTooHighError,
  FeeCapTooLowError,
  InsufficientFundsError,
  IntrinsicGasTooHighError,
  IntrinsicGasTooLowError,
  NonceTooLowError,
  ResourceNotFoundRpcError,
  TipAboveFeeCapError,
  TransactionTypeNotSupportedError,
  toFunctionSelector,
} from "viem";
import { getNodeError } from "viem/utils";
import { ChainError, ConcordatError } from "../errors.ts";
import { coordinatorAbi } from "./coordinator/abi.ts";
import { registryAbi } from "./registry/registry-abi.ts";

interface NodeAnswer {
  readonly code: string;
  /** viem's errors for it. */
  readonly errors: readonly (abstract new (
    ...parameters: never[]
  ) => BaseError)[];
  /**
   * What nodes say for it that viem has no error for: they have no error codes of their own either.
   */
  readonly words: RegExp;
  readonly advice: string;
}

const NODE_ANSWERS: readonly NodeAnswer[] = [
  {
    code: "FundsInsufficient",
    errors: [InsufficientFundsError],
    // Nethermind; Hardhat; Besu; geth, whose estimate has the account's balance as its greatest
    // gas.
    words: /insufficientfunds|enough funds|exceeds account balance|exceeds allowance:? \(?0\b/i,
    advice: "the account cannot pay for it: send it funds",
  },
  {
    code: "NonceTaken",
    errors: [NonceTooLowError],
    // Nethermind; Hardhat.
    words: /old ?nonce|incorrect nonce/i,
    advice: "another program sends transactions of this account: give it an account of its own",
  },
  {
    code: "PriceTooLow",
    errors: [FeeCapTooLowError],
    // geth and anvil; Besu; Hardhat; Nethermind.
    words:
      /underpriced|(less than|below) (the )?(current |block )*base fee|too low for the next block|fee ?too ?low|gas price (too low|below)/i,
    advice: "the network asks for a higher price",
  },
  {
    code: "TransactionRefused",
    errors: [
      IntrinsicGasTooLowError,
      IntrinsicGasTooHighError,
      TransactionTypeNotSupportedError,
      FeeCapTooHighError,
      TipAboveFeeCapError,
    ],
    // Besu's and Hardhat's least gas; then geth, and those that follow it; then Besu's permissions.
    words:
      /intrinsic gas|requires at least .* gas|block gas limit|gas limit too high|transaction gas cap|transaction type not|oversized data|invalid chain id|configured cap|not authorized/i,
    advice: "the node rejects this kind of transaction: its settings or the network's do not suit this client",
  },
  {
    code: "StateMissing",
    errors: [BlockNotFoundError, ResourceNotFoundRpcError],
    // geth's first and third; Besu's; then Erigon, Nethermind and anvil, some of them under codes
    // of their own.
    words:
      /header not found|missing trie node|state (is )?(unavailable|not available)|historical state|unknown block|block not found|block ?out ?of ?range|pruned|could not find block/i,
    advice:
      "the node does not have the state of the block asked for: it is behind, or keeps fewer blocks than the settings' confirmations",
  },
];

/** The contracts' reasons by their selectors. */
const REASONS: ReadonlyMap<string, string> = new Map(
  [...coordinatorAbi, ...registryAbi].flatMap((item) =>
    item.type === "error"
      ? [[toFunctionSelector(`${item.name}(${item.inputs.map(({ type }) => type).join()})`), item.name] as const]
      : [],
  ),
);

/**
 * How anvil tells a reason when it estimates gas or is sent a transaction: by its selector, in
 * words alone.
 */
const SELECTOR = /custom error (0x[0-9a-f]{8})/i;
/** And how Hardhat does: by its name. */
const NAME = /custom error '(\w+)\(/i;

/**
 * A call that ran and failed without data, as opposed to a node's internal error under the same
 * number.
 */
const RAN_AND_FAILED = /revert|out of gas|invalid opcode|stack (under|over)flow|VM Exception/i;

/**
 * `error` as a ChainError: the contract's reason by name, "UnknownRevert", "ContractMissing", a
 * code of NODE_ANSWERS, or "ChainUnreachable". What is no trouble with the chain is left as it is.
 */
export function asChainError(error: unknown, what: string): Error {
  if (error instanceof ConcordatError || (error instanceof Error && error.name === "AbortError")) return error;
  const fail = (code: string, text: string) => new ChainError(code, `${what}: ${text}`, { cause: error });
  if (!(error instanceof BaseError)) return fail("ChainUnreachable", "it could not reach the chain");
  const said = error.details ?? "";
  const known = reasonIn(said);
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (revert instanceof ContractFunctionRevertedError) {
    const { data, signature, reason } = revert;
    if (data !== undefined) {
      const details = (data.args ?? []).map(String).join(", ");
      return fail(data.errorName, `the contract refused it: ${data.errorName}(${details})`);
    }
    if (known === undefined && (signature !== undefined || RAN_AND_FAILED.test(reason ?? ""))) {
      return fail("UnknownRevert", "the contract reverted with an unknown reason");
    }
  }
  if (known !== undefined) return fail(known, `the contract refused it: ${known}`);
  if (error.walk((cause) => cause instanceof ContractFunctionZeroDataError) !== null) {
    return fail(
      "ContractMissing",
      "there is no contract at this address as far as the node knows: check it, or let the node catch up",
    );
  }
  const trouble = nodeAnswerIn(error);
  if (trouble !== undefined) return fail(trouble.code, trouble.advice);
  if (error.walk((cause) => cause instanceof ExecutionRevertedError) !== null || SELECTOR.test(said))
    return fail("UnknownRevert", "the contract reverted with an unknown reason");
  return fail("ChainUnreachable", `it could not reach the chain: ${error.shortMessage}`);
}

/**
 * The contract's reason where the node has only words for it; undefined for none that is known
 * here.
 */
function reasonIn(said: string): string | undefined {
  const name = NAME.exec(said)?.[1];
  if (name !== undefined && [...REASONS.values()].includes(name)) return name;
  return REASONS.get(SELECTOR.exec(said)?.[1]?.toLowerCase() ?? "");
}

/**
 * What kept a call from the contract, or kept a transaction off the chain; undefined where nothing
 * that is known here did.
 */
export function nodeAnswerIn(error: BaseError): NodeAnswer | undefined {
  const said = error.details ?? "";
  // The node has it: nothing is wrong.
  if (/already (known|imported)/i.test(said)) return undefined;
  const named = getNodeError(error, {});
  return NODE_ANSWERS.find(
    ({ errors, words }) =>
      words.test(said) || errors.some((kind) => named.walk((cause) => cause instanceof kind) !== null),
  );
}

/** Codes of troubles that pass, or that an operator can end without the client. */
const PASSING = new Set([
  "ChainUnreachable",
  "TransactionReverted",
  "ContractMissing",
  "LogsIncomplete",
  ...NODE_ANSWERS.map(({ code }) => code),
]);

/** Whether the same call may succeed later. */
export function isPassing(error: unknown): error is ChainError {
  return error instanceof ChainError && PASSING.has(error.code);
}
