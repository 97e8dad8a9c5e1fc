// Rounds that can still be accepted, as the files of this home have them: those that it opened, and
// those that it is invited to. Anybody who can write in the home can change a file, so only terms
// that the chain has the digest of are shown.
import type { Address } from "viem";
import { type Reader, readParams, readState } from "../../chain/coordinator/read.ts";
import type { Leakage } from "../../engines/leakage.ts";
import { ConcordatError, InputError } from "../../errors.ts";
import type { HomePaths } from "../../home/paths.ts";
import type { PublicProgram } from "../../lp/joint/program.ts";
import type { RoundParams } from "../../round/params.ts";
import { parseRoundKey } from "../../round/round-key.ts";
import { encodeTerms, type Terms } from "../../round/terms.ts";
import type { SetupSummary } from "../../sealed/ceremony/file.ts";
import { agreedRound } from "../agreed-round.ts";
import { summaryOfKept } from "../ceremony/home.ts";
import { type Kept, keptFile, keptRounds, readKept } from "../kept-rounds.ts";
import { isDeclined } from "./decline.ts";
import { readOpener } from "./opener.ts";
import { checkTermsDigest, readTerms } from "./terms-message.ts";

/** A round that can still be accepted. */
export interface Invitation {
  /** `<coordinator>/<number>`. */
  readonly round: string;
  readonly terms: Terms;
  /** Whoever opened the round; null where the chain node does not say. */
  readonly opener: Address | null;
  readonly program: PublicProgram;
  /** What a curious party could find out. */
  readonly leakage: Leakage;
  /** The set-up of a sealed outcome, where this home keeps it; else null. */
  readonly kept: SetupSummary | null;
  /** Last second in which it can be accepted, in Unix time. */
  readonly deadline: number;
  /** Whether this company declined it; it may still accept. */
  readonly declined: boolean;
}

/** A file that is not the round's on chain. */
export interface WrongFile {
  /** `<coordinator>/<number>`. */
  readonly round: string;
  readonly file: string;
  /** The file, what is wrong with it, and what to do. */
  readonly message: string;
}

export interface OpenRounds {
  readonly invitations: readonly Invitation[];
  /** Those whose terms this home keeps as the one that opened them. */
  readonly opened: readonly Invitation[];
  readonly wrong: readonly WrongFile[];
}

/** Each list in the order of the rounds' numbers. Throws ChainError and HomeError. */
export async function listOpenRounds(
  paths: HomePaths,
  reader: Reader,
  isAccepted: (key: string) => boolean,
): Promise<OpenRounds> {
  const invitations: Invitation[] = [];
  const opened: Invitation[] = [];
  const wrong: WrongFile[] = [];
  for (const { key, round, kept } of await ownKept(paths, reader)) {
    if (isAccepted(key)) continue;
    const { state, now } = await readState(reader, round);
    if (state.phase !== "committing" || now > state.deadline) continue;
    const terms = await checkedTerms(paths, { key, kept }, await readParams(reader, round));
    if ("message" in terms) {
      wrong.push(terms);
      continue;
    }
    const found = { round: key, terms, opener: await readOpener(reader, round) };
    (kept === "opened" ? opened : invitations).push(await invitationOf(paths, found, state.deadline));
  }
  return { invitations, opened, wrong };
}

interface KeptRound {
  readonly key: string;
  readonly round: bigint;
  readonly kept: Kept;
}

/** The files for rounds of the reader's coordinator, by number. */
async function ownKept(paths: HomePaths, { coordinator: own }: Reader): Promise<readonly KeptRound[]> {
  const found: KeptRound[] = [];
  for (const kept of ["opened", "invited"] as const)
    for (const key of await keptRounds(paths, kept)) {
      const { coordinator, round } = parseRoundKey(key, null);
      if (coordinator === own) found.push({ key, round, kept });
    }
  return found.toSorted((a, b) => (a.round < b.round ? -1 : a.round > b.round ? 1 : 0));
}

/** The terms in the file if the chain has their digest, and if the round follows from them. */
export async function checkedTerms(
  paths: HomePaths,
  { key, kept }: Pick<KeptRound, "key" | "kept">,
  params: RoundParams,
): Promise<Terms | WrongFile> {
  const file = keptFile(paths, key, kept);
  try {
    const terms = await readKept(paths, key, kept);
    const bytes = encodeTerms(terms);
    checkTermsDigest(bytes, params);
    readTerms(bytes, params);
    return terms;
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    // An InputError names the file itself.
    const what = error instanceof InputError ? error.message : `${file}: ${error.message}`;
    return { round: key, file, message: `${what} [${error.code}]. ${REMEDY[kept]}` };
  }
}

const REMEDY: Readonly<Record<Kept, string>> = {
  opened:
    "It was changed or damaged, or the chain was reorganised: put there the file that `concordat open` wrote for the companies, " +
    "or delete it if this home did not open the round",
  invited:
    "It was changed or damaged, or the chain was reorganised: delete it, and a running client (`concordat join`) fetches the terms anew",
};

type Found = Pick<Invitation, "round" | "terms" | "opener">;

async function invitationOf(paths: HomePaths, found: Found, deadline: number): Promise<Invitation> {
  const { terms } = found;
  const { agreement, program, engine } = agreedRound(terms);
  const leakage = engine.leakage(agreement.round, (party) => terms.parties[party]!.name);
  // What is wrong with a damaged one, `join` says.
  const kept = terms.sealed === null ? null : await summaryOfKept(paths, terms.sealed.setup).catch(() => null);
  return { ...found, program, leakage, kept, deadline, declined: isDeclined(paths, found.round) };
}
