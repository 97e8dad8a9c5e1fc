// What a round with a sealed outcome needs of a set-up that this home keeps, and whether its terms
// say the same.
import { ProtocolError, SealedError } from "../../errors.ts";
import type { HomePaths } from "../../home/paths.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { SealedTerms, Terms } from "../../round/terms.ts";
import { srsCommitter } from "../../sealed/committer.ts";
import { keyDigest } from "../../sealed/contract-key.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import { verifyingKey } from "../../sealed/verifying-key.ts";
import type { AgreedRound } from "../agreed-round.ts";
import { type NamedSetup, readKept } from "../ceremony/home.ts";
import { checkNumbers, checkRoom } from "./fits.ts";

/** The set-ups of a home, and who sees how far one is read: it takes seconds from R = 256 on. */
export interface Setups {
  readonly paths: Pick<HomePaths, "setups">;
  readonly progress: (done: number, all: number) => void;
}

/** Steps of reading a set-up: its points, their tables, the key. */
const STEPS = 3;

/**
 * Throws InputError "SetupMissing", what decodeCeremony throws, and SealedError "SetupNameDiffers"
 * for a file with the points of another set-up than its name says.
 */
export async function loadSealing(
  { paths, progress }: Setups,
  named: NamedSetup,
  { bounds, decimals }: Pick<PublicRound, "bounds" | "decimals">,
): Promise<SealedParameters> {
  progress(0, STEPS);
  const { srs } = await readKept(paths, named);
  progress(1, STEPS);
  const committer = srsCommitter(srs);
  progress(2, STEPS);
  const key = verifyingKey(srs, committer, { size: srs.size, bounds, decimals });
  progress(STEPS, STEPS);
  if (key.srsDigest !== named.setup)
    throw new SealedError(
      "SetupNameDiffers",
      `the file that this home keeps as set-up ${named.setup} is that of ${key.srsDigest}: ` +
        "check the right one and keep it again (`concordat setup verify <its file> --keep`)",
    );
  return { key, committer };
}

/**
 * What to seal the outcome of agreed terms with; null for a public outcome. Computes the round's
 * key again, from this home's own set-up. Throws as checkRoom, checkNumbers and loadSealing do, and
 * ProtocolError "SetupDiffers".
 */
export async function sealingOf(
  terms: Terms,
  { program, agreement }: Pick<AgreedRound, "program" | "agreement">,
  setups: Setups,
): Promise<SealedParameters | null> {
  const { sealed } = terms;
  if (sealed === null) return null;
  const names = terms.parties.map(({ name }) => name);
  checkRoom(sealed.size, program, names);
  checkNumbers(sealed.size, terms, program);
  const sealing = await loadSealing(setups, sealed, agreement.round);
  checkKey(sealing, sealed);
  return sealing;
}

function checkKey({ key }: SealedParameters, { size, setup, key: stated }: SealedTerms): void {
  const own = keyDigest(key);
  if (key.size === size && own === stated) return;
  const differs =
    key.size === size
      ? `another verifying key (${stated}) than set-up ${setup} gives for its columns and bounds (${own})`
      : `size ${size} for set-up ${setup}, which has ${key.size}`;
  throw new ProtocolError(
    "SetupDiffers",
    `the terms of the round state ${differs}: take no part in it, and ask the company that opened it`,
  );
}
