// The auditor's entry point.
export { type AuditOptions, auditRound } from "./audit.ts";
export { type Artifact, type ExpectedCode, expectedCode } from "./chain/code.ts";
export { AuditError } from "./errors.ts";
export type { Check } from "./report/check.ts";
export { renderHtml, renderJson, renderText } from "./report/render.ts";
export type { Report, Verdict } from "./report/report.ts";
export { parseRoundId, type RunAuditOptions, runAudit } from "./run.ts";
