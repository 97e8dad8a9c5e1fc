// `concordat setup verify`: checks the set-up of sealed outcomes. Needs no home folder.
import { availableParallelism } from "node:os";
import type { Hex } from "viem";
import { readCeremony } from "../../app/ceremony/file.ts";
import { createBulkCurve } from "../../crypto/curve/bulk-pool.ts";
import { InputError } from "../../errors.ts";
import { createRandom } from "../../math/random.ts";
import { addressFault } from "../../round/address.ts";
import { checkCeremony, expectIn } from "../../sealed/ceremony/ceremony.ts";
import { contributionDigest } from "../../sealed/ceremony/contribution.ts";
import type { GlobalOptions } from "../home.ts";
import { progressTerminal, showStages } from "../live/stages.ts";
import { createPrinter, tableLines } from "../print.ts";

export interface SetupVerifyOptions extends GlobalOptions {
  /** Accounts or digests that must be in the set-up. */
  readonly expect: readonly string[];
}

/** Throws InputError "OptionInvalid", and what readCeremony, checkCeremony and expectIn throw. */
export async function setupVerify(file: string, options: SetupVerifyOptions): Promise<void> {
  const expected = options.expect.map(readExpected);
  const ceremony = await readCeremony(file);
  const stages = showStages(progressTerminal(options));
  const curve = createBulkCurve(availableParallelism());
  try {
    const progress = (done: number, all: number) => stages.show("checking the set-up", done, all);
    const { digest } = await checkCeremony(ceremony, { random: createRandom(), curve, progress });
    expectIn(ceremony, digest, expected);
    const contributions = ceremony.contributions.map((contribution) => ({
      ...{ account: contribution.account, contribution: contributionDigest(contribution) },
    }));
    stages.close();
    const { size } = ceremony.srs;
    createPrinter(options.json ?? false).result({ size, string: digest, contributions }, () => [
      `A set-up of size ${size}, string ${digest}`,
      ...tableLines(
        ["", "account", "contribution"],
        contributions.map(({ account, contribution }, i) => [`${i + 1}`, account, contribution]),
      ),
      options.expect.length === 0
        ? "All of it is right. It can be trusted if one of these contributed honestly: is yours there (--expect)?"
        : "All of it is right, and what you expect is there. Compare the string's digest with the other companies.",
      "Experimental until reviewed from outside: no round uses a set-up yet.",
    ]);
  } finally {
    stages.close();
    await curve.close();
  }
}

function readExpected(text: string): Hex {
  if (addressFault(text) === null || /^0x[0-9a-fA-F]{64}$/.test(text)) return text as Hex;
  throw new InputError("OptionInvalid", `"${text}" is neither an address nor a digest`, { field: "--expect" });
}
