// The auditor's entry point for pages: no Node, and files from wherever the page has them.
export { audit } from "./audit.ts";
export type { ExpectedCode } from "./chain/code.ts";
export type { Params } from "./chain/params.ts";
export { isBeyondLimits } from "./chain/rpc.ts";
export { type BlockRef, chainIdOf } from "./chain/view.ts";
export { AuditError } from "./errors.ts";
export { MAX_FILE_BYTES, type Place, tooLarge, unreadable } from "./place.ts";
export { renderHtml, renderJson } from "./report/render.ts";
export type { Report } from "./report/report.ts";
export { listRounds, type RoundList, type Timeline, timelineOf } from "./rounds.ts";
export { nodesAt } from "./run.ts";
export type { Step } from "./steps.ts";
