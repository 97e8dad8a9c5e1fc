// A company that is a node, too: what it takes of all dealings, and what it sends between dealing
// and step 5 (docs/sealed-own-part.md, "Check").
import type { NodeIndex } from "../../../crypto/sharing/link.ts";
import { concatBytes, readBody } from "../../../engines/codec.ts";
import { ProtocolError, SealedError } from "../../../errors.ts";
import type { Random } from "../../../math/random.ts";
import { encodeWords } from "../../../math/words.ts";
import { blindedSummands, innerSummands, solutionSums, supportSums } from "../../../sealed/own-part/check.ts";
import { checkAllShares, type Dealing, type DealtShares } from "../../../sealed/own-part/dealing.ts";
import { type NodeState, startNode } from "../../../sealed/own-part/node.ts";
import { SALT_BYTES, type SplitSetting } from "../../../sealed/own-part/own.ts";
import type { Held } from "../../../sealed/own-part/shares.ts";
import type { Polynomial } from "../../../sealed/polynomial.ts";
import type { HeardTurn } from "../side.ts";
import { encodeComplaint, judgeComplaint, type SeenDealing } from "./complaint.ts";
import { decodeShares } from "./dealing.ts";
import { receiversOf } from "./exchanges.ts";
import { nodeSeedsOf } from "./node-seeds.ts";
import { encodeSolution } from "./solution.ts";
import { encodeHeld, readHeld, supportCount } from "./sums.ts";

/** What a node begins with. */
export interface NodeBeginning {
  readonly node: NodeIndex;
  readonly setting: SplitSetting;
  readonly challenges: ReadonlyMap<string, bigint>;
  readonly secrets: ReadonlyMap<number, Uint8Array>;
  /** Determines its masks, its weights and its salts. */
  readonly random: Random;
  readonly beta: bigint;
}

/**
 * Takes what all companies dealt to this node, its own dealing among it. Instead of a node, its
 * complaint of a dealer whose shares do not fit.
 */
export function takeDealings(
  beginning: NodeBeginning,
  own: Dealing,
  turns: readonly Pick<HeardTurn, "messages">[],
  seen: readonly SeenDealing[],
): SealingNode | Uint8Array {
  const { node, setting, random } = beginning;
  const sharesOf = (dealer: number): DealtShares => {
    if (dealer === node) return own.shares[node];
    const place = 1 + receiversOf("deal", seen.length, dealer).indexOf(node);
    return decodeShares(turns[dealer]!.messages[place]!, setting, dealer, node);
  };
  try {
    const received = seen.map(({ points }, dealer) => ({ points, shares: sharesOf(dealer) }));
    checkAllShares(setting, node, received, random.fork("check of shares"));
    return new SealingNode(
      beginning,
      received.map(({ shares }) => shares),
    );
  } catch (error) {
    const isFault = error instanceof ProtocolError || error instanceof SealedError;
    if (!isFault || error.party === undefined || error.party === node) throw error;
    return encodeComplaint(error.party, seen[error.party]!);
  }
}

const TAG = { sums: 0, complaint: 1 } as const;

export class SealingNode {
  readonly state: NodeState;
  readonly #beta: bigint;
  #summands: Polynomial = [];

  constructor({ secrets, beta, ...rest }: NodeBeginning, shares: readonly DealtShares[]) {
    this.state = startNode({ ...rest, seeds: nodeSeedsOf(rest.node, secrets, beta), shares });
    this.#beta = beta;
  }

  /** Its sums of *Support*, to all. */
  support(): Uint8Array {
    return concatBytes([Uint8Array.of(TAG.sums), encodeHeld(supportSums(this.state, this.#beta))]);
  }

  /** Its sums of *Solution*, of what one company knows. */
  solution(party: number): Held {
    return solutionSums(this.state, party, this.#beta);
  }

  /** The same as its message to that company. */
  solutionFor(party: number): Uint8Array {
    const salt = this.state.random.fork(`salt for party ${party}`).bytes(SALT_BYTES);
    return encodeSolution(this.solution(party), salt);
  }

  /** Its summands of inner products, for the node before it. `targets`: t_k by company. */
  summands(targets: readonly bigint[]): Uint8Array {
    this.#summands = innerSummands(this.state, targets);
    return encodeWords(this.#summands);
  }

  /** What it opens of them; `next`: the summands of the node after it. */
  blinded(next: Polynomial): Uint8Array {
    return encodeWords(blindedSummands(this.state, [this.#summands, next]));
  }
}

/** What a node that complains sends to all. */
export function complaintMessage(complaint: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.of(TAG.complaint), complaint]);
}

/**
 * A node's sums of *Support*.
 * @throws ShownFault for a complaint; ProtocolError `MessageLength` or `NumberOutOfRange`, naming
 *   the node.
 */
export function readSupport(
  body: Uint8Array,
  setting: SplitSetting,
  node: NodeIndex,
  seen: readonly SeenDealing[],
): Held {
  const reader = readBody(body, "sums of shares", node);
  const [tag] = reader.unsigned(1, 1, BigInt(Object.keys(TAG).length));
  if (Number(tag) === TAG.complaint) throw judgeComplaint(body.subarray(1), setting, node, seen);
  return readHeld(reader, supportCount(setting, seen.length));
}
