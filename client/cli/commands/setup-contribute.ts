// `concordat setup contribute`: this company's contribution to the set-up of sealed outcomes.
import { availableParallelism } from "node:os";
import { checkNewCeremony, readCeremony, writeCeremony } from "../../app/ceremony/file.ts";
import { createBulkCurve } from "../../crypto/curve/bulk-pool.ts";
import { InputError } from "../../errors.ts";
import { createRandom } from "../../math/random.ts";
import { contribute, type Stage } from "../../sealed/ceremony/contribute.ts";
import { contributionDigest } from "../../sealed/ceremony/contribution.ts";
import { isSetupSize, SETUP_SIZES } from "../../sealed/ceremony/file.ts";
import { type GlobalOptions, openHome, openKeys } from "../home.ts";
import { progressTerminal, showStages } from "../live/stages.ts";

export interface SetupContributeOptions extends GlobalOptions {
  readonly size?: number;
  readonly out: string;
}

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  check: "checking the set-up   ",
  multiply: "multiplying its points",
  "check-own": "checking the result   ",
};

/**
 * Without a file, begins a set-up of `size`. The input stays as it is. Interrupted, it has left
 * nothing that counts: it starts again, with fresh factors. Throws InputError "OptionInvalid",
 * "FileUnreadable", "FileUnwritable", and what readCeremony, contribute and openKeys throw.
 */
export async function setupContribute(file: string | undefined, options: SetupContributeOptions): Promise<void> {
  const { out } = options;
  const home = await openHome(options);
  checkSize(file, options.size);
  await checkNewCeremony(out, file);
  const before = file === undefined ? options.size! : await readCeremony(file);
  const { sender } = await openKeys(home, options);
  const stages = showStages(progressTerminal(options));
  const curve = createBulkCurve(availableParallelism());
  try {
    const after = await contribute(before, {
      ...{ account: sender, random: createRandom(), curve },
      progress: (stage, done, all) => stages.show(STAGE_WORDS[stage], done, all),
    });
    await writeCeremony(out, after);
    const own = after.contributions.at(-1)!;
    const result = {
      ...{ file: out, size: after.srs.size, number: after.contributions.length },
      ...{ account: own.account, contribution: contributionDigest(own), string: own.string },
    };
    stages.close();
    home.printer.result(result, () => [
      `${out}: contribution ${result.number} to a set-up of size ${result.size}`,
      `  account       ${result.account}`,
      `  contribution  ${result.contribution}`,
      `  string        ${result.string}`,
      "The factors are gone with this command. Give the file to the next company, or to all if you are the last;",
      `then check the final file and keep it: concordat setup verify <file> --keep --expect ${result.contribution}`,
      "Experimental until reviewed from outside.",
    ]);
  } finally {
    stages.close();
    await curve.close();
  }
}

function checkSize(file: string | undefined, size: number | undefined): void {
  const invalid = (what: string) => new InputError("OptionInvalid", what, { field: "--size" });
  if (file !== undefined && size !== undefined)
    throw invalid("begins a set-up, so it cannot be given together with the file of one");
  if (file !== undefined) return;
  if (size === undefined) throw invalid("is needed to begin a set-up; to continue one, name its file");
  if (!isSetupSize(size)) throw invalid(`must be a power of two from ${SETUP_SIZES.least} to ${SETUP_SIZES.most}`);
}
