// Rounds on a chain, with programs whose answer is known, so that every step can use real
// certificates.
import type { BaseContract, ContractTransactionResponse, Result } from "ethers";
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import { partyCommitment } from "../../client/certificate/commitment.ts";
import type { Certificate } from "../../client/certificate/types.ts";
import type { RoundId } from "../../client/round/id.ts";
import type { RoundParams } from "../../client/round/params.ts";
import type { Statement } from "../../client/round/statement.ts";
import { statementOf } from "../../client/round/statement.ts";
import {
  drawProgram,
  proveAll,
  publicOutcome,
  type RoundShape,
  testBounds,
  testParams,
  testSeed,
} from "./certificate.ts";
import type { DeployedChain } from "./chain.ts";

export const DIGEST = `0x${"d1".repeat(32)}` as const;

/**
 * Party k is account k + 1; account 0 deploys, and the last account belongs to nobody in the round.
 */
export function chainParams(chain: DeployedChain, shape: RoundShape, changes: Partial<RoundParams> = {}): RoundParams {
  const parties = shape.inequalities.map((_, k) => chain.accounts[k + 1]!.address as `0x${string}`);
  return { ...testParams(shape), parties, bond: 1000n, ...changes };
}

/** A transaction from account `index`. */
export function transact(
  { coordinator, accounts }: DeployedChain,
  index: number,
  name: string,
  args: readonly unknown[],
  value = 0n,
): Promise<ContractTransactionResponse> {
  const contract: BaseContract = coordinator.connect(accounts[index]!);
  return contract.getFunction(name)(...args, { value }) as Promise<ContractTransactionResponse>;
}

export async function read<T>({ coordinator }: DeployedChain, name: string, ...args: readonly unknown[]): Promise<T> {
  return (await coordinator.getFunction(name).staticCall(...args)) as T;
}

/** Opens a round and returns its id. */
export async function openRound(chain: DeployedChain, params: RoundParams): Promise<RoundId> {
  await transact(chain, 0, "open", [params]);
  const coordinator = (await chain.coordinator.getAddress()) as `0x${string}`;
  return { chainId: chain.chainId, coordinator, round: await read<bigint>(chain, "roundCount") };
}

/** Account `index` commits to a round with the round's own parameters. */
export async function commitTo(
  chain: DeployedChain,
  index: number,
  round: bigint,
  bond = 0n,
  digest: string = DIGEST,
): Promise<ContractTransactionResponse> {
  const { paramsDigest } = await read<Result>(chain, "stateOf", round);
  return transact(chain, index, "commit", [round, paramsDigest, digest], bond);
}

/** The parties that send in each exchange of a schedule. */
export function sendersOf(schedule: string): number[][] {
  const words = schedule.slice(2).match(/.{64}/g) ?? [];
  return words.map((word) => {
    const bits = [...BigInt(`0x${word}`).toString(2)].reverse();
    return bits.flatMap((bit, party) => (bit === "1" ? [party] : []));
  });
}

export interface ReadyRound {
  readonly id: RoundId;
  readonly params: RoundParams;
  readonly statement: Statement;
  readonly certificate: Certificate;
}

/**
 * Opens a round, has every party commit and post, and proves the answer. The round is then in the
 * phase Settling.
 */
export async function readyRound(
  chain: DeployedChain,
  shape: RoundShape,
  seed: string,
  changes: Partial<RoundParams> = {},
): Promise<ReadyRound> {
  const params = chainParams(chain, shape, changes);
  const id = await openRound(chain, params);
  const random = testSeed(seed);
  const answer = drawProgram(shape, random.fork("program"));
  const committed = answer.rows.map((own, k) => commitRows(own, random.fork(`commit/${k}`)));
  const commitments = committed.map(({ points }, k) => partyCommitment(id, shape.columns, k, points));
  for (const [k, digest] of commitments.entries()) {
    await commitTo(chain, k + 1, id.round, params.bond, digest);
  }
  for (const [exchange, senders] of sendersOf(params.schedule).entries()) {
    for (const party of senders) await transact(chain, party + 1, "post", [id.round, exchange, party, DIGEST]);
  }
  const statement = statementOf(params, id, commitments);
  const outcome = publicOutcome(shape.kind, statement, answer, committed);
  const proofs = proveAll(statement, outcome, answer.rows, committed, random);
  const points = committed.map((own) => own.points);
  const bounds = shape.bounds ?? testBounds(shape.columns);
  return { id, params, statement, certificate: assembleCertificate({ statement, bounds, outcome, points }, proofs) };
}
