// Algorithm 1 of Zhu et al., steps 5 to p + 4: [BA′ BM′ Bb′] = Σ_i (B_·i + λE_i)[A′_i M′_i b′_i],
// summed along the ring of holders modulo M, in p − 1 messages (the paper sends matrix and vector
// separately: 2(p − 1)).
//
// Not protected: the second holder sees the first one's part, whose row space is that of the first
// one's rows, and so its whole feasible region; likewise for every prefix. The last holder sees the
// total.
import { addModulo, type Matrix } from "../../../math/matrix.ts";
import { drawPart, type HolderInput, type HolderSecrets } from "../contribution.ts";
import type { ConsortiumShape } from "../shape.ts";
import type { HolderShape } from "../sizes.ts";
import type { RingMessage } from "./messages.ts";

export function zeros(shape: ConsortiumShape): Matrix {
  return Array.from({ length: shape.rows }, () => new Array<bigint>(shape.width).fill(0n));
}

/** A holder's step of the ring: draws its secrets and adds its part to `before.partial`. */
export function addToRing(
  shape: ConsortiumShape,
  holder: HolderShape,
  { lambda, partial }: RingMessage,
  input: HolderInput,
): { secrets: HolderSecrets; after: RingMessage } {
  const { secrets, part } = drawPart(shape, holder, lambda, input);
  return { secrets, after: { lambda, partial: addModulo(partial, part, shape.modulus) } };
}
