// Identities and openings at ζ, brought into the lines of the pairing equation (docs/sealed.md,
// "Linearisation"). Prover, verifier and whoever simulates proofs use the same.
import type { G1 } from "../crypto/curve/bn254.ts";
import { msm } from "../crypto/curve/msm.ts";
import { vanishing } from "./domain.ts";
import { power, reduce } from "./field.ts";
import { combineIdentities, type Identity, type Place } from "./identities.ts";
import type { Line, LineContext, Term } from "./lines.ts";
import { openingsOf } from "./openings.ts";
import type { Opened } from "./place.ts";
import { G2, pairingProductIsOne } from "./srs.ts";

/**
 * What the lines need, once step 7 is known: `place` is ζ, outside K, as the verifier or one
 * company sees it, `opened` the scalars and challenges. A scalar that is not there counts as 0.
 */
export function lineContext(identities: readonly Identity[], place: Place, opened: Opened): LineContext {
  const { statement, domain } = place;
  const challenge = (name: string) => opened.challenges.get(name)!;
  const scalar = (name: string) => opened.scalars.get(name) ?? 0n;
  const { constant, coefficients } = combineIdentities(identities, place);
  coefficients.set("q", -vanishing(domain.limbSize, challenge("zeta")));
  const values: Readonly<Record<string, () => bigint>> = {
    Lin: () => reduce(-constant - scalar("y")),
    N: () => scalar("N"),
    x: () => scalar("x"),
    Phi: () => scalar("Phi+"),
    Psi: () => scalar("Psi+"),
    T: () => scalar("t"),
    V: () => scalar("v"),
  };
  return {
    parties: statement.parties,
    challenge,
    scalar,
    coefficients,
    openings: openingsOf(statement.kind, statement.parties, domain, challenge),
    values: ({ name, points }) => {
      const single = values[name];
      return single === undefined ? points.map((_, limb) => scalar(`${name}/${limb}`)) : [single()];
    },
  };
}

/** The points that the lines name, and the reference string in G2. */
export interface LinePoints {
  readonly points: ReadonlyMap<string, G1>;
  readonly sigma: G2;
  readonly tau: G2;
}

/** Whether all lines hold, by one multi-scalar multiplication and one product of three pairings. */
export function linesHold<Context extends Pick<LineContext, "challenge">>(
  lines: readonly Line<Context>[],
  context: Context,
  { points, sigma, tau }: LinePoints,
): boolean {
  const [left, onSigma, onTau]: [Term[], Term[], Term[]] = [[], [], []];
  for (const line of lines) {
    const weight = power(context.challenge("pi"), line.weight);
    for (const [name, scalar] of line.left(context)) left.push([name, scalar * weight]);
    if (line.sigma !== undefined) onSigma.push([line.sigma, -weight]);
    if (line.tau !== undefined) onTau.push([line.tau, -weight]);
  }
  return pairingProductIsOne([
    { g1: sumOfTerms(left, points), g2: G2.BASE },
    { g1: sumOfTerms(onSigma, points), g2: sigma },
    { g1: sumOfTerms(onTau, points), g2: tau },
  ]);
}

/** Σ scalar·point over terms; points may repeat. */
export function sumOfTerms(terms: readonly Term[], points: ReadonlyMap<string, G1>): G1 {
  const scalars = new Map<string, bigint>();
  for (const [name, scalar] of terms) scalars.set(name, reduce((scalars.get(name) ?? 0n) + scalar));
  return msm(
    [...scalars.keys()].map((name) => points.get(name)!),
    [...scalars.values()],
  );
}
