// `concordat open`: a round from a spec file.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openRound } from "../../chain/coordinator/transact.ts";
import { callingThread } from "../../crypto/paillier/pool.ts";
import { createEngine } from "../../engines/engines.ts";
import { InputError } from "../../errors.ts";
import { roundFolder } from "../../home/paths.ts";
import { roundSchedule } from "../../play/settle/schedule.ts";
import { roundParams } from "../../round/agreement.ts";
import { formatRoundKey } from "../../round/round-key.ts";
import { agreementOf } from "../../round/terms.ts";
import { type GlobalOptions, openHome, openKeys, openSession } from "../home.ts";
import { formatRoundFile } from "../round-file.ts";
import { readSpec } from "../spec.ts";
import { toleranceLines } from "../tolerances.ts";

export async function open(file: string, options: GlobalOptions & { readonly out?: string }): Promise<void> {
  const home = await openHome(options);
  const terms = await readSpec(file);
  const engine = createEngine(terms.engine, callingThread);
  const { agreement, program } = agreementOf(terms, (round) => roundSchedule(engine, round));
  if (options.out !== undefined) await checkNew(options.out);
  await mkdir(join(home.paths.folder, "rounds"), { recursive: true, mode: 0o700 });
  const session = await openSession(home, await openKeys(home, options));
  const { round, hash, gasUsed } = await openRound(session, roundParams(agreement));
  const key = formatRoundKey({ coordinator: session.coordinator, round });
  const text = formatRoundFile({ round: key, terms });
  // Whatever happens to the other one, this one stays.
  const kept = join(roundFolder(home.paths, key), "round.json");
  await mkdir(dirname(kept), { recursive: true, mode: 0o700 });
  await writeFile(kept, text, { mode: 0o600 });
  const out = await writeNew(options.out ?? `round-${round}.json`, text, kept);
  const { advice, findings } = engine.leakage(agreement.round, (party) => terms.parties[party]!.name);
  home.printer.result(
    { round: key, file: out, transaction: hash, gasUsed, engine: terms.engine, leakage: { advice, findings } },
    () => [
      `Round ${key} is open: ${terms.title}, ${terms.parties.length} companies, engine ${terms.engine}`,
      `  ${agreement.round.columns} columns, ${agreement.schedule.length} messages; transaction ${hash}, ${gasUsed} gas`,
      ...toleranceLines(terms, program),
      `What a curious party could find out at these sizes (${advice}):`,
      ...findings.map((finding) => `  ${finding}`),
      `Send ${out} to every company; each runs: concordat join ${out} --data <its own rows>`,
    ],
  );
}

/** Before anything is opened: a file that cannot be made, or is there already. */
async function checkNew(file: string): Promise<void> {
  try {
    await writeFile(file, "", { flag: "wx" });
    await rm(file);
  } catch (cause) {
    const reason = Reflect.get(cause as object, "code") === "EEXIST" ? "is there already" : "cannot be written";
    throw new InputError("FileUnwritable", `${reason}: name another one; nothing was opened`, { file }, { cause });
  }
}

/** The file written, or the one in the home folder where that is not possible. */
async function writeNew(file: string, text: string, kept: string): Promise<string> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return file;
  } catch {
    return kept;
  }
}
