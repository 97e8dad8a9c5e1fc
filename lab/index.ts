// `import … from "concordat/lab"`: the laboratory. It has the engines and their parts, recorded
// runs, an attack on what a party sees of a run, and the costs that the papers state. It is for
// research and review, and may change from version to version. Besides the errors that its own
// docstring lists, a function throws InputError "ArgumentInvalid" for an argument of a wrong type.
import * as commitment from "../client/certificate/commitment.ts";
import * as verify from "../client/certificate/verify.ts";
import * as workPool from "../client/crypto/paillier/pool.ts";
import * as engines from "../client/engines/engines.ts";
import * as run from "../client/engines/run.ts";
import * as exact from "../client/lp/exact/solve.ts";
import * as joint from "../client/lp/joint/program.ts";
import * as scales from "../client/lp/joint/scales.ts";
import * as normal from "../client/lp/model/normalise.ts";
import * as readers from "../client/lp/readers/read.ts";
import * as statement from "../client/round/statement.ts";
import { checked, checkedAsync, PARAMETERS } from "./arguments.ts";
import * as decoyChoice from "./attacks/decoy-choice.ts";
import * as paperCosts from "./paper-costs.ts";
import * as splitting from "./splitting.ts";

export { callingThread, type WorkPool } from "../client/crypto/paillier/pool.ts";
export { type CostMeter, createCostMeter, noMeter } from "../client/engines/cost-meter.ts";
export type { Engine, EngineOutcome, Message, Protocol } from "../client/engines/engine.ts";
export { ENGINE_NAMES } from "../client/engines/names.ts";
export type { Run } from "../client/engines/run.ts";
export { highsSolver } from "../client/lp/solvers/highs.ts";
export { createRandom, type Random } from "../client/math/random.ts";
export type { PublicRound } from "../client/round/public-round.ts";

export const announce = checked(joint.announce, PARAMETERS.announce);
export const combine = checked(joint.combine, PARAMETERS.combine);
export const combinePrograms = checked(normal.combinePrograms, PARAMETERS.combinePrograms);
export const consecutiveParts = checked(splitting.consecutiveParts, PARAMETERS.consecutiveParts);
export const costLines = checked(paperCosts.costLines, PARAMETERS.costLines);
export const createEngine = checked(engines.createEngine, PARAMETERS.createEngine);
export const createWorkPool = checked(workPool.createWorkPool, PARAMETERS.createWorkPool);
export const formatCosts = checked(paperCosts.formatCosts, PARAMETERS.formatCosts);
export const partyCommitment = checked(commitment.partyCommitment, PARAMETERS.partyCommitment);
export const readProgram = checkedAsync(readers.readProgram, PARAMETERS.readProgram);
export const readProgramText = checked(readers.readProgramText, PARAMETERS.readProgramText);
export const recoverDecoyChoice = checked(decoyChoice.recoverDecoyChoice, PARAMETERS.recoverDecoyChoice);
export const runEngine = checkedAsync(run.runEngine, PARAMETERS.runEngine);
export const scalesOf = checked(scales.scalesOf, PARAMETERS.scalesOf);
export const solveExact = checkedAsync(exact.solveExact, PARAMETERS.solveExact);
export const splitProgram = checked(splitting.splitProgram, PARAMETERS.splitProgram);
export const statementOf = checked(statement.statementOf, PARAMETERS.statementOf);
export const toPartyRows = checked(normal.toPartyRows, PARAMETERS.toPartyRows);
export const verifyCertificate = checked(verify.verifyCertificate, PARAMETERS.verifyCertificate);
