// The values that the package exports, by name, so that none appears or disappears by accident. The
// consumer in test/e2e/package.test.ts checks the types.
import { expect } from "chai";
import * as concordat from "../client/index.ts";
import * as verify from "../client/verify.ts";
import * as lab from "../lab/index.ts";

const NAMES = {
  concordat: `
    CertificateError ChainError ConcordatError CryptoError ENGINE_NAMES HomeError InputError NetworkError ProtocolError SolverError
    createRandom joinRound openRound readProgram readProgramText solveTogether`,
  "concordat/verify":
    "CertificateError ChainError ConcordatError InputError SealedError readRecord verifyRecord verifyRound",
  "concordat/lab": `
    ENGINE_NAMES announce callingThread combine combinePrograms consecutiveParts costLines createCostMeter createEngine createRandom
    createWorkPool formatCosts highsSolver noMeter partyCommitment readProgram readProgramText recoverDecoyChoice runEngine scalesOf
    solveExact splitProgram statementOf toPartyRows verifyCertificate`,
} as const;

describe("public API", () => {
  for (const [entry, values] of Object.entries({ concordat, "concordat/verify": verify, "concordat/lab": lab }))
    it(`${entry} is the list pinned here`, () => {
      const names = NAMES[entry as keyof typeof NAMES].trim().split(/\s+/);
      expect(Object.keys(values).sort()).to.deep.equal(names.sort());
    });
});
