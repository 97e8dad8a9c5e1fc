// What a company computes in each step of a proof (docs/sealed.md, "Polynomials and steps"): its
// own part of each polynomial, linear in the companies.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { Vector } from "../../crypto/curve/vector.ts";
import { LIMBS } from "../domain.ts";
import { invertAll, powersFrom, randomScalars, reduce } from "../field.ts";
import { combineIdentities, type Identity, INNER, type Place, sumIdentity } from "../identities.ts";
import { limbsOf, type Part } from "../layout.ts";
import { lineContext } from "../linearise.ts";
import type { LineContext } from "../lines.ts";
import { atColumn, atRow, columnQuotient, rowQuotient, scaleMatrix, sumOfColumns, sumOfRows } from "../matrix.ts";
import { combine, divideByLinear, evaluate, interpolate, type Polynomial, valuesOn, withMasks } from "../polynomial.ts";
import { aspects } from "../steps.ts";
import { limbTable } from "../verifying-key.ts";
import { asOwn, companyIdentities, companyPlace, ownParts } from "./company-rules.ts";
import { cosetGrid, formValue, limbGrid, ownIdentities, quotientOnCoset } from "./grid.ts";
import { MASKS } from "./masks.ts";
import { firstQuotient, lastQuotient } from "./opening.ts";
import { keeps } from "./setting.ts";
import type { ProverState } from "./state.ts";

/** WORK[s] computes the polynomials and scalars of step s. */
export const WORK: readonly ((state: ProverState) => void)[] = [
  () => {}, // the commitments of step 0 stand before the proof begins
  commitLimbs,
  commitInverses,
  commitSlices,
  divideColumnSlices,
  commitRunningSums,
  divideIdentities,
  openAtZeta,
  openTogether,
  divideOpening,
];

/** Sets polynomial `name` with fresh masks that vanish on the subgroup of order `size`. */
function hide(
  state: ProverState,
  name: string,
  polynomial: Polynomial,
  { size, masks }: { readonly size: number; readonly masks: number },
): void {
  const drawn = randomScalars(state.random.fork(`masks of ${name}`), masks);
  state.polynomials.set(name, withMasks(polynomial, size, drawn));
}

/** Whether a limb of a part, by its place on K, is this company's to make. */
function keptLimb({ setting, secret }: ProverState, part: Part): (place: number) => boolean {
  return (place) => part !== "C" || keeps(setting, secret.party, Math.floor(place / LIMBS));
}

function challengeOf(state: ProverState): (name: string) => bigint {
  return (name) => state.challenges.get(name)!;
}

/** l, m, V. */
function commitLimbs(state: ProverState): void {
  const { setting, secret } = state;
  const { statement, domain } = setting;
  const counts = new Array<bigint>(domain.limbSize).fill(0n);
  for (const part of ownParts(setting, secret.party)) {
    const isKept = keptLimb(state, part);
    const values = part === "C" ? secret.columns : secret.rows;
    const limbs = limbsOf(domain, statement.kind, part, values).map((limb, i) => (isKept(i) ? limb : 0n));
    for (const [i, limb] of limbs.entries()) if (isKept(i)) counts[Number(limb)]! += 1n;
    hide(state, `l/${part}`, interpolate(limbs), { size: domain.limbSize, masks: MASKS.limbs });
  }
  hide(state, "m", interpolate(counts), { size: domain.limbSize, masks: MASKS.lookups });
  if (aspects(statement.kind).dual) state.polynomials.set("V", sumOfRows(domain, secret.matrix, secret.rows.get("w")!));
}

/** h, h_T, x̂, T. */
function commitInverses(state: ProverState): void {
  const { setting, secret } = state;
  const { statement, domain } = setting;
  const challenge = challengeOf(state);
  const size = domain.limbSize;
  const inverses = (values: readonly bigint[]) => invertAll(values.map((value) => reduce(value + challenge("theta"))));
  for (const part of ownParts(setting, secret.party)) {
    const isKept = keptLimb(state, part);
    const limbs = valuesOn(size, state.polynomials.get(`l/${part}`)!);
    const kept = inverses(limbs).map((inverse, i) => (isKept(i) ? inverse : 0n));
    hide(state, `h/${part}`, interpolate(kept), { size, masks: MASKS.lookups });
  }
  const counts = valuesOn(size, state.polynomials.get("m")!);
  const shares = inverses(limbTable(domain)).map((inverse, i) => (inverse * counts[i]!) % GROUP_ORDER);
  hide(state, "hT", interpolate(shares), { size, masks: MASKS.lookups });
  if (!aspects(statement.kind).primal) return;
  const ray = secret.columns.get("ray");
  const point = secret.columns.get("x")!.map((x, j) => reduce(x + challenge("epsilon") * (ray?.[j] ?? 0n)));
  const own = setting.split === undefined ? point : point.map((x, j) => (keeps(setting, secret.party, j) ? x : 0n));
  const hidden = withMasks(interpolate(own), domain.size, secret.pointMasks);
  state.whole.set("x", hidden);
  if (ownParts(setting, secret.party).includes("C")) state.polynomials.set("x", hidden);
  const weighted = combine([[challenge(`lambda/${secret.party}`), sumOfColumns(domain, secret.matrix, point)]]);
  state.polynomials.set("T", weighted);
}

