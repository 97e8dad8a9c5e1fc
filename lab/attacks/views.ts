// What a party sees of a recorded run (client/engines/run.ts): the messages it received, decoded.
// Attacks start from here.
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { MINIMUM_KEY_BITS } from "../../client/crypto/paillier/public-key.ts";
import { readBody } from "../../client/engines/codec.ts";
import { noMeter } from "../../client/engines/cost-meter.ts";
import type { Engine, Message } from "../../client/engines/engine.ts";
import { multiPartyEngine } from "../../client/engines/multi-party/engine.ts";
import { readRing } from "../../client/engines/multi-party/messages.ts";
import { ownerSide } from "../../client/engines/multi-party/owner.ts";
import type { RingMode } from "../../client/engines/multi-party/ring.ts";
import { type HolderShape, ringShape } from "../../client/engines/multi-party/shape.ts";
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
  return receivedBy(transcript, viewer).flatMap(({ step, body }) => {
    const sender = senders[step];
    return sender === undefined ? [] : [{ party: sender.party, published: readPublished(shape, sender, body) }];
  });
}

/** `multi-party`: a partial sum of the ring over the integers, as it stands if no mask is on it. */
export interface RingPrefix {
  /** Holders whose parts are in it. */
  readonly holders: readonly HolderShape[];
  /** n variables, slacks of all holders, right-hand side. */
  readonly partial: Matrix;
  /** n. */
  readonly variables: number;
}

/**
 * `multi-party`: the partial sum that `viewer` received; null when it is not in the ring or is
 * first in it.
 */
export function ringPrefix(round: PublicRound, transcript: readonly Message[], viewer: number): RingPrefix | null {
  const shape = ringShape(round);
  const place = shape.holders.findIndex(({ party }) => party === viewer);
  if (place < 1) return null;
  const { from, body } = transcript[place - 1]!;
  const { partial } = readRing(shape, from, body);
  return {
    holders: shape.holders.slice(0, place),
    partial: mapMatrix(partial, (value) => balanced(value, shape.modulus)),
    variables: shape.variables,
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
  options: { readonly ring: RingMode; readonly solver: Solver; readonly keyBits: number },
  see: (program: EqualityProgram) => void,
): Engine<SideState> {
  const { ring, solver, keyBits } = options;
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
          ownerSide({ mode: ring, input, context: { ...means, shape: ringShape(input.round) } }, (program) => {
            see(program);
            return solveMasked(program, solver);
          }),
      });
      return watched.start(input);
    },
  };
}
