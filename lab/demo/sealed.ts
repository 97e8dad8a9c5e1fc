// The round once more, sealed: the companies of the demo hold a ceremony and prove the outcome
// without publishing it (docs/sealed.md). Nothing of it goes on chain: no contract takes such
// proofs yet.
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { keptCeremony } from "../../client/app/ceremony/kept.ts";
import type { PublicOutcome } from "../../client/certificate/types.ts";
import { createBulkCurve } from "../../client/crypto/curve/bulk-pool.ts";
import type { EngineOutcome } from "../../client/engines/engine.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { bitLength } from "../../client/math/bits.ts";
import { counted } from "../../client/math/counted.ts";
import { magnitude } from "../../client/math/field.ts";
import { createRandom } from "../../client/math/random.ts";
import { srsCommitter } from "../../client/sealed/committer.ts";
import { sealedDigest } from "../../client/sealed/digests.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { sizeFor } from "../../client/sealed/statement.ts";
import type { LocalChain } from "../chain/local-chain.ts";
import { sealRound } from "../sealing.ts";
import type { Settled } from "./play.ts";
import { bytes, green, line, short, table, working } from "./print.ts";

/** Proves a settled outcome again, sealed, and prints what the public would see of it. */
export async function sealAgain(settled: Settled, chain: LocalChain): Promise<void> {
  const { problem, agreement, record } = settled;
  const { round } = agreement;
  const { companies } = problem;
  const rows = companies.map((company) => company.rows);
  const { outcome } = record.result;
  const size = sizeWithRoom(sizeFor(round.columns, Math.max(...rows.map(rowsOf))), settled);
  const file = join(tmpdir(), `concordat-demo-setup-${companies.length}-${size}.bin`);
  const curve = createBulkCurve(availableParallelism());
  const contributors = companies.map((_, party) => ({
    ...{ account: chain.sessions[party]!.account, random: createRandom(), curve, progress: () => {} },
  }));
  const [first, ...others] = contributors;
  const { srs, contributions } = await working("holding a ceremony", () =>
    keptCeremony(file, size, [first!, ...others], createRandom()),
  ).finally(() => curve.close());
  line(`${green("✓")} a set-up by ${counted(contributions.length, "company", "companies")}, kept in ${file}`);

  const session = chain.sessions[0]!;
  const toSeal = {
    id: {
      chainId: BigInt(await session.publicClient.getChainId()),
      coordinator: session.coordinator,
      round: record.round,
    },
    ...{ round, rows, outcomes: rows.map((_, party) => outcomeOf(outcome, party)) },
  };
  const { statement, key, proof } = await working("proving the outcome, sealed", async () =>
    sealRound({ srs, committer: srsCommitter(srs) }, toSeal, createRandom()),
  );
  line(
    `${green("✓")} every company has verified the proof, ${bytes(proof.length)}: statement ${short(sealedDigest(statement, key))}`,
  );
  line();
  printSights(outcome, size);
}

/** What whoever reads the chain learns, as the round settled and sealed. */
function printSights(outcome: PublicOutcome, size: number): void {
  const all = (lists: readonly (readonly bigint[])[]) => String(lists.flat().length);
  const feasible = outcome.kind === "infeasible" ? null : outcome;
  const dual = outcome.kind === "unbounded" ? null : outcome;
  const published: readonly (readonly [what: string, count: string | null])[] = [
    ["values of the solution", feasible && String(feasible.x.length)],
    ["slacks and residuals of rows", feasible && all([...feasible.slacks, ...feasible.residuals])],
    ["multipliers of rows (prices)", dual && all(dual.multipliers)],
    ["reduced costs", dual && String(dual.reducedCosts.length)],
    ["the objective's value", feasible && "1"],
  ];
  table(
    ["what the public sees", "settled by certificate", "sealed"],
    [
      ["kind of the outcome", outcome.kind, outcome.kind],
      ["rows of each company", "their numbers", `at most ${size - 2} each`],
      ...published.flatMap(([what, count]) => (count === null ? [] : [[what, count, "none"]])),
    ],
  );
  line("Experimental until reviewed from outside: no contract takes such proofs yet (docs/sealed.md).");
}

/** The least size from `least` on whose limbs hold the bounds, tolerances and multipliers. */
function sizeWithRoom(least: number, { agreement, record }: Settled): number {
  const { bounds, tolerances } = agreement.round;
  const { outcome } = record.result;
  const multipliers = outcome.kind === "unbounded" ? [] : outcome.multipliers.flat().map(magnitude);
  const needed = Math.max(
    ...[...bounds, ...multipliers].map((value) => bitLength(value) / 6),
    ...[tolerances.residual, tolerances.dual].map((value) => bitLength(value) / 5),
  );
  let size = least;
  while (domainOf(size).limbBits < Math.min(needed, 12)) size *= 2;
  return size;
}

/** Rows as sealed outcomes count them: an equality is two inequalities. */
function rowsOf({ inequalities, equalities }: PartyRows): number {
  return inequalities.rhs.length + 2 * equalities.rhs.length;
}

/** What a company's engine reported. */
function outcomeOf(outcome: PublicOutcome, party: number): EngineOutcome {
  if (outcome.kind === "unbounded") return { kind: "unbounded", x: outcome.x, ray: outcome.ray };
  const multipliers = outcome.multipliers[party]!;
  return outcome.kind === "infeasible"
    ? { kind: "infeasible", multipliers }
    : { kind: "optimal", x: outcome.x, multipliers };
}
