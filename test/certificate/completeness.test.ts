// True certificates of every kind and many shapes are accepted, with the right verdict.
import { expect } from "chai";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { buildRound, type RoundShape } from "../support/certificate.ts";

const KINDS: Kind[] = ["optimal", "infeasible", "unbounded"];

const SHAPES: Record<string, Omit<RoundShape, "kind">> = {
  "two parties": { columns: 4, inequalities: [2, 3], equalities: [1, 0], owner: 1 },
  "two parties, noisy answer": { columns: 5, inequalities: [3, 2], equalities: [1, 2], owner: 0, noisy: true },
  "three parties, one of which owns only the objective": {
    columns: 3,
    inequalities: [2, 2, 0],
    equalities: [0, 1, 0],
    owner: 2,
  },
  "a party with equality rows only": { columns: 4, inequalities: [0, 3], equalities: [2, 0], owner: 0 },
  "five parties": { columns: 6, inequalities: [1, 0, 2, 1, 1], equalities: [1, 1, 0, 0, 1], owner: 3 },
  "a single column": { columns: 1, inequalities: [1, 1], equalities: [0, 0], owner: 0 },
};

describe("certificate: completeness", () => {
  for (const kind of KINDS) {
    for (const [name, shape] of Object.entries(SHAPES)) {
      it(`accepts ${kind}: ${name}`, () => {
        const { statement, certificate, outcome, bounds } = buildRound({ kind, ...shape }, `completeness ${kind}`);
        const verdict = verifyCertificate(statement, certificate);
        expect(verdict.kind).to.equal(kind);
        if (outcome.kind === "infeasible") {
          expect(verdict).to.deep.equal({ kind, objective: 0n, gap: 0n, violation: 0n, maxResidual: 0n });
          return;
        }
        expect(verdict.objective).to.equal(outcome.objective);
        const sizes = outcome.residuals.flat().map((value) => (value < 0n ? -value : value));
        expect(verdict.maxResidual).to.equal(sizes.reduce((a, b) => (a > b ? a : b), 0n));
        if (outcome.kind === "optimal") {
          const rows = outcome.slacks.flatMap((own, k) => own.map((slack, i) => slack - outcome.residuals[k]![i]!));
          const terms = [
            ...outcome.reducedCosts.map((z, j) => z * (outcome.x[j]! - (z < 0n ? bounds[j]! : 0n))),
            ...outcome.multipliers.flat().map((w, i) => w * rows[i]!),
          ];
          expect(verdict.gap).to.equal(terms.reduce((sum, term) => (term > 0n ? sum + term : sum), 0n));
          const worth = outcome.multipliers.flat().map((w, i) => w * outcome.residuals.flat()[i]!);
          expect(verdict.violation).to.equal(worth.reduce((sum, term) => sum + (term < 0n ? -term : term), 0n));
        }
      });
    }
  }

  it("accepts statements of several column and row blocks", function () {
    this.timeout(120_000);
    for (const kind of KINDS) {
      const shape = { kind, columns: 150, inequalities: [129, 2], equalities: [3, 0], owner: 1 };
      const { statement, certificate } = buildRound(shape, `blocks ${kind}`);
      expect(certificate.blocks.length).to.equal(2 + 2 + 1);
      expect(verifyCertificate(statement, certificate).kind).to.equal(kind);
    }
  });
});
