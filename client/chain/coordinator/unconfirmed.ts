// Why a read in the block that the client acts upon found no contract: there is none at all, or it
// is in newer blocks only.
import { ChainError } from "../../errors.ts";
import type { BlockName } from "../../round/phase.ts";
import { asChainError } from "../chain-error.ts";
import type { ChainSession } from "../session.ts";

/**
 * The error for a read in block `settled` that failed with `error`, `head` being the newest block.
 * "ContractUnconfirmed" for a contract that is on chain, but not yet in that block; else as
 * asChainError has it.
 */
export async function readFailure(
  { publicClient, coordinator, confirmations }: Pick<ChainSession, "publicClient" | "coordinator" | "confirmations">,
  { head, settled }: { readonly head: BlockName; readonly settled: BlockName },
  error: unknown,
): Promise<Error> {
  const failure = asChainError(error, "stateOf");
  if (!(failure instanceof ChainError) || failure.code !== "ContractMissing" || settled.number === head.number)
    return failure;
  const code = await publicClient.getCode({ address: coordinator }).catch(() => undefined);
  if (code === undefined || code === "0x") return failure;
  const needed = `this client acts upon block ${settled.number}, by the setting of ${confirmations} confirmations`;
  return new ChainError(
    "ContractUnconfirmed",
    `the coordinator ${coordinator} is on chain in block ${head.number}, but not in enough blocks yet: ${needed}. ` +
      'Wait until the chain has that many blocks more; where blocks are final at once, as on a local chain, set "confirmations" to 0 in config.json',
    { cause: error },
  );
}
