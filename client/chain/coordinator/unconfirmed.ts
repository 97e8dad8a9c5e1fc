// Why a read in the block that the client acts upon found no contract: there is none at all, or it
// is in newer blocks only.
import { ChainError } from "../../errors.ts";
import { counted } from "../../math/counted.ts";
import type { BlockName } from "../../round/phase.ts";
import { asChainError } from "../chain-error.ts";
import type { ChainSession } from "../session.ts";

/** The newest block, and the one whose state a client acts upon. */
export interface ReadBlocks<Block extends BlockName = BlockName> {
  readonly head: Block;
  readonly settled: Block;
  /** Whether the node calls `settled` final; else it was chosen by the number of confirmations. */
  readonly isFinal: boolean;
}

type Reader = Pick<ChainSession, "publicClient" | "coordinator" | "confirmations">;

/**
 * The error for a read in block `settled` that failed with `error`. "ContractUnconfirmed" for a
 * contract that is on chain, but not yet in that block; else as asChainError has it.
 */
export async function readFailure(reader: Reader, blocks: ReadBlocks, error: unknown): Promise<Error> {
  const failure = asChainError(error, "stateOf");
  const { head, settled } = blocks;
  if (!(failure instanceof ChainError) || failure.code !== "ContractMissing" || settled.number === head.number)
    return failure;
  const since = await firstBlock(reader, blocks).catch(() => null);
  // A node that keeps the newest state only cannot be asked for block numbers.
  if (since === null && !(await hasCode(reader).catch(() => false))) return failure;
  return new ChainError("ContractUnconfirmed", unconfirmed(reader, blocks, since), { cause: error });
}

/**
 * The block in which the contract was deployed, after `settled`, by bisection; null where the
 * newest has none. Code that is there stays: no contract of this project can be destroyed.
 */
async function firstBlock(reader: Reader, { head, settled }: ReadBlocks): Promise<bigint | null> {
  if (!(await hasCode(reader, head.number))) return null;
  let [without, having] = [settled.number, head.number];
  while (having - without > 1n) {
    const middle = (without + having) / 2n;
    if (await hasCode(reader, middle)) having = middle;
    else without = middle;
  }
  return having;
}

/** In the block given, or the newest. */
async function hasCode({ publicClient, coordinator }: Reader, block?: bigint): Promise<boolean> {
  const at = block === undefined ? {} : { blockNumber: block };
  const code = await publicClient.getCode({ address: coordinator, ...at });
  return code !== undefined && code !== "0x";
}

/** `since` is the block of the deployment, null where the node does not show it. */
function unconfirmed(
  { coordinator, confirmations }: Reader,
  { head, settled, isFinal }: ReadBlocks,
  since: bigint | null,
): string {
  const deployed =
    since === null
      ? `the coordinator ${coordinator} is on chain in the newest block, ${head.number}, but was not in block ${settled.number}`
      : `the coordinator ${coordinator} was deployed in block ${since}`;
  if (isFinal) {
    const until = since === null ? "a later block" : `block ${since}`;
    return `${deployed}, and this client acts upon the newest final block, ${settled.number}: wait until ${until} is final`;
  }
  const asked = `this client acts upon a block only when ${counted(confirmations, "confirmation")} have followed it (now block ${settled.number}; the newest is ${head.number})`;
  const more = since === null ? null : since + BigInt(confirmations) - head.number;
  const wait = more === null ? `at most ${counted(confirmations, "block")} more` : counted(Number(more), "more block");
  const remedy = 'where blocks are final at once, as on a local chain, set "confirmations" to 0 in config.json';
  return `${deployed}, and ${asked}: wait for ${wait}; ${remedy}`;
}
