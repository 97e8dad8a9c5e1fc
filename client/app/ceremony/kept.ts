// The set-up of a demonstration: held once among its own companies and kept in a file.
import type { Address } from "viem";
import { asConcordatError, InputError, SealedError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { type Ceremony, checkCeremony } from "../../sealed/ceremony/ceremony.ts";
import type { Contributor } from "../../sealed/ceremony/contribute.ts";
import { holdCeremony } from "../../sealed/ceremony/hold.ts";
import { readCeremony, writeCeremony } from "./file.ts";

/**
 * The ceremony of a string of size R among these contributors, in this order: the one in `file` if
 * it is that and right, else a new one, which replaces the file. `random` draws the weights of the
 * check.
 * @throws InputError FileUnwritable; SealedError SrsShape for a size that no file has.
 */
export async function keptCeremony(
  file: string,
  size: number,
  contributors: readonly [Contributor, ...Contributor[]],
  random: Random,
): Promise<Ceremony> {
  const accounts = contributors.map(({ account }) => account.address);
  try {
    const kept = await readCeremony(file);
    if (kept.srs.size === size && hasAccounts(kept, accounts)) {
      const { curve, progress } = contributors[0];
      await checkCeremony(kept, { random, curve, progress: (done, all) => progress("check", done, all) });
      return kept;
    }
  } catch (error) {
    const known = asConcordatError(error);
    if (!(known instanceof SealedError || known instanceof InputError)) throw error;
  }
  const held = await holdCeremony(size, contributors);
  await writeCeremony(file, held);
  return held;
}

function hasAccounts({ contributions }: Ceremony, accounts: readonly Address[]): boolean {
  return contributions.length === accounts.length && contributions.every(({ account }, k) => account === accounts[k]);
}
