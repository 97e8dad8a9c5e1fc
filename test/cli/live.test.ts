// What a terminal shows of a running client: lines that follow from its events and from the chain,
// drawn again in place.
import { expect } from "chai";
import type { ClientEvent } from "../../client/app/events.ts";
import { levelOf } from "../../client/app/observe/log.ts";
import { plainEvent } from "../../client/app/observe/plain-event.ts";
import type { RoundStatus } from "../../client/app/round-status.ts";
import type { Mined } from "../../client/chain/session.ts";
import { eventLine } from "../../client/cli/event-line.ts";
import { liveLines } from "../../client/cli/live/lines.ts";
import { Screen } from "../../client/cli/live/screen.ts";
import { showStages } from "../../client/cli/live/stages.ts";
import { follow, type LiveState, START } from "../../client/cli/live/state.ts";
import { ChainError } from "../../client/errors.ts";
import type { PartyEvent } from "../../client/play/drive/events.ts";

const ROUND = `0x${"c0".repeat(20)}/7`;
const NOW = 1_796_040_000;
const STATUS: RoundStatus = {
  ...{ round: ROUND, title: "Week 7", engine: "mpc", parties: ["Nordlys", "Sagbruk", "Weser"], party: 1 },
  ...{ local: "running", phase: "running", exchangesDone: 3, exchanges: 6, due: ["Nordlys"], deadline: NOW + 1_500 },
  ...{ fault: null, sealed: null, settledOtherwise: null, unconfirmed: null },
};
const started: ClientEvent = { type: "round-started", round: ROUND, party: 1, engine: "mpc" };
const inRound = (event: PartyEvent): ClientEvent => ({ type: "round", round: ROUND, event });
const stateAfter = (...events: readonly ClientEvent[]): LiveState => events.reduce(follow, START);
const linesAfter = (events: readonly ClientEvent[], status: Partial<RoundStatus> = {}): string =>
  liveLines(stateAfter(...events), [{ ...STATUS, ...status }], NOW).join("\n");

describe("the live view", () => {
  it("says who is due, until when, in which phase, and how far the engine has come", () => {
    const lines = linesAfter([
      started,
      inRound({ type: "stage", stage: "engine" }),
      inRound({ type: "session", epoch: 0, point: "begun" }),
      inRound({ type: "session", epoch: 0, point: "checkpoint", bits: 0 }),
      inRound({ type: "session", epoch: 0, point: "checkpoint", bits: 2 }),
    ]);
    for (const part of [
      "round 7  Week 7, engine mpc, as Sagbruk",
      "phase     running: the engine looks for the optimum",
      "due       Nordlys\n",
      "until     2026-11-30 12:25 UTC, 25 minutes left",
      "progress  [############............] 3 of 6 exchanges",
      "session   epoch 0, 2 checkpoints, 2 of 8 bits opened",
    ])
      expect(lines).to.include(part);
    expect(linesAfter([started], { due: ["Sagbruk"] })).to.include("due       Sagbruk: this company\n");
  });

  it("says how far a proof among the companies has come, and who is awaited", () => {
    const proving = (arrived: number | null, awaited: readonly number[]) =>
      inRound({ type: "proving", exchange: 5, exchanges: 12, content: "step 3 of the proof", arrived, awaited });
    const begun = [started, inRound({ type: "stage", stage: "prove" }), proving(null, [0, 2])];
    expect(linesAfter(begun)).to.include(
      "proof     exchange 5 of 12, step 3 of the proof: waiting for Nordlys, Weser\n",
    );
    expect(linesAfter([...begun, proving(0, [2])])).to.include("waiting for Weser\n");
    expect(linesAfter([...begun, proving(0, [2]), proving(2, [])])).to.include("this company computes\n");
    const posted = inRound({ type: "posted", step: 9, transaction: {} as Mined });
    expect(linesAfter([...begun, posted])).not.to.include("proof   ");
    const failed: ClientEvent = {
      type: "round-failed",
      round: ROUND,
      code: "SessionStalled",
      party: null,
      message: "",
    };
    expect(linesAfter([...begun, failed])).not.to.include("proof   ");
    expect([begun.at(-1)!, proving(0, [2])].map(levelOf)).to.deep.equal(["info", "debug"]);
    expect(plainEvent(proving(0, [2]))).to.deep.equal({
      ...{ event: "round-proving", round: ROUND, exchange: 5, exchanges: 12, content: "step 3 of the proof" },
      ...{ arrived: 0, awaited: [2] },
    });
  });

  it("names all who have not committed, anybody who may settle, and a time that is over", () => {
    const committing = { phase: "committing", exchangesDone: 0, due: ["Nordlys", "Weser"] } as const;
    expect(linesAfter([started], committing))
      .to.include("due       Nordlys, Weser\n")
      .and.include("[.......");
    const settling = { phase: "settling", exchangesDone: 6, due: [], deadline: NOW - 1 } as const;
    expect(linesAfter([started], settling))
      .to.include("due       any company\n")
      .and.include("UTC, over: the round may expire");
    expect(linesAfter([started], { phase: "settled", due: [], deadline: null })).to.not.include("due ");
  });

  it("says of a sealed outcome that a proof goes on chain, and no outcome", () => {
    const settling = { phase: "settling", exchangesDone: 6, due: [] } as const;
    const sealed = { size: 64, setup: "0x01", key: "0x02" } as const;
    expect(linesAfter([started], { ...settling, sealed })).to.include("the proof of the sealed outcome goes on chain");
    expect(linesAfter([started], settling)).to.include("the proven outcome goes on chain");
  });

  it("counts the checkpoints of the newest epoch, and the bits of all", () => {
    const checkpoint = (epoch: number, bits: number) => inRound({ type: "session", epoch, point: "checkpoint", bits });
    const events = [started, checkpoint(0, 3), inRound({ type: "session", epoch: 1, point: "begun" })];
    expect(linesAfter(events)).to.include("epoch 1, 0 checkpoints, 3 of 8 bits opened");
    expect(linesAfter([...events, checkpoint(1, 4)])).to.include("epoch 1, 1 checkpoints, 4 of 8 bits opened");
  });

  it("shows a trouble for as long as it lasts", () => {
    const trouble = inRound({ type: "trouble", error: new ChainError("ChainUnreachable", "no answer") });
    expect(linesAfter([started, trouble])).to.include("trouble   ChainUnreachable: no answer");
    expect(linesAfter([started, trouble, inRound({ type: "journalled", step: 3 })])).to.not.include("trouble");
    const general: ClientEvent = { type: "trouble", code: "FundsInsufficient", message: "no funds" };
    expect(linesAfter([general])).to.include("trouble: FundsInsufficient: no funds");
    const failed: ClientEvent = { type: "round-failed", round: ROUND, code: "RoundLate", party: 0, message: "late" };
    expect(linesAfter([started, failed])).to.include("trouble   failed (RoundLate); waiting for the bond");
  });

  it("names a round that is not looked up yet", () => {
    expect(liveLines(stateAfter(started), [], NOW).join("\n")).to.include("\nround 7\n");
  });

  it("leaves out a round that is closed, and says when none is played", () => {
    const closed: ClientEvent = { type: "round-closed", round: ROUND, phase: "settled", withdrawn: true, files: "x" };
    const lines = linesAfter([started, closed]);
    expect(lines).to.include("No round is being played").and.not.include("Week 7");
    expect(eventLine(closed)).to.include("round 7  settled, bond withdrawn");
  });

  it("prints as lines of its own only what is to stay", () => {
    expect(eventLine(inRound({ type: "stage", stage: "engine" }))).to.equal(null);
    expect(eventLine(inRound({ type: "session", epoch: 0, point: "checkpoint", bits: 0 }))).to.equal(null);
    expect(eventLine(inRound({ type: "session", epoch: 2, point: "spent" }))).to.include("--epochs");
    expect(eventLine({ type: "share-posted", round: ROUND })).to.include("concordat shares 7");
    const missing: ClientEvent = {
      type: "share-missing",
      round: ROUND,
      code: "FundsInsufficient",
      message: "no funds",
    };
    expect(eventLine(missing)).to.include("(FundsInsufficient)").and.include("--post");
    expect(levelOf(missing)).to.equal("error");
  });

  it("holds nothing of others that a terminal obeys", () => {
    const hostile = "\u001b[2J\nWeek 8";
    const status = { title: hostile, parties: [hostile, hostile], due: [hostile] };
    const lines = liveLines(stateAfter(started), [{ ...STATUS, ...status }], NOW);
    expect(lines.join("")).to.not.match(/\p{Cc}/u);
  });
});

