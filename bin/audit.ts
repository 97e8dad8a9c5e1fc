// `concordat audit`: the auditor as a command. It shares no code with the client; only the compiled
// contracts to compare with are loaded here.
import { AuditError, expectedCode, renderHtml, renderJson, renderText, runAudit } from "../auditor/index.ts";
import { loadArtifacts } from "../client/app/deploy/artifacts.ts";
import { EXIT } from "../client/cli/exit-codes.ts";
import { writeUserFiles } from "../client/cli/write-file.ts";
import { ChainError, InputError } from "../client/errors.ts";

export interface AuditCommandOptions {
  /** The audit reads from the first, and compares the others with it. */
  readonly rpc: readonly string[];
  readonly transcript?: string;
  readonly disclosure: readonly string[];
  readonly evidence?: string;
  readonly setup?: string;
  readonly terms?: string;
  readonly shares?: string;
  readonly fromBlock: number;
  readonly out?: string;
  readonly json: boolean;
}

const STATUS = { verified: EXIT.ok, failed: EXIT.auditFailed, incomplete: EXIT.auditIncomplete } as const;

/** Codes of the auditor that concern the node, not the round. */
const CHAIN_TROUBLES = new Set(["ChainUnreachable", "LogsUnavailable", "LogsInvalid", "NodeTooSlow", "AnswerTooLarge"]);

/** What was named beside the round: files, folders, a contract. */
function given({ transcript, evidence, setup, terms, shares }: AuditCommandOptions) {
  return {
    ...(transcript === undefined ? {} : { transcript }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(setup === undefined ? {} : { setup }),
    ...(terms === undefined ? {} : { terms }),
    ...(shares === undefined ? {} : { shares }),
  };
}

/**
 * Prints the report and sets the exit status: 0 verified, 6 failed, 7 incomplete. Throws ChainError
 * or InputError with the auditor's code, and InputError "FileUnwritable".
 */
export async function auditCommand(round: string, options: AuditCommandOptions): Promise<void> {
  const { RoundCoordinator, CertificateVerifier, SealedVerifier, SealedShares } = await loadArtifacts();
  const code = {
    coordinator: expectedCode(RoundCoordinator),
    verifier: expectedCode(CertificateVerifier),
    sealedVerifier: expectedCode(SealedVerifier),
    shares: expectedCode(SealedShares),
  };
  const report = await runAudit({
    rpc: options.rpc,
    round,
    fromBlock: options.fromBlock,
    expectedCode: code,
    disclosures: options.disclosure,
    ...given(options),
  }).catch((error: unknown) => {
    if (!(error instanceof AuditError)) throw error;
    const { code, message } = error;
    if (CHAIN_TROUBLES.has(code)) throw new ChainError(code, message, { cause: error });
    throw new InputError(code, message, {}, { cause: error });
  });
  process.stdout.write(options.json ? `${renderJson(report)}\n` : renderText(report));
  if (options.out !== undefined) {
    await writeUserFiles(options.out, { "report.json": renderJson(report), "report.html": renderHtml(report) });
  }
  process.exitCode = STATUS[report.verdict];
}
