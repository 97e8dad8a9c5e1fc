// Rounds that this company is invited to, whose terms it has, and that it can still accept.
import type { Address } from "viem";
import { type Reader, readParams, readState } from "../../chain/coordinator/read.ts";
import type { Leakage } from "../../engines/leakage.ts";
import type { HomePaths } from "../../home/paths.ts";
import type { PublicProgram } from "../../lp/joint/program.ts";
import { parseRoundKey } from "../../round/round-key.ts";
import { encodeTerms, type Terms, termsDigest } from "../../round/terms.ts";
import type { SetupSummary } from "../../sealed/ceremony/file.ts";
import { agreedRound } from "../agreed-round.ts";
import { summaryOfKept } from "../ceremony/home.ts";
import { keptFile, keptRounds } from "../kept-rounds.ts";
import { readRoundFile } from "../round-file.ts";
import { readOpener } from "./opener.ts";

export interface Invitation {
  /** `<coordinator>/<number>`. */
  readonly round: string;
  readonly terms: Terms;
  readonly program: PublicProgram;
  /** What a curious party could find out. */
  readonly leakage: Leakage;
  /** The set-up of a sealed outcome, where this home keeps it; else null. */
  readonly kept: SetupSummary | null;
  /** Whoever opened the round; null where the chain node does not say. */
  readonly opener: Address | null;
  /** Last second in which it can be accepted, in Unix time. */
  readonly deadline: number;
}

/**
 * In the order of their numbers; files that cannot be read are left out: `join` says what is wrong
 * with them.
 */
export async function listInvitations(
  paths: HomePaths,
  reader: Reader,
  isAccepted: (key: string) => boolean,
): Promise<readonly Invitation[]> {
  const found: Invitation[] = [];
  for (const key of await keptRounds(paths, "invited")) {
    const { coordinator, round } = parseRoundKey(key, null);
    if (coordinator !== reader.coordinator || isAccepted(key)) continue;
    const { state, now } = await readState(reader, round);
    if (state.phase !== "committing" || now > state.deadline) continue;
    const file = await readRoundFile(keptFile(paths, key, "invited")).catch(() => null);
    if (file?.round !== key) continue;
    const { terms } = file;
    // After a reorganisation another round may have this number.
    const { terms: digest } = await readParams(reader, round);
    if (termsDigest(encodeTerms(terms)) !== digest) continue;
    const { agreement, program, engine } = agreedRound(terms);
    const leakage = engine.leakage(agreement.round, (party) => terms.parties[party]!.name);
    const opener = await readOpener(reader, round);
    // What is wrong with a damaged one, `join` says.
    const kept = terms.sealed === null ? null : await summaryOfKept(paths, terms.sealed.setup).catch(() => null);
    found.push({ round: key, terms, program, leakage, kept, opener, deadline: state.deadline });
  }
  const numberOf = ({ round }: Invitation) => parseRoundKey(round, null).round;
  return found.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1));
}