/** Enough of a terminal for what the screen writes. */
class Glass {
  readonly columns: number;
  readonly rows: number;
  lines: string[] = [""];

  constructor(columns = 40, rows = 10) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    const [, up = "0", rest] = /^(?:ESC\[(\d+)A\rESC\[0J)?([\s\S]*)$/.exec(text.replaceAll("\u001b", "ESC"))!;
    this.lines = this.lines.slice(0, this.lines.length - Number(up) - Number(up !== "0"));
    if (up !== "0") this.lines.push("");
    for (const letter of rest!) {
      if (letter === "\n") this.lines.push("");
      else this.lines[this.lines.length - 1] += letter;
    }
  }
}

describe("progress in stages", () => {
  it("is one line, drawn in place, and gone at the end", () => {
    const glass = new Glass(80, 24);
    const stages = showStages(glass);
    stages.show("multiplying", 1_024, 2_048);
    expect(glass.lines).to.deep.equal([`multiplying  [${"#".repeat(12)}${".".repeat(12)}] 1,024 of 2,048`, ""]);
    stages.show("checking", 1, 1);
    expect(glass.lines).to.deep.equal([`checking  [${"#".repeat(24)}] 1 of 1`, ""]);
    stages.close();
    expect(glass.lines).to.deep.equal([""]);
    showStages(null).show("nobody looks", 1, 2);
  });
});

describe("the screen", () => {
  it("draws in place, and keeps above what was printed", () => {
    const glass = new Glass();
    const screen = new Screen(glass);
    screen.draw(["one", "two"]);
    screen.draw(["one", "TWO", "three"]);
    screen.print("stays");
    screen.draw(["four"]);
    screen.print("stays, too");
    expect(glass.lines).to.deep.equal(["stays", "stays, too", "four", ""]);
    screen.draw([]);
    expect(glass.lines).to.deep.equal(["stays", "stays, too", ""]);
  });

  it("draws no more than fits: a line that wraps would not be found again", () => {
    const glass = new Glass(10, 3);
    const screen = new Screen(glass);
    screen.draw(["x".repeat(50), "漢字漢字漢字漢字", "no room"]);
    expect(glass.lines).to.deep.equal(["x".repeat(9), "漢字漢字", ""]);
    screen.draw(["short"]);
    expect(glass.lines).to.deep.equal(["short", ""]);
    const unknown = new Glass(0, 0);
    new Screen(unknown).draw(["as if it had the usual size"]);
    expect(unknown.lines).to.deep.equal(["as if it had the usual size", ""]);
  });
});
