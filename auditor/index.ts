// The auditor's entry point.
export type { AuditOptions } from "./audit.ts";
export { type Artifact, type ExpectedCode, expectedCode } from "./chain/code.ts";
export { AuditError } from "./errors.ts";
export { auditRound, runAudit } from "./on-disk.ts";
export type { Check } from "./report/check.ts";
export { renderHtml, renderJson, renderText } from "./report/render.ts";
export type { Report, Verdict } from "./report/report.ts";
export { parseRoundId, type RunAuditOptions } from "./run.ts";
