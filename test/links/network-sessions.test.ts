// Sessions over the network: three nodes, and four, on loopback agree on an epoch, connect and
// play; each dies at every point in turn and starts again, and all end with the same result of the
// same epoch.
import { expect } from "chai";
import type { Link } from "../../client/crypto/sharing/link.ts";
import type { Session } from "../../client/engines/engine.ts";
import { DEFAULT_EPOCHS, MAX_EPOCHS } from "../../client/engines/mpc/epochs.ts";
import { ProtocolError } from "../../client/errors.ts";
import type { Journal } from "../../client/journal/journal.ts";
import { type RoundJournal, roundJournal } from "../../client/journal/round-journal.ts";
import { listenForSessions, type SessionListener } from "../../client/links/listener.ts";
import { networkSessions } from "../../client/links/network-sessions.ts";
import { decodeOffer, encodeOffer, OFFER_EXCHANGE, type Offer } from "../../client/links/offer.ts";
import type { SessionContext } from "../../client/play/drive/context.ts";
import type { SessionProgress } from "../../client/play/drive/events.ts";
import { memoryJournal } from "../support/journal.ts";
import { linkSecrets } from "../support/links.ts";
import { type Company, Consortium, exchangeId, rejection } from "../support/network.ts";
import { sampled } from "../support/sampled.ts";

const ROUNDS = 6;
/** The largest epoch that an offer can carry. */
const LAST_NUMBER = 2 ** 32 - 1;
const { exchange: _, ...ROUND } = exchangeId(0);

/** Points at which a node can die, in the order in which a session reaches them. */
const POINTS = ["started", "connected", "round 1", "saved", "round 5", "kept", "told"] as const;
type Point = (typeof POINTS)[number];

class Death extends Error {}

/**
 * A machine that seems gone to the others, though nobody has closed its links; in fact it runs
 * until `end`.
 */
interface Vanishing {
  readonly gone: () => void;
  readonly end: Promise<void>;
}

/**
 * How often an operator lets a session start, what the operator is told, and how the operator stops
 * a node.
 */
interface Operator {
  readonly epochs: number;
  readonly told: (progress: SessionProgress) => void;
  readonly life: AbortController;
}

/** Exchanges numbers for some rounds; its result names the epoch that produced it. */
function counting(node: number, nodes: number, round: bigint, at: (point: Point) => unknown): Session<string> {
  const hex = (result: Uint8Array) => Buffer.from(result).toString("hex");
  const context = new Uint8Array(32).fill(Number(round));
  const secrets = linkSecrets(40, nodes)[node]!;
  const run: Session<string>["run"] = async (io) => {
    if (io.result !== null) return hex(io.result);
    await at("started");
    const links = (await io.connect({ node, context, secrets })).filter((link) => link !== null);
    await io.trace(Uint8Array.of(io.epoch, io.earlier.length));
    await at("connected");
    const swap = async (value: number): Promise<number> => {
      const heard = await tell(links, value);
      return heard.reduce((sum, other) => sum + other, value) % 251;
    };
    // The point from which all can go on; here, as in mpc, the lowest that any of them has.
    const saved = io.checkpoints[0] ?? Uint8Array.of(0, node + 1);
    const first = Math.min(saved[0]!, ...(await tell(links, saved[0]!)));
    let value = first === saved[0]! ? saved[1]! : node + 1;
    for (let round = first === saved[0]! ? first : 0; round < ROUNDS; round++) {
      if (round === 1) await at("round 1");
      if (round === 5) await at("round 5");
      value = await swap(value);
      if (round === 2) {
        await io.save(Uint8Array.of(round + 1, value), 0);
        await at("saved");
      }
    }
    const result = Uint8Array.of(io.epoch, value);
    await io.keep(result);
    await at("kept");
    await swap(0);
    await at("told");
    return hex(result);
  };
  return { nodes, run };
}

