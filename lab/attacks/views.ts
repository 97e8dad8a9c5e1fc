// What a party sees of a recorded run (client/engines/run.ts): the messages it received, decoded.
// Attacks start from here.
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { MINIMUM_KEY_BITS } from "../../client/crypto/paillier/public-key.ts";
import { readBody } from "../../client/engines/codec.ts";
import { noMeter } from "../../client/engines/cost-meter.ts";
import type { Engine, Message } from "../../client/engines/engine.ts";
import { multiPartyEngine, type Variant } from "../../client/engines/multi-party/engine.ts";
import { readFirstShare, readPart, readSeed } from "../../client/engines/multi-party/masked/messages.ts";
import { ownerSide as maskedOwner } from "../../client/engines/multi-party/masked/owner.ts";
import { dealtBy } from "../../client/engines/multi-party/masked/product.ts";
import { coefficientMask } from "../../client/engines/multi-party/masked/shares.ts";
import {
  readFirstShare as readFirstSeed,
  readRing,
  readSecondShare,
} from "../../client/engines/multi-party/plain/messages.ts";
import { ownerSide as plainOwner } from "../../client/engines/multi-party/plain/owner.ts";
import { firstShare as plainFirstShare } from "../../client/engines/multi-party/plain/shares.ts";
import { balance } from "../../client/engines/multi-party/residues.ts";
import { type ConsortiumShape, consortiumShape } from "../../client/engines/multi-party/shape.ts";
import type { HolderShape } from "../../client/engines/multi-party/sizes.ts";
import { readPublished } from "../../client/engines/row-mixing/messages.ts";
import type { Published } from "../../client/engines/row-mixing/mixing.ts";
import { mixingShape, publishersOf } from "../../client/engines/row-mixing/shape.ts";
import { protocolOfSides, type SideState } from "../../client/engines/side.ts";
import { aliceSide, type MaskedProgram } from "../../client/engines/two-party/alice.ts";
import { type DecoyParameters, readSequences } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import type { MaskedProduct } from "../../client/engines/two-party/product.ts";
import { twoPartyShape } from "../../client/engines/two-party/shape.ts";
import { solveMasked } from "../../client/lp/exact/solve.ts";
import type { EqualityProgram } from "../../client/lp/exact/standard.ts";
import type { Solver } from "../../client/lp/solvers/solver.ts";
import { balanced } from "../../client/math/field.ts";
import { type Matrix, mapMatrix } from "../../client/math/matrix.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import type { Sequences } from "./decoy-choice.ts";

/** The messages that reached `party`. */
export function receivedBy(transcript: readonly Message[], party: number): Message[] {
  return transcript.filter(({ from, to }) => from !== party && (to === null || to === party));
}

/** `mangasarian`, `li`: what each other party published, as `viewer` received it. */
export function publishedBlocks(
  round: PublicRound,
  transcript: readonly Message[],
  viewer: number,
): { readonly party: number; readonly published: Published }[] {
  const shape = mixingShape(round);
  const senders = publishersOf(shape);
  return receivedBy(transcript, viewer).flatMap(({ position, body }) => {
    const sender = senders[position];
    return sender === undefined ? [] : [{ party: sender.party, published: readPublished(shape, sender, body) }];
  });
}

/**
 * `multi-party`: mixed rows of some holders over the integers, as they stand if no mask is on them.
 */
export interface SeenParts {
  /** Holders whose parts are in it. */
  readonly holders: readonly HolderShape[];
  /** n variables, slacks of all holders, right-hand side. */
  readonly partial: Matrix;
  /** n. */
  readonly variables: number;
}

/**
 * `multi-party/plain`: the partial sum that `viewer` received; null when it is not in the ring or
 * first in it.
 */
export function ringPrefix(round: PublicRound, transcript: readonly Message[], viewer: number): SeenParts | null {
  const shape = consortiumShape(round);
  const place = shape.holders.findIndex(({ party }) => party === viewer);
  if (place < 1) return null;
  const { from, body } = transcript[place - 1]!;
  const { partial } = readRing(shape, from, body);
  return {
    holders: shape.holders.slice(0, place),
    partial: balance(partial, shape),
    variables: shape.variables,
  };
}

/** `multi-party/masked`: what a message to the representative shows of its sender's part. */
export function partSeen(shape: ConsortiumShape, holder: HolderShape, { body }: Message): SeenParts {
  return {
    holders: [holder],
    partial: balance(readPart(shape, holder.party, body), shape),
    variables: shape.variables,
  };
}

