// The certificate's verifier cannot be deployed where its sums would be left as they are.
import { expect } from "chai";
import { Interface } from "ethers";
import { decodeErrorResult, type Hex, parseAbi } from "viem";
import { loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { buildRound, type TestRound } from "../support/certificate.ts";
import { mutations } from "../support/certificate-mutations.ts";
import { statementArgument } from "../support/chain.ts";
import { callWithout, deployWithout } from "../support/missing-precompiles.ts";

const SHAPE = { kind: "infeasible", columns: 2, inequalities: [2, 1], equalities: [1, 0], owner: 1 } as const;

describe("a chain without the precompiled contracts of bn254", () => {
  it("would accept false certificates, if it had the verifier", async () => {
    const { CertificateVerifier } = await loadArtifacts();
    const code = CertificateVerifier.deployedBytecode as Hex;
    const verifier = new Interface(CertificateVerifier.abi);
    const round = buildRound(SHAPE, "missing precompiles");
    const refused = async (
      { statement, certificate }: Pick<TestRound, "statement" | "certificate">,
      missing: number[],
    ) => {
      const { header, blocks } = certificate;
      const data = verifier.encodeFunctionData("verify", [statementArgument(statement), header, blocks]);
      const { reverted, returned } = await callWithout(missing, code, data);
      return reverted ? verifier.parseError(returned)!.name : null;
    };
    expect(await refused(round, []), "a true one").to.equal(null);
    const forged = mutations(round).filter(({ code: reason }) => reason === "EquationFailed");
    expect(forged).not.to.have.length(0);
    for (const mutation of forged) {
      expect(await refused(mutation, []), mutation.name).to.equal("CertificateEquationFailed");
      expect(await refused(mutation, [6]), mutation.name).to.equal(null);
    }
  });

  it("refuses the deployment of the certificate's verifier", async () => {
    const { CertificateVerifier } = await loadArtifacts();
    const creation = CertificateVerifier.bytecode as Hex;
    expect((await deployWithout([], creation)).reverted).to.equal(false);
    for (const missing of [[6], [7], [6, 7]]) {
      const { reverted, returned } = await deployWithout(missing, creation);
      expect(reverted, missing.join(", ")).to.equal(true);
      const { errorName } = decodeErrorResult({ abi: parseAbi(["error BN254PrecompileFailed()"]), data: returned });
      expect(errorName).to.equal("BN254PrecompileFailed");
    }
  });
});
