// What the console's page is told and what it asks for, as JSON: sentences as data, numbers and
// times, which the page puts into the words of its reader's language; and errors, reports and
// outcomes in the words of the command line. Runs in a browser.
import type { Finding } from "../engines/findings.ts";
import type { Advice } from "../engines/leakage.ts";
import type { Phase } from "../round/phase.ts";
import type { Said } from "../said.ts";

/** What goes on, and what this company has to know of it. */
export interface ConsoleState {
  readonly company: string;
  readonly account: string;
  readonly coordinator: string;
  /** Whether this process runs the client; else another one on the same home does. */
  readonly runsClient: boolean;
  /** Null before the chain was read for the first time. */
  readonly roundsOnChain: string | null;
  /** Why chain or journal cannot be read at present. */
  readonly readTrouble: Problem | null;
  /** What keeps the client itself from going on. */
  readonly clientTrouble: string | null;
  /** Newest first. */
  readonly rounds: readonly RoundView[];
  /** Rounds that this company can accept: what it is invited to, and what it opened itself. */
  readonly invitations: readonly InvitationView[];
  /** What somebody should look at. */
  readonly alerts: readonly Said[];
  /** What the client reported since it started, newest first. */
  readonly reports: readonly Report[];
}

/** What a page that follows is sent: each state, and at last that the process ends. */
export type Update = ConsoleState | "ended";

/** The answer to a token. */
export interface Entered {
  readonly key: string;
  /** The number of the round to show first; null: all of them. */
  readonly first: string | null;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
}

export interface Report {
  /** Unix seconds. */
  readonly time: number;
  readonly line: string;
}

export interface RoundView {
  /** `<coordinator>/<number>`. */
  readonly round: string;
  readonly number: string;
  readonly title: string;
  readonly engine: string;
  readonly company: string;
  /** Ether in decimal text; null without a bond. */
  readonly bond: string | null;
  /** Whether the round is over for this company: what was due of the bond is withdrawn. */
  readonly isOver: boolean;
  readonly isSealed: boolean;
  readonly hasOutcome: boolean;
  readonly hasFailed: boolean;
  /** Null before the chain was read. */
  readonly chain: ChainView | null;
  readonly stage: "commit" | "engine" | "prove" | "settle" | null;
  /** Of the nodes of `mpc`, `mpc/four` or `mpc/proven`; `bits` have opened before the outcome. */
  readonly session: {
    readonly epoch: number;
    readonly checkpoints: number;
    readonly bits: number;
    readonly mostBits: number;
  } | null;
  /** Of a proof among the companies; `awaited` has names. */
  readonly proving: {
    readonly exchange: number;
    readonly exchanges: number;
    readonly content: string;
    readonly awaited: readonly string[];
  } | null;
  readonly trouble: string | null;
}

export interface ChainView {
  readonly phase: Phase;
  /** Names of the companies that must act now; none where any may. */
  readonly due: readonly string[];
  readonly isOwnTurn: boolean;
  /** Unix seconds. */
  readonly deadline: number | null;
  readonly exchangesDone: number;
  readonly exchanges: number;
}

export interface InvitationView {
  readonly round: string;
  readonly number: string;
  readonly title: string;
  /** Whether this home opened it. */
  readonly isOwn: boolean;
  readonly isDeclined: boolean;
  readonly terms: TermsView;
  readonly draft: DraftView | null;
}

/** What becomes public, what else could be found out, and what the company agrees to. */
export interface TermsView {
  readonly opener: Said;
  readonly companies: readonly Said[];
  /** Their names, by which findings call them. */
  readonly parties: readonly string[];
  /** Whether this company brings no rows, and joins without a file. */
  readonly isHelper: boolean;
  readonly variables: readonly string[];
  readonly engine: string;
  readonly advice: Advice;
  readonly public: readonly Said[];
  readonly findings: readonly Finding[];
  readonly tolerances: readonly Said[];
  /** Seconds. */
  readonly periods: { readonly commit: number; readonly exchange: number; readonly settle: number };
  /** Ether in decimal text; null without a bond. */
  readonly bond: string | null;
  /** Unix seconds. */
  readonly deadline: number;
}

/** What an option of `concordat join` says. */
export interface Choices {
  readonly roundNumbers: boolean;
  readonly insist: boolean;
  readonly acceptTolerances: boolean;
  readonly acceptSetup: boolean;
}

export const NO_CHOICES: Choices = { roundNumbers: false, insist: false, acceptTolerances: false, acceptSetup: false };

/** This company's file for a round, checked against its terms; nothing is agreed to yet. */
export interface DraftView {
  /** What is accepted is this check, and no other. */
  readonly version: number;
  /** Null for a company without rows. */
  readonly file: {
    readonly name: string;
    /** What of the file is public already, with its announcement. */
    readonly announced: readonly Said[];
    readonly remarks: readonly string[];
  } | null;
  readonly choices: Choices;
  /** Null when the company can agree to the round. */
  readonly refusal: Problem | null;
}

interface KnownRow {
  readonly name: string;
  readonly activity: string;
  readonly dual?: string;
  /** Null where the row does not have that side. */
  readonly lowerSlack: string | null;
  readonly upperSlack: string | null;
}

interface Weight {
  readonly name: string;
  readonly weight: string;
}

/**
 * What the page draws: exact decimal text in this company's units, null for what it is not told.
 */
export type KnownOutcome =
  | {
      readonly kind: "optimal" | "feasible" | "unbounded";
      readonly objective?: string | null;
      readonly variables: readonly {
        readonly name: string;
        readonly value: string | null;
        readonly reducedCost?: string | null;
        readonly direction?: string;
      }[];
      readonly rows: readonly KnownRow[];
    }
  | { readonly kind: "infeasible"; readonly rows: readonly Weight[]; readonly bounds: readonly Weight[] };

export interface OutcomeView {
  readonly round: string;
  readonly kind: "optimal" | "feasible" | "infeasible" | "unbounded";
  readonly isSealed: boolean;
  /** What this company knows of it; null where that is nothing but the kind. */
  readonly known: KnownOutcome | null;
  /** As `concordat outcome` prints it. */
  readonly lines: readonly string[];
  /** What can be disclosed. */
  readonly rows: readonly string[];
  readonly variables: readonly string[];
  readonly hasCosts: boolean;
  readonly hasDualValue: boolean;
  /** Whether the companies' shares of it are public, if their clients have posted them. */
  readonly hasShares: boolean;
}

/** Exact decimal text; null where a company's share is missing. */
export interface SharesView {
  readonly shares: readonly { readonly company: string; readonly share: string | null }[];
  /** Null while a share is missing. */
  readonly sum: string | null;
  /** As `concordat shares` prints it. */
  readonly lines: readonly string[];
  readonly isOwnMissing: boolean;
  /** Whether this process posts the company's own at present. */
  readonly isPosting: boolean;
}

/** What to disclose, by name. */
export interface DiscloseRequest {
  readonly round: string;
  readonly rows: readonly string[];
  readonly variables: readonly string[];
  readonly objective: boolean;
  readonly dualValue: boolean;
}

export interface DisclosureView {
  /** The content of the file. */
  readonly text: string;
  /** What its receiver learns, and what not. */
  readonly lines: readonly string[];
}
