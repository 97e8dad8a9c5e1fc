// A client that loses its footing in the middle of a round: its disk is full, or it comes back as a
// different program. It never sends what is not in its journal, and never a second message for a
// step.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readState } from "../../../client/chain/coordinator/read.ts";
import { HomeError, ProtocolError } from "../../../client/errors.ts";
import { openJournal } from "../../../client/journal/journal.ts";
import { roundJournal } from "../../../client/journal/round-journal.ts";
import { transactionStore } from "../../../client/journal/transactions.ts";
import { refusalDigest } from "../../../client/round/digests.ts";
import { decodeEnvelope } from "../../../client/round/envelope.ts";
import { type LocalChain, startLocalChain } from "../../../lab/chain/local-chain.ts";
import { Life } from "../../support/crash-points.ts";
import { limitGrowth, makeSmallPages } from "../../support/full-disk.ts";
import { TEST_KEY } from "../../support/journal.ts";
import { connectLives, journalFile, playLife, type SmallRound, smallRound } from "../../support/lives.ts";
import { readPosted } from "../../support/posted.ts";

/** The turns of `party` by step: what the journal has, and what is on chain. */
async function ownSteps({ chain, round, agreement }: SmallRound, folder: string, party: number) {
  const session = chain.sessions[party]!;
  const { coordinator } = session;
  const id = { chainId: BigInt(await session.publicClient.getChainId()), coordinator, round };
  const journal = openJournal(journalFile(folder, party), TEST_KEY);
  const own = roundJournal(journal, "round");
  const steps = [...agreement.schedule.entries()].flatMap(([step, { from }]) => (from === party ? [step] : []));
  const found = await Promise.all(
    steps.map(async (step) => {
      const envelope = own.message(step);
      return {
        envelope,
        digest: envelope === null ? null : decodeEnvelope(envelope).digest,
        refusal: refusalDigest(id, agreement.schedule[step]!),
        posted: await readPosted(session, round, agreement.schedule[step]!),
      };
    }),
  );
  const left = { fault: own.fault(), signed: transactionStore(journal).since(0).length };
  journal.close();
  return { steps: found, ...left };
}

describe("a client whose ground gives way", function () {
  this.timeout(180_000);
  let chain: LocalChain;
  let folder: string;

  before(async () => {
    chain = await startLocalChain(2);
  });
  after(() => chain.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-ground-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("stops when the disk is full, has sent only what it journalled, and goes on when there is space", async () => {
    const opened = await smallRound(chain, "two-party/decoy-ot");
    const input = { ...opened, folder };
    makeSmallPages(journalFile(folder, 0));
    const { account, publicClient } = chain.sessions[0]!;
    const before = await publicClient.getTransactionCount({ address: account.address });
    const [channel, other] = connectLives(2, opened.agreement.schedule);
    const stop = new AbortController();
    const partner = playLife(input, {
      ...{ party: 1, life: new Life(new Set(), null), signal: stop.signal, channel: other! },
    });
    partner.catch(() => undefined);
    const codes: string[] = [];
    const writings: number[] = [];
    const live = async (pages: number): Promise<Awaited<typeof partner>> => {
      try {
        return await playLife(input, {
          ...{ party: 0, life: new Life(new Set(), null), signal: stop.signal, channel: channel! },
          prepare: (journal) => journal.run((database) => limitGrowth(database, pages)),
        });
      } catch (error) {
        expect(error).to.be.instanceOf(HomeError);
        codes.push((error as HomeError).code);
        const { steps, fault, signed } = await ownSteps(opened, folder, 0);
        expect(fault).to.equal(null);
        for (const { posted, digest } of steps) if (posted !== null) expect(posted).to.equal(digest);
        const sent = (await publicClient.getTransactionCount({ address: account.address })) - before;
        expect(sent).to.be.at.most(signed);
        // A little more space, if it needs some to get any further.
        const written = signed + steps.filter(({ envelope }) => envelope !== null).length;
        const further = written > (writings.at(-1) ?? 0);
        writings.push(written);
        return live(further ? 0 : pages + 1);
      }
    };
    try {
      const mine = await live(0);
      expect(mine.messages).to.deep.equal((await partner).messages);
    } finally {
      stop.abort(new Error("the test is over"));
    }

    expect(new Set(codes)).to.deep.equal(new Set(["JournalFull"]));
    // They stopped at different moments.
    expect(new Set(writings).size).to.be.at.least(4);
    const own = opened.agreement.schedule.filter(({ from }) => from === 0).length;
    // Commitment, messages, withdrawal; the other company settles.
    expect((await publicClient.getTransactionCount({ address: account.address })) - before).to.equal(own + 2);
  });

  it("refuses to go on as a client that would send other bytes, and sends no second message", async () => {
    const opened = await smallRound(chain, "two-party/decoy-ot");
    const input = { ...opened, folder };
    const stop = new AbortController();
    const [channel, other] = connectLives(2, opened.agreement.schedule);
    const steps = opened.agreement.schedule.flatMap(({ from }, step) => (from === 0 ? [step] : []));
    const partner = playLife(input, {
      ...{ party: 1, life: new Life(new Set(), null), signal: stop.signal, channel: other! },
    });
    partner.catch(() => undefined);
    try {
      // The first life ends when its second message is in the journal and not yet on chain.
      const ending = `after journalling step ${steps[1]}`;
      const first = new Life(new Set(), ending);
      const death = await playLife(input, { party: 0, life: first, signal: first.signal, channel: channel! }).catch(
        (error: unknown) => error,
      );
      expect(death).to.have.property("message", ending);
      const before = await ownSteps(opened, folder, 0);

      const error = await playLife(input, {
        ...{ party: 0, life: new Life(new Set(), null), signal: stop.signal, channel: channel! },
        seed: "another client",
      }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ProtocolError).with.property("code", "ReplayDiffers");
      const after = await ownSteps(opened, folder, 0);
      expect(after.steps.map(({ envelope }) => envelope)).to.deep.equal(before.steps.map(({ envelope }) => envelope));
      expect(after.fault).to.have.property("code", "ReplayDiffers");
      // What was journalled may still be posted; all else is refused.
      for (const { digest, refusal, posted } of after.steps) expect(posted).to.be.oneOf([digest, refusal]);
      expect(after.steps.at(-1)!.posted).to.equal(after.steps.at(-1)!.refusal);
      expect((await readState(chain.sessions[0]!, opened.round)).state.phase).to.equal("settling");
      expect(await partner.catch((reason: unknown) => reason)).to.have.property("code", "PeerRefused");
    } finally {
      stop.abort(new Error("the test is over"));
    }
  });
});
