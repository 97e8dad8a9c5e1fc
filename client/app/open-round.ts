// Opens a round from a spec: derives the terms from the companies' announcements, puts the
// parameters on chain, and writes the file for the companies.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { checkShares } from "../chain/coordinator/check-contract.ts";
import { readRoundCount, readState } from "../chain/coordinator/read.ts";
import { openRound as openOnChain } from "../chain/coordinator/transact.ts";
import type { Engine } from "../engines/engine.ts";
import { InputError } from "../errors.ts";
import type { Config } from "../home/config.ts";
import type { Keys } from "../home/keys.ts";
import type { HomePaths } from "../home/paths.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import { foldedName } from "../lp/model/names.ts";
import { type Agreement, roundParams } from "../round/agreement.ts";
import type { RoundState } from "../round/phase.ts";
import { formatRoundKey, parseRoundKey } from "../round/round-key.ts";
import type { Terms } from "../round/terms.ts";
import { agreedRound } from "./agreed-round.ts";
import { connect, coordinatorOf, openSession } from "./connect.ts";
import { keepTerms, knownTerms } from "./kept-rounds.ts";
import { checkNewFile, writeNewFile } from "./new-file.ts";
import { findInterrupted, noteOpening } from "./opening.ts";
import { formatRoundFile } from "./round-file.ts";

/** Of rounds that are not over. */
const OPEN_PHASES: ReadonlySet<RoundState["phase"]> = new Set(["committing", "running", "settling"]);

export interface OpenInput {
  readonly paths: HomePaths;
  readonly config: Config;
  /** Called once the spec is valid. */
  readonly keys: () => Promise<Keys>;
  /**
   * Where the file for the companies goes; `round-<number>.json` in the current folder unless
   * given.
   */
  readonly out: string | undefined;
}

export interface Opened {
  /** `<coordinator>/<number>`. */
  readonly key: string;
  readonly terms: Terms;
  readonly program: PublicProgram;
  readonly agreement: Agreement;
  readonly engine: Engine<unknown>;
  /** Where the file for the companies was written. */
  readonly file: string;
  readonly hash: Hex;
  readonly gasUsed: bigint;
}

/**
 * Throws ProtocolError "RoundUnsuitable", InputError "FileUnwritable" and "TitleTaken" before
 * anything is opened, and ChainError.
 */
export async function openTerms(terms: Terms, { paths, config, keys, out }: OpenInput): Promise<Opened> {
  const { agreement, program, engine } = agreedRound(terms);
  if (out !== undefined) await checkNewFile(out);
  await mkdir(join(paths.folder, "rounds"), { recursive: true, mode: 0o700 });
  await findInterrupted(paths, config);
  await checkTitle(terms.title, paths, config);
  const session = await openSession(config, await keys());
  const { coordinator } = session;
  if (terms.sealed?.shares !== undefined) await checkShares(session, terms.sealed.shares);
  const first = (await readRoundCount(session)) + 1n;
  const note = await noteOpening(paths, { coordinator, first, terms });
  const { round, hash, gasUsed } = await openOnChain(session, roundParams(agreement));
  const key = formatRoundKey({ coordinator, round });
  // This copy stays, whatever happens to the other one.
  const kept = await keepTerms(paths, "opened", { round: key, terms });
  if (note !== null) await rm(note, { force: true });
  const file = await writeNewFile(out ?? `round-${round}.json`, formatRoundFile({ round: key, terms }), kept);
  return { key, terms, program, agreement, engine, file, hash, gasUsed };
}

/**
 * Companies tell rounds apart by their titles: of two open ones that this home opened or agreed to,
 * none may be taken for the other.
 */
async function checkTitle(title: string, paths: HomePaths, config: Config): Promise<void> {
  const coordinator = coordinatorOf(config);
  const known = [...(await knownTerms(paths, ["opened"]))];
  const same = known.filter(([, terms]) => foldedName(terms.title) === foldedName(title));
  if (same.length === 0) return;
  const publicClient = await connect(config);
  for (const [key, terms] of same) {
    const at = parseRoundKey(key, coordinator);
    if (at.coordinator !== coordinator) continue;
    const { state, now } = await readState({ publicClient, coordinator, confirmations: 0 }, at.round);
    const isOver = !OPEN_PHASES.has(state.phase) || (state.deadline !== 0 && now > state.deadline);
    if (isOver) continue;
    const text = `round ${at.round} has the title "${terms.title}" and is still open: give this one another title, or wait; nothing was opened`;
    throw new InputError("TitleTaken", text, { field: "title" });
  }
}
