// The round once more, sealed: the companies of the demo hold a ceremony, open a round on the same
// terms whose outcome is sealed, and settle it on the same chain (docs/sealed.md).
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { keptCeremony } from "../../client/app/ceremony/kept.ts";
import type { PublicOutcome } from "../../client/certificate/types.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { createBulkCurve } from "../../client/crypto/curve/bulk-pool.ts";
import { openJournal } from "../../client/journal/journal.ts";
import { processMemory } from "../../client/journal/proof-memory.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { counted } from "../../client/math/counted.ts";
import { createRandom } from "../../client/math/random.ts";
import { connectInProcess } from "../../client/network/channel.ts";
import type { PartyEvent } from "../../client/play/drive/events.ts";
import { driveRound } from "../../client/play/drive/run-party.ts";
import type { SealedResult } from "../../client/play/drive/settled.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import { type Agreement, roundParams } from "../../client/round/agreement.ts";
import { srsCommitter } from "../../client/sealed/committer.ts";
import { keyDigest } from "../../client/sealed/contract-key.ts";
import { sealedLimits } from "../../client/sealed/limits.ts";
import type { SealedParameters } from "../../client/sealed/parameters.ts";
import type { Srs } from "../../client/sealed/srs.ts";
import { sizeFor } from "../../client/sealed/statement.ts";
import { verifyingKey } from "../../client/sealed/verifying-key.ts";
import type { LocalChain } from "../chain/local-chain.ts";
import type { Settled } from "./play.ts";
import { bytes, green, integer, line, short, table, working } from "./print.ts";

/** Settles an outcome again, sealed, and prints what the public sees of it. */
export async function sealAgain(settled: Settled, chain: LocalChain): Promise<void> {
  const { outcome } = settled.record.result;
  const size = sizeWithRoom(settled);
  const { srs, contributions, file } = await holdOnce(settled, chain, size);
  line(`${green("✓")} a set-up by ${counted(contributions, "company", "companies")}, kept in ${file}`);
  const { result, gas } = await working("finding, proving and settling it, sealed", () => play(settled, chain, srs));
  const { proof, statementDigest } = result.sealed;
  line(
    `${green("✓")} the contract accepts the proof, ${bytes(proof.length)} for ${integer(gas)} gas: statement ${short(statementDigest)}`,
  );
  line();
  printSights(outcome);
}

/** The ceremony of these companies at this size, from its file if they held it before. */
async function holdOnce({ problem }: Settled, chain: LocalChain, size: number) {
  const { companies } = problem;
  const file = join(tmpdir(), `concordat-demo-setup-${companies.length}-${size}.bin`);
  const curve = createBulkCurve(availableParallelism());
  const [first, ...others] = companies.map((_, party) => ({
    ...{ account: chain.sessions[party]!.account, random: createRandom(), curve, progress: () => {} },
  }));
  const { srs, contributions } = await working("holding a ceremony", () =>
    keptCeremony(file, size, [first!, ...others], createRandom()),
  ).finally(() => curve.close());
  return { srs, contributions: contributions.length, file };
}

/** Plays the sealed round; what the first company ends with, and the gas of settling. */
async function play({ problem, agreement, engine }: Settled, chain: LocalChain, srs: Srs) {
  const { companies } = problem;
  const sealing = parametersOf(agreement, srs);
  const { turns } = roundSchedule(engine, agreement.round, srs.size);
  const agreed: Agreement = { ...agreement, schedule: turns, sealedKey: keyDigest(sealing.key) };
  const { round } = await openRound(chain.sessions[0]!, roundParams(agreed));
  const channels = connectInProcess(companies.length, turns);
  const [sessions, stop] = [sessionsInProcess(), new AbortController()];
  let gas = 0n;
  const onEvent = (event: PartyEvent) => {
    if (event.type === "settled") gas = event.transactions.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  };
  const run = async (party: number): Promise<SealedResult> => {
    try {
      const { result, error } = await driveRound({
        ...{ party, rows: companies[party]!.rows, engine, agreement: agreed, round, sessions, onEvent },
        sealing: { ...sealing, memory: processMemory() },
        session: chain.sessions[party]!,
        channel: channels[party]!,
        journal: roundJournal(openJournal(":memory:", createRandom().bytes(32)), "round"),
        random: createRandom(),
        insist: true,
        waiting: { pollMs: 10, signal: stop.signal },
        closing: null,
      });
      if (result === null) throw error;
      return result as SealedResult;
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  };
  const [result] = await Promise.all(companies.map((_, party) => run(party)));
  return { result: result!, gas };
}

/** The key of a round does not depend on its number, nor on the kind of its outcome. */
function parametersOf({ round }: Agreement, srs: Srs): SealedParameters {
  const committer = srsCommitter(srs);
  return { committer, key: verifyingKey(srs, committer, { size: srs.size, ...round }) };
}

/** What whoever reads the chain learns, as the round settled and sealed. */
function printSights(outcome: PublicOutcome): void {
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
      ["how many rows each company has", "all", "all"],
      ...published.flatMap(([what, count]) => (count === null ? [] : [[what, count, "none"]])),
    ],
  );
  line("Experimental until reviewed from outside (docs/sealed.md).");
}

/** The least size with room for rows and columns, and for the numbers on its limbs. */
function sizeWithRoom({ problem, agreement, record }: Settled): number {
  const { columns, inequalities, equalities, bounds, tolerances } = agreement.round;
  const { outcome } = record.result;
  const multipliers = outcome.kind === "unbounded" ? [] : outcome.multipliers.flat();
  const rows = problem.companies.map((_, party) => inequalities[party]! + 2 * equalities[party]!);
  const fits = (size: number) => {
    const limits = sealedLimits(size);
    return (
      bounds.every((bound) => bound < limits.bound) &&
      multipliers.every((value) => value < limits.multiplier && -value < limits.multiplier) &&
      tolerances.residual < limits.residual &&
      tolerances.dual < limits.dual
    );
  };
  let size = sizeFor(columns, Math.max(...rows));
  while (!fits(size) && size < 128) size *= 2;
  return size;
}
