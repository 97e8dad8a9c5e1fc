// A ceremony: the newest reference string, and the contributions that led to it from σ = τ = 1
// (docs/sealed.md, "Ceremony").
import type { Hex } from "viem";
import { numberToHex } from "viem/utils";
import { G1 } from "../../crypto/curve/bn254.ts";
import type { BulkCurve, Progress } from "../../crypto/curve/bulk-pool.ts";
import { taggedHash } from "../../crypto/transcript.ts";
import { SealedError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { checkSrs, pointsToSum, type Srs, srsDigest } from "../srs.ts";
import { type Contribution, contributionDigest, type PointPair } from "./contribution.ts";
import { provesKnowledge } from "./knowledge.ts";
import { isSigned } from "./signature.ts";

export interface Ceremony {
  readonly srs: Srs;
  readonly contributions: readonly Contribution[];
}

/** Most contributions to one string. */
export const MAX_CONTRIBUTIONS = 255;

/** What the next contribution follows. */
export interface ChainEnd {
  /** Its `previous`. */
  readonly digest: Hex;
  readonly points: PointPair;
}

/** How a check is run: `random` must be unknown to whoever made the ceremony. */
export interface CheckRun {
  readonly random: Random;
  readonly curve: BulkCurve;
  readonly progress: Progress;
}

/**
 * Checks everything about a ceremony that can be checked afterwards: the order of contributions,
 * their proofs and signatures, and the string.
 * @returns its string's srsDigest, and the end of the chain.
 * @throws SealedError SetupOrder, SetupAccountRepeated, SetupProofWrong or SetupSignatureWrong for
 *   the first contribution that is wrong, SetupStringDiffers, and as checkSrs does.
 */
export async function checkCeremony(
  { srs, contributions }: Ceremony,
  { random, curve, progress }: CheckRun,
): Promise<{ readonly digest: Hex; readonly end: ChainEnd }> {
  const end = await checkChain(srs.size, contributions);
  const digest = srsDigest(srs);
  const last = contributions.at(-1);
  const same =
    last?.string === digest && last.points.sigma.equals(srs.matrix[1]![0]!) && last.points.tau.equals(srs.line[1]!);
  if (!same)
    throw new SealedError(
      "SetupStringDiffers",
      "the points of the set-up are not those of its last contribution: get the file again",
    );
  const all = pointsToSum(srs.size);
  let before = 0;
  await checkSrs(srs, random, async (points, scalars) => {
    const sum = await curve.sum(points, scalars, (done) => progress(before + done, all));
    before += points.length;
    return sum;
  });
  return { digest, end };
}

/** The end of a chain without contributions, to a string of size R: σ = τ = 1. */
export function chainStart(size: number): ChainEnd {
  return {
    digest: taggedHash("concordat/sealed/setup/start/v1", numberToHex(size, { size: 32 })),
    points: { sigma: G1.BASE, tau: G1.BASE },
  };
}

async function checkChain(size: number, contributions: readonly Contribution[]): Promise<ChainEnd> {
  let end = chainStart(size);
  const accounts = new Set<string>();
  for (const [index, contribution] of contributions.entries()) {
    const { account, previous, points } = contribution;
    const named = `contribution ${index + 1} (${account})`;
    if (previous !== end.digest)
      throw new SealedError(
        "SetupOrder",
        `${named} does not follow the one before it: one is missing, in another place, or of another ceremony`,
      );
    if (accounts.has(account))
      throw new SealedError("SetupAccountRepeated", `${named} is by an account that has contributed before`);
    const digest = contributionDigest(contribution);
    if (!provesKnowledge(end.points, digest, contribution))
      throw new SealedError(
        "SetupProofWrong",
        `${named} does not prove that its maker knew its factors: do not use this set-up`,
      );
    if (!(await isSigned(contribution, size, digest)))
      throw new SealedError("SetupSignatureWrong", `${named} is not signed by that account`);
    accounts.add(account);
    end = { digest, points };
  }
  return end;
}

/**
 * Checks that each of `expected` is the account or the digest of a contribution, or the string's
 * digest; letters in any case.
 * @throws SealedError SetupContributionMissing naming the first that is not.
 */
export function expectIn(
  { contributions }: Pick<Ceremony, "contributions">,
  string: Hex,
  expected: readonly Hex[],
): void {
  const known = contributions.flatMap((contribution) => [contribution.account, contributionDigest(contribution)]);
  const there = new Set([string, ...known].map((value) => value.toLowerCase()));
  const missing = expected.find((value) => !there.has(value.toLowerCase()));
  if (missing !== undefined)
    throw new SealedError(
      "SetupContributionMissing",
      `${missing} is neither a contributor, nor a contribution, nor the string of this set-up: do not use it`,
    );
}
