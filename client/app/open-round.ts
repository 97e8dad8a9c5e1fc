// Opens a round from a spec: derives the terms from the companies' announcements, puts the
// parameters on chain, and writes the file for the companies.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Hex } from "viem";
import { openRound as openOnChain } from "../chain/coordinator/transact.ts";
import { callingThread } from "../crypto/paillier/pool.ts";
import type { Engine } from "../engines/engine.ts";
import { createEngine } from "../engines/engines.ts";
import { InputError } from "../errors.ts";
import type { Config } from "../home/config.ts";
import type { Keys } from "../home/keys.ts";
import { type HomePaths, roundFolder } from "../home/paths.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import { roundSchedule } from "../play/settle/schedule.ts";
import { type Agreement, roundParams } from "../round/agreement.ts";
import { formatRoundKey } from "../round/round-key.ts";
import { agreementOf, type Terms } from "../round/terms.ts";
import { openSession } from "./connect.ts";
import { formatRoundFile } from "./round-file.ts";
import { readSpec } from "./spec.ts";

export interface OpenInput {
  readonly paths: HomePaths;
  readonly config: Config;
  /** Called once the spec is valid. */
  readonly keys: () => Promise<Keys>;
  readonly spec: string;
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
 * Throws as `readSpec` does, ProtocolError "RoundUnsuitable", InputError "FileUnwritable" before
 * anything is opened, and ChainError.
 */
export async function openFromSpec({ paths, config, keys, spec, out }: OpenInput): Promise<Opened> {
  const terms = await readSpec(spec);
  const engine = createEngine(terms.engine, callingThread);
  const { agreement, program } = agreementOf(terms, (round) => roundSchedule(engine, round));
  if (out !== undefined) await checkNew(out);
  await mkdir(join(paths.folder, "rounds"), { recursive: true, mode: 0o700 });
  const session = await openSession(config, await keys());
  const { round, hash, gasUsed } = await openOnChain(session, roundParams(agreement));
  const key = formatRoundKey({ coordinator: session.coordinator, round });
  const text = formatRoundFile({ round: key, terms });
  // This copy stays, whatever happens to the other one.
  const kept = join(roundFolder(paths, key), "round.json");
  await mkdir(dirname(kept), { recursive: true, mode: 0o700 });
  await writeFile(kept, text, { mode: 0o600 });
  const file = await writeNew(out ?? `round-${round}.json`, text, kept);
  return { key, terms, program, agreement, engine, file, hash, gasUsed };
}

/** Throws, before anything is opened, if the file exists already or cannot be written. */
async function checkNew(file: string): Promise<void> {
  try {
    await writeFile(file, "", { flag: "wx" });
    await rm(file);
  } catch (cause) {
    const reason = Reflect.get(cause as object, "code") === "EEXIST" ? "is there already" : "cannot be written";
    throw new InputError("FileUnwritable", `${reason}: name another one; nothing was opened`, { file }, { cause });
  }
}

/** The file written, or the copy in the home folder if it could not be written. */
async function writeNew(file: string, text: string, kept: string): Promise<string> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return file;
  } catch {
    return kept;
  }
}
