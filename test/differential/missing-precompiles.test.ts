// The certificate's verifier cannot be deployed where its sums would be left as they are.
import { expect } from "chai";
import { decodeErrorResult, type Hex, parseAbi } from "viem";
import { loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { deployWithout } from "../support/missing-precompiles.ts";

describe("a chain without the precompiled contracts of bn254", () => {
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
