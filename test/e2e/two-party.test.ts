// Two companies from their rows to a settled round, through engine, channel, certificate and
// contract.
import { expect } from "chai";
import { readOutcome, readState } from "../../client/chain/coordinator/read.ts";
import { expireRound, withdrawBonds } from "../../client/chain/coordinator/transact.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { ConcordatError, ProtocolError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { agree, type Played, playCompanies, stepOf, tampering } from "../support/companies.ts";
import { readCredit } from "../support/credit.ts";
import { ALICE, BOB, NO_ROWS } from "../support/paper-example.ts";
import { readPosted } from "../support/posted.ts";

function fulfilled({ results }: Played): PartyResult[] {
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

function refused({ results }: Played, party: number): unknown {
  const result = results[party]!;
  expect(result.status).to.equal("rejected");
  return result.status === "rejected" ? result.reason : undefined;
}

describe("two companies, one round", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;

  before(async () => {
    chain = await startLocalChain(2);
  });
  after(() => chain.close());

  it("settles the paper's example; everything both hold is on chain", async () => {
    const rows = [ALICE, BOB];
    const agreement = agree(chain, rows, engine);
    const played = await playCompanies(chain, rows, engine, agreement);
    const [alice, bob] = fulfilled(played);
    expect(alice!.certificate).to.deep.equal(bob!.certificate);
    expect(alice!.outcome).to.deep.include({
      kind: "optimal",
      x: [10n ** 9n, 0n, 2n * 10n ** 9n],
      objective: -(10n ** 9n),
    });

    const [session] = chain.sessions;
    const onChain = await readOutcome(session!, played.round);
    expect(onChain).to.deep.include({ kind: "optimal", objective: -(10n ** 9n), gap: 0n, maxResidual: 0n });
    expect(onChain.statementDigest).to.equal(alice!.certificate.header.statementDigest);
    for (const [step, turn] of agreement.schedule.entries())
      expect(await readPosted(session!, played.round, turn), `digest of step ${step}`).to.match(/^0x[0-9a-f]{64}$/);
    for (const own of chain.sessions) {
      expect(await readCredit(own, own.account.address)).to.equal(agreement.bond);
      await withdrawBonds(own);
      expect(await readCredit(own, own.account.address)).to.equal(0n);
    }
  });

  it("settles when party 0 owns the objective, and when it has no rows", async () => {
    const owner = { ...BOB, inequalities: NO_ROWS };
    const holder = {
      ...ALICE,
      inequalities: {
        coefficients: [...ALICE.inequalities.coefficients, ...BOB.inequalities.coefficients],
        rhs: [...ALICE.inequalities.rhs, ...BOB.inequalities.rhs],
      },
    };
    for (const rows of [
      [BOB, ALICE],
      [owner, holder],
    ]) {
      const played = await playCompanies(chain, rows, engine, agree(chain, rows, engine));
      expect(fulfilled(played)[0]!.outcome).to.deep.include({ kind: "optimal", objective: -(10n ** 9n) });
    }
  });

  it("closes an infeasible program with its own proof", async () => {
    // x₁ + x₂ ≤ 1 (Alice) and x₁ + x₂ = 3 (Bob).
    const rows: PartyRows[] = [
      { columns: 2, inequalities: { coefficients: [[1n, 1n]], rhs: [1n] }, equalities: NO_ROWS, objective: null },
      { columns: 2, inequalities: NO_ROWS, equalities: { coefficients: [[1n, 1n]], rhs: [3n] }, objective: [1n, 2n] },
    ];
    const played = await playCompanies(chain, rows, engine, agree(chain, rows, engine));
    expect(fulfilled(played)[1]!.verdict.kind).to.equal("infeasible");
    expect((await readOutcome(chain.sessions[0]!, played.round)).kind).to.equal("infeasible");
  });

  it("closes an unbounded program with its own proof", async () => {
    // min −x₁ − x₂ with x₁ − x₂ ≤ 1 (Alice) and −2x₁ + x₂ ≤ 2 (Bob).
    const rows: PartyRows[] = [
      { columns: 2, inequalities: { coefficients: [[1n, -1n]], rhs: [1n] }, equalities: NO_ROWS, objective: null },
      {
        columns: 2,
        inequalities: { coefficients: [[-2n, 1n]], rhs: [2n] },
        equalities: NO_ROWS,
        objective: [-1n, -1n],
      },
    ];
    const played = await playCompanies(chain, rows, engine, agree(chain, rows, engine));
    expect(fulfilled(played)[0]!.verdict.kind).to.equal("unbounded");
    expect((await readOutcome(chain.sessions[0]!, played.round)).kind).to.equal("unbounded");
  });

  it("stops at a message whose digest is not the one on chain, and names its sender", async () => {
    const rows = [ALICE, BOB];
    const agreement = agree(chain, rows, engine);
    const { step } = stepOf(agreement, 1, "masked products");
    const played = await playCompanies(chain, rows, engine, agreement, {
      channel: tampering(chain.sessions[1]!, 1, step),
    });
    const error = refused(played, 0);
    expect(error).to.be.instanceOf(ProtocolError);
    expect(error).to.deep.include({ code: "DigestMismatch", party: 1 });
    expect(refused(played, 1)).to.deep.include({ code: "PeerRefused", party: 0 });

    // Both have posted refusals for the remaining steps: nobody's turn runs out, and every bond
    // comes back.
    const [session] = chain.sessions;
    expect((await readState(session!, played.round)).state.phase).to.equal("settling");
    const before = await Promise.all(chain.sessions.map((own) => readCredit(own, own.account.address)));
    await session!.publicClient.request({ method: "evm_increaseTime" as never, params: [4000] as never });
    await session!.publicClient.request({ method: "evm_mine" as never, params: [] as never });
    await expireRound(session!, played.round);
    for (const [party, own] of chain.sessions.entries()) {
      expect(await readCredit(own, own.account.address)).to.equal(before[party]! + 10n ** 15n);
    }
  });

  it("refuses, before it commits, a size at which a search undoes the disguise, unless told to go on", async () => {
    const rows = [ALICE, BOB];
    for (const party of [0, 1]) {
      const played = await playCompanies(chain, rows, engine, agree(chain, rows, engine), {
        change: (input) => ({ ...input, insist: input.party !== party }),
      });
      expect(refused(played, party)).to.have.property("code", "SizeUnsafe");
      expect((await readState(chain.sessions[0]!, played.round)).state.phase).to.equal("committing");
    }
  });

  it("refuses a round opened with other parameters than those agreed on", async () => {
    const rows = [ALICE, BOB];
    const agreement = agree(chain, rows, engine);
    const played = await playCompanies(chain, rows, engine, agreement, {
      change: (input) => (input.party === 0 ? { ...input, agreement: { ...agreement, bond: 1n } } : input),
    });
    const error = refused(played, 0);
    expect(error).to.be.instanceOf(ConcordatError);
    expect(error).to.have.property("code", "RoundDiffers");
    expect((await readState(chain.sessions[0]!, played.round)).state.phase).to.equal("committing");
  });
});
