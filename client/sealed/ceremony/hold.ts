// A whole ceremony in one process: for demonstrations, where all companies run in it anyway. Its
// string is worth as much as that process.
import type { Ceremony } from "./ceremony.ts";
import { type Contributor, contribute } from "./contribute.ts";

/**
 * The ceremony of a string of size R, a power of two from 16 to 512, in which each contributor, at
 * least one, takes its turn.
 * @throws SealedError as contribute does.
 */
export async function holdCeremony(
  size: number,
  contributors: readonly [Contributor, ...Contributor[]],
): Promise<Ceremony> {
  const [first, ...others] = contributors;
  let ceremony = await contribute(size, first);
  for (const contributor of others) ceremony = await contribute(ceremony, contributor);
  return ceremony;
}
