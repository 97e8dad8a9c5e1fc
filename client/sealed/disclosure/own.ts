// What a company needs of its own to disclose numbers of a sealed outcome: the polynomials that it
// made for the proof, made again from the same numbers and the same randomness.
import type { Random } from "../../math/random.ts";
import type { Committer } from "../committer.ts";
import { domainOf } from "../domain.ts";
import { randomScalars, reduce } from "../field.ts";
import { limbsOf } from "../layout.ts";
import { interpolate, type Polynomial, withMasks } from "../polynomial.ts";
import { MASKS } from "../prover/masks.ts";
import type { Secret } from "../prover/state.ts";
import { aspects } from "../steps.ts";
import { type AcceptedProof, readSealed } from "./accepted.ts";

/** A company's side of a proof that was made. */
export interface OwnPart extends Pick<Secret, "party" | "matrix" | "costs" | "rows" | "columns"> {
  readonly committer: Committer;
  /** l_k with its masks. */
  readonly limbs: Polynomial;
  /** x̂ with its masks; null in kind 1, and where this company has not all of them. */
  readonly solution: Polynomial | null;
}

/** What a company made its part of a proof from; the masks of x̂ are null where it has not all. */
export interface ProverSide extends Pick<Secret, "party" | "matrix" | "costs" | "rows" | "columns"> {
  readonly pointMasks: readonly bigint[] | null;
}

/**
 * A company's side of an accepted proof. `secret` and `random` are those that it made its part of
 * the proof from: with others, nothing can be disclosed (`DisclosureNotOwn`).
 */
export function ownPart(accepted: AcceptedProof, committer: Committer, secret: ProverSide, random: Random): OwnPart {
  const { kind, size } = accepted.statement;
  const { party, matrix, costs, rows, columns, pointMasks } = secret;
  const domain = domainOf(size);
  const masks = randomScalars(random.fork(`masks of l/${party}`), MASKS.limbs);
  const limbs = withMasks(interpolate(limbsOf(domain, kind, party, rows)), domain.limbSize, masks);
  const { epsilon } = readSealed(accepted);
  const ray = columns.get("ray");
  const point = (columns.get("x") ?? []).map((x, j) => reduce(x + epsilon * (ray?.[j] ?? 0n)));
  const knows = aspects(kind).primal && pointMasks !== null;
  const solution = knows ? withMasks(interpolate(point), size, pointMasks) : null;
  return { committer, party, matrix, costs, rows, columns, limbs, solution };
}
