// A prover that shares nothing with client/sealed/prover: what it proves is accepted, and what it
// forges is not.
import { expect } from "chai";
import { domainOf } from "../../client/sealed/domain.ts";
import { invert, power, reduce } from "../../client/sealed/field.ts";
import { evaluate, interpolate } from "../../client/sealed/polynomial.ts";
import { addUp, type Bivariate } from "../support/sealed-foreign-prover.ts";
import {
  foreignRound,
  foreignVerdict,
  hiddenOf,
  INFEASIBLE,
  OPTIMAL,
  UNBOUNDED,
} from "../support/sealed-foreign-round.ts";

describe("sealed: a foreign prover", function () {
  this.timeout(240_000);

  it("proves outcomes of every kind", () => {
    for (const { round, witness } of [OPTIMAL, INFEASIBLE, UNBOUNDED])
      expect(foreignVerdict(round, hiddenOf(round, witness)), round.statement.kind).to.equal("accepted");
  });

  it("forges where the secrets of the string are related, without knowing them", () => {
    // x = y = 0 is not optimal for max x + y; no prices, and V is whatever makes reduced costs 0.
    const round = foreignRound([[[20n, 1n, 1n]]], [-1n, -1n]);
    const { columns, rows } = hiddenOf({ ...round, costs: [0n, 0n] }, { x: [0n, 0n] });
    const size = round.statement.size;
    const mask = power(domainOf(size).generator, size - 2);
    const V = interpolate([0n, 1n, 1n, ...new Array<bigint>(size - 3).fill(0n)]);
    // With σ = τ^power, (X − β^power)·κ is a multiple of Y − β and may enter e_0.
    const forgery = (exponent: 1 | 2) => {
      let kappa = 0n;
      return (name: string, honest: Bivariate, challenges: Readonly<Record<string, bigint>>): Bivariate => {
        const beta = challenges["beta"] ?? 0n;
        const root = power(beta, exponent);
        if (name === "V") return [V];
        if (name === "Q2") {
          const divided: Bivariate = [exponent === 1 ? [1n] : [beta, 1n]];
          return addUp([
            [1n, honest],
            [-challenges["mu0"]! * kappa, divided],
          ]);
        }
        if (name !== "e0") return honest;
        const before = evaluate(
          honest.map((row) => row[0]!),
          mask,
        );
        kappa = reduce((evaluate(V, beta) - before) * invert(reduce(mask - root)));
        return addUp([
          [1n, honest],
          [kappa, [[-root], [1n]]],
        ]);
      };
    };
    const numbers = { columns, rows };
    for (const exponent of [1, 2] as const) {
      const forge = forgery(exponent);
      const tau = 0x5eedn;
      const trapdoor = { sigma: power(tau, exponent), tau };
      expect(foreignVerdict(round, numbers, { forge, trapdoor }), `τ^${exponent}`).to.equal("accepted");
      expect(foreignVerdict(round, numbers, { forge }), "independent").to.equal("EquationFailed");
    }
  });
});
