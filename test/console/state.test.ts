// The state that the console's pages see: what a company must know, from what its client, its
// journal and the chain say, and nothing of others that a page would obey.
import { expect } from "chai";
import type { ClientEvent } from "../../client/app/events.ts";
import type { RoundStatus } from "../../client/app/round-status.ts";
import { inEnglish } from "../../client/app/said/english.ts";
import type { Seen } from "../../client/cli/commands/status.ts";
import { follow, START } from "../../client/cli/live/state.ts";
import { attentionAfter, NOTHING } from "../../client/console/attention.ts";
import { consoleState, type Known } from "../../client/console/state.ts";
import type { FaultNote } from "../../client/journal/round-journal.ts";

const COORDINATOR = `0x${"c0".repeat(20)}` as const;
const NOW = 1_796_040_000;
const status = (number: number, more: Partial<RoundStatus> = {}): RoundStatus => ({
  ...{ round: `${COORDINATOR}/${number}`, title: `Week ${number}`, engine: "mpc", party: 1 },
  ...{ parties: ["Nordlys", "Sagbruk", "Weser"], local: "running", phase: "running", exchangesDone: 3, exchanges: 6 },
  ...{ due: ["Nordlys"], deadline: NOW + 60, fault: null, sealed: null, settledOtherwise: null, unconfirmed: null },
  ...more,
});
const seenOf = (...rounds: readonly RoundStatus[]): Seen => ({
  ...{ rounds, count: 9n, open: { invitations: [], opened: [], wrong: [] } },
});
const known = (seen: Seen | null, more: Partial<Known> = {}): Known => ({
  ...{ company: "Sagbruk", account: COORDINATOR, coordinator: COORDINATOR, runsClient: true, readTrouble: null },
  ...{
    local: seen?.rounds ?? [],
    bonds: new Map(),
    seen,
    live: START,
    attention: NOTHING,
    reports: [],
    draftOf: () => null,
    ...more,
  },
});
const liveAfter = (...events: readonly ClientEvent[]) => events.reduce(follow, START);

