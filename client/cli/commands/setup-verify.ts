// `concordat setup verify`: checks the set-up of sealed outcomes. Needs a home folder only to keep
// it there, for rounds.
import { availableParallelism } from "node:os";
import type { Hex } from "viem";
import { readCeremony } from "../../app/ceremony/file.ts";
import { keepSetup } from "../../app/ceremony/home.ts";
import { createBulkCurve } from "../../crypto/curve/bulk-pool.ts";
import { InputError } from "../../errors.ts";
import { createRandom } from "../../math/random.ts";
import { addressFault, isAddressForm } from "../../round/address.ts";
import { checkCeremony, expectIn } from "../../sealed/ceremony/ceremony.ts";
import { contributionDigest } from "../../sealed/ceremony/contribution.ts";
import { type GlobalOptions, openHome } from "../home.ts";
import { progressTerminal, showStages } from "../live/stages.ts";
import { createPrinter, tableLines } from "../print.ts";

export interface SetupVerifyOptions extends GlobalOptions {
  /** Accounts or digests that must be in the set-up. */
  readonly expect: readonly string[];
  /** Keeps the set-up in the home folder, once all of it is right. */
  readonly keep: boolean;
}

/**
 * Throws InputError "OptionInvalid", and what readCeremony, checkCeremony and expectIn throw; with
 * `keep` also what openHome and keepSetup throw.
 */
export async function setupVerify(file: string, options: SetupVerifyOptions): Promise<void> {
  const expected = options.expect.map(readExpected);
  const home = options.keep ? await openHome(options) : null;
  const ceremony = await readCeremony(file);
  const stages = showStages(progressTerminal(options));
  const curve = createBulkCurve(availableParallelism());
  try {
    const progress = (done: number, all: number) => stages.show("checking the set-up", done, all);
    const { digest } = await checkCeremony(ceremony, { random: createRandom(), curve, progress });
    expectIn(ceremony, digest, expected);
    const kept = home === null ? null : await keepSetup(home.paths, digest, ceremony);
    const contributions = ceremony.contributions.map((contribution) => ({
      ...{ account: contribution.account, contribution: contributionDigest(contribution) },
    }));
    stages.close();
    const { size } = ceremony.srs;
    createPrinter(options.json ?? false).result({ size, string: digest, contributions, kept }, () => [
      `A set-up of size ${size}, string ${digest}`,
      ...tableLines(
        ["", "account", "contribution"],
        contributions.map(({ account, contribution }, i) => [`${i + 1}`, account, contribution]),
      ),
      options.expect.length === 0
        ? "All of it is right. It can be trusted if one of these contributed honestly: is yours there (--expect)?"
        : "All of it is right, and what you expect is there. Compare the string's digest with the other companies.",
      kept === null
        ? "Companies that play rounds with it keep it in their home: --keep"
        : `Kept as ${kept}, where rounds that name this string find it: "outcome": "sealed", "setup": "${digest}"`,
      "Experimental until reviewed from outside.",
    ]);
  } finally {
    stages.close();
    await curve.close();
  }
}

function readExpected(text: string): Hex {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return text as Hex;
  const fault = addressFault(text);
  if (fault === null) return text as Hex;
  const what = isAddressForm(text)
    ? `the address ${fault}`
    : "is neither an address (0x and 40 hexadecimal digits) nor a digest (0x and 64)";
  throw new InputError("OptionInvalid", `"${text}": ${what}`, { field: "--expect" });
}
