// The transactions to the contract for shares, one function each. Each throws ChainError with the
// name of the contract's custom error as its code.
import { type Address, bytesToHex } from "viem";
import { encodeBounds } from "../../round/bounds.ts";
import { contractKey } from "../../sealed/contract-key.ts";
import type { AcceptedProof } from "../../sealed/disclosure/accepted.ts";
import { shareBasis } from "../../sealed/disclosure/basis.ts";
import type { Disclosure } from "../../sealed/disclosure/verify.ts";
import { checkShares } from "../coordinator/check-contract.ts";
import { sendToContract } from "../outbox/send.ts";
import type { ChainSession, Mined } from "../session.ts";
import { sharesAbi } from "./shares-abi.ts";

/**
 * Has the contract accept the sealed proof of a settled round, so that shares can be checked
 * against it; anyone may, once. Throws as checkShares does before anything is sent.
 */
export async function adoptProof(session: ChainSession, shares: Address, accepted: AcceptedProof): Promise<Mined> {
  const { statement, key, proof } = accepted;
  const args = [statement.round, contractKey(key), bytesToHex(proof), encodeBounds(statement.bounds)] as const;
  return send(session, shares, { round: statement.round, functionName: "adopt", args });
}

/**
 * Posts a disclosure of one dual value, which must be of the same proof. Throws as checkShares does
 * before anything is sent.
 */
export async function postShare(
  session: ChainSession,
  shares: Address,
  accepted: AcceptedProof,
  { party, claims, proof }: Disclosure,
): Promise<Mined> {
  const { round } = accepted.statement;
  const claim = { party: BigInt(party), dualValue: claims[0]!.values[0]!, proof: bytesToHex(proof) };
  return send(session, shares, { round, functionName: "post", args: [round, shareBasis(accepted), claim] });
}

interface SharesCall {
  readonly round: bigint;
  readonly functionName: "adopt" | "post";
  readonly args: readonly unknown[];
}

async function send(
  session: ChainSession,
  contract: Address,
  { round, functionName, args }: SharesCall,
): Promise<Mined> {
  await checkShares(session, contract);
  const purpose = `${contract}/${round}/${functionName}`;
  const receipt = await sendToContract(session, purpose, { contract, abi: sharesAbi, functionName, args });
  return { hash: receipt.transactionHash, gasUsed: receipt.gasUsed };
}
