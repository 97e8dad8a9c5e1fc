// Every mutation of test/support/certificate-mutations.ts on the contract: it is refused for its
// documented reason, as the client's verifier refuses it (test/certificate/soundness.test.ts).
import { expect } from "chai";
import type { Result } from "ethers";
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import type { Certificate, OptimalOutcome } from "../../client/certificate/types.ts";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import { FIELD_MODULUS } from "../../client/crypto/curve/bn254.ts";
import { CertificateError } from "../../client/errors.ts";
import type { Statement } from "../../client/round/statement.ts";
import { buildRound, proveAll, testSeed } from "../support/certificate.ts";
import { mutations } from "../support/certificate-mutations.ts";
import { type Chain, createChain, type Refusal, verifyOnChain } from "../support/chain.ts";
import { editWord } from "../support/mutation-collector.ts";
import { sampled } from "../support/sampled.ts";
import { violatedRound } from "../support/violated-round.ts";

describe("differential: every changed field on the contract", function () {
  this.timeout(240_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  for (const kind of sampled(["optimal", "infeasible", "unbounded"] as const, 3)) {
    it(`is refused for its reason: ${kind}`, async () => {
      const shape = { kind, columns: 2, inequalities: [2, 1], equalities: [1, 0], owner: 1, noisy: true };
      for (const { name, statement, certificate, code, index } of mutations(buildRound(shape, `contract ${kind}`))) {
        const answer = await verifyOnChain(chain, statement, certificate);
        expect("name" in answer, name).to.equal(true);
        const { name: reason, args } = answer as Refusal;
        expect([reason, args.map(Number)], name).to.deep.equal([code, index === undefined ? [] : [index]]);
      }
    });
  }
});

describe("differential: what violated rows are worth", () => {
  it("is limited on the contract", async () => {
    const chain = await createChain();
    const [within, beyond] = [violatedRound(0n), violatedRound(-1n)];
    const accepted = (await verifyOnChain(chain, within.statement, within.certificate)) as Result;
    expect([accepted[2], accepted[3]], "gap and violation").to.deep.equal([0n, 5n * 10n ** 9n]);
    expect(await verifyOnChain(chain, beyond.statement, beyond.certificate)).to.include({ name: "ViolationTooLarge" });
  });
});

describe("differential: parties of several blocks", function () {
  this.timeout(240_000);
  /**
   * Party 0 has 130 inequalities and 6 equalities; the equalities lie in its second block. The
   * columns take two blocks.
   */
  const SHAPE = { columns: 130, inequalities: [130, 1], equalities: [6, 0], owner: 1 };
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  async function verdictOf(statement: Statement, certificate: Certificate): Promise<string> {
    const answer = await verifyOnChain(chain, statement, certificate);
    if (!("name" in answer)) return "accepted";
    const { name, args } = answer as Refusal;
    return args.length === 0 ? name : `${name}(${args[0]})`;
  }

  for (const kind of sampled(["optimal", "infeasible", "unbounded"] as const, 3, 1)) {
    it(`are accepted, and refused for what is wrong in a second block: ${kind}`, async () => {
      const { statement, certificate, bounds } = buildRound({ kind, ...SHAPE }, `second ${kind}`);
      expect(await verdictOf(statement, certificate)).to.equal("accepted");
      const [, second, , rows] = certificate.blocks;
      expect([second!.length, certificate.blocks.length]).to.deep.equal([2 + 64 * 2 * 4, 5]);
      expect(
        await verdictOf(
          statement,
          editWord(certificate, 1, 3, (y) => FIELD_MODULUS - y),
        ),
      ).to.equal("GeneratorInvalid(130)");
      expect(
        await verdictOf(
          statement,
          editWord(certificate, 1, 0, (word) => word ^ (1n << 255n)),
        ),
      ).to.equal(kind === "infeasible" ? "ReducedCostNegative(129)" : "BoundExceeded(129)");
      // Rows 128 and 129 are inequalities, 130 to 135 equalities: 8 points, then the values.
      const width = (rows!.length - 2 - 64 * 16) / 64 / 8;
      expect(width).to.equal(kind === "infeasible" ? 1 : 2);
      const value = (row: number) => 16 + (row - 128) * width;
      if (kind !== "unbounded") {
        const negative = (row: number) => editWord(certificate, 3, value(row), () => -1n);
        expect(await verdictOf(statement, negative(129))).to.equal("MultiplierNegative");
        expect(await verdictOf(statement, negative(130))).to.equal("StatementMismatch");
      }
      if (kind === "infeasible") return;
      // Up to the bound of this very column, which is larger than that of the first block's first
      // column.
      expect(bounds[128]! > bounds[0]!).to.equal(true);
      const moved = (x: bigint) => editWord(certificate, 1, 0, (word) => BigInt.asUintN(160, word) | (x << 160n));
      expect(await verdictOf(statement, moved(bounds[128]!))).to.equal("StatementMismatch");
      expect(await verdictOf(statement, moved(bounds[128]! + 1n))).to.equal("BoundExceeded(129)");
      const slack = (row: number) =>
        editWord(certificate, 3, value(row) + (kind === "optimal" ? 1 : 0), (word) => word + (1n << 96n));
      expect(await verdictOf(statement, slack(129))).to.equal("StatementMismatch");
      expect(await verdictOf(statement, slack(130))).to.equal("SlackInvalid");
      expect(await verdictOf(statement, slack(135))).to.equal("SlackInvalid");
    });
  }

  it("refuse a slack that an honest prover would prove on an equality row of a second block", async () => {
    const round = buildRound({ kind: "optimal", ...SHAPE }, "second slack");
    const { statement, bounds, rows, committed } = round;
    const outcome = round.outcome as OptimalOutcome;
    const moved = (values: readonly (readonly bigint[])[]) => [
      values[0]!.with(132, values[0]![132]! + 500n),
      values[1]!,
    ];
    const changed = { ...outcome, slacks: moved(outcome.slacks), residuals: moved(outcome.residuals) };
    const proofs = proveAll(statement, changed, rows, committed, testSeed("slack"));
    const points = committed.map((own) => own.points);
    const certificate = assembleCertificate({ statement, bounds, outcome: changed, points }, proofs);
    expect(await verdictOf(statement, certificate)).to.equal("SlackInvalid");
    expect(() => verifyCertificate(statement, certificate))
      .to.throw(CertificateError)
      .with.property("code", "SlackInvalid");
  });
});
