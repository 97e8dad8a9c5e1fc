// What the page asks of the worker, and what it hears. All of it can be copied between threads.
import type { Report, RoundList, Step, Timeline } from "../../../auditor/in-browser.ts";
import type { Leakage } from "../../../client/engines/leakage.ts";

/** Where rounds are: nodes of a chain, of which the first is read and the others compared. */
export interface Source {
  readonly rpc: readonly string[];
  readonly coordinator: string;
  /** Id of the chain that it must be; null for any. */
  readonly chain: string | null;
}

/** A file that was given to the page, with its path below what was given. */
export interface GivenFile {
  readonly path: string;
  readonly file: Blob;
}

/** What the reader gave beside the chain, by what it is. */
export interface GivenFiles {
  readonly disclosures: readonly GivenFile[];
  /** The files of a folder, whose paths begin behind it; null without one. */
  readonly transcript: readonly GivenFile[] | null;
  readonly evidence: readonly GivenFile[] | null;
  readonly terms: GivenFile | null;
  readonly setup: GivenFile | null;
}

export type Question =
  | { readonly kind: "rounds"; readonly source: Source; readonly newest: bigint | null }
  | { readonly kind: "timeline"; readonly source: Source; readonly round: bigint }
  | { readonly kind: "audit"; readonly source: Source; readonly round: bigint; readonly files: GivenFiles };

/** What leaks with the round's engine; null for an engine that this explorer does not know. */
export interface EngineWords {
  readonly name: string;
  readonly leakage: Leakage;
}

export interface RoundFacts extends Timeline {
  readonly engine: EngineWords | null;
}

export interface Audited {
  readonly report: Report;
  /** The report as a page of its own, and as JSON, to keep. */
  readonly html: string;
  readonly json: string;
  /** Milliseconds that the audit took. */
  readonly took: number;
}

export interface Answers {
  readonly rounds: RoundList;
  readonly timeline: RoundFacts;
  readonly audit: Audited;
}

/** Why there is no answer. */
export interface Trouble {
  /**
   * A code of the auditor, of this worker (CorsRefused, MixedContent, NodeNotAllowed, WrongChain,
   * Unexpected) or of the page: AuditorMissing, Cancelled.
   */
  readonly code: string;
  /** In the auditor's own words. */
  readonly message: string;
  /** The node that it is about, where it is about one. */
  readonly rpc: string | null;
}

export type Heard =
  | { readonly id: number; readonly step: Step }
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly trouble: Trouble };

export interface Asked {
  readonly id: number;
  readonly question: Question;
}
