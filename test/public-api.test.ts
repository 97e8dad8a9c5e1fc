// The package's values by name, so that none appears or disappears by accident. Types are checked by the consumer in test/e2e/package.test.ts.
import { expect } from "chai";
import * as api from "../client/index.ts";

const NAMES = `
CertificateError ChainError ConcordatError CryptoError ENGINE_NAMES InputError PHASES ProtocolError SolverError
announce combine commitRound connectInProcess coordinatorAbi createCostMeter createEngine createRandom createWorkPool
deployContracts engineDigest expireRound loadArtifacts messageDigest noMeter openRound paramsDigest partyCommitment
postDigest readCredit readMessageDigest readOutcome readParams readProgram readProgramText readState readStatement roundParams roundSchedule
runParty scalesOf settleRound statementOf toPartyRows toUserOutcome verifyCertificate withdrawBonds
`;

describe("public API", () => {
  it("is the list pinned here", () => {
    expect(Object.keys(api).sort()).to.deep.equal(NAMES.trim().split(/\s+/).sort());
  });
});
