// Companies from their rows to a settled round whose outcome stays sealed: the chain knows that it
// is proven, and its kind, and nothing else of it.
import { expect } from "chai";
import { readOutcome, readState } from "../../client/chain/coordinator/read.ts";
import { expireRound, withdrawBonds } from "../../client/chain/coordinator/transact.ts";
import type { Engine } from "../../client/engines/engine.ts";
import type { EngineName } from "../../client/engines/names.ts";
import { ProtocolError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import type { SealedResult } from "../../client/play/drive/settled.ts";
import type { PartOfOutcome, WholeOutcome } from "../../client/play/seal/settlement.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import { decodeEnvelope, encodeEnvelope, signEnvelope } from "../../client/round/envelope.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import { UNPOSTED_EXCHANGE } from "../../client/round/schedule.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { readCredit } from "../support/credit.ts";
import { gainSince, passTime } from "../support/faults.ts";
import { ALICE, BOB, NO_ROWS } from "../support/paper-example.ts";
import { sampled } from "../support/sampled.ts";
import {
  agreeSealed,
  deafFrom,
  namesOf,
  playSealed,
  type SealedOptions,
  type SealedPlayed,
} from "../support/sealed-companies.ts";
import { smallEngine } from "../support/small-engines.ts";

const HOLDER: PartyRows = { ...BOB, objective: null };
const OWNER: PartyRows = { ...BOB, inequalities: NO_ROWS };
/** Has the row 0 ≤ 0, like every party without rows and costs. */
const HELPER: PartyRows = { ...HOLDER, inequalities: { coefficients: [[0n, 0n, 0n]], rhs: [0n] } };

/** Companies for every other engine. */
const OTHERS: Readonly<Record<Exclude<EngineName, "two-party/paillier">, readonly PartyRows[]>> = {
  "two-party/decoy-ot": [ALICE, BOB],
  "multi-party/masked": [ALICE, HOLDER, OWNER],
  "multi-party/plain": [ALICE, HOLDER, OWNER],
  mpc: [ALICE, HOLDER, OWNER],
  "mpc/four": [ALICE, HOLDER, OWNER, HELPER],
  "mpc/proven": [ALICE, HOLDER, OWNER],
  li: [ALICE, BOB],
  mangasarian: [withSlacks(ALICE, 0), withSlacks(BOB, 2)],
};

/** The same rows as equalities, with a column for the slack of each of the three rows of both. */
function withSlacks({ inequalities, objective, ...rest }: PartyRows, first: number): PartyRows {
  const slack = (place: number | null) => [0, 1, 2].map((j) => (j === place ? 1n : 0n));
  const coefficients = inequalities.coefficients.map((row, i) => [...row, ...slack(first + i)]);
  return {
    ...{ ...rest, columns: 6, inequalities: NO_ROWS, equalities: { ...inequalities, coefficients } },
    objective: objective && [...objective, ...slack(null)],
  };
}

function fulfilled({ results }: SealedPlayed): SealedResult[] {
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

/** A company's rows with one more. */
function withRow(rows: PartyRows, coefficients: readonly bigint[], rhs: bigint): PartyRows {
  const { inequalities } = rows;
  return {
    ...rows,
    inequalities: { coefficients: [...inequalities.coefficients, coefficients], rhs: [...inequalities.rhs, rhs] },
  };
}

describe("a round with a sealed outcome", function () {
  this.timeout(240_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(4);
  });
  after(() => chain.close());

  function play(name: EngineName, rows: readonly PartyRows[], options?: SealedOptions): Promise<SealedPlayed> {
    const engine = smallEngine(name) as Engine<unknown>;
    return playSealed(chain, { engine, rows }, agreeSealed(chain, rows, engine), options);
  }

  /** All that the chain has of a settled outcome, beside the proof. */
  async function expectSealed(played: SealedPlayed, kind: Kind): Promise<void> {
    const { statementDigest, ...numbers } = await readOutcome(chain.sessions[0]!, played.round);
    for (const { sealed, displaced } of fulfilled(played)) {
      expect(sealed.statementDigest).to.equal(statementDigest.toLowerCase());
      expect(displaced).to.equal(null);
    }
    expect(numbers).to.deep.equal({ kind, objective: 0n, gap: 0n, violation: 0n, maxResidual: 0n });
  }

  it("settles an optimum of two companies: each knows the plan, the owner of the costs the value", async () => {
    const played = await play("two-party/paillier", [ALICE, BOB]);
    await expectSealed(played, "optimal");
    const [alice, bob] = fulfilled(played);
    const x = [10n ** 9n, 0n, 2n * 10n ** 9n];
    for (const { own } of [alice!, bob!]) expect(own!.outcome).to.deep.include({ kind: "optimal", x });
    expect((alice!.own as WholeOutcome).costs).to.equal(null);
    const { objective, reducedCosts } = (bob!.own as WholeOutcome).costs!;
    expect(objective).to.equal(-(10n ** 9n));
    // ẑ = c + Aᵀw is 0 where x is not: complementary slackness.
    expect(reducedCosts.map((value) => value > 0n)).to.deep.equal([false, true, false]);
  });

  for (const [name, rows] of sampled(Object.entries(OTHERS) as [EngineName, readonly PartyRows[]][], 3))
    it(`settles an optimum of ${rows.length} companies with ${name}`, async () => {
      await expectSealed(await play(name, rows), "optimal");
    });

  describe("of which each company learns its own part", () => {
    // Largest 4x − y + z: Alice has x − 2y ≤ 11 and 5x − y ≤ 1, the holder −2x + z ≤ 0 and y ≤ 4.
    const alice = {
      ...ALICE,
      inequalities: { ...ALICE.inequalities, coefficients: [[1n, -2n, 0n] as const, [5n, -1n, 0n] as const] },
    };
    const holder = withRow(withRow({ ...HOLDER, inequalities: NO_ROWS }, [-2n, 0n, 1n], 0n), [0n, 1n, 0n], 4n);
    const rows = [alice, holder, { ...OWNER, objective: [-4n, 1n, -1n] }];
    const mpc = smallEngine("mpc") as Engine<unknown>;

    for (const value of sampled(["owner", "all"] as const, 2))
      it(`settles an optimum, and ${value === "all" ? "everybody" : "the owner alone"} learns its value`, async () => {
        const played = await playSealed(chain, { engine: mpc, rows }, agreeSealed(chain, rows, mpc, value));
        await expectSealed(played, "optimal");
        const known = fulfilled(played).map(({ own }) => own as PartOfOutcome);
        // The third variable is not Alice's.
        const x = [1n, 4n, 2n].map((each) => each * 10n ** 9n);
        const named = namesOf(rows);
        for (const [k, { outcome, objective, reducedCosts }] of known.entries()) {
          expect(outcome.x).to.deep.equal(x.map((each, j) => (named[j]!.includes(k) ? each : null)));
          expect(objective).to.equal(value === "all" || k === 2 ? -2n * 10n ** 9n : null);
          expect(reducedCosts.map((each) => each !== null)).to.deep.equal([k === 2, k === 2, k === 2]);
        }
      });

    it("refuses an engine that tells all of the outcome", async () => {
      const wholeOf = ({ ownParts: _, ...whole }: PublicRound): PublicRound => whole;
      const telling: Engine<unknown> = {
        ...mpc,
        schedule: (round) => mpc.schedule(wholeOf(round)),
        start: (input) => mpc.start({ ...input, round: wholeOf(input.round) }),
      };
      const played = await playSealed(chain, { engine: telling, rows }, agreeSealed(chain, rows, telling, "owner"));
      expect(played.results[0]).to.have.nested.property("reason.code", "AnswerWrong");
    });

    it("is sealed: with a public outcome nobody opens such a round", () => {
      const { round } = agreeSealed(chain, rows, mpc, "owner").agreement;
      expect(() => roundSchedule(mpc, round))
        .to.throw(ProtocolError)
        .with.property("code", "RoundUnsuitable");
    });
  });

  it("settles a contradiction", async () => {
    const contradicting = withRow(withRow(ALICE, [1n, 0n, 0n], 1n), [-1n, 0n, 0n], -2n);
    await expectSealed(await play("multi-party/masked", [contradicting, HOLDER, OWNER]), "infeasible");
  });

  it("settles an objective without bound", async () => {
    const open = { ...BOB, inequalities: NO_ROWS, objective: [0n, -1n, 0n] };
    await expectSealed(await play("two-party/paillier", [ALICE, open]), "unbounded");
  });

  /**
   * Changes the last number that party 0 hands out in an unposted exchange, and signs it again. A
   * cheat does not look at what others saw of it.
   */
  function changing(exchange: number, forWhom: number): NonNullable<SealedOptions["channel"]> {
    return (own, party, schedule) => ({
      ...(party === 0 ? deafFrom(own, schedule, UNPOSTED_EXCHANGE + exchange + 1) : own),
      ...(party === forWhom && {
        fetch: async (step, from, most, signal) => {
          const bytes = await own.fetch(step, from, most, signal);
          const envelope = decodeEnvelope(bytes);
          if (from !== 0 || envelope.exchange !== UNPOSTED_EXCHANGE + exchange) return bytes;
          const body = Uint8Array.from(envelope.parts[0] as Uint8Array);
          body[body.length - 1]! ^= 1;
          return encodeEnvelope(await signEnvelope({ ...envelope, parts: [body] }, chain.sessions[0]!.account));
        },
      }),
    });
  }

  it("names who shows two companies different turns, and keeps both signatures as evidence", async () => {
    const played = await play("mpc", [ALICE, HOLDER, OWNER], { channel: changing(8, 1) });
    expect(played.results.map(({ status }) => status)).to.include("rejected");
    const faults = played.journals.map((journal) => journal.fault());
    const named = faults.filter((fault) => fault?.code === "Equivocation");
    expect(named.length).to.be.greaterThan(0);
    for (const fault of named) {
      expect(fault!.party).to.equal(0);
      expect(fault!.posted).to.equal(null);
    }
  });

  for (const exchange of sampled([0, 1, 6, 11], 2))
    it(`goes on after a crash in exchange ${exchange} of the proof with the bytes that it sent`, async () => {
      const killed = { party: 1, exchange: UNPOSTED_EXCHANGE + exchange };
      const handedOut = new Map<number, Uint8Array>();
      const played = await play("two-party/paillier", [ALICE, BOB], {
        killed,
        channel: (own) => ({
          fetch: own.fetch,
          publish: async (step, envelope) => {
            const before = handedOut.get(step) ?? envelope;
            expect(envelope).to.deep.equal(before);
            handedOut.set(step, envelope);
            await own.publish(step, envelope);
          },
        }),
      });
      await expectSealed(played, "optimal");
    });

  it("is not continued by a client that cannot know whether its journal is the newest", async () => {
    const companies = chain.sessions.slice(0, 2);
    for (const session of companies)
      if ((await readCredit(session, session.account.address)) > 0n) await withdrawBonds(session);
    const { publicClient } = companies[0]!;
    const from = await publicClient.getBlockNumber();
    const killed = { party: 1, exchange: UNPOSTED_EXCHANGE + 3, forgets: true };
    const played = await play("two-party/paillier", [ALICE, BOB], { killed });
    expect(played.results[1]).to.have.nested.property("reason.code", "JournalRestored");
    expect(played.journals[1]!.fault()).to.include({ code: "JournalRestored", party: null });
    // The other one sees that it refuses, and does the same: no bond is lost.
    expect(played.results[0]).to.have.nested.property("reason.code", "PeerRefused");
    const { state, now } = await readState(chain.sessions[0]!, played.round);
    await passTime(publicClient, state.deadline - now + 1);
    await expireRound(chain.sessions[2]!, played.round);
    for (const session of companies) {
      await withdrawBonds(session);
      expect(await gainSince(publicClient, from, session.account.address)).to.equal(0n);
    }
  });
});
