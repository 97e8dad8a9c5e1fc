// Three attempts to settle something other than the optimum of the committed rows, each by
// companies that conspire and know each other's data. The contract refuses each with a named error;
// then it accepts the honest certificate in the same round.
import { commitRows } from "../../client/certificate/commit.ts";
import { partyCommitment } from "../../client/certificate/commitment.ts";
import type { Certificate } from "../../client/certificate/types.ts";
import { readStatement } from "../../client/chain/coordinator/read.ts";
import { commitRound, openRound, settleRound } from "../../client/chain/coordinator/transact.ts";
import { ChainError } from "../../client/errors.ts";
import { solveExact } from "../../client/lp/exact/solve.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { combinePrograms } from "../../client/lp/model/normalise.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { createRandom } from "../../client/math/random.ts";
import { type Agreement, roundParams } from "../../client/round/agreement.ts";
import { paramsDigest } from "../../client/round/params.ts";
import type { LocalChain } from "../chain/local-chain.ts";
import { type Claim, certifyClaim } from "./certify.ts";

export interface Attempt {
  readonly what: string;
  /** Name of the contract's error, or null when it accepted. */
  readonly refusal: string | null;
}

export interface CheatInput {
  readonly chain: LocalChain;
  readonly rows: readonly PartyRows[];
  readonly agreement: Agreement;
  /** The certificate that settled an earlier round of the same companies. */
  readonly earlier: Certificate;
}

/** Makes the attempts on a separate round. For the rows, x = 0 must be feasible but not optimal. */
export async function tryToCheat({ chain, rows, agreement, earlier }: CheatInput): Promise<readonly Attempt[]> {
  const [session] = chain.sessions;
  // The schedule has no engine's messages, so that the round can be settled as soon as all have
  // committed.
  const params = roundParams({ ...agreement, schedule: [] });
  const { round } = await openRound(session!, params);
  const committed = rows.map((own) => commitRows(own, createRandom()));
  for (const [party, own] of committed.entries()) {
    const id = { chainId: BigInt(await session!.publicClient.getChainId()), coordinator: session!.coordinator, round };
    const digest = partyCommitment(id, agreement.round.columns, party, own.points);
    await commitRound(chain.sessions[party]!, round, { params: paramsDigest(params), digest, bond: agreement.bond });
  }
  const stated = { statement: await readStatement(session!, round), bounds: agreement.round.bounds };
  const claimOf = (parts: readonly PartyRows[]) => optimum(parts, agreement);

  const attempts: Attempt[] = [];
  const attempt = async (what: string, { header, blocks }: Certificate) => {
    try {
      await settleRound(session!, round, header, [blocks]);
      attempts.push({ what, refusal: null });
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      attempts.push({ what, refusal: error.code });
    }
  };
  const honest = await claimOf(rows);
  const nothing = { ...honest, x: honest.x.map(() => 0n) };
  await attempt(
    "settle a feasible plan that is not the optimum (x = 0)",
    certifyClaim(stated, rows, committed, nothing),
  );
  const changed = withChangedCoefficient(rows);
  await attempt(
    "change one coefficient after committing, and settle the optimum of the changed rows",
    certifyClaim(stated, changed, committed, await claimOf(changed)),
  );
  await attempt("replay the certificate of the earlier round", earlier);
  await attempt("settle the true optimum", certifyClaim(stated, rows, committed, honest));
  return attempts;
}

/** The true optimum of all rows together. */
async function optimum(parts: readonly PartyRows[], { round }: Agreement): Promise<Claim> {
  const outcome = await solveExact(combinePrograms(parts), {
    ...round,
    solver: highsSolver,
  });
  if (outcome.kind !== "optimal") throw new Error(`the example is ${outcome.kind}`);
  // Multipliers come with all inequalities first, then all equalities, each in party order.
  let inequality = 0;
  let equality = parts.reduce((count, { inequalities }) => count + inequalities.rhs.length, 0);
  const multipliers = parts.map(({ inequalities, equalities }) => {
    const own = outcome.multipliers.slice(inequality, inequality + inequalities.rhs.length);
    inequality += inequalities.rhs.length;
    const rest = outcome.multipliers.slice(equality, equality + equalities.rhs.length);
    equality += equalities.rhs.length;
    return [...own, ...rest];
  });
  return { x: outcome.x, multipliers };
}

/**
 * Lowers the largest coefficient of the first company's last inequality by one unit, which quietly
 * relaxes the row.
 */
function withChangedCoefficient(rows: readonly PartyRows[]): PartyRows[] {
  const [first, ...others] = rows;
  const { coefficients, rhs } = first!.inequalities;
  const last = coefficients.at(-1)!;
  const largest = last.reduce((best, value) => (value > best ? value : best));
  const relaxed = last.with(last.indexOf(largest), largest - 1n);
  return [{ ...first!, inequalities: { coefficients: coefficients.with(-1, relaxed), rhs } }, ...others];
}