/** a, Q₁, t; e_k, v. */
function commitSlices(state: ProverState): void {
  const { setting, secret, polynomials, scalars } = state;
  const challenge = challengeOf(state);
  const { primal, dual } = aspects(setting.statement.kind);
  const [alpha, beta] = [challenge("alpha"), challenge("beta")];
  if (primal) {
    const weighted = scaleMatrix(challenge(`lambda/${secret.party}`), secret.matrix);
    polynomials.set("a", atRow(weighted, alpha));
    state.quotients.set("Q1", rowQuotient(weighted, alpha));
    scalars.set("t", evaluate(polynomials.get("T")!, alpha));
  }
  if (dual) {
    polynomials.set(`e/${secret.party}`, atColumn(secret.matrix, beta));
    scalars.set("v", evaluate(polynomials.get("V")!, beta));
  }
}

/** Q₂. */
function divideColumnSlices(state: ProverState): void {
  const { setting, secret, quotients } = state;
  if (!aspects(setting.statement.kind).dual) return;
  const challenge = challengeOf(state);
  const quotient = columnQuotient(secret.matrix, challenge("beta"));
  quotients.set("Q2", scaleMatrix(challenge(`mu/${secret.party}`), quotient));
}

/** Φ and Ψ: each identity says how its running sum goes on. */
function commitRunningSums(state: ProverState): void {
  const { statement, domain } = state.setting;
  const grid = limbGrid(state);
  const runFrom = (identity: Identity, places: number[], sign: bigint) => {
    let sum = 0n;
    return places.map((i) => {
      const before = sum;
      sum = reduce(sum + sign * formValue(grid, identity.form(grid.place(i)), i));
      return before;
    });
  };
  const onK = Array.from({ length: domain.limbSize }, (_, i) => i);
  const rows = Array.from({ length: statement.parties }, (_, k) => k);
  const { setting, secret } = state;
  const sums = runFrom(asOwn(setting, secret.party, sumIdentity(statement.kind, rows)), onK, -1n);
  const inner =
    aspects(statement.kind).primal && setting.split === undefined
      ? runFrom(
          INNER,
          onK.filter((i) => i % LIMBS === 0),
          1n,
        )
      : null;
  hide(state, "Phi", interpolate(sums), { size: domain.limbSize, masks: MASKS.runningSum });
  if (inner !== null) hide(state, "Psi", interpolate(inner), { size: domain.size, masks: MASKS.runningSum });
}

/** q. */
function divideIdentities(state: ProverState): void {
  const { domain } = state.setting;
  const values = Vector.of(ownIdentities(state, cosetGrid(state)));
  state.polynomials.set("q", quotientOnCoset(domain, values));
}

/** Evaluations at ζ and its rotations, y_e, W_e. */
function openAtZeta(state: ProverState): void {
  const { setting, secret, polynomials, scalars } = state;
  const { statement, domain } = setting;
  const zeta = state.challenges.get("zeta")!;
  const rotated = (root: bigint) => (root * zeta) % GROUP_ORDER;
  const open = (scalar: string, polynomial: string, at: bigint) => {
    const own = polynomials.get(polynomial);
    if (own !== undefined) scalars.set(scalar, evaluate(own, at));
  };
  for (const part of ownParts(setting, secret.party)) {
    for (const [limb, root] of powersFrom(domain.limbGenerator, LIMBS).entries())
      open(`l/${part}/${limb}`, `l/${part}`, rotated(root));
  }
  open("Phi+", "Phi", rotated(domain.limbGenerator));
  open("Psi+", "Psi", rotated(domain.generator));
  open("N", "N", zeta);
  open("x", "x", zeta);
  if (!aspects(statement.kind).dual) return;
  const name = `e/${secret.party}`;
  const { coefficients } = combineIdentities(companyIdentities(setting, secret.party), ownPlace(state));
  const weighted = combine([[coefficients.get(name) ?? 0n, polynomials.get(name)!]]);
  scalars.set("y", evaluate(weighted, zeta));
  polynomials.set("We", divideByLinear(weighted, zeta));
}

/** ζ as this company's part sees it. */
function ownPlace({ setting, secret, scalars, whole, challenges }: ProverState): Place {
  return companyPlace(setting, secret.party, { own: scalars, point: whole.get("x") ?? null, challenges });
}

function contextOf(state: ProverState): LineContext {
  const identities = companyIdentities(state.setting, state.secret.party);
  return lineContext(identities, ownPlace(state), state);
}

/** W. */
function openTogether(state: ProverState): void {
  state.polynomials.set("W", firstQuotient(state.polynomials, contextOf(state)));
}

/** W′. */
function divideOpening(state: ProverState): void {
  state.polynomials.set("W'", lastQuotient(state.polynomials, contextOf(state)));
}
