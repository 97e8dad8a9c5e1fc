// `concordat open`: a round from a spec file.
import { writeFile } from "node:fs/promises";
import { leakageOf } from "../../attacks/leakage.ts";
import { roundParams } from "../../chain/params.ts";
import { agreementOf } from "../../chain/terms.ts";
import { openRound } from "../../chain/transact.ts";
import { callingThread } from "../../crypto/paillier/pool.ts";
import { formatRoundKey } from "../../node/client/round-key.ts";
import { createEngine } from "../../protocol/engines.ts";
import { type GlobalOptions, openHome, openKeys, openSession } from "../home.ts";
import { formatRoundFile } from "../round-file.ts";
import { readSpec } from "../spec.ts";

export async function open(file: string, options: GlobalOptions & { readonly out?: string }): Promise<void> {
  const home = await openHome(options);
  const terms = await readSpec(file);
  const { agreement } = agreementOf(terms, createEngine(terms.engine, callingThread));
  const session = await openSession(home, await openKeys(home, options));
  const { round, hash, gasUsed } = await openRound(session, roundParams(agreement));
  const key = formatRoundKey({ coordinator: session.coordinator, round });
  const out = options.out ?? `round-${round}.json`;
  await writeFile(out, formatRoundFile({ round: key, terms }));
  const { advice, findings } = leakageOf(terms.engine, agreement.round, (party) => terms.parties[party]!.name);
  home.printer.result(
    { round: key, file: out, transaction: hash, gasUsed, engine: terms.engine, leakage: { advice, findings } },
    () => [
      `Round ${key} is open: ${terms.title}, ${terms.parties.length} companies, engine ${terms.engine}`,
      `  ${agreement.round.columns} columns, ${agreement.schedule.length} messages; transaction ${hash}, ${gasUsed} gas`,
      `What a curious party could find out at these sizes (${advice}):`,
      ...findings.map((finding) => `  ${finding}`),
      `Send ${out} to every company; each runs: concordat join ${out} --data <its own rows>`,
    ],
  );
}
