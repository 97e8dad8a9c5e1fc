// Four nodes of a session, of which a test sees what they open, and what one of them sends or
// computes it may change. No effect on import.
import type { NodeIndex } from "../../../client/crypto/four-sharing/link.ts";
import type { Addends, Shares } from "../../../client/crypto/sharing/arena.ts";
import type { NodeLinks } from "../../../client/crypto/sharing/link.ts";
import { zeros } from "../../../client/crypto/sharing/local.ts";
import type { Contest, Cut, Scheme } from "../../../client/crypto/sharing/scheme.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import type { NodeSet } from "../../../client/engines/mpc/nodes/node-set.ts";
import { sendingThrough } from "./sending.ts";

/** What a node is about to send or to compute. */
export interface Step {
  readonly node: number;
  readonly phase: string;
  /** The node's messages, or its operations of each kind in each phase, from 0. */
  readonly index: number;
  /** How many openings the node has finished, and whether it is in the middle of one. */
  readonly opened: number;
  readonly isOpening: boolean;
}

export interface Sending extends Step {
  readonly bytes: Uint8Array;
}

const OPERATIONS = ["reshare", "truncateEach", "negativeTimes", "negativeBits"] as const;

export interface Operating extends Step {
  readonly operation: (typeof OPERATIONS)[number];
}

export interface Changes {
  /** What the node sends instead. */
  readonly send?: (sending: Sending) => Uint8Array | undefined;
  /** Whether the node adds 5·2^64 to the first number that it multiplies, divides or compares. */
  readonly adds?: (operating: Operating) => boolean;
}

/** The phase of what happens before there are shares. */
export const START = "start";

export class WatchedNodes {
  /** Per node. */
  readonly opened: readonly bigint[][][] = [[], [], [], []];
  readonly nodes: NodeSet;
  readonly #changes: Changes;
  readonly #schemes: Scheme[] = [];
  readonly #isOpening = [false, false, false, false];

  constructor(changes: Changes = {}) {
    this.#changes = changes;
    this.nodes = { ...FOUR, join: async (joining) => this.#watch(joining.node, await FOUR.join(joining)) };
  }

  /** As `links` of `runSession`. */
  readonly links = (node: number, links: NodeLinks): NodeLinks => {
    let index = 0;
    return sendingThrough(
      links,
      (bytes) => this.#changes.send?.({ ...this.#stepOf(node, index++), bytes: bytes.slice() }) ?? bytes,
    );
  };

  #stepOf(node: number, index: number): Step {
    const phase = this.#schemes[node]?.phase ?? START;
    return { node, phase, index, opened: this.opened[node]!.length, isOpening: this.#isOpening[node]! };
  }

  #watch(node: number, scheme: Scheme): Scheme {
    this.#schemes[node] = scheme;
    const counts = new Map<string, number>();
    const adds = (operation: Operating["operation"]): boolean => {
      const name = `${scheme.phase} ${operation}`;
      const index = counts.get(name) ?? 0;
      counts.set(name, index + 1);
      return this.#changes.adds?.({ ...this.#stepOf(node, index), operation }) ?? false;
    };
    const { open, reshare, truncateEach, negativeTimes, contest } = {
      open: scheme.open.bind(scheme),
      reshare: scheme.reshare.bind(scheme),
      truncateEach: scheme.truncateEach.bind(scheme),
      negativeTimes: scheme.negativeTimes.bind(scheme),
      contest: scheme.contest.bind(scheme),
    };
    return Object.assign(scheme, {
      open: async (x: Shares) => {
        this.#isOpening[node] = true;
        const values = await open(x);
        this.#isOpening[node] = false;
        this.opened[node]!.push(values);
        return values;
      },
      reshare: (products: readonly Addends[]) => reshare(adds("reshare") ? added(scheme, products) : products),
      truncateEach: (cuts: readonly Cut[], products?: readonly Addends[]) => {
        if (!adds("truncateEach")) return truncateEach(cuts, products);
        const changed = added(
          scheme,
          cuts.map(({ product }) => product),
        );
        return truncateEach(
          cuts.map(({ bits }, i) => ({ bits, product: changed[i]! })),
          products,
        );
      },
      negativeTimes: (x: Shares, words: Shares) => negativeTimes(adds("negativeTimes") ? addedTo(scheme, x) : x, words),
      contest: (): Contest => {
        const own = contest();
        const negativeBits = own.negativeBits.bind(own);
        const changed = (vector: Shares | Addends) =>
          "at" in vector ? added(scheme, [vector])[0]! : addedTo(scheme, vector);
        return Object.assign(own, {
          negativeBits: (vectors: readonly (Shares | Addends)[]) =>
            negativeBits(adds("negativeBits") ? vectors.map(changed) : vectors),
        });
      },
    });
  }
}

/** 5·2^64 in the first element of every component, for this node alone. */
function errors({ arena }: Scheme, length: number): Shares {
  const result = zeros(arena, length);
  if (length > 0) for (const at of [result.a, result.b, result.c!]) arena.bytes(at, 16)[8] = 5;
  return result;
}

function added(scheme: Scheme, products: readonly Addends[]): Addends[] {
  return products.map((sum) => scheme.addAddends(sum, scheme.addends(errors(scheme, sum.length))));
}

function addedTo(scheme: Scheme, x: Shares): Shares {
  const { arena } = scheme;
  const [changed, more] = [arena.shares(x.length), errors(scheme, x.length)];
  for (const part of ["a", "b", "c"] as const) arena.kernel.add(changed[part]!, x[part]!, more[part]!, x.length);
  return changed;
}

export const FOUR_NODES: readonly NodeIndex[] = [0, 1, 2, 3];
