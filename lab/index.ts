// `import … from "concordat/lab"`: the laboratory. Engines and their parts, recorded runs, what a
// party's view of them gives away, and the papers' costs. For research and review: it may change
// from version to version.
export { partyCommitment } from "../client/certificate/commit.ts";
export { verifyCertificate } from "../client/certificate/verify.ts";
export { callingThread, createWorkPool, type WorkPool } from "../client/crypto/paillier/pool.ts";
export { type CostMeter, createCostMeter, noMeter } from "../client/engines/cost-meter.ts";
export type { Engine, EngineOutcome, Message, Protocol } from "../client/engines/engine.ts";
export { createEngine } from "../client/engines/engines.ts";
export { ENGINE_NAMES } from "../client/engines/names.ts";
export { type Run, runEngine } from "../client/engines/run.ts";
export { solveExact } from "../client/lp/exact/solve.ts";
export { announce, combine } from "../client/lp/joint/program.ts";
export { scalesOf } from "../client/lp/joint/scales.ts";
export { combinePrograms, toPartyRows } from "../client/lp/model/normalise.ts";
export { readProgram, readProgramText } from "../client/lp/readers/read.ts";
export { highsSolver } from "../client/lp/solvers/highs.ts";
export { createRandom, type Random } from "../client/math/random.ts";
export type { PublicRound } from "../client/round/public-round.ts";
export { statementOf } from "../client/round/statement.ts";
export { recoverDecoyChoice } from "./attacks/decoy-choice.ts";
export { costLines, formatCosts } from "./paper-costs.ts";
export { consecutiveParts, splitProgram } from "./splitting.ts";
