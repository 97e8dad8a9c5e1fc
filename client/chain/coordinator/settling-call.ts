// The calls that settled a round or a part of it, as their settler sent them: the calldata of the
// transaction, or, where a contract made the call, what the event contains of it.
import { type Address, type Hex, toFunctionSelector } from "viem";
import type { ChainSession } from "../session.ts";
import { coordinatorAbi } from "./abi.ts";
import { CalldataInvalid, readArguments } from "./calldata.ts";

/** An accepted call. */
export interface SettlingCall {
  readonly settler: Address;
  readonly transaction: Hex;
  /** The call's data, if an event contains it. */
  readonly data: Hex | null;
}

/** The event of a call's effect, or SettlementCalled with `data`. */
interface SettlingEvent {
  readonly transactionHash: Hex;
  readonly args: { readonly settler: Address; readonly data?: Hex };
}

/**
 * The call of an event of its effect, given the round's event before. SettlementCalled comes right
 * before the event of the call's effect.
 */
export function settlingCall(effect: SettlingEvent, before: SettlingEvent | undefined): SettlingCall {
  const { settler } = effect.args;
  const isCalled = before?.args.settler === settler && before.transactionHash === effect.transactionHash;
  return { settler, transaction: effect.transactionHash, data: (isCalled ? before.args.data : undefined) ?? null };
}

type Settle = Extract<(typeof coordinatorAbi)[number], { readonly name: "settle" | "settleSealed" }>;

/**
 * The arguments of a call of `name`; null when the node lacks the transaction, or it is another
 * call.
 */
export async function readSettlingCall(
  { publicClient, coordinator }: Pick<ChainSession, "publicClient" | "coordinator">,
  name: Settle["name"],
  { settler, transaction, data }: SettlingCall,
): Promise<unknown[] | null> {
  let sent = data;
  if (sent === null) {
    const { to, from, input } = await publicClient.getTransaction({ hash: transaction });
    if (to?.toLowerCase() !== coordinator.toLowerCase() || from.toLowerCase() !== settler.toLowerCase()) return null;
    sent = input;
  }
  const called = coordinatorAbi.find((item): item is Settle => item.type === "function" && item.name === name)!;
  if (!sent.startsWith(toFunctionSelector(called))) return null;
  try {
    return readArguments(called.inputs, sent);
  } catch (error) {
    if (error instanceof CalldataInvalid) return null;
    throw error;
  }
}
