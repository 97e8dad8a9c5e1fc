// Digests and challenges recomputed from the text of docs/certificate.md with another ABI encoder.
import { expect } from "chai";
import { AbiCoder, concat, dataSlice, keccak256, id as textHash } from "ethers";
import { equationWeights, proofChallenge, rowChallenge } from "../../client/certificate/statement.ts";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { paramsDigest } from "../../client/round/params.ts";
import { buildRound, testParams } from "../support/certificate.ts";

const coder = AbiCoder.defaultAbiCoder();
const tagged = (tag: string, types: string[], values: unknown[]) =>
  keccak256(coder.encode(["bytes32", ...types], [textHash(tag), ...values]));
const scalar = (digest: string) => BigInt(digest) % GROUP_ORDER;
const words = (count: number) => Array<string>(count).fill("uint256");

describe("certificate: digests", () => {
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`are those of the specification: ${kind}`, () => {
      const shape = { kind, columns: 3, inequalities: [2, 1], equalities: [0, 1], owner: 0 };
      const { statement, certificate } = buildRound(shape, `digests ${kind}`);
      const { header, blocks } = certificate;
      let digest = tagged(
        "concordat/statement/v1",
        [
          "uint256",
          "address",
          "uint256",
          "uint256",
          "bytes32",
          "bytes32",
          "int256",
          "int256",
          "uint256",
          "uint256",
          "uint256",
        ],
        [
          statement.chainId,
          statement.coordinator,
          statement.round,
          header.kind,
          statement.paramsDigest,
          keccak256(concat([...statement.commitments])),
          header.objective,
          header.dual,
          header.rho,
          header.cx,
          header.cy,
        ],
      );
      const [columns, ...rows] = blocks;
      digest = keccak256(concat([digest, dataSlice(columns!, 0, 3 * 32)]));
      for (const block of rows) digest = keccak256(concat([digest, dataSlice(block, 2 * 64)]));
      expect(header.statementDigest).to.equal(digest);
      expect(rowChallenge(header.statementDigest)).to.equal(
        scalar(tagged("concordat/alpha/v1", ["bytes32"], [digest])),
      );

      const proofs = header.proofs.map(({ ax, ay, a, aRay, z0, zh }) => [ax, ay, a, aRay, z0, zh]);
      const proofsDigest = keccak256(coder.encode([`tuple(${words(6).join(",")})[]`], [proofs]));
      let response = tagged("concordat/response/v1", ["bytes32", "bytes32"], [digest, proofsDigest]);
      response = keccak256(concat([response, dataSlice(columns!, 2 * 3 * 32)]));
      expect(header.responseDigest).to.equal(response);

      for (const [k, proof] of header.proofs.entries()) {
        const { ax, ay, a, aRay } = proof;
        const expected = tagged("concordat/challenge/v1", ["bytes32", ...words(5)], [digest, k, ax, ay, a, aRay]);
        expect(proofChallenge(header.statementDigest, k, proof)).to.equal(scalar(expected));
      }
      const weights = [0, 1, 2].map((k) =>
        scalar(tagged("concordat/weight/v1", ["bytes32", "uint256"], [response, k])),
      );
      expect(equationWeights(statement, header.responseDigest)).to.deep.equal(weights);
    });
  }

  it("bind the parameters as the contract encodes them", () => {
    const params = testParams({ kind: "optimal", columns: 3, inequalities: [2, 1], equalities: [0, 1], owner: 1 });
    const tuple =
      `tuple(address[],uint16[],uint16[],uint8,uint16,bytes32,bytes,uint8,uint8,uint8,uint96,uint160,uint160,bytes32,
      uint24,uint24,uint24,uint96,bytes32,bytes32)`.replace(/\s/g, "");
    const values = [
      params.parties,
      params.inequalities,
      params.equalities,
      params.objectiveOwner,
      params.columns,
      params.engine,
      params.schedule,
      params.coefficientDecimals,
      params.solutionDecimals,
      params.multiplierDecimals,
      params.residualTolerance,
      params.dualTolerance,
      params.gapTolerance,
      params.bounds,
      params.commitPeriod,
      params.exchangePeriod,
      params.settlePeriod,
      params.bond,
      params.terms,
      params.sealedKey,
    ];
    expect(paramsDigest(params)).to.equal(keccak256(coder.encode([tuple], [values])));
  });
});
