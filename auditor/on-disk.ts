// Files and folders on a disk, with Node. All else of the auditor runs in a browser as well.
import { access, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type AuditOptions, audit } from "./audit.ts";
import { MAX_FILE_BYTES, type Place, tooLarge, unreadable } from "./place.ts";
import type { Report } from "./report/report.ts";
import { type RunAuditOptions, runAuditOver } from "./run.ts";

export function onDisk(path: string): Place {
  return {
    path,
    read: async () => {
      const { size } = await stat(path).catch((error: unknown) => Promise.reject(unreadable(path, error)));
      if (size > MAX_FILE_BYTES) throw tooLarge(path, size);
      return readFile(path).catch((error: unknown) => Promise.reject(unreadable(path, error)));
    },
    names: () => readdir(path).catch((error: unknown) => Promise.reject(unreadable(path, error))),
    exists: () =>
      access(path).then(
        () => true,
        () => false,
      ),
    at: (name) => onDisk(join(path, name)),
  };
}

/**
 * Audits a round. The report says what is wrong with the round; AuditError is thrown only when no
 * report can be made: `RoundInvalid`, `BlockInvalid`, `RoundNotFound`, `NotCoordinator`,
 * `ChainUnreachable`, `LogsUnavailable`, `LogsInvalid`, `EventsMissing`, and for files
 * `FileUnreadable`, `FileTooLarge`, `FileInvalid`, `OtherRound`, and for a set-up as `readSetup`
 * does.
 */
export function auditRound(options: AuditOptions): Promise<Report> {
  return audit(located(options));
}

/**
 * Audits a round over RPC. Throws as auditRound does, `RoundInvalid`, `RpcInvalid` and
 * `RpcRepeated`.
 */
export function runAudit(options: RunAuditOptions): Promise<Report> {
  return runAuditOver(located(options));
}

type Paths = Partial<Pick<AuditOptions, "setup" | "terms" | "transcript" | "evidence" | "disclosures">>;

function located<Options extends Paths>(options: Options) {
  const { setup, terms, transcript, evidence, disclosures, ...rest } = options ?? {};
  const places = Object.entries({ setup, terms, transcript, evidence }).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, onDisk(path)] as const],
  );
  const named: Partial<Record<"setup" | "terms" | "transcript" | "evidence", Place>> = Object.fromEntries(places);
  return { ...rest, ...named, disclosures: (disclosures ?? []).map(onDisk) };
}
