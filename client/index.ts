// What the package offers to programs: `import … from "concordat"`. The list is pinned by test/public-api.test.ts; whatever is not
// here may change without notice.

export { type Advice, isSearchable, type Leakage, leakageOf } from "./attacks/leakage.ts";
export { messageDigest, partyCommitment } from "./certificate/commit.ts";
export { paramsDigest, type RoundParams, statementOf } from "./certificate/params.ts";
export type { Certificate, PublicOutcome, RoundId, Statement, Verdict } from "./certificate/types.ts";
export { verifyCertificate } from "./certificate/verify.ts";
export { coordinatorAbi } from "./chain/abi.ts";
export { type Agreement, engineDigest, type Periods, roundParams } from "./chain/params.ts";
export {
  PHASES,
  type Phase,
  type RoundState,
  readCredit,
  readMessageDigest,
  readOutcome,
  readParams,
  readState,
  readStatement,
  type SettledOutcome,
  type Waiting,
  waitForState,
} from "./chain/read.ts";
export type { ChainSession, Mined } from "./chain/session.ts";
export { commitRound, expireRound, openRound, postDigest, settleRound, withdrawBonds } from "./chain/transact.ts";
export { createWorkPool, type WorkPool } from "./crypto/paillier/pool.ts";
export {
  CertificateError,
  ChainError,
  ConcordatError,
  CryptoError,
  InputError,
  type InputPlace,
  ProtocolError,
  SolverError,
} from "./errors.ts";
export type { Tolerances } from "./lp/exact/tolerances.ts";
export type { Model } from "./lp/model.ts";
export type { Decimals, PartyRows } from "./lp/normal.ts";
export { toPartyRows } from "./lp/normalise.ts";
export { type Announcement, announce, combine, type PublicProgram } from "./lp/program.ts";
export { type ProgramFormat, readProgram, readProgramText } from "./lp/readers/read.ts";
export { type ScaleRequest, type Scales, scalesOf } from "./lp/scales.ts";
export { toUserOutcome, type UserOutcome } from "./lp/user-outcome.ts";
export { createRandom, type Random } from "./math/random.ts";
export { type Channel, connectInProcess } from "./node/channel.ts";
export { type Artifacts, loadArtifacts } from "./node/deploy/artifacts.ts";
export { type Deployment, type DeploymentRequest, deployContracts } from "./node/deploy/deploy.ts";
export { type PartyEvent, type PartyInput, runParty } from "./node/round/run-party.ts";
export type { PartyResult } from "./node/round/settled.ts";
export { type CostMeter, createCostMeter, noMeter } from "./protocol/cost-meter.ts";
export type { Engine, PublicRound, ScheduleEntry } from "./protocol/engine.ts";
export { createEngine, ENGINE_NAMES, type EngineName } from "./protocol/engines.ts";
export { roundSchedule } from "./protocol/schedule.ts";
