// Proves that what a company declared of the reduced costs follows from its committed rows and
// costs, from the multipliers that all were told, and from its cover. The other companies learn
// nothing else (docs/sealed.md, "Proving a part"). One prover sends one message. It shows three
// values of the matrix besides those that the proof of the outcome shows, and the matrix has masks
// for no more, so that a company makes one proof for each commitment. Variable-time in secrets.
import type { G1 } from "../../crypto/curve/bn254.ts";
import type { Random } from "../../math/random.ts";
import { encodeProof } from "../codec.ts";
import type { Committer } from "../committer.ts";
import { vanishing } from "../domain.ts";
import { randomScalars, reduce } from "../field.ts";
import { atColumn, type Bivariate, columnQuotient, scaleMatrix, sumOfRows } from "../matrix.ts";
import {
  combine,
  divideByLinear,
  divideByVanishing,
  evaluate,
  interpolate,
  multiply,
  type Polynomial,
  scaleArgument,
  valuesOn,
  withMasks,
} from "../polynomial.ts";
import { MASKS } from "../prover/masks.ts";
import { onceForEach } from "../prover/once.ts";
import { type Named, Transcript } from "../transcript.ts";
import { claimDigest, columnsVanishing, PART_STEPS, type PartClaim, unitOf } from "./claim.ts";

/** What the claim's points commit to. */
export interface PartSecret {
  readonly matrix: Bivariate;
  readonly cover: Polynomial;
  readonly costs: Polynomial | null;
}

/** Everything made so far. */
export interface PartState {
  readonly claim: PartClaim;
  readonly secret: PartSecret;
  readonly random: Random;
  readonly polynomials: Map<string, Polynomial>;
  readonly matrices: Map<string, Bivariate>;
  readonly scalars: Map<string, bigint>;
  readonly challenges: ReadonlyMap<string, bigint>;
}

/** A second proof would show the masks of a matrix. */
const begin = onceForEach("a part of the reduced costs was proven");

/**
 * `random`: uniform and used for nothing else, since it determines the masks of Φ.
 * @throws SealedError StepRepeated when a part was proven for this matrix before.
 */
export function provePart(committer: Committer, claim: PartClaim, secret: PartSecret, random: Random): Uint8Array {
  begin(secret.matrix);
  const transcript = new Transcript(claimDigest(claim));
  const state: PartState = {
    ...{ claim, secret, random, challenges: transcript.challenges },
    ...{ polynomials: new Map(), matrices: new Map(), scalars: new Map() },
  };
  const proof = { points: new Map(), scalars: state.scalars } satisfies Named;
  for (const [s, step] of PART_STEPS.entries()) {
    PART_WORK[s]!(state);
    for (const name of step.points) proof.points.set(name, commitPart(committer, state, name));
    transcript.add(step, proof);
  }
  return encodeProof(PART_STEPS, proof);
}

/** PART_WORK[s] computes the polynomials and scalars of step s, counted from 0. */
export const PART_WORK: readonly ((state: PartState) => void)[] = [commitSums, commitSlice, openSlice, divide];

/** The point of a polynomial: V and M are in τ, W_b in both, all others in σ. */
export function commitPart(committer: Committer, { polynomials, matrices }: PartState, name: string): G1 {
  const matrix = matrices.get(name);
  if (matrix !== undefined) return committer.matrix(matrix);
  const polynomial = polynomials.get(name)!;
  return name === "V" || name === "M" ? committer.line(polynomial) : committer.sigmaLine(polynomial);
}

/** V, and M with V + S + unit·c − declared = Z·M. */
function commitSums({ claim, secret, polynomials }: PartState): void {
  const { domain, statement } = claim;
  const sums = sumOfRows(domain, secret.matrix, claim.multipliers);
  polynomials.set("V", sums);
  const rest = combine([
    [1n, sums],
    [1n, secret.cover],
    [unitOf(claim), secret.costs ?? []],
    [-1n, interpolate(claim.declared)],
  ]);
  // (Y − 1)·rest over Z_H is rest over Z_H/(Y − 1).
  const divided = statement.kind === "optimal" ? multiply(rest, [reduce(-1n), 1n]) : rest;
  polynomials.set("M", divideByVanishing(divided, domain.size));
}

/** E, v; Φ and h with Φ(χX) − Φ − w·E + v/R = Z_H·h. */
function commitSlice({ claim, secret, random, polynomials, scalars, challenges }: PartState): void {
  const { domain, multipliers } = claim;
  const { size } = domain;
  const slice = atColumn(secret.matrix, challenges.get("b")!);
  const sum = evaluate(polynomials.get("V")!, challenges.get("b")!);
  const share = reduce(sum * domain.sizeInverse);
  let running = 0n;
  const sums = valuesOn(size, slice).map((value, i) => {
    const before = running;
    running = reduce(running + multipliers[i]! * value - share);
    return before;
  });
  const masks = randomScalars(random.fork("masks of the running sum"), MASKS.runningSum);
  const Phi = withMasks(interpolate(sums), size, masks);
  const weights = interpolate(multipliers.map(reduce));
  const identity = combine([
    [1n, scaleArgument(Phi, domain.generator)],
    [-1n, Phi],
    [-1n, multiply(weights, slice)],
    [1n, [share]],
  ]);
  polynomials.set("E", slice).set("Phi", Phi).set("h", divideByVanishing(identity, size));
  scalars.set("v", sum);
}

/** y = E(z), Φ(χz). */
function openSlice({ claim, polynomials, scalars, challenges }: PartState): void {
  const z = challenges.get("z")!;
  scalars.set("y", evaluate(polynomials.get("E")!, z));
  scalars.set("Phi+", evaluate(polynomials.get("Phi")!, reduce(claim.domain.generator * z)));
}

/** W_b, W_z, W_χ. */
function divide({ claim, secret, polynomials, matrices, challenges }: PartState): void {
  const [b, z, rho] = ["b", "z", "rho"].map((name) => challenges.get(name)!) as [bigint, bigint, bigint];
  const { domain } = claim;
  const of = (name: string) => polynomials.get(name)!;
  const inColumns = combine([
    [1n + rho, of("V")],
    [rho, secret.cover],
    [rho * unitOf(claim), secret.costs ?? []],
    [-rho * columnsVanishing(claim, b), of("M")],
  ]);
  const [first, ...others] = scaleMatrix(rho * rho, columnQuotient(secret.matrix, b));
  const top = combine([
    [1n, first!],
    [1n, divideByLinear(inColumns, b)],
  ]);
  matrices.set("Wb", [top, ...others]);
  const inRows = combine([
    [1n, of("E")],
    [rho, of("Phi")],
    [rho * vanishing(domain.size, z), of("h")],
  ]);
  polynomials.set("Wz", divideByLinear(inRows, z));
  polynomials.set("Wx", divideByLinear(of("Phi"), reduce(domain.generator * z)));
}
