// A company whose journal was put back to an earlier state in the middle of a proof: the partner
// sends other turns than before, and must get no second answer under the same masks.

import { mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Hex } from "viem";
import { proofMemory } from "../../../client/app/seal/memory.ts";
import { HomeError, SealedError } from "../../../client/errors.ts";
import { volatileFolder } from "../../../client/home/volatile-folder.ts";
import { folderMemory, type ProofMemory, processMemory } from "../../../client/journal/proof-memory.ts";
import { type RoundJournal, roundJournal } from "../../../client/journal/round-journal.ts";
import { type Channel, connectInProcess } from "../../../client/network/channel.ts";
import { AnswerOnce } from "../../../client/play/drive/answer-once.ts";
import type { RoundContext } from "../../../client/play/drive/context.ts";
import { runSealing } from "../../../client/play/drive/sealing.ts";
import { echoBytes } from "../../../client/play/seal/echo.ts";
import { sealingBytes, sealingExchanges } from "../../../client/play/seal/exchanges.ts";
import type { SealingInput } from "../../../client/play/seal/input.ts";
import { Sealing } from "../../../client/play/seal/seal.ts";
import { decodeEnvelope } from "../../../client/round/envelope.ts";
import { turnsOf, UNPOSTED_EXCHANGE } from "../../../client/round/schedule.ts";
import { testSeed } from "../../support/certificate.ts";
import { memoryJournal } from "../../support/journal.ts";
import { accountOf, entryOf, exchangeId } from "../../support/network.ts";
import { buildSealed } from "../../support/sealed.ts";
import { afresh, inputsOf } from "../../support/sealing-inputs.ts";

const SHAPE = { inequalities: [2, 2], equalities: [0, 1], owner: 1 } as const;
const [VICTIM, PARTNER] = [0, 1];
const NAMES = ["alice", "bob"] as const;
/** The posted exchange within which the parties prove. */
const POSTED = 1;
/** The copy is from before this turn of the partner, its first step, which it then changes. */
const COPIED = 3;

const onProgress = () => undefined;

/** A guard that has seen the round up to that exchange. */
function guarded(memory: ProofMemory, ...exchanges: readonly number[]): AnswerOnce {
  const once = new AnswerOnce(memory, POSTED);
  for (const exchange of exchanges) once.saw({ phase: "running", exchange });
  return once;
}

