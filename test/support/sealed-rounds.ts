// Rounds for a sealed outcome on a chain, with proofs of planted programs, or simulated ones of any
// size. Does nothing on import.
import type { Hex } from "viem";
import type { RoundId } from "../../client/round/id.ts";
import type { RoundParams } from "../../client/round/params.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { keyDigest } from "../../client/sealed/contract-key.ts";
import { proveTogether } from "../../client/sealed/prover/prove.ts";
import { type SealedStatement, sizeFor } from "../../client/sealed/statement.ts";
import type { VerifyingKey } from "../../client/sealed/verifying-key.ts";
import { type RoundShape, TEST_ID, testSeed } from "./certificate.ts";
import type { DeployedChain } from "./chain.ts";
import { chainParams, commitTo, DIGEST, openRound, sendersOf, transact } from "./rounds.ts";
import { buildSealed, type SealedShape } from "./sealed.ts";
import { plainForm } from "./sealed-inputs.ts";
import { roundToSimulate, simulateProof } from "./sealed-simulator.ts";

/** A round in the phase Settling, and what settles it. */
export interface ReadySealedRound {
  readonly id: RoundId;
  readonly params: RoundParams;
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  readonly proof: Uint8Array;
  /** S. */
  readonly digest: Hex;
}

/** A round of some number, to be proven once it has that number on chain. */
interface Provable extends Pick<ReadySealedRound, "statement" | "key" | "digest"> {
  readonly prove: () => Uint8Array;
}

/** The arguments of `settleSealed`. */
export function settleSealedArguments({ id, statement, key, proof }: Omit<ReadySealedRound, "params" | "digest">) {
  const plain = plainForm({ statement, key, proof });
  return [id.round, plain.statement.kind, plain.key, plain.proof] as const;
}

/** Opens a round whose key `build` gives, and takes it to Settling with its commitments. */
async function ready(
  chain: DeployedChain,
  shape: RoundShape,
  { change = {}, build }: { readonly change?: Partial<RoundParams>; readonly build: (id: RoundId) => Provable },
): Promise<ReadySealedRound> {
  // The key does not depend on the round's number.
  const params = chainParams(chain, shape, { sealedKey: keyDigest(build(TEST_ID).key), ...change });
  const id = await openRound(chain, params);
  const { prove, ...built } = build(id);
  for (const [k, digest] of built.statement.commitments.entries())
    await commitTo(chain, k + 1, id.round, params.bond, digest);
  for (const [exchange, senders] of sendersOf(params.schedule).entries())
    for (const party of senders) await transact(chain, party + 1, "post", [id.round, exchange, party, DIGEST]);
  return { id, params, ...built, proof: prove() };
}

/** A round of planted rows, proven by all companies together. */
export function readySealedRound(
  chain: DeployedChain,
  shape: SealedShape & { readonly inequalities: readonly number[] },
  seed: string,
  change?: Partial<RoundParams>,
): Promise<ReadySealedRound> {
  const { kind, columns = 5, inequalities, owner = 0 } = shape;
  const equalities = shape.equalities ?? inequalities.map(() => 1);
  const build = (id: RoundId): Provable => {
    const { setting, secrets, statement, key, digest } = buildSealed({ ...shape, change: () => id }, seed);
    const prove = () => proveTogether(setting, digest, secrets, testSeed(`prove ${seed}`));
    return { statement, key, digest, prove };
  };
  return ready(chain, { kind, columns, inequalities, equalities, owner }, { build, ...(change && { change }) });
}

/** A round that is to be simulated: n columns, and n rows of all parties together. */
export interface SimulatedShape {
  readonly kind: Kind;
  readonly parties: number;
  readonly columns: number;
  /** Wei. */
  readonly bond: bigint;
}

/** A round whose proof is simulated with the trapdoor. */
export function simulatedSealedRound(
  chain: DeployedChain,
  { kind, parties, columns, bond }: SimulatedShape,
): Promise<ReadySealedRound> {
  const inequalities = Array.from({ length: parties }, () => Math.floor(columns / parties));
  const equalities = inequalities.map(() => 0);
  const tolerances = { residual: 1n, dual: 1n, gap: 10n ** 12n };
  const change = {
    ...{ solutionDecimals: 6, multiplierDecimals: 6, bond },
    ...{ residualTolerance: tolerances.residual, dualTolerance: tolerances.dual, gapTolerance: tolerances.gap },
  };
  const build = (id: RoundId): Provable => {
    const bounds = new Array<bigint>(columns).fill(10n ** 12n);
    const open = { ...id, kind, columns, size: sizeFor(columns, columns), objectiveOwner: 0, tolerances, bounds };
    const round = roundToSimulate({ ...open, decimals: { solution: 6, multiplier: 6 } }, parties);
    return { ...round, prove: () => simulateProof(round) };
  };
  return ready(chain, { kind, columns, inequalities, equalities, owner: 0 }, { build, change });
}
