// What transcripts of a round with `mpc` give away to whoever gets them: nobody's rows, not even
// all three nodes' together. From what the journals have until the round ends, one company's own
// turns are enough for its rows, and two nodes' for everybody's.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { writeRoundFiles } from "../../client/app/round-files.ts";
import { THREE_HOLDING } from "../../client/crypto/sharing/holding.ts";
import { receiveInput } from "../../client/crypto/sharing/input.ts";
import type { NodeIndex } from "../../client/crypto/sharing/link.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import { inputCounts } from "../../client/engines/mpc/input/words.ts";
import { runEngine } from "../../client/engines/run.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import {
  decodeEnvelope,
  type Envelope,
  encodeEnvelope,
  envelopeFor,
  signEnvelope,
} from "../../client/round/envelope.ts";
import { turnsOf } from "../../client/round/schedule.ts";
import { readInput } from "../../lab/attacks/colluding-nodes.ts";
import { elementsIn } from "../../lab/attacks/node-view.ts";
import { rowsOf } from "../../lab/games/problems.ts";
import { amongThree, ofOwnParts } from "../engines/mpc/problems.ts";
import { randomProgram } from "../engines/multi-party/problems.ts";
import { testSeed } from "../support/certificate.ts";
import { memoryJournal } from "../support/journal.ts";
import { accountOf, exchangeId } from "../support/network.ts";

const NODES: readonly NodeIndex[] = [0, 1, 2];
const problem = ofOwnParts(amongThree(randomProgram(3, "optimal", 6)));
const { round, parties } = problem;
const schedule = turnsOf(mpcEngine().schedule(round));

/** The envelopes of a run as each party has them, in order of the schedule. */
async function record(): Promise<readonly (readonly Uint8Array[])[]> {
  const inputs = parties.map((rows, party) => ({ rows, random: testSeed(`transcript/${party}`) }));
  const { transcript } = await runEngine(mpcEngine(), round, inputs);
  const bodies = new Map(transcript.map(({ position, body }) => [position, body]));
  const turns = schedule.map(({ from, exchange, positions }) => {
    const parts = positions.map((position) => bodies.get(position)!);
    return signEnvelope({ ...exchangeId(exchange), from, parts }, accountOf(`party ${from}`));
  });
  const signed = await Promise.all(turns);
  return parties.map((_, own) =>
    signed.map((envelope, step) =>
      envelope.from === own ? encodeEnvelope(envelope) : envelopeFor([own], schedule[step]!, encodeEnvelope(envelope)),
    ),
  );
}

/** What the transcript that party `own` keeps of these envelopes has, read again. */
async function transcriptOf(own: number, envelopes: readonly Uint8Array[]): Promise<Envelope[]> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-transcript-"));
  try {
    const journal = roundJournal(memoryJournal(), "round");
    for (const [step, envelope] of envelopes.entries()) journal.keepMessage(step, schedule[step]!.from, envelope);
    const { chainId, coordinator, round: number } = exchangeId(0);
    await writeRoundFiles(
      folder,
      { chainId: Number(chainId), coordinator, round: number, party: own },
      journal,
      schedule,
    );
    const messages = join(folder, "transcript", "messages");
    const names = (await readdir(messages)).toSorted();
    return Promise.all(names.map(async (name) => decodeEnvelope(await readFile(join(messages, name)))));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The party's rows and costs, as far as its messages to nodes in these envelopes show them. */
function rowsIn(envelopes: readonly Envelope[], party: number): ReturnType<typeof readInput> | null {
  const counts = inputCounts(
    round,
    party,
    round.inequalities[party]! + round.equalities[party]! + (party === round.objectiveOwner ? 1 : 0),
  );
  const components = new Map<number, bigint[]>();
  for (const { exchange, from, parts } of envelopes) {
    if (exchange !== 0 || from !== party) continue;
    const turn = schedule.find((each) => each.exchange === exchange && each.from === from)!;
    for (const [i, { to }] of turn.messages.entries()) {
      const body = parts[i]!;
      if (to === null || typeof body === "string") continue;
      for (const [place, component] of receiveInput(THREE_HOLDING, to, body, counts).entries())
        components.set(THREE_HOLDING.held(to)[place]!, elementsIn(component));
    }
  }
  const [x0, x1, x2] = NODES.map((component) => components.get(component));
  if (x0 === undefined || x1 === undefined || x2 === undefined) return null;
  const words = x0.map((word, i) => BigInt.asIntN(128, word + x1[i]! + x2[i]!));
  return readInput(round, party, words);
}

describe("app: transcripts of mpc", function () {
  this.timeout(120_000);
  let journals: readonly (readonly Uint8Array[])[] = [];
  before(async () => {
    journals = await record();
  });

  it("show nobody's rows, which a company's own turns and what two nodes received would", async () => {
    const transcripts = await Promise.all(journals.map((envelopes, own) => transcriptOf(own, envelopes)));
    const kept = journals.map((envelopes) => envelopes.map(decodeEnvelope));
    for (const [party, rows] of parties.entries()) {
      const truth = { rows: rowsOf(rows), costs: rows.objective };
      expect(rowsIn(kept[party]!, party)).to.deep.equal(truth);
      const others = NODES.filter((node) => node !== party);
      expect(rowsIn(kept[others[0]!]!, party)).to.equal(null);
      expect(rowsIn([...kept[others[0]!]!, ...kept[others[1]!]!], party)).to.deep.equal(truth);
      expect(rowsIn(transcripts.flat(), party)).to.equal(null);
    }
  });

  it("have what went to everybody, and under the signed digest the digests of all else", async () => {
    for (const [own, envelopes] of journals.entries()) {
      const transcript = await transcriptOf(own, envelopes);
      expect(transcript).to.have.length(schedule.length);
      for (const [step, { digest, parts, from }] of transcript.entries()) {
        const before = decodeEnvelope(envelopes[step]!);
        expect([from, digest]).to.deep.equal([before.from, before.digest]);
        const isForAll = schedule[step]!.messages.map(({ to }) => to === null);
        expect(parts.map((part) => typeof part !== "string")).to.deep.equal(isForAll);
        for (const [i, part] of parts.entries()) if (isForAll[i]) expect(part).to.deep.equal(before.parts[i]);
      }
    }
  });
});