describe("a journal that was put back to an earlier state", function () {
  this.timeout(240_000);
  const built = buildSealed({ kind: "optimal", ...SHAPE }, "answer once");
  const inputs = inputsOf(built, SHAPE);
  const counts = { statement: built.statement, inequalities: SHAPE.inequalities, equalities: SHAPE.equalities };
  const lengths = [0, 1].map((from) => sealingBytes(counts, from).map((bytes) => bytes + echoBytes(2)));
  const schedule = turnsOf([
    ...[0, 1].map((from) => entryOf(from, null, POSTED)),
    ...sealingExchanges(2).flatMap((_, i) =>
      [0, 1].map((from) => ({ ...entryOf(from, null, UNPOSTED_EXCHANGE + i), bytes: lengths[from]![i]! })),
    ),
  ]);
  const stepAt = (i: number, from: number) => 2 * (1 + i) + from;

  function contextOf(party: number, channel: Channel, journal: RoundJournal, signal: AbortSignal): RoundContext {
    const { exchange: _, ...id } = exchangeId(0);
    return {
      ...{ party, id, channel, journal, waiting: { pollMs: 1, signal } },
      agreement: { accounts: NAMES.map((label) => accountOf(label).address), schedule },
      session: { account: accountOf(NAMES[party]!), publicClient: { readContract: async () => "0x" } },
    } as unknown as RoundContext;
  }

  /** The same company, which draws the masks of its part of the proof from elsewhere. */
  function changed(input: SealingInput): SealingInput {
    const { random } = input;
    const other = testSeed("another choice");
    const fork = (label: string) => (label === "sealed/proof" ? other : random).fork(label);
    return { ...input, random: Object.assign(Object.create(random), { fork }) as typeof random };
  }

  /** Plays the victim with this journal against a partner; its end, and all it has sent. */
  async function live(
    partner: SealingInput,
    own: { journal: RoundJournal; once: AnswerOnce; onSent?: (i: number) => void },
  ) {
    const channels = connectInProcess(2, schedule);
    const stop = new AbortController();
    const sent = new Map<number, Uint8Array>();
    const channel: Channel = {
      fetch: channels[VICTIM]!.fetch,
      publish: async (step, envelope) => {
        sent.set(step, envelope);
        await channels[VICTIM]!.publish(step, envelope);
        own.onSent?.(step);
      },
    };
    const other = runSealing(
      new Sealing(afresh(partner)),
      contextOf(PARTNER, channels[PARTNER]!, roundJournal(memoryJournal(), "round"), stop.signal),
      { once: guarded(processMemory(), 0, POSTED), onProgress },
    ).catch(() => undefined);
    const side = new Sealing(afresh(inputs[VICTIM]!));
    const end = await runSealing(side, contextOf(VICTIM, channel, own.journal, stop.signal), {
      once: own.once,
      onProgress,
    }).catch((error: unknown) => error);
    stop.abort(new Error("over"));
    await other;
    return { end, sent };
  }

  function copyOf(journal: RoundJournal): RoundJournal {
    const copy = roundJournal(memoryJournal(), "round");
    for (const step of journal.steps()) copy.keepMessage(step, schedule[step]!.from, journal.message(step)!);
    return copy;
  }

  /** A first life, to the proof, and a copy of its journal from before the turn COPIED. */
  async function firstLife(memory: ProofMemory) {
    const journal = roundJournal(memoryJournal(), "round");
    let copy: RoundJournal | null = null;
    const { end, sent } = await live(inputs[PARTNER]!, {
      ...{ journal, once: guarded(memory, 0, POSTED) },
      onSent: (step) => {
        if (step === stepAt(COPIED, VICTIM)) copy = copyOf(journal);
      },
    });
    expect(end).to.have.property("proof");
    expect(copy!.message(stepAt(COPIED, PARTNER))).to.equal(null);
    return { copy: copy!, sent, journal };
  }

  it("gives no second answer, whatever the partner sends", async () => {
    const memory = processMemory();
    const { copy, sent } = await firstLife(memory);
    const again = await live(changed(inputs[PARTNER]!), { journal: copyOf(copy), once: guarded(memory, POSTED) });
    expect(again.end).to.be.instanceOf(SealedError).with.property("code", "JournalRestored");
    for (const [step, envelope] of again.sent) expect(envelope).to.deep.equal(sent.get(step));

    // Elsewhere, or after a restart of the machine, nothing is remembered.
    const moved = await live(changed(inputs[PARTNER]!), {
      journal: copyOf(copy),
      once: guarded(processMemory(), POSTED),
    });
    expect(moved.end).to.be.instanceOf(SealedError).with.property("code", "JournalRestored");
    for (const [step, envelope] of moved.sent) expect(envelope).to.deep.equal(sent.get(step));

    // From before the proof began, too.
    const early = roundJournal(memoryJournal(), "round");
    const before = await live(changed(inputs[PARTNER]!), { journal: early, once: guarded(processMemory(), POSTED) });
    expect(before.end).to.be.instanceOf(SealedError).with.property("code", "JournalRestored");
    expect(before.sent.size).to.equal(0);

    // Where a memory says what the copy says, the attack works: two answers of the same masks.
    const credulous = processMemory();
    const { digest: last } = decodeEnvelope(copy.message(stepAt(COPIED, VICTIM))!);
    credulous.write({ count: COPIED + 1, last });
    const fooled = await live(changed(inputs[PARTNER]!), { journal: copyOf(copy), once: guarded(credulous, POSTED) });
    expect(fooled.end).to.have.property("proof");
    const answers = [sent, fooled.sent].map((all) => {
      const [body] = decodeEnvelope(all.get(stepAt(COPIED + 2, VICTIM))!).parts as Uint8Array[];
      return body!.subarray(echoBytes(2));
    });
    expect(answers[0]).not.to.deep.equal(answers[1]);
  });

  it("hands out what the journal has when all of it is there, also where nothing is remembered", async () => {
    const { journal, sent } = await firstLife(processMemory());
    const again = await live(inputs[PARTNER]!, { journal, once: guarded(processMemory(), POSTED) });
    expect(again.end).to.have.property("proof");
    expect(again.sent).to.deep.equal(sent);
  });
});

