// What evidence shows to whoever gets it: turns that their parties signed, and no shares of
// somebody's numbers.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { writeRoundFiles } from "../../client/app/round-files.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { decodeEnvelope, encodeEnvelope, isSignedBy, signEnvelope } from "../../client/round/envelope.ts";
import { UNPOSTED_EXCHANGE } from "../../client/round/schedule.ts";
import { memoryJournal } from "../support/journal.ts";
import { accountOf, exchangeId } from "../support/network.ts";

const TO_ALL = Uint8Array.of(1, 2, 3);
const SHARES = Uint8Array.of(4, 5, 6);

describe("app: evidence for others", () => {
  const account = accountOf("bob");
  const turnOf = async (exchange: number) =>
    encodeEnvelope(await signEnvelope({ ...exchangeId(exchange), from: 1, parts: [TO_ALL, SHARES] }, account));

  /** The parts of a file, which is still the turn that its party signed. */
  async function partsIn(folder: string, file: string) {
    const turn = decodeEnvelope(await readFile(join(folder, "evidence", file)));
    expect(await isSignedBy(turn, account.address, async () => false), file).to.equal(true);
    return turn.parts.map((part) => (typeof part === "string" ? "digest" : Uint8Array.from(part)));
  }

  it("has no shares that others dealt, but those of the party that is named", async () => {
    const [posted, dealing, later] = await Promise.all([0, UNPOSTED_EXCHANGE + 1, UNPOSTED_EXCHANGE + 2].map(turnOf));
    for (const [envelope, party, due] of [
      [dealing, 0, [TO_ALL, "digest"]],
      [later, 1, [TO_ALL, SHARES]],
      [posted, 0, [TO_ALL, SHARES]],
    ] as const) {
      const folder = await mkdtemp(join(tmpdir(), "concordat-files-"));
      try {
        const journal = roundJournal(memoryJournal(), "round");
        journal.keepMessage(4, 1, dealing!);
        const note = { code: "Equivocation", message: "twice", step: 4, posted: null, at: 0 };
        journal.keepFault({ ...note, party, envelope: envelope! });
        const name = { chainId: 1, coordinator: exchangeId(0).coordinator, round: 1n, party: 2 };
        await writeRoundFiles(folder, name, journal, []);
        expect(await partsIn(folder, "message.bin")).to.deep.equal(due);
        const file = `turns/${UNPOSTED_EXCHANGE + 1}-001.bin`;
        expect(await partsIn(folder, file)).to.deep.equal([TO_ALL, "digest"]);
        // What the named party had sent in the exchange that the message echoes.
        if (party === 1) expect(await partsIn(folder, "own-copy.bin")).to.deep.equal([TO_ALL, "digest"]);
      } finally {
        await rm(folder, { recursive: true });
      }
    }
  });

  it("has what all told everybody, and no shares, where other numbers than the committed ones were dealt", async () => {
    const folder = await mkdtemp(join(tmpdir(), "concordat-files-"));
    try {
      const journal = roundJournal(memoryJournal(), "round");
      const turns = await Promise.all([0, 1].map(turnOf));
      for (const [step, envelope] of turns.entries()) journal.keepMessage(step, 1, envelope);
      const note = { code: "InputNotCommitted", message: "others", step: 0, posted: null, at: 0 };
      journal.keepFault({ ...note, party: 1, envelope: turns[0]! });
      const name = { chainId: 1, coordinator: exchangeId(0).coordinator, round: 1n, party: 2 };
      const turn = { messages: [{ to: null }, { to: 2 }] };
      await writeRoundFiles(folder, name, journal, [turn, turn] as never);
      for (const file of ["turns/00-001.bin", "turns/01-001.bin", "message.bin"])
        expect(await partsIn(folder, file), file).to.deep.equal([TO_ALL, "digest"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("has the closings, and no shares, where one of them contradicts the others", async () => {
    const turns = await Promise.all([0, 1].map(turnOf));
    for (const code of ["PointsDiffer", "OutcomeDiffers", "TranscriptDiffers", "SharesDiffer"])
      for (const phase of ["closing", "settlement"]) {
        const folder = await mkdtemp(join(tmpdir(), "concordat-files-"));
        try {
          const journal = roundJournal(memoryJournal(), "round");
          for (const [step, envelope] of turns.entries()) journal.keepMessage(step, 1, envelope);
          const note = { code, message: "others", step: 1, posted: null, at: 0 };
          journal.keepFault({ ...note, party: 1, envelope: turns[1]! });
          const name = { chainId: 1, coordinator: exchangeId(0).coordinator, round: 1n, party: 2 };
          const messages = [{ to: null, phase }, { to: 2 }];
          await writeRoundFiles(folder, name, journal, [0, 1].map((exchange) => ({ exchange, messages })) as never);
          const kept = await readdir(join(folder, "evidence", "turns")).catch(() => []);
          const isClosing = phase === "closing" && code !== "SharesDiffer";
          expect(kept).to.deep.equal(isClosing ? ["01-001.bin"] : []);
          for (const file of kept) expect(await partsIn(folder, `turns/${file}`)).to.deep.equal([TO_ALL, "digest"]);
          expect(await partsIn(folder, "message.bin")).to.deep.equal([TO_ALL, isClosing ? "digest" : SHARES]);
        } finally {
          await rm(folder, { recursive: true });
        }
      }
  });
});
