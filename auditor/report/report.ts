// What an audit found, as plain data. Numbers are integers at the scales of docs/certificate.md.
import type { Column, Outcome, Row } from "../certificate/types.ts";
import type { Credit, PhaseName, Post } from "../chain/history.ts";
import type { Params } from "../chain/params.ts";
import type { BlockRef } from "../chain/view.ts";
import type { DisclosureReport } from "../evidence/disclosure.ts";
import type { EvidenceReport } from "../evidence/fault.ts";
import type { NumbersReport } from "../evidence/sealed-disclosure.ts";
import type { TranscriptReport } from "../evidence/transcript.ts";
import type { SharesReport } from "../shares.ts";
import type { Phrase } from "../words/phrase.ts";
import type { Check } from "./check.ts";
import type { SealedReport } from "./sealed.ts";

/**
 * verified: everything that can be checked in the round's phase holds; failed: something is wrong;
 * incomplete: neither.
 */
export type Verdict = "verified" | "failed" | "incomplete";

export interface PartyReport {
  readonly party: number;
  readonly account: string;
  readonly inequalities: number;
  readonly equalities: number;
  readonly ownsObjective: boolean;
  readonly commitment: string | null;
  readonly committedIn: BlockRef | null;
}

export interface Report {
  readonly version: 2;
  readonly verdict: Verdict;
  /** The verdict in one sentence. */
  readonly headline: string;
  readonly round: { readonly chainId: bigint; readonly coordinator: string; readonly round: bigint };
  readonly verifier: string;
  readonly phase: PhaseName;
  /** Last second of the phase or exchange; null when closed. */
  readonly deadline: number | null;
  /** Parties that must act now, or were to act when the round expired. */
  readonly due: readonly number[];
  readonly opened: { readonly by: string; readonly in: BlockRef; readonly paramsDigest: string };
  readonly params: Params;
  readonly parties: readonly PartyReport[];
  readonly posts: readonly Post[];
  readonly settlement: { readonly settler: string; readonly transactions: readonly string[] } | null;
  /**
   * As the auditor computed it from the certificate; null unless the certificate is valid, and
   * where the outcome is sealed.
   */
  readonly outcome: Outcome | null;
  /** Null unless the outcome is sealed and its proof valid. */
  readonly sealed: SealedReport | null;
  readonly columns: readonly Column[];
  /** Per party. */
  readonly rows: readonly (readonly Row[])[];
  readonly expired: { readonly phase: PhaseName; readonly in: BlockRef } | null;
  readonly credits: readonly Credit[];
  readonly transcript: TranscriptReport | null;
  /** Of a public outcome. */
  readonly disclosures: readonly DisclosureReport[];
  /** What was disclosed and proven of a sealed outcome. */
  readonly numbers: readonly NumbersReport[];
  /** Of a sealed optimum whose contract for shares was given; else null. */
  readonly shares: SharesReport | null;
  readonly evidence: EvidenceReport | null;
  readonly checks: readonly Check[];
  readonly cannotKnow: readonly string[];
  /** Headline and what cannot be known as data, for other languages. */
  readonly said: { readonly headline: Phrase; readonly cannotKnow: readonly Phrase[] };
  /** The block at which state was read, and every block that the audit relied on. */
  readonly head: BlockRef;
  readonly blocks: readonly BlockRef[];
}

export function verdictOf(checks: readonly Check[]): Verdict {
  if (checks.some(({ result }) => result === "failed")) return "failed";
  return checks.some(({ result }) => result === "unknown") ? "incomplete" : "verified";
}
