// `concordat audit`: the auditor as a command. It shares no code with the client; only the compiled contracts to compare with are loaded here.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AuditError, expectedCode, renderHtml, renderJson, renderText, runAudit } from "../auditor/index.ts";
import { EXIT } from "../client/cli/exit-codes.ts";
import { InputError } from "../client/errors.ts";
import { loadArtifacts } from "../client/node/deploy/artifacts.ts";

export interface AuditCommandOptions {
  readonly rpc: string;
  readonly transcript?: string;
  readonly disclosure: readonly string[];
  readonly evidence?: string;
  readonly fromBlock: number;
  readonly out?: string;
  readonly json: boolean;
}

const STATUS = { verified: EXIT.ok, failed: EXIT.auditFailed, incomplete: EXIT.auditIncomplete } as const;

/** Prints the report and sets the exit status: 0 verified, 6 failed, 7 incomplete. Throws InputError with the auditor's code. */
export async function auditCommand(round: string, options: AuditCommandOptions): Promise<void> {
  if (!Number.isSafeInteger(options.fromBlock) || options.fromBlock < 0)
    throw new InputError("OptionInvalid", "must be the number of a block", { field: "--from-block" });
  const { LPCoordinator, CertificateVerifier } = await loadArtifacts();
  const code = { coordinator: expectedCode(LPCoordinator), verifier: expectedCode(CertificateVerifier) };
  const report = await runAudit({
    rpc: options.rpc,
    round,
    fromBlock: options.fromBlock,
    expectedCode: code,
    disclosures: options.disclosure,
    ...(options.transcript === undefined ? {} : { transcript: options.transcript }),
    ...(options.evidence === undefined ? {} : { evidence: options.evidence }),
  }).catch((error: unknown) => {
    if (error instanceof AuditError) throw new InputError(error.code, error.message, {}, { cause: error });
    throw error;
  });
  process.stdout.write(options.json ? `${renderJson(report)}\n` : renderText(report));
  if (options.out !== undefined) {
    await mkdir(options.out, { recursive: true });
    await writeFile(join(options.out, "report.json"), renderJson(report));
    await writeFile(join(options.out, "report.html"), renderHtml(report));
  }
  process.exitCode = STATUS[report.verdict];
}
