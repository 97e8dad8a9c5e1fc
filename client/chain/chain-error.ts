// Maps chain errors to stable codes: the name of the contract's custom error, or why the call never
// reached the contract.
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
import { sharesAbi } from "./shares/shares-abi.ts";

interface NodeAnswer {
  readonly code: string;
  /** viem's error classes for it. */
  readonly errors: readonly (abstract new (
    ...parameters: never[]
  ) => BaseError)[];
  /**
   * Node messages for it that viem has no error class for; the nodes have no error codes for them
   * either.
   */
  readonly words: RegExp;
  readonly advice: string;
}

const NODE_ANSWERS: readonly NodeAnswer[] = [
  {
    code: "FundsInsufficient",
    errors: [InsufficientFundsError],
    // Nethermind; Hardhat; Besu; geth, whose gas estimate is capped by the account's balance.
    words: /insufficientfunds|enough funds|exceeds account balance|exceeds allowance:? \(?0\b/i,
    advice: "the account cannot pay for it: send it funds",
  },
  {
    code: "NonceTaken",
    errors: [NonceTooLowError],
    // Nethermind; Hardhat.
    words: /old ?nonce|incorrect nonce/i,
    advice: "another program sends transactions from this account: give it an account of its own",
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
    // Besu's and Hardhat's minimum gas; then geth and its derivatives; then Besu's permissioning.
    words:
      /intrinsic gas|requires at least .* gas|block gas limit|gas limit too high|transaction gas cap|transaction type not|oversized data|invalid chain id|configured cap|not authorized/i,
    advice: "the node rejects this kind of transaction: its settings or the network's do not suit this client",
  },
  {
    code: "StateMissing",
    errors: [BlockNotFoundError, ResourceNotFoundRpcError],
    // The first and the third are geth's; then Besu's; then Erigon's, Nethermind's and anvil's,
    // some under error codes of their own.
    words:
      /header not found|missing trie node|state (is )?(unavailable|not available)|historical state|unknown block|block not found|block ?out ?of ?range|pruned|could not find block/i,
    advice:
      "the node does not have the state of the block asked for: it is behind, or keeps fewer blocks than the settings' confirmations",
  },
];

/** Names of the contracts' custom errors, by selector. */
const REASONS: ReadonlyMap<string, string> = new Map(
  [...coordinatorAbi, ...registryAbi, ...sharesAbi].flatMap((item) =>
    item.type === "error"
      ? [[toFunctionSelector(`${item.name}(${item.inputs.map(({ type }) => type).join()})`), item.name] as const]
      : [],
  ),
);

/**
 * How anvil reports a custom error when it estimates gas or receives a transaction, and Hardhat
 * that of a contract which it has not compiled: by its selector, in the message alone.
 */
const SELECTOR = /custom error (?:\(return data: )?(0x[0-9a-f]{8})/i;
/** How Hardhat reports that of one which it has: by its name. */
const NAME = /custom error '(\w+)\(/i;

/**
 * A call that ran and failed without data, as opposed to a node's internal error with the same
 * error code.
 */
const RAN_AND_FAILED = /revert|out of gas|invalid opcode|stack (under|over)flow|VM Exception/i;

const UNKNOWN_REVERT =
  "the contract reverted with an unknown reason: check that the address in the settings is that of the right contract";

/**
 * `error` as a ChainError, with one of these codes: the name of the contract's custom error,
 * "UnknownRevert", "ContractMissing", a code of NODE_ANSWERS, or "ChainUnreachable". A
 * ConcordatError or AbortError is returned as it is.
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
      return fail("UnknownRevert", UNKNOWN_REVERT);
    }
  }
  if (known !== undefined) return fail(known, `the contract refused it: ${known}`);
  if (error.walk((cause) => cause instanceof ContractFunctionZeroDataError) !== null) {
    return fail(
      "ContractMissing",
      "there is no contract at this address: check address and chain, or let the node catch up",
    );
  }
  const trouble = nodeAnswerIn(error);
  if (trouble !== undefined) return fail(trouble.code, trouble.advice);
  if (error.walk((cause) => cause instanceof ExecutionRevertedError) !== null || SELECTOR.test(said))
    return fail("UnknownRevert", UNKNOWN_REVERT);
  return fail("ChainUnreachable", `it could not reach the chain: ${error.shortMessage}`);
}

/**
 * The contract's custom error, if the node reports it only in its message; undefined if the message
 * names none that is known here.
 */
function reasonIn(said: string): string | undefined {
  const name = NAME.exec(said)?.[1];
  if (name !== undefined && [...REASONS.values()].includes(name)) return name;
  return REASONS.get(SELECTOR.exec(said)?.[1]?.toLowerCase() ?? "");
}

/**
 * What kept a call from the contract, or a transaction off the chain; undefined if it is none of
 * NODE_ANSWERS.
 */
export function nodeAnswerIn(error: BaseError): NodeAnswer | undefined {
  const said = error.details ?? "";
  // The node has the transaction already: nothing is wrong.
  if (/already (known|imported)/i.test(said)) return undefined;
  const named = getNodeError(error, {});
  return NODE_ANSWERS.find(
    ({ errors, words }) =>
      words.test(said) || errors.some((kind) => named.walk((cause) => cause instanceof kind) !== null),
  );
}

/** Codes of errors that are transient, or that an operator can resolve outside the client. */
const PASSING = new Set([
  "ChainUnreachable",
  "TransactionReverted",
  "ContractMissing",
  "ContractUnconfirmed",
  "LogsIncomplete",
  ...NODE_ANSWERS.map(({ code }) => code),
]);

/** Whether the same call may succeed later. */
export function isTransient(error: unknown): error is ChainError {
  return error instanceof ChainError && PASSING.has(error.code);
}
