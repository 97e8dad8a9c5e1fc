// A client reports what the chain settled, whatever it had proved itself. No company can settle
// something else alone, so here one has the keys of all, and settles another point within the
// tolerances just before the objective's owner does.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Hex } from "viem";
import { levelOf } from "../../client/app/observe/log.ts";
import { ownOutcome } from "../../client/app/round-files.ts";
import { splitForTransactions } from "../../client/certificate/assemble.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import { readOutcome, readStatement } from "../../client/chain/coordinator/read.ts";
import { settleRound } from "../../client/chain/coordinator/transact.ts";
import { eventLine } from "../../client/cli/event-line.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { solveExact } from "../../client/lp/exact/solve.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import { combinePrograms } from "../../client/lp/model/normalise.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { PartyInput } from "../../client/play/drive/input.ts";
import { roundRandom } from "../../client/play/drive/life.ts";
import { runParty } from "../../client/play/drive/run-party.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { certifyClaim } from "../../lab/demo/certify.ts";
import { testSeed } from "../support/certificate.ts";
import { agree, playCompanies } from "../support/companies.ts";
import { memoryJournal } from "../support/journal.ts";
import { ALICE, BOB } from "../support/paper-example.ts";

const ROWS = [ALICE, BOB];

describe("a round that settles otherwise than a client had proved", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;

  before(async () => {
    chain = await startLocalChain(2);
  });
  after(() => chain.close());

  it("is reported as the chain has it, by the owner, the others and a client that starts again, and nobody can miss it", async () => {
    const agreement = agree(chain, ROWS, engine);
    const { decimals } = agreement.round;
    const thief = chain.sessions[0]!;
    /** The optimum moved by one unit of its last place. */
    const settleOther = async (round: bigint): Promise<Hex> => {
      const statement = await readStatement(thief, round);
      const committed = ROWS.map((rows, party) =>
        commitRows(rows, roundRandom(testSeed(`company ${party}`), statement).fork("commit")),
      );
      const options = { ...agreement.round, solver: highsSolver };
      const outcome = await solveExact(combinePrograms(ROWS), options);
      if (outcome.kind !== "optimal") throw new Error("not optimal");
      const claim = {
        x: outcome.x.map((value, j) => (j === 0 ? value + 1n : value)),
        multipliers: [outcome.multipliers.slice(0, 2), outcome.multipliers.slice(2)],
      };
      const certificate = certifyClaim({ statement, bounds: agreement.round.bounds }, ROWS, committed, claim);
      const parts = splitForTransactions(statement, certificate.blocks);
      await settleRound(thief, round, certificate.header, parts);
      return certificate.header.statementDigest;
    };
    let other: Hex | null = null;
    let input: PartyInput | null = null;
    const journals = ROWS.map(() => roundJournal(memoryJournal(), "round"));
    const forestalled = (own: PartyInput): PartyInput => ({
      ...own,
      session: {
        ...own.session,
        outbox: {
          ...own.session.outbox,
          resume: async (purpose) => {
            if (purpose.endsWith("/settle/0")) other ??= await settleOther(own.round);
            return own.session.outbox.resume(purpose);
          },
        },
      },
    });
    const played = await playCompanies(chain, ROWS, engine, agreement, {
      change: (own) => {
        const kept = { ...own, journal: journals[own.party]! };
        if (own.party === agreement.round.objectiveOwner) return forestalled(kept);
        input = kept;
        return kept;
      },
    });

    const onChain = await readOutcome(thief, played.round);
    expect(onChain.statementDigest).to.equal(other);
    for (const result of played.results) {
      if (result.status === "rejected") throw result.reason;
      const { certificate, outcome, verdict, displaced } = result.value;
      expect(certificate.header.statementDigest).to.equal(other);
      expect(outcome).to.deep.include({ kind: "optimal", objective: onChain.objective });
      expect(outcome.kind === "optimal" && outcome.x[0]).to.equal(10n ** BigInt(decimals.solution) + 1n);
      expect(verdict.maxResidual).to.equal(onChain.maxResidual);
      expect(displaced?.kind).to.equal("optimal");
      expect(displaced?.statementDigest).not.to.equal(other);
    }
    // The same for the company's own file.
    const [model, costs] = await Promise.all(
      ["alice", "bob"].map((name) =>
        readProgram(fileURLToPath(new URL(`../../examples/paper/${name}.lp`, import.meta.url))),
      ),
    );
    const program = combine([announce(model!), announce(costs!)]);
    const own = (played.results[0] as PromiseFulfilledResult<PartyResult>).value;
    const { settledOtherwise, interval } = ownOutcome({ model: model!, program, agreement }, 0, own);
    expect(settledOtherwise).to.deep.equal({
      settled: { kind: "optimal", statementDigest: other },
      own: own.displaced,
    });
    expect(interval?.lower).to.be.a("string");

    const told = played.events.filter(({ event }) => event.type === "settled-otherwise");
    expect(told.map(({ party }) => party).sort()).to.deep.equal([0, 1]);
    const event = { type: "round", round: "0x0/1", event: told[0]!.event } as const;
    expect(levelOf(event)).to.equal("error");
    expect(eventLine(event)).to.contain(other!);

    // The next life replays to what the client had proved, and finds the same on chain.
    const again: unknown[] = [];
    const replayed = await runParty({
      ...input!,
      waiting: { pollMs: 5, signal: new AbortController().signal },
      onEvent: ({ type }) => again.push(type),
    });
    expect(replayed.certificate.header.statementDigest).to.equal(other);
    expect(again).to.include("settled-otherwise");
  });

  it("has no such event where the chain settled what was proved", async () => {
    const played = await playCompanies(chain, ROWS, engine, agree(chain, ROWS, engine));
    for (const result of played.results) expect(result.status === "fulfilled" && result.value.displaced).to.equal(null);
    expect(played.events.some(({ event }) => event.type === "settled-otherwise")).to.equal(false);
  });
});