describe("what is remembered of a proof", () => {
  const DIGESTS = ["11", "22", "33"].map((byte): Hex => `0x${byte.repeat(32)}`);
  const NEVER = new AbortController().signal;
  const codeOf = (once: AnswerOnce) =>
    once.permit(NEVER).then(
      () => null,
      (error: SealedError) => error.code,
    );

  it("lets a client go on that was killed, also between the journal and the memory", async () => {
    const memory = processMemory();
    const once = guarded(memory, 0, POSTED);
    once.resume([]);
    for (const digest of DIGESTS.slice(0, 2)) once.made(digest);
    for (const journalled of [DIGESTS.slice(0, 2), DIGESTS]) {
      const next = guarded(memory, POSTED);
      next.resume(journalled);
      expect(await codeOf(next)).to.equal(null);
      expect(memory.read()).to.deep.equal({ count: journalled.length, last: journalled.at(-1) });
    }
  });

  it("stops a journal with fewer turns, with others, or with more than a client leaves", async () => {
    for (const journalled of [[], DIGESTS.slice(0, 1), [DIGESTS[0]!, DIGESTS[2]!], [...DIGESTS, ...DIGESTS]]) {
      const memory = processMemory();
      memory.write({ count: 2, last: DIGESTS[1]! });
      const once = guarded(memory, POSTED);
      once.resume(journalled);
      expect(await codeOf(once), `${journalled.length} turns`).to.equal("JournalRestored");
      expect(memory.read()).to.deep.equal({ count: 2, last: DIGESTS[1] });
    }
  });

  it("begins only where the round was seen before the proof could begin", async () => {
    for (const [phase, exchange, code] of [
      ["committing", 0, null],
      ["running", POSTED - 1, null],
      ["running", POSTED, "JournalRestored"],
      ["settling", POSTED + 1, "JournalRestored"],
      ["none", 0, "JournalRestored"],
    ] as const) {
      const once = new AnswerOnce(processMemory(), POSTED);
      once.saw({ phase, exchange });
      once.saw({ phase: "running", exchange: POSTED });
      once.resume([]);
      expect(await codeOf(once), phase).to.equal(code);
    }
  });

  it("makes no turn before the exchange of the proof is open", async () => {
    const once = guarded(processMemory(), 0);
    once.resume([]);
    let permitted = false;
    const permission = once.permit(NEVER).then(() => {
      permitted = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(permitted).to.equal(false);
    once.saw({ phase: "running", exchange: POSTED });
    await permission;
    const stopped = AbortSignal.abort(new Error("stopped"));
    const waiting = guarded(processMemory(), 0);
    waiting.resume([]);
    expect(await waiting.permit(stopped).catch((error: Error) => error.message)).to.equal("stopped");
  });

  it("is in a file of this user, by home and round, until it is forgotten", async () => {
    const folder = join(await mkdtemp(join(tmpdir(), "memory-")), "own");
    const memory = folderMemory(folder, "/home", "round");
    expect(memory.read()).to.equal(null);
    memory.write({ count: 0, last: null });
    memory.write({ count: 2, last: DIGESTS[1]! });
    expect(folderMemory(folder, "/home", "round").read()).to.deep.equal({ count: 2, last: DIGESTS[1] });
    expect(folderMemory(folder, "/other", "round").read()).to.equal(null);
    expect(folderMemory(folder, "/home", "other").read()).to.equal(null);
    const [file] = await readdir(folder);
    expect((await stat(join(folder, file!))).mode & 0o777).to.equal(0o600);
    await writeFile(join(folder, file!), "2 yes\n");
    expect(memory.read()).to.equal(null);
    memory.forget();
    expect(await readdir(folder)).to.deep.equal([]);
    const unusable = folderMemory("/dev/null/none", "/home", "round");
    expect(() => unusable.write({ count: 0, last: null }))
      .to.throw(HomeError)
      .with.property("code", "FolderUnusable");
    await rm(folder, { recursive: true });
  });

  it("is in the memory of the machine where it has any for files", async function () {
    const folder = volatileFolder();
    if (folder === null) return this.skip();
    const { mode, uid } = await stat(folder);
    expect([mode & 0o777, uid]).to.deep.equal([0o700, process.getuid!()]);
    // What one life of a client remembers, the next one finds, by whatever name it calls the home.
    const home = await mkdtemp(join(tmpdir(), "home-"));
    await symlink(home, `${home}-too`);
    const first = proofMemory({ folder: home }, "0xc0/1");
    first.write({ count: 1, last: DIGESTS[0]! });
    const next = proofMemory({ folder: `${home}-too` }, "0xc0/1");
    expect(next.read()).to.deep.equal({ count: 1, last: DIGESTS[0] });
    expect(proofMemory({ folder: home }, "0xc0/2").read()).to.equal(null);
    next.forget();
    expect(first.read()).to.equal(null);
    await rm(`${home}-too`);
    await rm(home, { recursive: true });
  });
});
