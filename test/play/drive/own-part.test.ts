// Companies that seal an optimum of which each knows its own part only, in signed turns over
// channels: messages to one party arrive, count for a restart as those to all do, and a complaint
// about one of them is evidence against who sent it.
import { expect } from "chai";
import { ProtocolError } from "../../../client/errors.ts";
import { processMemory } from "../../../client/journal/proof-memory.ts";
import { type RoundJournal, roundJournal } from "../../../client/journal/round-journal.ts";
import { type Channel, connectInProcess } from "../../../client/network/channel.ts";
import { AnswerOnce } from "../../../client/play/drive/answer-once.ts";
import type { RoundContext } from "../../../client/play/drive/context.ts";
import { runSealing, type Sealed } from "../../../client/play/drive/sealing.ts";
import { MessageFault } from "../../../client/play/fault/fault.ts";
import { echoBytes } from "../../../client/play/seal/echo.ts";
import { OwnPartSealing } from "../../../client/play/seal/own-part/seal.ts";
import { sealingSchedule } from "../../../client/play/seal/schedule.ts";
import type { PartOfOutcome } from "../../../client/play/seal/settlement.ts";
import type { SealingSide } from "../../../client/play/seal/side.ts";
import { decodeEnvelope, isSignedBy } from "../../../client/round/envelope.ts";
import { turnsOf, UNPOSTED_EXCHANGE } from "../../../client/round/schedule.ts";
import { memoryJournal } from "../../support/journal.ts";
import { accountOf, exchangeId } from "../../support/network.ts";
import { afresh, bumpedWord, exchangeOf, ownPartCompanies } from "../../support/own-part-sealing.ts";
import { THREE } from "../../support/sealed-own-part.ts";

const NAMES = ["alice", "bob", "carol"] as const;
const accounts = NAMES.map((label) => accountOf(label).address);
const parties = [0, 1, 2];
/** The posted exchange within which the parties prove. */
const POSTED = 1;
const [DEAL, CHECK] = [exchangeOf("deal"), exchangeOf("check")];