/** What the others tell in return, in order of node. */
function tell(links: readonly Link[], value: number): Promise<number[]> {
  return Promise.all(
    links.map(async (link) => {
      link.send(Uint8Array.of(value));
      return (await link.receive(1))[0]!;
    }),
  );
}

for (const count of [3, 4])
  describe(`sessions over the network among ${count} nodes`, function () {
    this.timeout(180_000);
    const NODES = Array.from({ length: count }, (_, node) => node);
    let consortium: Consortium;
    let companies: Company[];
    let listeners: SessionListener[];
    let journals: { readonly file: Journal; readonly round: RoundJournal }[];

    before(async () => {
      consortium = new Consortium();
      companies = [];
      for (const node of NODES) companies.push(await consortium.start(`n${node}`));
      listeners = await Promise.all(NODES.map(() => listenForSessions("127.0.0.1", 0)));
    });
    after(async () => {
      for (const listener of listeners) listener.close();
      await consortium.close();
    });
    beforeEach(() => {
      journals = NODES.map(() => {
        const file = memoryJournal();
        return { file, round: roundJournal(file, "round 1") };
      });
    });
    afterEach(() => {
      for (const { file } of journals) file.close();
    });

    const undisturbed = (): Operator => ({
      ...{ epochs: MAX_EPOCHS, told: () => undefined, life: new AbortController() },
    });

    function runAs(
      node: number,
      session: Session<string>,
      round: bigint,
      { epochs, told, life }: Operator,
    ): Promise<string> {
      const company = companies[node]!;
      const others = companies.filter((other) => other !== company).map(({ address }) => address);
      const context = {
        party: node,
        id: { ...ROUND, round },
        agreement: { accounts: companies.map(({ address }) => address), schedule: [] },
        session: { account: company.account, publicClient: {} },
        journal: roundJournal(journals[node]!.file, `round ${round}`),
        waiting: { pollMs: 20, signal: life.signal },
        onSession: told,
      } as unknown as SessionContext;
      const sessions = networkSessions({
        network: company.network,
        publish: (offer) => company.store.add(exchangeId(OFFER_EXCHANGE, round), offer, others),
        listener: listeners[node]!,
        epochs,
      });
      return sessions.run(session, context);
    }

    /**
     * One life of a node. It dies, links and all, at `death`; with `vanished` its links stay as
     * they are, as when a machine loses power.
     */
    async function live(
      node: number,
      death: Point | null,
      vanished?: Vanishing,
      round = 1n,
      operator = undisturbed(),
    ): Promise<string> {
      const { life } = operator;
      const at = (point: Point) => {
        if (point !== death) return;
        if (vanished !== undefined) {
          vanished.gone();
          return vanished.end.then(() => {
            life.abort(new Death(point));
            throw new Death(point);
          });
        }
        life.abort(new Death(point));
        throw new Death(point);
      };
      return runAs(node, counting(node, count, round, at), round, operator);
    }

    async function liveUntilDone(node: number, deaths: readonly Point[]): Promise<string> {
      for (const death of deaths) {
        const end = await live(node, death).catch((error: unknown) => error);
        // The others may have ended the session before the node reached that point.
        if (typeof end === "string") return end;
        expect(end).to.be.instanceOf(Death);
      }
      return live(node, null);
    }

    const play = (deaths: readonly (readonly Point[])[]) =>
      Promise.all(NODES.map((node) => liveUntilDone(node, deaths[node] ?? [])));

    it("end alike at all", async () => {
      const results = await play([]);
      expect(new Set(results).size).to.equal(1);
      expect(results[0]!.startsWith("00")).to.equal(true);
    });

    for (const point of sampled(POINTS, 4, count)) {
      it(`a node that dies at "${point}" comes back, and all hold one result`, async () => {
        for (const victim of NODES) {
          for (const { file } of journals) file.close();
          journals = NODES.map(() => {
            const file = memoryJournal();
            return { file, round: roundJournal(file, "round 1") };
          });
          const results = await play(NODES.map((node) => (node === victim ? [point] : [])));
          expect(new Set(results).size, results.join()).to.equal(1);
          for (const { round } of journals) {
            expect(round.session.state().finished).to.equal(true);
            expect(round.session.checkpoints()).to.have.length(0);
          }
        }
      });
    }

    it("a node that vanishes without a word, its links half open, comes back: the others notice by its offer", async () => {
      const gone = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      const ghost = rejection(live(2, "round 5", { gone: gone.resolve, end: end.promise }));
      const others = NODES.filter((node) => node !== 2).map((node) => live(node, null));
      await gone.promise;
      const results = await Promise.all([...others, live(2, null)]);
      expect(new Set(results).size, results.join()).to.equal(1);
      end.resolve();
      expect(await ghost).to.be.instanceOf(Death);
    });

    it("several rounds at once share one port", async () => {
      const results = await Promise.all(NODES.flatMap((node) => [live(node, null), live(node, null, undefined, 2n)]));
      expect(new Set(results).size).to.equal(1);
    });

    it("several deaths, of several nodes", async () => {
      const results = await play([["round 1", "kept"], ["saved"], ["connected", "told"]]);
      expect(new Set(results).size, results.join()).to.equal(1);
    });

    it("begin no fourth epoch, after any crash and whoever asks, until all operators allow it", async () => {
      const last = count - 1;
      for (let life = 0; life < DEFAULT_EPOCHS; life++) {
        // The others go on by themselves; a node that breaks off three times has used up its
        // epochs.
        const lives = NODES.slice(1).map(() => new AbortController());
        const told: string[] = [];
        const operator = (stop: AbortController): Operator => ({
          ...{ epochs: DEFAULT_EPOCHS, life: stop },
          told: ({ epoch, point }) => void told.push(`${epoch} ${point}`),
        });
        const others = lives.map((stop, node) => rejection(live(node, null, undefined, 1n, operator(stop))));
        expect(await rejection(live(last, "round 5"))).to.be.instanceOf(Death);
        for (const stop of lives) stop.abort(new Death("stopped"));
        for (const other of others) expect(await other).to.be.instanceOf(Death);
        expect(told.filter((entry) => entry.endsWith("begun"))).to.deep.equal(lives.map(() => `${life} begun`));
      }
      // The last node asks for a fourth; the others, started again, refuse it, and so does the last
      // with the usual number.
      for (const asks of [MAX_EPOCHS, DEFAULT_EPOCHS]) {
        const lives = NODES.map(() => new AbortController());
        const spent = NODES.map(() => Promise.withResolvers<void>());
        const begun: number[] = [];
        const all = NODES.map((node) =>
          rejection(
            live(node, null, undefined, 1n, {
              epochs: node === last ? asks : DEFAULT_EPOCHS,
              life: lives[node]!,
              told: ({ epoch, point }) => (point === "spent" ? spent[node]!.resolve() : begun.push(epoch)),
            }),
          ),
        );
        await Promise.all(spent.slice(0, asks === MAX_EPOCHS ? last : count).map(({ promise }) => promise));
        for (const life of lives) life.abort(new Death("stopped"));
        for (const life of all) expect(await life).to.be.instanceOf(Death);
        expect(begun).to.deep.equal([]);
      }
      for (const { round } of journals) expect(round.session.state().epoch).to.equal(DEFAULT_EPOCHS - 1);
      // All operators allow more. What went over the links in the lost epochs is on record.
      const results = await play([]);
      expect(new Set(results).size).to.equal(1);
      expect(results[0]!.startsWith("03")).to.equal(true);
      for (const { round } of journals)
        expect(round.session.digestsBefore(4)).to.deep.equal([0, 1, 2, 3].map((epoch) => Uint8Array.of(epoch, epoch)));
    });

    it("a node whose journal knows nothing of a session that others have ended is told so", async () => {
      await play([]);
      journals[1]!.file.close();
      const file = memoryJournal();
      journals[1] = { file, round: roundJournal(file, "round 1") };
      const others = Promise.all(NODES.filter((node) => node !== 1).map((node) => live(node, null)));
      expect(await rejection(live(1, null)))
        .to.be.instanceOf(ProtocolError)
        .with.property("code", "SessionOver");
      await others;
    });

    /** What a node answers others that ask for its offer; null: with bytes that are none. */
    async function answer(from: number, to: number | readonly number[], offer: Offer | null): Promise<void> {
      const { account, store } = companies[from]!;
      const bytes = offer === null ? Uint8Array.of(1) : await encodeOffer(offer, ROUND, from, account);
      const readers = [to].flat().map((node) => companies[node]!.address);
      store.add(exchangeId(OFFER_EXCHANGE), bytes, readers);
    }

    it("holds a result to be everybody's only if all others say so, and the session to be over likewise", async () => {
      // Node 0 has a result of epoch 0 and has begun epoch 1, from which the others have one; but
      // node 2 says that epoch 0 was the end. Both closings would be right, but would report
      // digests of different epochs.
      for (const node of NODES.slice(1))
        await answer(node, 0, { epoch: 1, port: 0, resultEpoch: node === 2 ? 0 : 1, finished: true });
      const { session } = journals[0]!.round;
      session.begin(0);
      session.keepResult(0, Uint8Array.of(0, 7));
      session.begin(1);
      expect(await rejection(live(0, null)))
        .to.be.instanceOf(ProtocolError)
        .with.property("code", "SessionOver");
      expect(session.state().finished).to.equal(false);
    });

    describe("with one that departs from the protocol", () => {
      const departing = count - 1;

      /** Resolves when node 0 has judged the others' offers. */
      function judged(): Promise<void> {
        const { store } = companies[1]!;
        const find = store.find.bind(store);
        let times = 0;
        return new Promise((resolve) => {
          store.find = async (message, accounts) => {
            if (++times === 3) resolve();
            return find(message, accounts);
          };
        });
      }

      for (const [what, offer] of [
        ["that the session is over", { epoch: 0, port: 0, resultEpoch: 0, finished: true }],
        ["what is no offer", null],
      ] as const)
        it(`wait for the others, although it alone tells a node ${what}`, async () => {
          await answer(departing, 0, offer);
          for (const node of NODES.slice(1, -1))
            await answer(node, 0, { epoch: 1, port: 0, resultEpoch: null, finished: false });
          const { session } = journals[0]!.round;
          session.begin(0);
          session.keepCheckpoint(Uint8Array.of(3, 7));
          for (const hasResult of [false, true]) {
            if (hasResult) session.keepResult(0, Uint8Array.of(0, 7));
            const operator = undisturbed();
            const end = rejection(live(0, null, undefined, 1n, operator));
            expect(await Promise.race([judged(), end])).to.equal(undefined);
            expect(session.state().finished).to.equal(false);
            expect(session.checkpoints()).to.have.length(1);
            operator.life.abort(new Death("stopped"));
            expect(await end).to.be.instanceOf(Death);
          }
        });

      for (const [which, epoch] of [
        ["the next epoch", 1],
        ["the last epoch that there is a number for", LAST_NUMBER],
      ] as const)
        it(`stay connected to each other when it offers one of them ${which}`, async () => {
          const over = Promise.withResolvers<void>();
          const connecting = (node: number): Session<string> => ({
            nodes: count,
            run: async (io) => {
              const secrets = linkSecrets(40, count)[node]!;
              const links = await io.connect({ node, context: new Uint8Array(32), secrets });
              await tell(
                links.filter((link) => link !== null),
                0,
              );
              if (node === departing) {
                await answer(departing, 1, { epoch, port: 0, resultEpoch: null, finished: false });
                await over.promise;
              } else if (node < 2) {
                if (node === 1) await rejection(links[departing]!.receive(1));
                // Node 0 answers what node 1 says once it has lost the other.
                const link = links[1 - node]!;
                if (node === 0) await link.receive(1);
                link.send(Uint8Array.of(node));
                const heard = node === 0 ? [1] : await link.receive(1).catch(() => "nothing");
                over.resolve();
                return `${heard}`;
              }
              return "";
            },
          });
          const operators = NODES.map(undisturbed);
          const ends = NODES.map((node) => runAs(node, connecting(node), 1n, operators[node]!));
          expect(await ends[1]).to.equal("0");
          for (const { life } of operators) life.abort(new Death("stopped"));
          await Promise.allSettled(ends);
        });

      it("begin, store and count nothing when it offers the last epoch that there is a number for", async () => {
        const others = NODES.slice(0, -1).map((node) => {
          const second = Promise.withResolvers<string>();
          let count = 0;
          const told: Operator["told"] = ({ epoch, point }) => {
            if ((point === "begun" || point === "spent") && count++ === 1) second.resolve(`${epoch} ${point}`);
          };
          const operator = { ...undisturbed(), told };
          return { node, operator, second, end: rejection(live(node, null, undefined, 1n, operator)) };
        });
        expect(await rejection(live(departing, "round 5"))).to.be.instanceOf(Death);
        const stored = (node: number) => {
          const { session } = journals[node]!.round;
          return { state: session.state(), checkpoints: session.checkpoints() };
        };
        const before = others.map(({ node }) => stored(node));
        const readers = others.map(({ node }) => node);
        await answer(departing, readers, { epoch: LAST_NUMBER, port: 4711, resultEpoch: null, finished: false });
        for (const { second } of others) expect(await second.promise).to.equal("0 spent");
        for (const { operator } of others) operator.life.abort(new Death("stopped"));
        for (const { end } of others) expect(await end).to.be.instanceOf(Death);
        expect(others.map(({ node }) => stored(node))).to.deep.equal(before);
        // Once it offers the next, the session goes on, in that one.
        const results = await play([]);
        expect(new Set(results).size).to.equal(1);
        expect(results[0]!.startsWith("01")).to.equal(true);
      });
    });

    it("a node that stops because something is wrong still says so to the others", async () => {
      const verdict = new Uint8Array(4_000_000).fill(7);
      const stopping = (node: number): Session<string> => ({
        nodes: count,
        run: async (io) => {
          const links = await io.connect({ node, context: new Uint8Array(32), secrets: linkSecrets(40, count)[node]! });
          if (node > 0) expect(await links[0]!.receive(verdict.length)).to.deep.equal(verdict);
          else for (const link of links) link?.send(Uint8Array.from(verdict));
          throw new ProtocolError("SharesDiffer", "something is wrong");
        },
      });
      const ends = NODES.map((node) => {
        const life = new AbortController();
        const told = ({ point }: SessionProgress) => {
          if (point === "spent") life.abort(new Death("lost"));
        };
        return rejection(runAs(node, stopping(node), 1n, { epochs: 1, told, life }));
      });
      for (const end of ends)
        expect(await end)
          .to.be.instanceOf(ProtocolError)
          .with.property("code", "SharesDiffer");
    });

    for (const epoch of [3, LAST_NUMBER])
      it(`an offer is its node's own: of epoch ${epoch}`, async () => {
        const from = count - 1;
        const [first, second] = [companies[from]!, companies[0]!];
        const offer = { epoch, port: 4711, resultEpoch: null, finished: false };
        const bytes = await encodeOffer(offer, ROUND, from, first.account);
        const own = { from, account: first.address, contracts: async () => false };
        expect(await decodeOffer(bytes, ROUND, own)).to.deep.equal(offer);
        const forged = await rejection(decodeOffer(bytes, ROUND, { ...own, account: second.address }));
        expect(forged).to.be.instanceOf(ProtocolError).that.includes({ code: "SignatureInvalid", party: from });
        const elsewhere = await rejection(decodeOffer(bytes, { ...ROUND, round: 2n }, own));
        expect(elsewhere).to.be.instanceOf(ProtocolError).that.includes({ code: "EnvelopeMismatch", party: from });
      });
  });
