// Interruptions of an opening: three nodes, each stopped at any step of some epochs, one of which
// may send and withhold what it likes.
import { expect } from "chai";
import fc from "fast-check";
import { NEIGHBOURS, type Neighbour, otherThan } from "../../../../client/crypto/proven/exchange.ts";
import { finishOpening } from "../../../../client/crypto/proven/finish-opening.ts";
import { Inbox } from "../../../../client/crypto/proven/inbox.ts";
import { NodeLines } from "../../../../client/crypto/proven/node.ts";
import {
  decodeOpening,
  digestsFor,
  encodeOpening,
  type Opening,
  openingOf,
  TOLD_BYTES,
  WORD_BYTES,
} from "../../../../client/crypto/proven/opening.ts";
import {
  connectLinks,
  type LocalLinks,
  type NodeIndex,
  nextOf,
  previousOf,
} from "../../../../client/crypto/sharing/link.ts";
import { goesOn } from "../../../../client/engines/mpc/certify/interrupted.ts";
import type { KeptOpening } from "../../../../client/engines/mpc/certify/kept-opening.ts";
import { ProtocolError } from "../../../../client/errors.ts";
import { dealNumbers, resultsOf, runProving } from "../../../crypto/proven/nodes.ts";
import { propertyRuns } from "../../../support/property-runs.ts";
import { NODES, seeded } from "../../../support/sharing.ts";

const OUTCOME = [3n, 1n, 4n, 1n, 5n];
/** Of a copy of the verdict, and of nothing else. */
const VERDICT_BYTES = 64;
const FIRST_EPOCH = 0;
/** Whoever sends this has ended its link. */
const NO_MESSAGE = new Uint8Array(7);

type Openings = readonly [Opening, Opening, Opening];

async function openingsOf(verdict: bigint): Promise<Openings> {
  const secret = seeded(31);
  const [verdicts, outcomes] = [dealNumbers([verdict], secret), dealNumbers(OUTCOME, secret)];
  const play = runProving(async (node) => openingOf(node, verdicts[node.node]!, outcomes[node.node]!));
  return (await resultsOf(play)) as unknown as Openings;
}

/** What is left of a node between two epochs. */
interface Memory {
  opening: Opening | null;
  /** It has sent a copy of the verdict. */
  shown: boolean;
}

type End = "plays" | readonly bigint[] | null;

/**
 * A node that keeps to the protocol, and stops at its `steps`-th step. It comes back after that,
 * and if it has lost another, but after no other error: then it has ended.
 */
class Keeper {
  readonly node: NodeIndex;
  readonly memory: Memory = { opening: null, shown: false };
  hasEnded = false;

  constructor(node: NodeIndex) {
    this.node = node;
  }

  async run(links: LocalLinks, epoch: number, fixed: Opening, steps: number): Promise<End> {
    let step = 0;
    const tick = () => {
      if (step++ >= steps) throw new Error("interrupted");
    };
    const { memory } = this;
    const keep = async (opening: Opening) => {
      tick();
      memory.opening = decodeOpening(encodeOpening(opening), OUTCOME.length);
      tick();
    };
    const counted = (to: Neighbour) => ({
      send: (bytes: Uint8Array) => {
        tick();
        memory.shown ||= bytes.length === VERDICT_BYTES;
        links[to].send(bytes);
      },
      receive: (length: number) => links[to].receive(length),
    });
    const lines = new NodeLines({ node: this.node, links: { next: counted("next"), previous: counted("previous") } });
    const inbox = new Inbox(lines);
    try {
      if (epoch === FIRST_EPOCH) await keep(fixed);
      else {
        const { opening } = memory;
        const kept = opening && { epoch: FIRST_EPOCH, proof: 0, iterations: 0, bits: 0, opening, before: null };
        if ((await goesOn(inbox, kept)) === null) return "plays";
      }
      return (await finishOpening(inbox, memory.opening!, keep)).outcome;
    } catch (error) {
      this.hasEnded = error instanceof ProtocolError && error.code !== "PeerLost";
      throw error;
    } finally {
      // A node that has finished stays until the others have all that it sent.
      links.end();
    }
  }
}

/** What it sends in place of each of its messages, to each neighbour. */
type Departure = "right" | "wrong" | "guessed" | "end";
const MESSAGES = ["state", "decision", "digests", "word", "passed", "verdict", "outcome"] as const;

