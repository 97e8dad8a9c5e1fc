// Sealed rounds for the games, with R = 16: at most 14 rows of a company and 13 columns.
import { availableParallelism } from "node:os";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createBulkCurve } from "../../client/crypto/curve/bulk-pool.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import { createRandom, type Random } from "../../client/math/random.ts";
import { holdCeremony } from "../../client/sealed/ceremony/hold.ts";
import { srsCommitter } from "../../client/sealed/committer.ts";
import { type SealedRound, type SetUp, sealRound } from "../sealing.ts";
import type { Dealt } from "./problems.ts";
import type { Settled } from "./settled.ts";

const SIZE = 16;
const ID = { chainId: 1n, coordinator: `0x${"00".repeat(20)}`, round: 1n } as const;
/** Prices of up to 18,000 units fit the fields of R = 16. */
const MULTIPLIER_DECIMALS = 12;
/** Of the default gap: these decimals are coarse for upper bounds of a million. */
const GAP_FACTOR = 1_000n;

/**
 * A string whose secrets nobody knows: it is another one in every run, so that the words of proofs
 * do not repeat with a game's seed.
 */
export async function holdSetUp(): Promise<SetUp> {
  const curve = createBulkCurve(availableParallelism());
  const account = privateKeyToAccount(generatePrivateKey());
  const contributor = { account, random: createRandom(), curve, progress: () => {} };
  const { srs } = await holdCeremony(SIZE, [contributor]).finally(() => curve.close());
  return { srs, committer: srsCommitter(srs) };
}

/** The same data in a round whose numbers fit a sealed proof of this size. */
export function sealable(dealt: Dealt): Dealt {
  const { round } = dealt;
  const decimals = { ...round.decimals, multiplier: MULTIPLIER_DECIMALS };
  const rows = [...round.inequalities, ...round.equalities].reduce((all, count) => all + count, 0);
  const { gap, ...tolerances } = defaultTolerances(decimals, round.columns + rows);
  return { ...dealt, round: { ...round, decimals, tolerances: { ...tolerances, gap: GAP_FACTOR * gap } } };
}

/** What the public sees when the outcome is sealed instead. Throws as `sealRound`. */
export function seal({ dealt, outcome }: Settled, setUp: SetUp, random: Random): SealedRound {
  const { round, parties } = dealt;
  const { x } = outcome;
  const outcomes = outcome.multipliers.map((multipliers) => ({ kind: "optimal" as const, x, multipliers }));
  return sealRound(setUp, { id: ID, round, rows: parties, outcomes }, random);
}
