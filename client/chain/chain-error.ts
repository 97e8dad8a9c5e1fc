// What goes wrong with a chain, by stable codes: the contract's reason by name, or why the call never got to the contract.
import {
  BaseError,
  BlockNotFoundError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  ExecutionRevertedError,
  toFunctionSelector,
} from "viem";
import { ChainError, ConcordatError } from "../errors.ts";
import { coordinatorAbi } from "./coordinator/abi.ts";
import { registryAbi } from "./registry/registry-abi.ts";

interface Trouble {
  readonly code: string;
  /** Nodes have no error codes for these: each says it in words of its own (geth, Besu, Nethermind, Erigon, anvil, Hardhat). */
  readonly words: RegExp;
  readonly advice: string;
}

const TROUBLES: readonly Trouble[] = [
  {
    code: "FundsInsufficient",
    words:
      /insufficient ?funds|enough funds|exceeds (transaction sender )?account balance|outoffunds|exceeds allowance:? \(?0\b/i,
    advice: "the account cannot pay for it: send it funds",
  },
  {
    code: "NonceTaken",
    words: /nonce too low|old ?nonce|incorrect nonce/i,
    advice: "another program sends transactions of this account: give it an account of its own",
  },
  {
    code: "PriceTooLow",
    words:
      /underpriced|(less than|below) (the )?(current |block )*base fee|too low for the next block|fee ?too ?low|gas price (too low|below)/i,
    advice: "the network asks for a higher price",
  },
  {
    code: "TransactionRefused",
    words:
      /intrinsic gas|requires at least .* gas|block gas limit|gas limit too high|transaction gas cap|transaction type not|oversized data|invalid chain id|configured cap|not authorized/i,
    advice: "the node takes no such transaction: its settings or the network's do not suit this client",
  },
  {
    code: "StateMissing",
    words:
      /header not found|missing trie node|state (is )?(unavailable|not available)|historical state|unknown block|block not found|block out of range|pruned|could not find block/i,
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

/** How anvil tells a reason when it estimates gas or is sent a transaction: by its selector, in words alone. */
const SELECTOR = /custom error (0x[0-9a-f]{8})/i;
/** And how Hardhat does: by its name. */
const NAME = /custom error '(\w+)\(/i;

/** A call that ran and failed without data, as opposed to a node's internal error under the same number. */
const RAN_AND_FAILED = /revert|out of gas|invalid opcode|stack (under|over)flow|VM Exception/i;

/**
 * `error` as a ChainError: the contract's reason by name, "UnknownRevert", "ContractMissing", a code of TROUBLES, or "ChainUnreachable".
 * What is no trouble with the chain is left as it is.
 */
export function asChainError(error: unknown, what: string): Error {
  if (error instanceof ConcordatError || (error instanceof Error && error.name === "AbortError")) return error;
  const fail = (code: string, text: string) => new ChainError(code, `${what}: ${text}`, { cause: error });
  if (!(error instanceof BaseError)) return fail("ChainUnreachable", "it did not reach the chain");
  const said = wordsOf(error);
  const known = reasonIn(said);
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (revert instanceof ContractFunctionRevertedError) {
    const { data, signature, reason } = revert;
    if (data !== undefined) {
      const details = (data.args ?? []).map(String).join(", ");
      return fail(data.errorName, `the contract refused it: ${data.errorName}(${details})`);
    }
    if (known === undefined && (signature !== undefined || RAN_AND_FAILED.test(reason ?? ""))) {
      return fail("UnknownRevert", "the contract refused it without a reason known here");
    }
  }
  if (known !== undefined) return fail(known, `the contract refused it: ${known}`);
  if (error.walk((cause) => cause instanceof ContractFunctionZeroDataError) !== null) {
    return fail(
      "ContractMissing",
      "there is no contract at this address as far as the node knows: check it, or let the node catch up",
    );
  }
  const trouble = troubleIn(said);
  if (trouble !== undefined) return fail(trouble.code, trouble.advice);
  if (error.walk((cause) => cause instanceof ExecutionRevertedError) !== null || SELECTOR.test(said))
    return fail("UnknownRevert", "the contract refused it without a reason known here");
  return fail("ChainUnreachable", `it did not reach the chain: ${error.shortMessage}`);
}

/** The contract's reason where the node has only words for it; undefined for none that is known here. */
function reasonIn(said: string): string | undefined {
  const name = NAME.exec(said)?.[1];
  if (name !== undefined && [...REASONS.values()].includes(name)) return name;
  return REASONS.get(SELECTOR.exec(said)?.[1]?.toLowerCase() ?? "");
}

/** What a node's words mean; undefined where they say nothing that is known here. */
export function troubleIn(said: string): Trouble | undefined {
  return TROUBLES.find(({ words }) => words.test(said));
}

/** What the node said, from anywhere in the chain of causes. */
function wordsOf(error: BaseError): string {
  const said: string[] = [];
  error.walk((cause) => {
    if (cause instanceof BlockNotFoundError) said.push("block not found");
    if (cause instanceof BaseError) said.push(cause.details ?? "");
    return false;
  });
  return said.join("\n");
}

/** Codes of troubles that pass, or that an operator can end without the client. */
const PASSING = new Set([
  "ChainUnreachable",
  "TransactionReverted",
  "ContractMissing",
  ...TROUBLES.map(({ code }) => code),
]);

/** Whether the same call may succeed later. */
export function isPassing(error: unknown): error is ChainError {
  return error instanceof ChainError && PASSING.has(error.code);
}
