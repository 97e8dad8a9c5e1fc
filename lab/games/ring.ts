// Attacks on `multi-party`. The masked ring is the countermeasure: against it the holders' attacks
// must find nothing.
import { noMeter } from "../../client/engines/cost-meter.ts";
import { drawLambda } from "../../client/engines/multi-party/mixing.ts";
import { drawMonomial, SEED_BYTES } from "../../client/engines/multi-party/monomial.ts";
import { addToRing, type RingMode, ringMask } from "../../client/engines/multi-party/ring.ts";
import { type HolderShape, type RingShape, ringShape } from "../../client/engines/multi-party/shape.ts";
import { allRows } from "../../client/lp/model/normal.ts";
import { balanced } from "../../client/math/field.ts";
import { addModulo, type Matrix, mapMatrix, transposeTimes } from "../../client/math/matrix.ts";
import { matchColumns, recoverCosts } from "../attacks/column-match.ts";
import { remainingPart } from "../attacks/insider.ts";
import { nameColumns, unlockWithOwnCosts } from "../attacks/own-costs.ts";
import { prefixRegion } from "../attacks/prefix-region.ts";
import { scorePositions, scoreRows } from "../attacks/score.ts";
import { halfSpaces } from "../attacks/slack-inverse.ts";
import { ringPrefix } from "../attacks/views.ts";
import { inequalitiesOf } from "./problems.ts";
import type { RecordedMasked } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";

/** What a holder added to the ring, which it knows. */
function ownPart({ dealt, randoms }: RecordedMasked, shape: RingShape, holder: HolderShape): Matrix {
  const zeros = Array.from({ length: shape.rows }, () => new Array<bigint>(shape.width).fill(0n));
  // The dealer draws λ; it travels with the partial sums, so every holder knows it.
  const lambda = drawLambda(shape, randoms[shape.dealer.party]!.fork("lambda"));
  const before = { lambda, partial: zeros };
  const step = { rows: dealt.parties[holder.party]!, random: randoms[holder.party]!, meter: noMeter };
  return addToRing(shape, holder, before, step).after.partial;
}

/**
 * The ring's total as its last holder, the representative, has it: what it received plus its own
 * part.
 */
function totalOf(recorded: RecordedMasked, shape: RingShape): Matrix {
  const { dealt, transcript } = recorded;
  const { partial } = ringPrefix(dealt.round, transcript, shape.representative.party)!;
  return mapMatrix(addModulo(partial, ownPart(recorded, shape, shape.representative), shape.modulus), (value) =>
    balanced(value, shape.modulus),
  );
}

/** The half-spaces of one holder, from the part that it added or is believed to have added. */
function regionOf(shape: RingShape, victim: HolderShape, part: Matrix): Matrix {
  const own = shape.variables + victim.firstSlack;
  const partial = part.map((row) => [
    ...row.slice(0, shape.variables),
    ...row.slice(own, own + victim.slacks),
    row.at(-1)!,
  ]);
  return prefixRegion({ partial, variables: shape.variables, holders: [victim] }).inequalities;
}

/** M_kᵀŵ_k of every holder, from its own rows and multipliers, at the scale of the certificate. */
function dualParts({ dealt, outcomes }: RecordedMasked, shape: RingShape): Matrix[] {
  return shape.holders.map(({ party }) => {
    const outcome = outcomes[party]!;
    const multipliers = outcome.kind === "optimal" ? outcome.multipliers : [];
    return [
      transposeTimes(
        allRows(dealt.parties[party]!).coefficients.slice(0, multipliers.length),
        multipliers,
        shape.variables,
      ),
    ];
  });
}

/** ẑ = c + Σ M_kᵀŵ_k, which the settlement publishes. */
function reducedCosts(recorded: RecordedMasked): bigint[] {
  const shape = ringShape(recorded.dealt.round);
  const scale = 10n ** BigInt(recorded.dealt.round.decimals.multiplier);
  const costs = recorded.dealt.parties[shape.owner]!.objective!;
  const parts = dualParts(recorded, shape);
  return costs.map((cost, j) => parts.reduce((sum, part) => sum + part[0]![j]!, cost * scale));
}

/**
 * All attacks on one run. Uniform numbers are slow to put into echelon form, so `controls` false
 * leaves out the controls that do so.
 */
