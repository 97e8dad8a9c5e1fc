// A node of `mpc` that cheats: it changes one message of its session, chosen by kind, and reports
// of its links what it really sent; or it lies in its closing. No effect on import.
import { type Link, type Links, type NodeIndex, neighbours } from "../../client/crypto/sharing/link.ts";
import type { SharingMeter } from "../../client/crypto/sharing/party.ts";
import { type RecordedLink, recordLink } from "../../client/crypto/sharing/recorded-links.ts";
import type { Engine, Progress, SessionIo } from "../../client/engines/engine.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import { decodeClosing, encodeClosing, type NodeClosing } from "../../client/engines/mpc/messages.ts";
import { THREE } from "../../client/engines/mpc/nodes/three.ts";
import type { SideState } from "../../client/engines/side.ts";
import type { Sessions } from "../../client/play/drive/context.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import { perNode } from "../support/links.ts";

export const KINDS = ["reshare", "truncate", "negative", "open"] as const;
export type Kind = (typeof KINDS)[number];

/** Which message of the kind to change, counted from 0, and what it becomes. */
export interface Lie {
  readonly kind: Kind;
  readonly at: number;
  readonly spoil: (bytes: Uint8Array) => Uint8Array;
}

/**
 * Tells kinds apart by the rounds that a node counts before it sends: 3 for a sign test, 2 for a
 * truncation, 1 for the others.
 */
export class Saboteur {
  /** Messages sent of each kind. */
  readonly sent: Record<Kind, number> = { reshare: 0, truncate: 0, negative: 0, open: 0 };
  /** Whether it has told its lie. */
  lied = false;
  /**
   * How many times the run has started from the data: when the end fails its tests on shares, a
   * second attempt follows.
   */
  attempts = 0;
  /** How many times it has refined a basis: when the end fails its tests, more digits are tried. */
  refinements = 0;
  readonly #lie: Lie | null;
  #rounds = 0;
  #phase = "";
  #kind: Kind | undefined;
  /** To the next node and to the previous one. */
  #links: readonly RecordedLink[] = [];
  #digests: NodeClosing["digests"] | undefined;

  constructor(lie: Lie | null) {
    this.#lie = lie;
  }

  get meter(): SharingMeter {
    return {
      add: (phase, counted, amount) => {
        if (counted !== "rounds") return;
        if (phase === "equalities" && this.#phase !== phase) this.attempts++;
        if (phase === "refinement" && this.#phase !== phase) this.refinements++;
        this.#phase = phase;
        this.#rounds = amount;
        this.#kind = undefined;
      },
    };
  }

  /** The saboteur between the node and its links. */
  wrap(links: Links): Links {
    const wrap = (to: keyof Links, link: Link): Link => ({
      send: (bytes) => link.send(this.#pass(to, bytes)),
      receive: (length) => link.receive(length),
    });
    const [next, previous] = [recordLink(links.next), recordLink(links.previous)];
    this.#links = [next, previous];
    return { next: wrap("next", next), previous: wrap("previous", previous) };
  }

  /**
   * Called when there is a result: what goes over the links after that is not part of the closing.
   */
  keep(): void {
    this.#digests = this.#links.map((link) => link.digests());
  }

  /** The closing of a node that reports what it really sent. */
  consistent(closing: NodeClosing): NodeClosing {
    return { ...closing, digests: this.#digests! };
  }

  #pass(to: keyof Links, bytes: Uint8Array): Uint8Array {
    if (this.#rounds === 0) return bytes; // before the first protocol
    // Resharing sends to the previous node only, opening to the next one first.
    this.#kind ??=
      this.#rounds === 3 ? "negative" : this.#rounds === 2 ? "truncate" : to === "next" ? "open" : "reshare";
    const index = this.sent[this.#kind]++;
    const lie = this.#lie;
    if (lie === null || lie.kind !== this.#kind || lie.at !== index) return bytes;
    this.lied = true;
    return lie.spoil(Uint8Array.from(bytes));
  }
}

/** Sessions in which a saboteur stands between each node and its links. */
export function sabotaged(sessions: Sessions, saboteurs: readonly Saboteur[]): Sessions {
  return {
    run: (session, context) => {
      const node = context.party as NodeIndex;
      const saboteur = saboteurs[node]!;
      const run = (io: SessionIo) =>
        session.run({
          ...io,
          connect: async (peers) => perNode(node, saboteur.wrap(neighbours(node, await io.connect(peers)))),
          keep: async (result) => {
            await io.keep(result);
            saboteur.keep();
          },
        });
      return sessions.run({ ...session, run }, context);
    },
  };
}

/** How a node changes its closing. */
export interface Closing {
  readonly change: (closing: NodeClosing) => NodeClosing;
  /** Whether it goes on as if that were true, or only tells the others so. */
  readonly believed: boolean;
}

/** The engine of a node that closes with something other than what it found. */
export function lyingEngine(meter: SharingMeter, round: PublicRound, { change, believed }: Closing): Engine<SideState> {
  const engine = mpcEngine({ sessionMeter: meter });
  const watch = ({ session, ...step }: Progress<SideState>): Progress<SideState> =>
    session === undefined
      ? step
      : {
          ...step,
          session: {
            ...session,
            run: async (io) => {
              const found = await session.run(io);
              const [closing] = found.send;
              const result = encodeClosing(change(decodeClosing(closing!.body, round, closing!.from, THREE)));
              return believed ? session.run({ ...io, result }) : { ...found, send: [{ ...closing!, body: result }] };
            },
          },
        };
  return {
    ...engine,
    start: async (input) => watch(await engine.start(input)),
    receive: async (state, message) => watch(await engine.receive(state, message)),
  };
}
