// `concordat open`: a round from a spec file.
import { openFromSpec } from "../../app/open-round.ts";
import { toleranceLines } from "../../app/tolerances.ts";
import { type GlobalOptions, openHome, openKeys } from "../home.ts";

export async function open(file: string, options: GlobalOptions & { readonly out?: string }): Promise<void> {
  const home = await openHome(options);
  const opened = await openFromSpec({
    ...{ paths: home.paths, config: home.config, spec: file, out: options.out },
    keys: () => openKeys(home, options),
  });
  const { key, terms, program, agreement, engine, file: out, hash, gasUsed } = opened;
  const { advice, findings } = engine.leakage(agreement.round, (party) => terms.parties[party]!.name);
  home.printer.result(
    { round: key, file: out, transaction: hash, gasUsed, engine: terms.engine, leakage: { advice, findings } },
    () => [
      `Round ${key} is open: ${terms.title}, ${terms.parties.length} companies, engine ${terms.engine}`,
      `  ${agreement.round.columns} columns, ${agreement.schedule.at(-1)!.exchange + 1} exchanges; transaction ${hash}, ${gasUsed} gas`,
      ...toleranceLines(terms, program),
      `What a curious party could find out at these sizes (${advice}):`,
      ...findings.map((finding) => `  ${finding}`),
      `Send ${out} to every company; each runs: concordat join ${out} --data <its own rows>`,
    ],
  );
}