export async function attackRing(ring: RingMode, recorded: RecordedMasked, controls: boolean): Promise<Result[]> {
  const { dealt, transcript, randoms, masked } = recorded;
  const { round, parties } = dealt;
  const shape = ringShape(round);
  const { variables, dealer, representative } = shape;
  const inequalities = (holders: readonly HolderShape[]) =>
    holders.flatMap(({ party }) => inequalitiesOf(parties[party]!));
  const on = (rest: Omit<Attack, "engine" | "problem" | "control">, control = ring === "masked"): Attack => ({
    engine: `multi-party/${ring}`,
    problem: dealt.problem.name,
    control,
    ...rest,
  });
  const rowsFound = (attack: Attack, attempt: () => Matrix, truth: Matrix) =>
    measureAttack(attack, attempt, (found) => scoreRows(found, truth, true), truth.length);

  const prefix = (viewer: HolderShape, attacker: string) => {
    const seen = ringPrefix(round, transcript, viewer.party)!;
    return rowsFound(
      on({
        attack: "prefix region",
        attacker,
        alone: true,
        target: "inequalities of the holders before",
        precision: "up to a factor",
      }),
      () => prefixRegion(seen).inequalities,
      inequalities(seen.holders),
    );
  };

  /** All holders but one combine their parts; the dealer, if it is among them, adds the mask. */
  const insider = (victim: HolderShape, attacker: string, control: boolean) => {
    const parts = shape.holders.filter((holder) => holder !== victim).map((h) => ownPart(recorded, shape, h));
    const knowsMask = ring === "masked" && victim !== dealer;
    if (knowsMask) parts.push(ringMask(shape, randoms[dealer.party]!.fork("ring mask").bytes(SEED_BYTES)));
    return rowsFound(
      on(
        {
          attack: "insider",
          attacker,
          alone: false,
          target: "inequalities of the holder left out",
          precision: "up to a factor",
        },
        control,
      ),
      () => regionOf(shape, victim, remainingPart(totalOf(recorded, shape), parts, shape.modulus)),
      inequalities([victim]),
    );
  };

  // Only to score: Q, which the dealer drew.
  const q = drawMonomial(variables, randoms[dealer.party]!.fork("Q"));
  const disguisedTruth = inequalities(shape.holders).map((row) => [
    ...transposeTimes(q, row.slice(0, -1), variables),
    row.at(-1)!,
  ]);
  const costs = parties[shape.owner]!.objective!;

  const ofOwner = { attacker: "owner of the objective", alone: true, target: "inequalities of all holders" };
  const seenByOwner = () =>
    halfSpaces(
      masked.matrix.map((row, i) => [...row, masked.rhs[i]!]),
      Array.from({ length: shape.slacks }, (_, s) => variables + s),
    ).inequalities;

  const inTheClear =
    ring === "masked" && !controls
      ? []
      : [
          await prefix(shape.holders[1]!, "second holder"),
          await prefix(representative, "representative (last holder)"),
          await insider(dealer, "all holders but the dealer", ring === "masked"),
        ];
  return [
    ...inTheClear,
    await insider(shape.holders[1]!, "dealer and representative together", false),
    await measureAttack(
      on(
        { attack: "insider", attacker: "all holders together", alone: false, target: "costs", precision: "exact" },
        false,
      ),
      () => remainingPart([reducedCosts(recorded)], dualParts(recorded, shape), null)[0]!,
      (found) =>
        scorePositions(
          found,
          costs.map((cost) => cost * 10n ** BigInt(round.decimals.multiplier)),
        ),
      variables,
    ),
    await measureAttack(
      on({
        attack: "column match",
        attacker: "representative, if shown BA′Q and CᵀQ as in the paper",
        alone: false,
        target: "costs",
        precision: "exact",
      }),
      () => {
        const ofVariables = (matrix: Matrix) => matrix.map((row) => row.slice(0, variables));
        const matches = matchColumns(ofVariables(totalOf(recorded, shape)), ofVariables(masked.matrix));
        return recoverCosts(masked.costs.slice(0, variables), matches);
      },
      (found) => scorePositions<bigint | null>(found, costs),
      variables,
    ),
    await measureAttack(
      on({ ...ofOwner, attack: "slack inverse", precision: "up to column order and scale" }, false),
      seenByOwner,
      (found) => scoreRows(found, disguisedTruth, true),
      disguisedTruth.length,
    ),
    await rowsFound(
      on({ ...ofOwner, attack: "own costs as the key", precision: "up to a factor" }, false),
      () => unlockWithOwnCosts(seenByOwner(), nameColumns(masked.matrix, masked.costs.slice(0, variables), costs)),
      inequalities(shape.holders),
    ),
  ];
}
