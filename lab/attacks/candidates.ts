// The attacker's side of the distinguishing game: she disguises a candidate program herself, by the
// public rules of an engine.
import { noMeter } from "../../client/engines/cost-meter.ts";
import { drawPart } from "../../client/engines/multi-party/contribution.ts";
import { sumModulo } from "../../client/engines/multi-party/masked/shares.ts";
import { drawLambda } from "../../client/engines/multi-party/mixing.ts";
import { drawMonomial } from "../../client/engines/multi-party/monomial.ts";
import { balance } from "../../client/engines/multi-party/residues.ts";
import { consortiumShape } from "../../client/engines/multi-party/shape.ts";
import { maskedCosts } from "../../client/engines/two-party/bob.ts";
import { drawDisguise, timesQ } from "../../client/engines/two-party/disguise.ts";
import { twoPartyShape, withSlacks } from "../../client/engines/two-party/shape.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { allRows } from "../../client/lp/model/normal.ts";
import { type Matrix, multiply, transposeTimes } from "../../client/math/matrix.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import type { Candidate } from "./distinguish.ts";

/** `two-party`: N̂ and Ĉ as Alice would see them. `parties` are the candidate's rows, by party. */
export function twoPartyCandidate(round: PublicRound, parties: readonly PartyRows[]): Candidate {
  const shape = twoPartyShape(round);
  const { alice, bob, unit, width } = shape;
  const rows = [alice, bob].flatMap((party) => withSlacks(shape, allRows(parties[party]!).coefficients, party, unit));
  return (random) => {
    const disguise = drawDisguise(shape, random);
    return {
      matrix: timesQ(multiply(disguise.k, rows, width), disguise),
      costs: maskedCosts(shape, parties[bob]!.objective ?? [], disguise),
    };
  };
}

/** `multi-party`: [BA′Q BM′] and (CᵀQ, 0) as the owner of the objective would see them. */
export function multiPartyCandidate(round: PublicRound, parties: readonly PartyRows[]): Candidate {
  const shape = consortiumShape(round);
  const { variables, owner } = shape;
  return (random) => {
    const parts = shape.holders.map((holder): Matrix => {
      const own = random.fork(`holder ${holder.party}`);
      const lambda = drawLambda(shape, own.fork("lambda"));
      return drawPart(shape, holder, lambda, { rows: parties[holder.party]!, random: own, meter: noMeter }).part;
    });
    const exact = balance(sumModulo(parts, shape), shape);
    const q = drawMonomial(variables, random.fork("Q"));
    const product = multiply(
      exact.map((row) => row.slice(0, variables)),
      q,
      variables,
    );
    return {
      matrix: product.map((row, i) => [...row, ...exact[i]!.slice(variables, -1)]),
      costs: [
        ...transposeTimes(q, parties[owner]!.objective ?? [], variables),
        ...new Array<bigint>(shape.slacks).fill(0n),
      ],
    };
  };
}