describe("sealing own parts among the parties", function () {
  this.timeout(240_000);
  const { round, inputs } = ownPartCompanies(THREE, "drive own parts");
  const { inequalities, equalities } = inputs[0]!.round;
  const counts = { statement: round.statement, inequalities, equalities, ownParts: inputs[0]!.ownParts };
  const schedule = turnsOf(sealingSchedule(counts, POSTED));
  const stepAt = (i: number, from: number) =>
    schedule.findIndex((turn) => turn.exchange === UNPOSTED_EXCHANGE + i && turn.from === from);

  function contextOf(party: number, channel: Channel, journal: RoundJournal, signal: AbortSignal): RoundContext {
    const { exchange: _, ...id } = exchangeId(0);
    return {
      ...{ party, id, channel, journal, waiting: { pollMs: 1, signal } },
      agreement: { accounts, schedule },
      session: { account: accountOf(NAMES[party]!), publicClient: { readContract: async () => "0x" } },
    } as unknown as RoundContext;
  }

  function newJournal(): RoundJournal {
    return roundJournal(memoryJournal(), "round");
  }

  function guarded(memory = processMemory()): AnswerOnce {
    const once = new AnswerOnce(memory, POSTED);
    for (const exchange of [0, POSTED]) once.saw({ phase: "running", exchange });
    return once;
  }

  const sideOf = (party: number) => new OwnPartSealing(afresh(inputs[party]!));
  const onProgress = () => undefined;

  /** A side whose message to the first receiver of its shares is another than it makes. */
  function misdealing(party: number): SealingSide {
    const honest = sideOf(party);
    let over = 0;
    return {
      ...{ own: honest.own, part: null, sent: honest.sent },
      next: (turns) => {
        over++;
        const result = honest.next(turns.with(party, { ...turns[party]!, messages: honest.sent }));
        if (over !== DEAL || !("messages" in result)) return result;
        return { messages: result.messages.map((body, i) => (i === 1 ? bumpedWord(body, 1) : body)) };
      },
    };
  }

  /** When a party fails, the others hear of it as of silence, after all `own` have ended. */
  async function play(sides: readonly SealingSide[], own: readonly number[] = []) {
    const channels = connectInProcess(parties.length, schedule);
    const journals = parties.map(newJournal);
    const stop = new AbortController();
    const runs = parties.map((party) => {
      const context = contextOf(party, channels[party]!, journals[party]!, stop.signal);
      return runSealing(sides[party]!, context, { once: guarded(), onProgress });
    });
    const ends = await Promise.all(
      runs.map((run) =>
        run.catch(async (error: Error): Promise<Sealed | Error> => {
          await Promise.allSettled(own.map((party) => runs[party]));
          stop.abort(new ProtocolError("SessionStalled", "another party has stopped"));
          return error;
        }),
      ),
    );
    return { ends, journals };
  }

  it("all have the proof and what they learn, and nobody sends more than the schedule says", async () => {
    const { ends } = await play(parties.map(sideOf));
    const sealed = ends as Sealed[];
    for (const { proof, echo } of sealed) {
      expect(proof).to.deep.equal(sealed[0]!.proof);
      expect(echo).to.deep.equal(sealed[0]!.echo);
    }
    for (const [party, { own }] of sealed.entries()) {
      expect(own.outcome).to.deep.equal(inputs[party]!.outcome);
      expect((own as PartOfOutcome).objective !== null).to.equal(party === round.statement.objectiveOwner);
    }
  });

  it("a misdealt share: the node's complaint is evidence, under the dealer's own signature", async () => {
    const { ends, journals } = await play([sideOf(0), sideOf(1), misdealing(2)], [0, 1]);
    for (const party of [0, 1]) {
      expect(ends[party]).to.be.instanceOf(MessageFault);
      const { error, evidence } = ends[party] as MessageFault;
      expect(error).to.include({ code: "ShareMismatch", party: 2 });
      expect(evidence.step).to.equal(stepAt(CHECK, 0));
      const [body] = decodeEnvelope(evidence.envelope!).parts as Uint8Array[];
      // The longest that a node sends there.
      expect(body!.length).to.equal(schedule[stepAt(CHECK, 0)]!.messages[0]!.bytes);
      const complaint = body!.subarray(echoBytes(3));
      expect([...complaint.subarray(0, 2)]).to.deep.equal([1, 2]);
      const turn = decodeEnvelope(complaint.subarray(2));
      expect([turn.from, turn.exchange]).to.deep.equal([2, UNPOSTED_EXCHANGE + DEAL]);
      expect(await isSignedBy(turn, accounts[2]!, async () => false)).to.equal(true);
    }
    // Of the share itself, the other node had the digest alone.
    const [, toNode0, toNode1] = decodeEnvelope(journals[1]!.message(stepAt(DEAL, 2))!).parts;
    expect([typeof toNode0, toNode1 instanceof Uint8Array]).to.deep.equal(["string", true]);
  });

  it("goes on after a restart with the bytes that it sent; another message to one party is refused", async () => {
    const channels = connectInProcess(parties.length, schedule);
    const { signal } = new AbortController();
    const others = [1, 2].map((party) =>
      runSealing(sideOf(party), contextOf(party, channels[party]!, newJournal(), signal), {
        once: guarded(),
        onProgress,
      }),
    );
    const [memory, journal] = [processMemory(), newJournal()];
    const life = (side: SealingSide) =>
      runSealing(side, contextOf(0, channels[0]!, journal, signal), { once: guarded(memory), onProgress });
    const killed = sideOf(0);
    let over = 0;
    const first = await life({
      ...{ own: null, part: null, sent: killed.sent },
      next: (turns) => {
        if (over++ === DEAL) throw new Error("killed");
        return killed.next(turns);
      },
    }).catch((error: Error) => error.message);
    expect(first).to.equal("killed");
    const before = journal.message(stepAt(DEAL, 0));
    expect(before).not.to.equal(null);
    const other = await life(misdealing(0)).catch((error: unknown) => error);
    expect(other).to.be.instanceOf(ProtocolError).with.property("code", "ReplayDiffers");
    const { proof } = await life(sideOf(0));
    expect(journal.message(stepAt(DEAL, 0))).to.deep.equal(before);
    for (const end of await Promise.all(others)) expect(end.proof).to.deep.equal(proof);
  });
});
