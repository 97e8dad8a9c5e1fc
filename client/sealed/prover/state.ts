// What a company keeps while it makes its part of a proof, and its messages. The masks and limbs in
// here are secret; docs/sealed.md, "One transcript for each commitment".
import type { G1 } from "../../crypto/curve/bn254.ts";
import type { Random } from "../../math/random.ts";
import type { CommittedPoints } from "../digests.ts";
import type { Values } from "../layout.ts";
import { isColumnSlice } from "../lines.ts";
import type { Bivariate } from "../matrix.ts";
import type { Polynomial } from "../polynomial.ts";
import type { Step } from "../steps.ts";
import type { Named } from "../transcript.ts";
import { dualConstant, ownParts } from "./company-rules.ts";
import { coverName, coverOf, type Pairs, sumCoverName } from "./covers.ts";
import type { Setting } from "./setting.ts";

/** A company's own side. */
export interface Secret {
  readonly party: number;
  /** A_k with its masks. */
  readonly matrix: Bivariate;
  /** c with its masks; null unless this company owns the objective. */
  readonly costs: Polynomial | null;
  /** The points that commit to both. */
  readonly points: CommittedPoints;
  /** Its rows' numbers. */
  readonly rows: Values;
  /**
   * The columns' numbers: all companies know those of x, x′ and ray, the owner those of the rest.
   * Where columns are split: those that this company knows, 0 at all others.
   */
  readonly columns: Values;
  /**
   * The two masks of x̂, which the owner draws and sends to all. Where columns are split: of this
   * company's part of x̂.
   */
  readonly pointMasks: readonly bigint[];
  /** What it shares with each other company; empty for unbounded outcomes. */
  readonly pairs: Pairs;
  /** The same for declared shares of the sum; absent where all companies know the outcome. */
  readonly sumPairs?: Pairs;
}

/** Secret and everything made from it so far. */
export interface ProverState {
  readonly setting: Setting;
  readonly secret: Secret;
  readonly random: Random;
  /**
   * This company's part of each polynomial, by symbol; the owner has N, U, J and x̂ among its own,
   * or each keeper U_k, J and x̂_k.
   */
  readonly polynomials: Map<string, Polynomial>;
  /** x̂, which every company knows as a whole, or its own part; and Y, its constant in *dual*. */
  readonly whole: Map<"x" | "Y", Polynomial>;
  readonly quotients: Map<"Q1" | "Q2", Bivariate>;
  /** Its part of each scalar. */
  readonly scalars: Map<string, bigint>;
  /** All that this company's part takes from the others. */
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
  const { party, costs, pairs, sumPairs } = secret;
  const ofOwner: [string, Polynomial][] =
    costs === null
      ? []
      : [
          ["c", costs],
          ["N", N],
        ];
  const ofColumns: [string, Polynomial][] = ownParts(setting, party).includes("C")
    ? [
        ["U", setting.split?.kept[party]?.bounds ?? U],
        ["J", J],
      ]
    : [];
  const covers: [string, Polynomial][] = [[coverName(party), coverOf(party, pairs)]];
  if (sumPairs !== undefined) covers.push([sumCoverName(party), coverOf(party, sumPairs)]);
  return {
    ...{ setting, secret, random, challenges },
    polynomials: new Map([...ofOwner, ...ofColumns, ...covers]),
    whole: new Map([["Y", dualConstant(setting, secret.party)]]),
    quotients: new Map(),
    scalars: new Map(),
  };
}

/** This company's message of a step: of each entry, its part, if it has one. */
export function messageOf(state: ProverState, step: Step): Named {
  const points = new Map<string, G1>();
  for (const name of step.points) {
    const point = commit(state, name);
    if (point !== null) points.set(name, point);
  }
  const scalars = step.scalars
    .filter((name) => state.scalars.has(name))
    .map((name) => [name, state.scalars.get(name)!] as const);
  return { points, scalars: new Map(scalars) };
}

function commit({ setting: { committer }, secret, polynomials, quotients }: ProverState, name: string): G1 | null {
  if (name === `A/${secret.party}`) return secret.points.matrix;
  if (name === "Q1" || name === "Q2") return committer.matrix(quotients.get(name)!);
  const polynomial = polynomials.get(name);
  if (polynomial === undefined) return null;
  return isColumnSlice(name) || name === "We" ? committer.sigmaLine(polynomial) : committer.line(polynomial);
}