/** A node that departs from the protocol: it knows what it has been told in all epochs. */
class Departing {
  readonly node: NodeIndex;
  readonly #openings: Openings;
  /** Words of neighbours to it. */
  readonly #heard: Record<Neighbour, Uint8Array | null> = { next: null, previous: null };

  constructor(node: NodeIndex, openings: Openings) {
    this.node = node;
    this.#openings = openings;
  }

  #indexOf(neighbour: Neighbour): NodeIndex {
    return neighbour === "next" ? nextOf(this.node) : previousOf(this.node);
  }

  #message(kind: (typeof MESSAGES)[number], to: Neighbour): Uint8Array {
    const own = this.#openings[this.node];
    const [verdict, outcome] = own.own;
    const part = to === "next" ? "first" : "second";
    switch (kind) {
      case "state":
        return Uint8Array.of(2, 0, 0, 0, 0, FIRST_EPOCH);
      case "decision":
        return Uint8Array.of(1);
      case "digests":
        return digestsFor(own, to);
      case "word":
        return own.words[to];
      case "passed":
        return this.#heard[otherThan(to)] ?? new Uint8Array(WORD_BYTES);
      case "verdict":
        return verdict[part];
      case "outcome":
        return outcome[part];
    }
  }

  /** What the other neighbour would tell this one, which this node has in common with it. */
  #guess(to: Neighbour): Uint8Array {
    return this.#openings[this.#indexOf(otherThan(to))].words[otherThan(to)];
  }

  async #listen(links: LocalLinks, from: Neighbour, epoch: number): Promise<void> {
    if (epoch !== FIRST_EPOCH) for (const length of [6, 1]) await links[from].receive(length);
    await links[from].receive(TOLD_BYTES);
    this.#heard[from] = Uint8Array.from(await links[from].receive(WORD_BYTES));
  }

  async run(links: LocalLinks, epoch: number, choose: () => Departure): Promise<void> {
    const listening = { next: this.#listen(links, "next", epoch), previous: this.#listen(links, "previous", epoch) };
    for (const neighbour of NEIGHBOURS) listening[neighbour].catch(() => {});
    const tell = async (to: Neighbour) => {
      for (const kind of epoch === FIRST_EPOCH ? MESSAGES.slice(2) : MESSAGES) {
        const departure = choose();
        if (departure === "end") return links[to].send(NO_MESSAGE);
        if (kind === "passed") await listening[otherThan(to)].catch(() => {});
        const right = this.#message(kind, to);
        if (departure === "right") links[to].send(Uint8Array.from(right));
        else if (departure === "guessed" && kind === "passed") links[to].send(Uint8Array.from(this.#guess(to)));
        else links[to].send(right.map((byte, i) => (i === right.length - 1 ? byte ^ 1 : byte)));
      }
    };
    await Promise.all(NEIGHBOURS.map(tell));
    links.end();
  }
}

interface Plan {
  /** Null if all nodes keep to the protocol. */
  readonly departing: NodeIndex | null;
  /** By epoch, then node: how many steps it takes; in a further epoch nobody is stopped. */
  readonly steps: readonly (readonly number[])[];
  /** What a node that departs does, in all epochs. */
  readonly departures: readonly Departure[];
}

/** More than there are. */
const ALL_STEPS = 40;
const MOST_EPOCHS = 3;

const steps = fc.oneof(fc.constant(ALL_STEPS), fc.integer({ min: 0, max: 24 }));
const departure = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Departure>("right") },
  { weight: 2, arbitrary: fc.constantFrom<Departure>("wrong", "guessed", "end") },
);
const perNode = fc.array(steps, { minLength: NODES.length, maxLength: NODES.length });
const plans = (departing: Plan["departing"]): fc.Arbitrary<Plan> =>
  fc.record({
    departing: fc.constant(departing),
    steps: fc.array(perNode, { minLength: 1, maxLength: MOST_EPOCHS }),
    departures: fc.array(departure, {
      minLength: 2 * MESSAGES.length * (MOST_EPOCHS + 1),
      maxLength: 2 * MESSAGES.length * (MOST_EPOCHS + 1),
    }),
  });

interface Played {
  readonly keepers: readonly Keeper[];
  /** By epoch: of those who keep to the protocol. */
  readonly ends: readonly (readonly PromiseSettledResult<End>[])[];
}

