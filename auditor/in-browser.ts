// The auditor's entry point for pages: no Node, and files from wherever the page has them.
export { type AuditOptions, audit } from "./audit.ts";
export type { ExpectedCode } from "./chain/code.ts";
export { AuditError } from "./errors.ts";
export { MAX_FILE_BYTES, type Place, tooLarge, unreadable } from "./place.ts";
export type { Check } from "./report/check.ts";
export { type Section, sectionsOf } from "./report/document.ts";
export { renderHtml, renderJson } from "./report/render.ts";
export type { Report, Verdict } from "./report/report.ts";