describe("the console's state", () => {
  it("says who is due, until when, and how far round and engine are, newest first", () => {
    const round = `${COORDINATOR}/8`;
    const live = liveAfter(
      { type: "round-started", round, party: 1, engine: "mpc" },
      { type: "round", round, event: { type: "stage", stage: "engine" } },
      { type: "round", round, event: { type: "session", epoch: 1, point: "checkpoint", bits: 5 } },
    );
    const seen = seenOf(status(7, { due: ["Sagbruk", "Weser"] }), status(8));
    const { rounds, roundsOnChain } = consoleState(known(seen, { live, bonds: new Map([[round, 10n ** 16n]]) }));
    expect(roundsOnChain).to.equal("9");
    expect(rounds.map(({ number }) => number)).to.deep.equal(["8", "7"]);
    expect(rounds[0]).to.deep.include({
      ...{ title: "Week 8", company: "Sagbruk", bond: "0.01", stage: "engine", isOver: false, hasOutcome: false },
      session: { epoch: 1, checkpoints: 1, bits: 5, mostBits: 8 },
    });
    expect(rounds[0]!.chain).to.deep.include({
      due: ["Nordlys"],
      isOwnTurn: false,
      deadline: NOW + 60,
      exchangesDone: 3,
    });
    expect(rounds[1]).to.include({ bond: null, stage: null });
    expect(rounds[1]!.chain).to.include({ isOwnTurn: true });
  });

  it("names who is awaited in a proof, and what hinders a round", () => {
    const round = `${COORDINATOR}/7`;
    const proving = { exchange: 2, exchanges: 5, content: "step 1 of the proof", arrived: null, awaited: [0, 2] };
    const live = liveAfter({ type: "round", round, event: { type: "proving", ...proving } });
    expect(consoleState(known(seenOf(status(7)), { live })).rounds[0]!.proving).to.deep.equal({
      ...{ exchange: 2, exchanges: 5, content: "step 1 of the proof", awaited: ["Nordlys", "Weser"] },
    });
    const young = consoleState(known(seenOf(status(7, { unconfirmed: "wait for blocks" })))).rounds[0]!;
    expect(young.trouble).to.equal("wait for blocks");
    const failed = liveAfter({ type: "round-failed", round, code: "RoundLate", party: 0, message: "late" });
    expect(consoleState(known(seenOf(status(7)), { live: failed })).rounds[0]!.trouble).to.include("RoundLate");
  });

  it("shows what the journal says while the chain was not read", () => {
    const trouble = { code: "ChainUnreachable", message: "no answer" };
    const state = consoleState(known(null, { local: [status(7, { local: "done" })], readTrouble: trouble }));
    expect(state).to.deep.include({ roundsOnChain: null, readTrouble: trouble });
    expect(state.rounds[0]).to.include({ chain: null, isOver: true, hasOutcome: true });
  });

  it("says what needs attention as the command line does: faults, bonds, other outcomes, wrong files", () => {
    const fault = { code: "RoundLate", party: 0, message: "party 0 is late" } as FaultNote;
    const names = {
      settled: { kind: "optimal", statementDigest: "0x1" },
      own: { kind: "infeasible", statementDigest: "0x2" },
    };
    const otherwise = names as unknown as NonNullable<RoundStatus["settledOtherwise"]>;
    const seen = seenOf(status(6), status(7, { fault }), status(8, { settledOtherwise: otherwise }));
    const wrong = { round: `${COORDINATOR}/9`, file: "round.json", message: "round.json: was changed" };
    const alerts = consoleState(known({ ...seen, open: { ...seen.open, wrong: [wrong] } })).alerts.map(inEnglish);
    expect(alerts).to.have.length(4);
    expect(alerts[0]).to.equal("round 7 failed (RoundLate): Nordlys is late");
    expect(alerts[1]).to.include("round 8 SETTLED OTHERWISE");
    expect(alerts[2]).to.include("round 7 can expire after");
    expect(alerts[3]).to.equal(`Of round 9 nothing is shown: ${wrong.message}`);
  });

  it("keeps what the client reports and somebody must look at, until it is over", () => {
    const round = `${COORDINATOR}/7`;
    const inRound = (event: Extract<ClientEvent, { type: "round" }>["event"]): ClientEvent => ({
      ...{ type: "round", round, event },
    });
    const refused = {
      type: "invitation-refused",
      round,
      account: COORDINATOR,
      code: "TermsInvalid",
      message: "m",
    } as const;
    const missing = { type: "share-missing", round, code: "ChainUnreachable", message: "no answer" } as const;
    const alertsAfter = (...events: readonly ClientEvent[]) => {
      const attention = events.reduce(attentionAfter, NOTHING);
      return consoleState(known(seenOf(), { attention })).alerts.map(inEnglish);
    };
    const closed = { type: "round-closed", round, phase: "settled", withdrawn: true, files: "" } as const;
    for (const [raised, words, ...ended] of [
      [
        refused,
        "gave no usable terms (TermsInvalid)",
        { type: "invitation", round, title: "", from: "", file: "" },
        closed,
      ],
      [missing, "SHARE MISSING (ChainUnreachable)", { type: "share-posted", round }],
      [inRound({ type: "session", epoch: 2, point: "spent" }), "has used up its epochs", closed],
      [
        inRound({ type: "session", epoch: 2, point: "spent" }),
        "epochs",
        inRound({ type: "session", epoch: 3, point: "begun" }),
      ],
      [inRound({ type: "refusal-failed" }), "the bond may be lost"],
    ] as const) {
      expect(alertsAfter(raised, raised), words).to.have.length(1);
      expect(alertsAfter(raised)[0]).to.include(words);
      for (const end of ended) expect(alertsAfter(raised, end), words).to.deep.equal([]);
    }
    expect(alertsAfter(missing, closed), "posted by nobody").to.have.length(1);
    expect(alertsAfter(inRound({ type: "stage", stage: "engine" }), { type: "stopped" })).to.deep.equal([]);
  });

  it("holds no control characters of others", () => {
    const hostile = "\u202eWeek\u001b[2J\n<script>";
    const parties = [hostile, hostile, hostile];
    const fault = { code: "RoundLate", party: 0, message: hostile } as FaultNote;
    const { rounds, company, alerts } = consoleState(
      known(seenOf(status(7, { title: hostile, parties, due: [hostile], fault })), { company: hostile }),
    );
    expect(alerts).to.have.length(2);
    expect(JSON.stringify([rounds, company, alerts])).not.to.match(/\\u|\\n|\u202e/);
  });
});
