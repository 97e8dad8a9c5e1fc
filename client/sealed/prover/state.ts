// What a company keeps while it makes its part of a proof, and its messages. The masks and limbs in
// here are secret; docs/sealed.md, "One transcript for each commitment".
import type { G1 } from "../../crypto/curve/bn254.ts";
import type { Random } from "../../math/random.ts";
import type { Committer } from "../committer.ts";
import type { Domain } from "../domain.ts";
import type { Identity } from "../identities.ts";
import type { Part, Values } from "../layout.ts";
import { isColumnSlice } from "../lines.ts";
import type { Bivariate } from "../matrix.ts";
import type { Polynomial } from "../polynomial.ts";
import type { SealedStatement } from "../statement.ts";
import type { Step } from "../steps.ts";
import type { Named } from "../transcript.ts";
import type { PublicVectors } from "../verifying-key.ts";

/** What all companies of a proof share. */
export interface Setting {
  readonly statement: SealedStatement;
  readonly domain: Domain;
  readonly committer: Committer;
  readonly vectors: PublicVectors;
  readonly identities: readonly Identity[];
}

/** A company's own side. */
export interface Secret {
  readonly party: number;
  /** A_k with its masks. */
  readonly matrix: Bivariate;
  /** c with its masks; null unless this company owns the objective. */
  readonly costs: Polynomial | null;
  /** Its rows' numbers. */
  readonly rows: Values;
  /** The columns' numbers: all companies know those of x and ray, the owner those of the rest. */
  readonly columns: Values;
  /** The two masks of x̂, which the owner draws and sends to all. */
  readonly pointMasks: readonly bigint[];
  /** This company's summands of two sharings of 0 among all companies, for W and W′. */
  readonly zeroShares: readonly [w: bigint, w2: bigint];
}

/** Secret and everything made from it so far. */
export interface ProverState {
  readonly setting: Setting;
  readonly secret: Secret;
  readonly random: Random;
  /** This company's part of each polynomial, by symbol; the owner has N, U, J and x̂ among its own. */
  readonly polynomials: Map<string, Polynomial>;
  /** N and x̂, which every company knows as a whole. */
  readonly whole: Map<"N" | "x", Polynomial>;
  readonly quotients: Map<"Q1" | "Q2", Bivariate>;
  /** Its part of each scalar. */
  readonly scalars: Map<string, bigint>;
  /** Sums over all companies, of the steps so far. */
  readonly opened: Map<string, bigint>;
  readonly challenges: ReadonlyMap<string, bigint>;
}

/** The state of a company before step 0. */
export function startProving(
  setting: Setting,
  secret: Secret,
  random: Random,
  challenges: ReadonlyMap<string, bigint>,
): ProverState {
  const { N, U, J } = setting.vectors;
  const own: [string, Polynomial][] =
    secret.costs === null
      ? []
      : [
          ["c", secret.costs],
          ["N", N],
          ["U", U],
          ["J", J],
        ];
  return {
    ...{ setting, secret, random, challenges },
    polynomials: new Map(own),
    whole: new Map([["N", N]]),
    quotients: new Map(),
    scalars: new Map(),
    opened: new Map(),
  };
}

/** The owner of the objective makes the part of the columns, too. */
export function isOwner({ setting, secret }: Pick<ProverState, "setting" | "secret">): boolean {
  return secret.party === setting.statement.objectiveOwner;
}

/** The limb polynomials that this company makes. */
export function ownParts(state: ProverState): readonly Part[] {
  return isOwner(state) ? ["C", state.secret.party] : [state.secret.party];
}

/** This company's message of a step: of each entry, its part, if it has one. */
export function messageOf(state: ProverState, step: Step): Named {
  const { setting, secret } = state;
  const points = new Map<string, G1>();
  for (const name of step.points) {
    const point = commit(state, name);
    if (point !== null) points.set(name, point);
  }
  for (const [i, name] of (["W", "W'"] as const).entries()) {
    const point = points.get(name);
    if (point !== undefined) points.set(name, point.add(setting.committer.line([secret.zeroShares[i]!])));
  }
  const scalars = step.scalars
    .filter((name) => state.scalars.has(name))
    .map((name) => [name, state.scalars.get(name)!] as const);
  return { points, scalars: new Map(scalars) };
}

function commit({ setting: { committer }, secret, polynomials, quotients }: ProverState, name: string): G1 | null {
  if (name === `A/${secret.party}`) return committer.matrix(secret.matrix);
  if (name === "Q1" || name === "Q2") return committer.matrix(quotients.get(name)!);
  const polynomial = polynomials.get(name);
  if (polynomial === undefined) return null;
  return isColumnSlice(name) || name === "We" ? committer.sigmaLine(polynomial) : committer.line(polynomial);
}
