// Rounds on chains that misbehave: nodes that restart, lost transactions, honest and hostile
// reorganisations, rising fees, no funds. Two companies play in this process, with persistent
// journals and outboxes, on a Hardhat node and on anvil.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Hex, numberToHex } from "viem";
import { readState } from "../../client/chain/coordinator/read.ts";
import { postDigest } from "../../client/chain/coordinator/transact.ts";
import { ProtocolError } from "../../client/errors.ts";
import type { PartyEvent } from "../../client/play/drive/events.ts";
import { decodeEnvelope } from "../../client/round/envelope.ts";
import { anvilProgram, NODE_KINDS, startNode } from "../../lab/chain/node-process.ts";
import { testSeed } from "../support/certificate.ts";
import { readPosted } from "../support/posted.ts";
import { requireNode } from "../support/require-node.ts";
import { sampled } from "../support/sampled.ts";
import { type Party, startRound, type Trouble, TroubledChain } from "../support/troubled-chain.ts";

const STEPS = 10;
const BLOCKS_TAKEN_BACK = 3;

/** Does `work` the first time that `party` reports an event that `wanted` accepts. */
function when(party: number, wanted: (event: PartyEvent) => boolean, work: () => Promise<void>): Trouble {
  let done = false;
  return (who, event) => {
    if (done || who !== party || !wanted(event)) return undefined;
    done = true;
    return work();
  };
}

const all =
  (...troubles: readonly Trouble[]): Trouble =>
  (party, event) => {
    const made = troubles.map((trouble) => trouble(party, event)).filter((work) => work !== undefined);
    return made.length === 0 ? undefined : Promise.all(made).then(() => undefined);
  };

const atMessage =
  (step: number) =>
  (event: PartyEvent): boolean =>
    event.type === "message" && event.message.step === step;

const codesOf = ({ events }: Party): string[] =>
  events.flatMap((event) => (event.type === "trouble" ? [event.error.code] : []));

/** The code and culprit of the error that a company's round ended with. */
async function failureOf({ playing }: Party): Promise<{ code: string; party: number | undefined }> {
  const error = await playing.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(ProtocolError);
  return { code: (error as ProtocolError).code, party: (error as ProtocolError).party };
}

/**
 * Nobody made two messages for one step, and both companies and the chain have the same message for
 * every step.
 */
async function expectOneMessagePerStep(parties: readonly Party[], round: bigint, steps = STEPS): Promise<void> {
  for (const { published } of parties)
    for (const versions of published.values()) expect(new Set(versions).size).to.equal(1);
  for (let step = 0; step < steps; step++) {
    const kept = parties.map(({ journal }) => journal.message(step)).filter((envelope) => envelope !== null);
    expect(kept).to.have.length(2);
    expect(Buffer.from(kept[0]!).equals(kept[1]!)).to.equal(true);
    const { digest, ...turn } = decodeEnvelope(kept[0]!);
    expect(await readPosted(parties[0]!.session, round, turn)).to.equal(digest);
  }
}

async function expectSettled(parties: readonly Party[], round: bigint): Promise<void> {
  const ended = await Promise.all(parties.map(({ playing }) => playing));
  for (const { closed } of ended) {
    expect(closed.phase).to.equal("settled");
    expect(closed.withdrawal).to.not.equal(null);
  }
  expect(ended[0]!.result.outcome).to.deep.equal(ended[1]!.result.outcome);
  await expectOneMessagePerStep(parties, round);
}

