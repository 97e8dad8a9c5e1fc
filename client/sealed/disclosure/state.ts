// What a company keeps while it makes a disclosure. Secret, masks and all.
import type { G1 } from "../../crypto/curve/bn254.ts";
import type { Random } from "../../math/random.ts";
import type { Domain } from "../domain.ts";
import type { Bivariate } from "../matrix.ts";
import type { Polynomial } from "../polynomial.ts";
import type { SealedStatement } from "../statement.ts";
import type { Step } from "../steps.ts";
import type { Named } from "../transcript.ts";
import type { Claims } from "./argument.ts";
import type { DisclosureView } from "./openings.ts";
import type { OwnPart } from "./own.ts";

/** What is disclosed, and from what. */
export interface DisclosureInput extends Claims {
  readonly statement: SealedStatement;
  readonly domain: Domain;
  readonly own: OwnPart;
  /** ε of the sealed proof. */
  readonly epsilon: bigint;
}

export interface DisclosureState extends DisclosureView {
  readonly own: OwnPart;
  readonly random: Random;
  /** By name; all but "M/A" are committed on the τ-line. */
  readonly polynomials: Map<string, Polynomial>;
  /** P and P′. */
  readonly matrices: Map<string, Bivariate>;
  readonly scalars: Map<string, bigint>;
}

/** Before step 1; `challenges` are those of the disclosure's transcript, as they come. */
export function startDisclosing(
  input: DisclosureInput,
  challenges: ReadonlyMap<string, bigint>,
  random: Random,
): DisclosureState {
  const { party, limbs, solution, costs } = input.own;
  const scalars = new Map<string, bigint>();
  return {
    ...{ ...input, random, scalars, matrices: new Map() },
    polynomials: new Map([
      [`l/${party}`, limbs],
      ["x", solution ?? []],
      ["c", costs ?? []],
    ]),
    challenge: (name) => challenges.get(name)!,
    scalar: (name) => scalars.get(name)!,
  };
}

/** The company's message of a step. */
export function disclosureMessage({ own, polynomials, matrices, scalars }: DisclosureState, step: Step): Named {
  const { committer } = own;
  const commit = (name: string): G1 => {
    const matrix = matrices.get(name);
    if (matrix !== undefined) return committer.matrix(matrix);
    const polynomial = polynomials.get(name)!;
    return name === "M/A" ? committer.sigmaLine(polynomial) : committer.line(polynomial);
  };
  return {
    points: new Map(step.points.map((name) => [name, commit(name)] as const)),
    scalars: new Map(step.scalars.map((name) => [name, scalars.get(name)!] as const)),
  };
}
