// What the package offers to programs: `import … from "concordat"`. The list is pinned by test/public-api.test.ts; whatever is not
// here may change without notice.

export { type Artifacts, loadArtifacts } from "./app/deploy/artifacts.ts";
export { type Deployment, type DeploymentRequest, deployContracts } from "./app/deploy/deploy.ts";
export { partyCommitment } from "./certificate/commit.ts";
export type { Certificate, PublicOutcome, Verdict } from "./certificate/types.ts";
export { verifyCertificate } from "./certificate/verify.ts";
export { coordinatorAbi } from "./chain/coordinator/abi.ts";
export {
  readCredit,
  readMessageDigest,
  readOutcome,
  readParams,
  readState,
  readStatement,
  type SettledOutcome,
} from "./chain/coordinator/read.ts";
export {
  commitRound,
  expireRound,
  openRound,
  postDigest,
  settleRound,
  withdrawBonds,
} from "./chain/coordinator/transact.ts";
export type { ChainSession, Mined } from "./chain/session.ts";
export { createWorkPool, type WorkPool } from "./crypto/paillier/pool.ts";
export { type CostMeter, createCostMeter, noMeter } from "./engines/cost-meter.ts";
export type { Engine } from "./engines/engine.ts";
export { createEngine, ENGINE_NAMES, type EngineName } from "./engines/engines.ts";
export type { Advice, Leakage } from "./engines/leakage.ts";
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
export { type Announcement, announce, combine, type PublicProgram } from "./lp/joint/program.ts";
export { type ScaleRequest, type Scales, scalesOf } from "./lp/joint/scales.ts";
export { toUserOutcome, type UserOutcome } from "./lp/joint/user-outcome.ts";
export type { Model } from "./lp/model/model.ts";
export type { Decimals, PartyRows } from "./lp/model/normal.ts";
export { toPartyRows } from "./lp/model/normalise.ts";
export { type ProgramFormat, readProgram, readProgramText } from "./lp/readers/read.ts";
export { createRandom, type Random } from "./math/random.ts";
export { type Channel, connectInProcess } from "./network/channel.ts";
export type { PartyEvent } from "./play/drive/events.ts";
export type { PartyInput } from "./play/drive/input.ts";
export { runParty } from "./play/drive/run-party.ts";
export type { PartyResult } from "./play/drive/settled.ts";
export { roundSchedule } from "./play/settle/schedule.ts";
export { type Agreement, engineDigest, type Periods, roundParams } from "./round/agreement.ts";
export { messageDigest } from "./round/digests.ts";
export type { RoundId } from "./round/id.ts";
export { paramsDigest, type RoundParams } from "./round/params.ts";
export { PHASES, type Phase, type RoundState } from "./round/phase.ts";
export type { PublicRound } from "./round/public-round.ts";
export type { ScheduleEntry } from "./round/schedule.ts";
export type { Statement } from "./round/statement.ts";
export { statementOf } from "./round/statement.ts";