describe("a chain in trouble", function () {
  this.timeout(180_000);
  let slow: Promise<void>;

  before(() => {
    // This test waits for blocks most of the time; meanwhile the others run.
    slow = anvilProgram() === null ? Promise.resolve() : playWithoutFees();
    slow.catch(() => undefined);
  });

  for (const kind of sampled(NODE_KINDS, 2)) {
    describe(kind, () => {
      let chain: TroubledChain;

      before(async function () {
        requireNode(kind, this);
        chain = await TroubledChain.start(kind);
      });
      after(() => chain?.node.stop());
      afterEach(() => {
        chain.watch = async () => undefined;
      });

      const play = async (trouble: Trouble, confirmations = 0): Promise<readonly Party[]> => {
        const agreement = chain.agreement();
        const round = await chain.open(agreement);
        const parties = startRound(chain, agreement, round, confirmations, trouble);
        await expectSettled(parties, round);
        return parties;
      };

      it("a node that is down for a while", async () => {
        let refused = 0;
        const parties = await play(
          when(0, atMessage(3), async () => {
            chain.watch = async () => {
              if (++refused <= 40) throw new Error("connection refused");
            };
          }),
        );
        expect(refused).to.be.greaterThan(40);
        for (const party of parties) expect(codesOf(party)).to.include("ChainUnreachable");
      });

      it("a node that fails at one request of six", async () => {
        const agreement = chain.agreement();
        // Opening is a single command, which is not repeated.
        const round = await chain.open(agreement);
        const random = testSeed("a failing node");
        chain.watch = async () => {
          if (random.bytes(1)[0]! % 6 === 0) throw new Error("connection reset");
        };
        const parties = startRound(chain, agreement, round);
        await Promise.all(parties.map(({ playing }) => playing));
        chain.watch = async () => undefined;
        await expectSettled(parties, round);
      });

      it("a transaction that the node loses", async () => {
        let dropped = 0;
        await play(
          when(0, atMessage(2), async () => {
            await chain.still(() => chain.node.setAutomine(false));
            let waiting: Hex[] = [];
            while (waiting.length === 0) {
              const pending = await chain.node.request<{ transactions: Hex[] }>("eth_getBlockByNumber", [
                "pending",
                false,
              ]);
              waiting = pending.transactions;
            }
            for (const transaction of waiting) await chain.node.drop(transaction);
            dropped = waiting.length;
            await chain.node.setAutomine(true);
          }),
        );
        expect(dropped).to.equal(1);
      });

      for (const confirmations of kind === "hardhat" ? [0, 2] : [0]) {
        describe(`reorganisations, ${confirmations} confirmations`, () => {
          let rewind: () => Promise<void>;
          let lost: bigint;
          let stopMining: () => Promise<void>;

          beforeEach(() => {
            stopMining = confirmations === 0 ? async () => undefined : chain.keepMining();
          });
          afterEach(() => stopMining());

          const height = async (): Promise<bigint> => BigInt(await chain.node.request<Hex>("eth_blockNumber"));
          let marked: bigint;
          const mark = () =>
            chain.still(async () => {
              marked = await height();
              rewind = await chain.node.mark();
            });
          const reorganise = () =>
            chain.still(async () => {
              lost = (await height()) - marked;
              await rewind();
            });

          it("that take back a commitment", async () => {
            const agreement = chain.agreement();
            const round = await chain.open(agreement);
            await mark();
            const committed = when(1, ({ type }) => type === "committed", reorganise);
            await expectSettled(startRound(chain, agreement, round, confirmations, committed), round);
            expect(lost >= 1n).to.equal(true);
          });

          it("that take back messages", async () => {
            await play(all(when(0, atMessage(2), mark), when(0, atMessage(5), reorganise)), confirmations);
            expect(lost >= 1n).to.equal(true);
          });

          it("that take back the settlement", async () => {
            const settling = when(1, (event) => event.type === "stage" && event.stage === "settle", mark);
            const settled = when(1, ({ type }) => type === "settled", reorganise);
            await play(all(settling, settled), confirmations);
            expect(lost >= 1n).to.equal(true);
          });
        });
      }

      it("a round that a reorganisation takes away comes back", async () => {
        const agreement = chain.agreement();
        const rewind = await chain.node.mark();
        const round = await chain.open(agreement);
        let again = 0n;
        const committed = when(
          0,
          ({ type }) => type === "committed",
          async () => {
            await chain.still(rewind);
            await new Promise((resolve) => setTimeout(resolve, 50));
            again = await chain.open(agreement);
          },
        );
        await expectSettled(startRound(chain, agreement, round, 0, committed), round);
        expect(again).to.equal(round);
      });

      it("another round under the same number is not committed to", async () => {
        const agreement = chain.agreement();
        const rewind = await chain.node.mark();
        const round = await chain.open(agreement);
        const other = { ...agreement, bond: agreement.bond * 1_000n };
        const committed = when(
          0,
          ({ type }) => type === "committed",
          () =>
            chain
              .still(async () => {
                await rewind();
              })
              .then(async () => {
                expect(await chain.open(other)).to.equal(round);
              }),
        );
        const parties = startRound(chain, agreement, round, 0, committed);
        const failures = await Promise.all(parties.map(failureOf));
        expect(failures.map(({ code }) => code)).to.deep.equal(["RoundDiffers", "RoundDiffers"]);
        expect((await readState(chain.command(1), round)).state.phase).to.equal("committing");
      });

      it("a hostile reorganisation: whoever posts another digest is found out, and gets no second message", async () => {
        const agreement = chain.agreement();
        const round = await chain.open(agreement);
        const hostile = chain.command(2);
        const digest: Hex = `0x${"ee".repeat(32)}`;
        let rewind: () => Promise<void>;
        let mine: readonly Party[] = [];
        // Alice (0) has acted upon what Bob sends in exchange 2 (step 3).
        const before = when(0, atMessage(2), () =>
          chain.still(async () => {
            rewind = await chain.node.mark();
          }),
        );
        const after = when(0, atMessage(3), () =>
          chain
            .still(async () => {
              mine[1]!.stop.abort(new Error("Bob turns hostile"));
              await rewind();
            })
            .then(async () => {
              const { state } = await readState(hostile, round);
              if (state.exchange === 2) await postDigest(hostile, round, { exchange: 2, from: 1, digest });
            }),
        );
        mine = startRound(chain, agreement, round, 0, all(before, after));
        await mine[1]!.playing.catch(() => undefined);
        const alice = mine[0]!;
        // She refuses her remaining steps while Bob's are posted for him, and is done when the
        // round is over.
        const refusing = (async () => {
          while (!alice.events.some((event) => event.type === "refusal-failed")) {
            const { state } = await readState(hostile, round);
            if (state.phase !== "running") return;
            const { exchange } = state;
            const isBobs = agreement.schedule.some((turn) => turn.exchange === exchange && turn.from === 1);
            if (exchange > 2 && isBobs)
              await postDigest(hostile, round, { exchange, from: 1, digest }).catch(() => undefined);
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
        })();
        expect(await failureOf(alice)).to.deep.equal({ code: "Equivocation", party: 1 });
        await refusing;
        for (const versions of alice.published.values()) expect(new Set(versions).size).to.equal(1);
        expect([...alice.published.keys()].every((step) => step <= 4)).to.equal(true);
        const fault = alice.journal.fault()!;
        expect(fault).to.include({ code: "Equivocation", party: 1, step: 3 });
        const evidence = decodeEnvelope(fault.envelope!);
        expect(evidence).to.include({ exchange: 2, from: 1 });
        expect(await readPosted(hostile, round, evidence)).to.equal(digest);
        expect(evidence.digest).to.not.equal(digest);
      });

      it("fees that rise steeply between signing and sending", async () => {
        const agreement = chain.agreement();
        const round = await chain.open(agreement);
        let raised = 0;
        chain.watch = async (method) => {
          if (method !== "eth_sendRawTransaction" || raised > 3) return;
          raised++;
          const latest = await chain.node.request<{ baseFeePerGas: Hex }>("eth_getBlockByNumber", ["latest", false]);
          const dear = numberToHex(BigInt(latest.baseFeePerGas) * 5n);
          await chain.node.request("hardhat_setNextBlockBaseFeePerGas", [dear]);
        };
        await expectSettled(startRound(chain, agreement, round), round);
        expect(raised).to.be.greaterThan(3);
      });

      it("an account without funds is told once, and goes on when it has some", async () => {
        let party: Party | undefined;
        const agreement = chain.agreement();
        const round = await chain.open(agreement);
        const parties = startRound(
          chain,
          agreement,
          round,
          0,
          all(
            when(0, atMessage(3), () => chain.still(() => chain.setBalance(agreement.accounts[0]!, 0n))),
            when(
              0,
              ({ type }) => type === "trouble",
              async () => {
                await new Promise((resolve) => setTimeout(resolve, 100));
                expect(codesOf(party!)).to.deep.equal(["FundsInsufficient"]);
                await chain.setBalance(agreement.accounts[0]!, 10n ** 19n);
              },
            ),
          ),
        );
        party = parties[0];
        await expectSettled(parties, round);
      });
    });
  }

  describe("anvil alone", () => {
    it("anvil stops in the middle of a round and is started again with its state", async function () {
      requireNode("anvil", this);
      const folder = await mkdtemp(join(tmpdir(), "concordat-anvil-"));
      const options = { stateFile: join(folder, "state.json") };
      const chain = await TroubledChain.start("anvil", options);
      try {
        const agreement = chain.agreement();
        const round = await chain.open(agreement);
        const restart = when(0, atMessage(4), async () => {
          const { port } = chain.node;
          await chain.node.stop();
          await new Promise((resolve) => setTimeout(resolve, 200));
          chain.node = await startNode("anvil", { ...options, port });
        });
        const parties = startRound(chain, agreement, round, 0, restart);
        await expectSettled(parties, round);
        for (const party of parties) expect(codesOf(party)).to.include("ChainUnreachable");
      } finally {
        await chain.node.stop();
        await rm(folder, { recursive: true });
      }
    });

    it("anvil reorganises by itself: the last blocks become empty ones", async function () {
      requireNode("anvil", this);
      const chain = await TroubledChain.start("anvil");
      try {
        const agreement = chain.agreement();
        const round = await chain.open(agreement);
        const reorganise = when(0, atMessage(5), () =>
          chain.still(async () => void (await chain.node.request("anvil_reorg", [BLOCKS_TAKEN_BACK, []]))),
        );
        await expectSettled(startRound(chain, agreement, round, 0, reorganise), round);
      } finally {
        await chain.node.stop();
      }
    });

    it("a network without fees, with a block each second", async function () {
      requireNode("anvil", this);
      await slow;
    });
  });
});

async function playWithoutFees(): Promise<void> {
  const chain = await TroubledChain.start("anvil", { baseFee: 0n, blockSeconds: 1 });
  try {
    const agreement = chain.agreement();
    const round = await chain.open(agreement);
    for (const account of agreement.accounts) await chain.setBalance(account, agreement.bond);
    await expectSettled(startRound(chain, agreement, round), round);
  } finally {
    await chain.node.stop();
  }
}