async function playPlan(openings: Openings, { departing, steps, departures }: Plan): Promise<Played> {
  const keepers = NODES.filter((node) => node !== departing).map((node) => new Keeper(node));
  const other = departing === null ? null : new Departing(departing, openings);
  let chosen = 0;
  const choose = (): Departure => departures[chosen++] ?? "end";
  const ends: PromiseSettledResult<End>[][] = [];
  for (const [epoch, own] of [...steps, NODES.map(() => ALL_STEPS)].entries()) {
    const network = connectLinks();
    const departs = other?.run(network[other.node]!, epoch, choose);
    const results = await Promise.allSettled(
      keepers.map((keeper) => keeper.run(network[keeper.node]!, epoch, openings[keeper.node]!, own[keeper.node]!)),
    );
    await departs;
    ends.push(results);
    // The next epoch is another run, and what was fixed is gone.
    if (results.some((result) => result.status === "fulfilled" && result.value === "plays")) break;
    // An epoch takes all three.
    if (keepers.some(({ hasEnded }) => hasEnded)) break;
  }
  return { keepers, ends };
}

describe("An opening that is interrupted", function () {
  this.timeout(120_000);

  for (const [what, verdict, opened] of [
    ["the outcome", 0n, OUTCOME],
    ["nothing", 1n, null],
  ] as const) {
    let openings: Openings;
    before(async () => {
      openings = await openingsOf(verdict);
    });

    /** What holds of all epochs of a plan. */
    function expectOneEnd({ keepers, ends }: Played): void {
      const shown = keepers.some(({ memory }) => memory.shown);
      for (const results of ends)
        for (const result of results) {
          if (result.status === "rejected") continue;
          if (result.value === "plays") expect(shown).to.equal(false);
          else expect(result.value).to.deep.equal(opened);
        }
      if (shown) for (const end of ends.at(-1)!) expect(end).to.deep.equal({ status: "fulfilled", value: opened });
    }

    it(`ends with ${what} at all nodes, or before anybody shows anything`, async () => {
      const property = fc.asyncProperty(plans(null), async (plan) => {
        const played = await playPlan(openings, plan);
        expectOneEnd(played);
        const last = played.ends.at(-1)!;
        for (const end of last) expect(end).to.deep.equal(last[0]);
        expect(last[0]!.status).to.equal("fulfilled");
      });
      await fc.assert(property, propertyRuns(200, 41));
    });

    for (const departing of NODES)
      it(`ends with ${what} at both others, whatever node ${departing} sends once one of them has shown anything`, async () => {
        const property = fc.asyncProperty(plans(departing), async (plan) => {
          const played = await playPlan(openings, plan);
          expectOneEnd(played);
          for (const result of played.ends.flat())
            if (result.status === "rejected" && (result.reason as Error).message !== "interrupted")
              expect(result.reason).to.be.instanceOf(ProtocolError);
        });
        await fc.assert(property, propertyRuns(300, 42 + departing));
      });
  }

  describe("for a node that has agreed", () => {
    const node: NodeIndex = 0;
    const lost = new ProtocolError("PeerLost", "the connection has ended");
    const chosen = new ProtocolError("MessageLength", "a message of another length");
    let openings: Openings;
    before(async () => {
      openings = await openingsOf(0n);
    });

    /** What a neighbour sends this node in an epoch that nothing interrupts, in order. */
    function sentBy(neighbour: Neighbour): Uint8Array[] {
      const here = otherThan(neighbour);
      const theirs = openings[neighbour === "next" ? nextOf(node) : previousOf(node)];
      const others = openings[neighbour === "next" ? previousOf(node) : nextOf(node)];
      const part = here === "next" ? "first" : "second";
      const shown = theirs.own.map((salted) => salted[part]);
      return [digestsFor(theirs, here), theirs.words[here], others.words[neighbour], ...shown];
    }

    /** It gets from `neighbour`, and from the other one, these messages and then the error. */
    function finish(
      neighbour: Neighbour,
      first: readonly [Uint8Array[], Error],
      second: readonly [Uint8Array[], Error],
    ) {
      const link = ([messages, end]: readonly [Uint8Array[], Error]) => ({
        send: () => {},
        receive: async () => {
          const message = messages.shift();
          if (message === undefined) throw end;
          return message;
        },
      });
      const [next, previous] = neighbour === "next" ? [first, second] : [second, first];
      const links = { next: link(next), previous: link(previous) };
      return finishOpening(new Inbox(new NodeLines({ node, links })), openings[node], async () => {});
    }

    for (const departing of NEIGHBOURS) {
      const keeping = otherThan(departing);
      const codeOf = (promise: Promise<unknown>) =>
        promise.then(
          () => "none",
          (error: ProtocolError) => error.code,
        );

      it(`starts again when it has lost the other, whatever the ${departing} one sends`, async () => {
        const right = sentBy(departing);
        for (const [fromOther, fromDeparting] of [
          [2, right.slice(0, 1)],
          [2, [right[0]!, new Uint8Array(WORD_BYTES), new Uint8Array(WORD_BYTES)]],
          [3, [...right.slice(0, 3), new Uint8Array(VERDICT_BYTES)]],
          [4, [...right.slice(0, 4), new Uint8Array(right[4]!.length)]],
        ] as const) {
          const messages = sentBy(keeping).slice(0, fromOther);
          const end = finish(departing, [[...fromDeparting], chosen], [messages, lost]);
          expect(await codeOf(end), `${fromOther} messages`).to.equal("PeerLost");
        }
      });

      it(`keeps nothing that lacks a message, unless the ${departing} one has sent another`, async () => {
        for (const [error, code] of [
          [lost, "PeerLost"],
          [chosen, "none"],
        ] as const) {
          const proven = await finish(departing, [sentBy(departing).slice(0, 4), error], [sentBy(keeping), lost]);
          expect(proven.outcome).to.deep.equal(OUTCOME);
          expect(await codeOf(proven.rest())).to.equal(code);
        }
      });
    }
  });

  it("makes an opening go on, or end for those who cannot know whether it does: SessionOver", async () => {
    const openings = await openingsOf(0n);
    const agreed = { ...openings[0], told: new Uint8Array(TOLD_BYTES) };
    const kept = (opening: Opening | null, epoch = 0): KeptOpening | null =>
      opening && { epoch, proof: 0, iterations: 0, bits: 0, opening, before: null };
    const fixed = openings[0];
    /** Of a second proof. */
    const next = (opening: Opening): KeptOpening => ({ ...kept(opening)!, proof: 1, before: kept(agreed) });
    const chosenBy = async (all: readonly (KeptOpening | null)[]) => {
      const network = connectLinks();
      const results = await Promise.allSettled(
        all.map((own, node) =>
          goesOn(new Inbox(new NodeLines({ node: node as NodeIndex, links: network[node]! })), own),
        ),
      );
      return results.map((result) => (result.status === "fulfilled" ? result.value : result.reason.code));
    };
    const decide = async (all: readonly (KeptOpening | null)[]) =>
      (await chosenBy(all)).map((chosen) => (typeof chosen === "string" ? chosen : chosen !== null));
    const proofs = async (all: readonly (KeptOpening | null)[]) =>
      (await chosenBy(all)).map((chosen) => (typeof chosen === "string" ? chosen : (chosen?.proof ?? null)));
    expect(await decide([kept(null), kept(null), kept(null)])).to.deep.equal([false, false, false]);
    expect(await decide([kept(fixed), kept(fixed), kept(null)])).to.deep.equal([false, false, false]);
    expect(await decide([kept(fixed), kept(fixed), kept(fixed, 1)])).to.deep.equal([false, false, false]);
    expect(await decide([kept(fixed), kept(fixed), kept(fixed)])).to.deep.equal([true, true, true]);
    expect(await decide([kept(agreed), kept(fixed), kept(fixed)])).to.deep.equal([true, true, true]);
    expect(await decide([kept(agreed), kept(agreed), kept(null)])).to.deep.equal([true, true, "SessionOver"]);
    expect(await decide([kept(agreed), kept(fixed), kept(null)])).to.deep.equal([true, "SessionOver", "SessionOver"]);
    // One that has agreed in another epoch counts for nothing.
    expect(await decide([kept(agreed, 1), kept(fixed), kept(fixed)])).to.deep.equal([
      true,
      ...NODES.slice(1).map(() => "SessionOver"),
    ]);
    // Of a second proof: nobody plays, whoever has fixed or agreed on what.
    expect(await proofs([next(fixed), next(fixed), next(fixed)])).to.deep.equal([1, 1, 1]);
    expect(await proofs([next(agreed), next(fixed), next(fixed)])).to.deep.equal([1, 1, 1]);
    expect(await proofs([next(fixed), next(fixed), kept(agreed)])).to.deep.equal([0, 0, 0]);
    expect(await proofs([next(fixed), kept(agreed), kept(agreed)])).to.deep.equal([0, 0, 0]);
    // One that says that it lacks everything stops nobody.
    expect(await proofs([next(fixed), next(fixed), null])).to.deep.equal([0, 0, "SessionOver"]);
  });
});
