// What the contract for shares says of a round: its events, and what it stores (docs/shares.md).
// The interface is written by hand from that page and not taken from the clients.
import {
  Interface,
  isError,
  type JsonRpcApiProvider,
  type Log,
  type LogDescription,
  type Result,
  toBeHex,
} from "ethers";
import { AuditError } from "../errors.ts";
import { phrase } from "../words/english.ts";
import { identityOf, readRequested } from "./requested-log.ts";
import { isBeyondLimits } from "./rpc.ts";
import type { ChainView } from "./view.ts";

const POINT = "tuple(uint256 x, uint256 y)";
const POINT_G2 = "tuple(uint256 xImaginary, uint256 xReal, uint256 yImaginary, uint256 yReal)";
const BASIS =
  `tuple(bytes32 statement, bytes32 proof, uint256 size, ${POINT_G2} sigma, ${POINT_G2} tau, ` +
  `${POINT}[] matrices, ${POINT}[] limbs)`;

const sharesInterface: Interface = new Interface([
  `event SharesAdopted(uint256 indexed round, address indexed sender, ${BASIS} basis)`,
  "event SharePosted(uint256 indexed round, uint256 indexed party, int256 share, bytes proof)",
  "function basisOf(uint256 round) view returns (bytes32)",
  "function shareOf(uint256 round, uint256 party) view returns (bool posted, int256 share)",
]);

/** A share as it was announced, with the proof that the contract accepted. */
export interface PostedShare {
  readonly party: bigint;
  readonly share: bigint;
  /** 0x-hex. */
  readonly proof: string;
}

export interface SharesRecord {
  /** keccak256 of the sealed proof that shares were checked against; null where there is none. */
  readonly proof: string | null;
  readonly posted: readonly PostedShare[];
  /** What is stored: each party's share, null where it is missing. */
  readonly stored: readonly (bigint | null)[];
}

export interface SharesQuery {
  /** The contract. */
  readonly address: string;
  readonly round: bigint;
  readonly parties: number;
  /** The block in which the round was settled. */
  readonly first: number;
}

/** Throws AuditError `LogsUnavailable`, `LogsInvalid` or `ChainUnreachable`. */
export async function readShares(view: ChainView, query: SharesQuery): Promise<SharesRecord> {
  const { address, round, parties, first } = query;
  const filter = { address, topics: [signatures(), toBeHex(round, 32)] };
  const ask = (node: JsonRpcApiProvider) => logsBetween(node, filter, { first, last: view.head.number });
  const logs = await view.ask(phrase("asked/shares"), ask, identityOf);
  const source = { contract: sharesInterface, address, round };
  const events: LogDescription[] = [];
  for (const log of logs) events.push((await readRequested(view, source, log)).parsed);
  const adopted = events.find(({ name }) => name === "SharesAdopted");
  const posted = events
    .filter(({ name }) => name === "SharePosted")
    .map(({ args }) => ({ party: args[1] as bigint, share: args[2] as bigint, proof: args[3] as string }));
  const stored: (bigint | null)[] = [];
  for (let k = 0; k < parties; k++) {
    const [isPosted, share] = await call(view, address, "shareOf", [round, k]);
    stored.push(isPosted === true ? (share as bigint) : null);
  }
  const [basis] = await call(view, address, "basisOf", [round]);
  const proof = adopted === undefined ? null : ((adopted.args[2] as Result).getValue("proof") as string);
  return { proof: BigInt(basis as string) === 0n ? null : proof, posted, stored };
}

function signatures(): string[] {
  return ["SharesAdopted", "SharePosted"].map((name) => sharesInterface.getEvent(name)!.topicHash);
}

async function call(view: ChainView, to: string, name: string, args: readonly unknown[]): Promise<Result> {
  const data = sharesInterface.encodeFunctionData(name, [...args]);
  // A contract that has no such function reverts.
  const ask = (node: JsonRpcApiProvider) =>
    node.call({ to, data, blockTag: view.head.number }).catch((error: unknown) => {
      if (isError(error, "CALL_EXCEPTION")) return "0x";
      throw error;
    });
  const answer = await view.ask(phrase("asked/call of shares", { call: name }), ask);
  try {
    return sharesInterface.decodeFunctionResult(name, answer);
  } catch (cause) {
    throw new AuditError("NotShares", `${to} does not answer ${name} as a contract for shares would`, { cause });
  }
}

interface Blocks {
  readonly first: number;
  readonly last: number;
}

/** Logs in order; halves a range that the node refuses. */
async function logsBetween(
  node: JsonRpcApiProvider,
  filter: { readonly address: string; readonly topics: (string | string[])[] },
  { first, last }: Blocks,
): Promise<Log[]> {
  try {
    return await node.getLogs({ ...filter, fromBlock: first, toBlock: last });
  } catch (cause) {
    if (isBeyondLimits(cause)) throw cause;
    if (first === last) throw new AuditError("LogsUnavailable", `the node has no logs of block ${first}`, { cause });
    const middle = Math.floor((first + last) / 2);
    const before = await logsBetween(node, filter, { first, last: middle });
    return [...before, ...(await logsBetween(node, filter, { first: middle + 1, last }))];
  }
}
