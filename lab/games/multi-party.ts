// Attacks on `multi-party`. `masked` is the countermeasure to what holders find in `plain`: against
// it these attacks must find nothing.
import { noMeter } from "../../client/engines/cost-meter.ts";
import { drawPart } from "../../client/engines/multi-party/contribution.ts";
import type { Variant } from "../../client/engines/multi-party/engine.ts";
import { sumModulo } from "../../client/engines/multi-party/masked/shares.ts";
import { drawLambda } from "../../client/engines/multi-party/mixing.ts";
import { drawMonomial } from "../../client/engines/multi-party/monomial.ts";
import { balance } from "../../client/engines/multi-party/residues.ts";
import { type ConsortiumShape, consortiumShape } from "../../client/engines/multi-party/shape.ts";
import type { HolderShape } from "../../client/engines/multi-party/sizes.ts";
import { allRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { type Matrix, transposeTimes } from "../../client/math/matrix.ts";
import { matchColumns, recoverCosts } from "../attacks/column-match.ts";
import { remainingPart } from "../attacks/insider.ts";
import { nameColumns, unlockWithOwnCosts } from "../attacks/own-costs.ts";
import { prefixRegion } from "../attacks/prefix-region.ts";
import { scorePositions, scoreRows } from "../attacks/score.ts";
import { joinShares, unlockWithMonomial } from "../attacks/shared-monomial.ts";
import { halfSpaces } from "../attacks/slack-inverse.ts";
import { sparseRows } from "../attacks/sparse-rows.ts";
import { ringPrefix, type SeenParts, sharesOfQ, sharesSeen, sharesTogether } from "../attacks/views.ts";
import { inequalitiesOf } from "./problems.ts";
import type { RecordedMasked } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";

/** A holder's own part of the sum: it knows that itself. */
function ownPart(
  variant: Variant,
  { dealt, randoms }: RecordedMasked,
  shape: ConsortiumShape,
  holder: HolderShape,
): Matrix {
  // In `plain`, λ is the dealer's; it travels with the partial sums, so every holder has it.
  const drawer = variant === "plain" ? shape.dealer : holder;
  const lambda = drawLambda(shape, randoms[drawer.party]!.fork("lambda"));
  const own = { rows: dealt.parties[holder.party]!, random: randoms[holder.party]!, meter: noMeter };
  return drawPart(shape, holder, lambda, own).part;
}

/**
 * The sum of all parts as the representative has it: what it received and its own part. In `masked`
 * the others' masks are on it.
 */
function totalOf(variant: Variant, recorded: RecordedMasked, shape: ConsortiumShape): Matrix {
  const { dealt, transcript } = recorded;
  const { round } = dealt;
  const received =
    variant === "plain" ? [ringPrefix(round, transcript, shape.representative.party)!] : sharesSeen(round, transcript);
  const total = [ownPart(variant, recorded, shape, shape.representative), ...received.map(({ partial }) => partial)];
  return balance(sumModulo(total, shape), shape);
}

/** The half-spaces of one holder in a part that is its own, or is believed to be. */
function regionOf(shape: ConsortiumShape, victim: HolderShape, part: Matrix): Matrix {
  const own = shape.variables + victim.firstSlack;
  const partial = part.map((row) => [
    ...row.slice(0, shape.variables),
    ...row.slice(own, own + victim.slacks),
    row.at(-1)!,
  ]);
  return prefixRegion({ partial, variables: shape.variables, holders: [victim] }).inequalities;
}

/** M_kᵀŵ_k of every holder, from its own rows and multipliers, at the scale of the certificate. */
function dualParts({ dealt, outcomes }: RecordedMasked, shape: ConsortiumShape): Matrix[] {
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
  const shape = consortiumShape(recorded.dealt.round);
  const scale = 10n ** BigInt(recorded.dealt.round.decimals.multiplier);
  const costs = recorded.dealt.parties[shape.owner]!.objective!;
  const parts = dualParts(recorded, shape);
  return costs.map((cost, j) => parts.reduce((sum, part) => sum + part[0]![j]!, cost * scale));
}

/**
 * All attacks on one run; the controls that solve uniform numbers can be left to small problems.
 */
export async function attackMultiParty(
  variant: Variant,
  recorded: RecordedMasked,
  controls: boolean,
): Promise<Result[]> {
  const { dealt, transcript, randoms, masked } = recorded;
  const { round, parties } = dealt;
  const shape = consortiumShape(round);
  const { variables, dealer, representative } = shape;
  const inequalities = (holders: readonly HolderShape[]) =>
    holders.flatMap(({ party }) => inequalitiesOf(parties[party]!));
  const on = (rest: Omit<Attack, "engine" | "problem" | "control">, control = variant === "masked"): Attack => ({
    engine: `multi-party/${variant}`,
    problem: dealt.problem.name,
    control,
    ...rest,
  });
  const rowsFound = (attack: Attack, attempt: () => Matrix | Promise<Matrix>, truth: Matrix) =>
    measureAttack(attack, attempt, (found) => scoreRows(found, truth, true), truth.length);

  const prefix = (seen: SeenParts, attacker: string) =>
    rowsFound(
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

  /** All holders but one subtract their parts from the sum. */
  const insider = (victim: HolderShape, attacker: string) => {
    const parts = () =>
      shape.holders.filter((holder) => holder !== victim).map((h) => ownPart(variant, recorded, shape, h));
    return rowsFound(
      on({
        attack: "insider",
        attacker,
        alone: false,
        target: "inequalities of the holder left out",
        precision: "up to a factor",
      }),
      () => regionOf(shape, victim, remainingPart(totalOf(variant, recorded, shape), parts(), shape.modulus)),
      inequalities([victim]),
    );
  };

  const ofVariables = (matrix: Matrix) => matrix.map((row) => row.slice(0, variables));
  /** `masked`: dealer and representative have (B_·i + λ_iE_i)A′_i of the holders between them. */
  const together = async (): Promise<Result[]> => {
    const attacker = "dealer and representative together";
    const [seen] = sharesTogether(round, transcript);
    const between = shape.holders.slice(1, 2);
    const truth = inequalities(between);
    const coefficients = allRows(parties[between[0]!.party]!).coefficients;
    const ofRows = "rows of the holder between them, coefficients only";
    const target = "inequalities of the holder between them";
    return [
      await measureAttack(
        on({ attack: "sparse rows", attacker, alone: false, target: ofRows, precision: "up to a factor" }, false),
        () => sparseRows(ofVariables(seen!.partial), 0, highsSolver),
        (found) => scoreRows(found, coefficients, false),
        coefficients.length,
      ),
      ...(controls
        ? [
            await rowsFound(
              on({ attack: "insider", attacker, alone: false, target, precision: "up to a factor" }),
              () => regionOf(shape, between[0]!, seen!.partial),
              truth,
            ),
          ]
        : []),
    ];
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

  const ofHolders =
    variant === "plain"
      ? [
          await prefix(ringPrefix(round, transcript, shape.holders[1]!.party)!, "second holder"),
          await prefix(ringPrefix(round, transcript, representative.party)!, "representative (last holder)"),
          await insider(dealer, "all holders but the dealer"),
          await insider(shape.holders[1]!, "dealer and representative together"),
        ]
      : [
          ...(controls
            ? [
                await prefix(sharesSeen(round, transcript)[0]!, "representative"),
                await insider(dealer, "all holders but the dealer"),
              ]
            : []),
          ...(await together()),
        ];
  return [
    ...ofHolders,
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
        attacker: "representative, were it shown BA′Q and CᵀQ as in the paper",
        alone: false,
        target: "costs",
        precision: "exact",
      }),
      () => {
        const matches = matchColumns(ofVariables(totalOf(variant, recorded, shape)), ofVariables(masked.matrix));
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
    await rowsFound(
      on(
        {
          ...{ ...ofOwner, attacker: "owner and representative together", alone: false },
          ...{ attack: "shares of Q", precision: "up to a factor" },
        },
        false,
      ),
      () => {
        const { first, second } = sharesOfQ(variant, round, transcript);
        const joined = joinShares(first, second, variant === "masked" ? shape.modulus : null);
        return unlockWithMonomial(seenByOwner(), joined);
      },
      inequalities(shape.holders),
    ),
  ];
}