/** `multi-party/masked`: what the representative received of each other holder's part. */
export function sharesSeen(round: PublicRound, transcript: readonly Message[]): SeenParts[] {
  const shape = consortiumShape(round);
  const shares = receivedBy(transcript, shape.representative.party);
  return shape.holders.slice(0, -1).map((holder, i) => partSeen(shape, holder, shares[i]!));
}

/**
 * `multi-party/masked`: the same once dealer and representative have put together what they
 * received of the holders between them: without the mask of the n variables, as the dealer has its
 * seed, but with that of slacks and right-hand side.
 */
export function sharesTogether(round: PublicRound, transcript: readonly Message[]): SeenParts[] {
  const shape = consortiumShape(round);
  const seeds = receivedBy(transcript, shape.dealer.party);
  return sharesSeen(round, transcript)
    .slice(1)
    .map((seen, i) => {
      const mask = coefficientMask(shape, readSeed(seen.holders[0]!.party, seeds[i]!.body));
      return {
        ...seen,
        partial: mapMatrix(seen.partial, (value, l, j) => balanced(value + (mask[l]![j] ?? 0n), shape.modulus)),
      };
    });
}

/** `multi-party`: Q₁ as the owner received it, and Q₂ as the representative did. */
export function sharesOfQ(
  variant: Variant,
  round: PublicRound,
  transcript: readonly Message[],
): { readonly first: Matrix; readonly second: Matrix } {
  const shape = consortiumShape(round);
  const { variables: n, owner, dealer, representative } = shape;
  const dealt = (to: number) => transcript.filter((message) => message.from === dealer.party && message.to === to);
  if (variant === "masked") {
    const seed = readSeed(dealer.party, dealt(representative.party)[1]!.body);
    return { first: readFirstShare(shape, dealt(owner)[1]!.body), second: dealtBy(shape, seed).second };
  }
  // Before Q₂, a dealer sends the second of two holders the ring's message, too.
  return {
    first: plainFirstShare(readFirstSeed(shape, dealt(owner)[0]!.body), n),
    second: readSecondShare(shape, dealt(representative.party).at(-1)!.body),
  };
}

/** `two-party/decoy-ot`: the sequences of M̄₁ and of b̄₁ that Bob received. */
export function hiddenSequences(
  round: PublicRound,
  parameters: DecoyParameters,
  transcript: readonly Message[],
): Sequences[] {
  const shape = twoPartyShape(round);
  return readSequences(shape, parameters, readBody(transcript[1]!.body, "hidden shares", shape.alice));
}

/** `two-party`: the engine itself, which also gives `see` the masked problem that Alice decodes. */
export function watchedTwoParty(
  product: MaskedProduct,
  solver: Solver,
  see: (program: MaskedProgram) => void,
): Engine<SideState> {
  const engine = twoPartyEngine(product, solver);
  return {
    ...engine,
    start: async (input) => {
      const shape = twoPartyShape(input.round);
      if (input.party !== shape.alice) return engine.start(input);
      const watched = protocolOfSides({
        ...engine,
        start: () =>
          aliceSide(shape, input, product, (program) => {
            see(program);
            return solveMasked(program, solver);
          }),
      });
      return watched.start(input);
    },
  };
}

/**
 * `multi-party`: the engine itself, on the calling thread, which also gives `see` the masked
 * problem (7) that the owner decodes.
 */
export function watchedMultiParty(
  options: { readonly variant: Variant; readonly solver: Solver; readonly keyBits: number },
  see: (program: EqualityProgram) => void,
): Engine<SideState> {
  const { variant, solver, keyBits } = options;
  const ownerSide = variant === "masked" ? maskedOwner : plainOwner;
  const minimumBits = Math.min(keyBits, MINIMUM_KEY_BITS);
  const engine = multiPartyEngine({ ...options, minimumBits });
  const means = { keyBits, minimumBits, pool: callingThread, meter: noMeter };
  return {
    ...engine,
    start: async (input) => {
      if (input.party !== input.round.objectiveOwner) return engine.start(input);
      const watched = protocolOfSides({
        ...engine,
        start: () =>
          ownerSide({ input, context: { ...means, shape: consortiumShape(input.round) } }, (program) => {
            see(program);
            return solveMasked(program, solver);
          }),
      });
      return watched.start(input);
    },
  };
}
