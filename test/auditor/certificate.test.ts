// The auditor's verifier: an independent reading of docs/certificate.md that must agree with the
// client's on every input.
import { expect } from "chai";
import { verifyCertificate as verifyAsAuditor } from "../../auditor/certificate/verify.ts";
import { CertificateRefusal } from "../../auditor/errors.ts";
import type { Certificate } from "../../client/certificate/types.ts";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import type { Statement } from "../../client/round/statement.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { buildRound, type RoundShape } from "../support/certificate.ts";
import { mutations } from "../support/certificate-mutations.ts";
import { statementArgument } from "../support/chain.ts";
import { statementMutations } from "../support/mutations.ts";
import { violatedRound } from "../support/violated-round.ts";

const KINDS: readonly Kind[] = ["optimal", "infeasible", "unbounded"];
const SHAPE = { columns: 3, inequalities: [2, 1], equalities: [1, 1], owner: 1, noisy: true };

/** The auditor's verdict: the outcome, or its reason for refusing. */
function audit(statement: Statement, { header, blocks }: Certificate): unknown {
  try {
    return verifyAsAuditor(statementArgument(statement) as never, header, blocks).outcome;
  } catch (error) {
    if (error instanceof CertificateRefusal) return { code: error.code, index: error.index };
    throw error;
  }
}

describe("auditor: certificates", function () {
  this.timeout(180_000);

  it("limits what violated rows may be worth, as the client does", () => {
    const [within, beyond] = [violatedRound(0n), violatedRound(-1n)];
    expect(audit(within.statement, within.certificate)).to.include({ gap: 0n, violation: 5n * 10n ** 9n });
    expect(verifyCertificate(within.statement, within.certificate)).to.include({ gap: 0n, violation: 5n * 10n ** 9n });
    expect(audit(beyond.statement, beyond.certificate)).to.deep.equal({ code: "ViolationTooLarge", index: undefined });
    expect(() => verifyCertificate(beyond.statement, beyond.certificate))
      .to.throw()
      .with.property("code", "ViolationTooLarge");
  });

  for (const kind of KINDS) {
    it(`accepts what the client accepts, with the same outcome: ${kind}`, () => {
      const shapes: RoundShape[] = [
        { kind, ...SHAPE },
        { kind, columns: 1, inequalities: [1, 0, 0], equalities: [0, 0, 1], owner: 1 },
        { kind, columns: 130, inequalities: [129, 1], equalities: [0, 2], owner: 0 },
      ];
      for (const [run, shape] of shapes.entries()) {
        const { statement, certificate } = buildRound(shape, `auditor ${kind} ${run}`);
        const { objective, gap, violation, maxResidual } = verifyCertificate(statement, certificate);
        expect(audit(statement, certificate)).to.deep.equal({
          kind: KINDS.indexOf(kind),
          objective,
          gap,
          violation,
          maxResidual,
          statementDigest: certificate.header.statementDigest,
        });
      }
    });

    it(`refuses every changed field for the documented reason: ${kind}`, () => {
      const all = mutations(buildRound({ kind, ...SHAPE }, `auditor ${kind}`));
      expect(all.length).to.be.greaterThan(100);
      for (const { name, statement, certificate, code, index } of all) {
        expect(audit(statement, certificate), name).to.deep.equal({ code, index });
      }
    });

    it(`agrees with the client on every changed part of the statement: ${kind}`, () => {
      const { statement, certificate } = buildRound({ kind, ...SHAPE }, `auditor ${kind}`);
      for (const [what, changed] of statementMutations(statement)) {
        let expected: unknown;
        try {
          expected = verifyCertificate(changed, certificate).objective;
        } catch (error) {
          expected = (error as { code: string }).code;
        }
        const answer = audit(changed, certificate) as { code?: string; objective?: bigint };
        expect(answer.code ?? answer.objective, what).to.equal(expected);
      }
    });
  }
});
