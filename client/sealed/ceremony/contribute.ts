// A company's contribution to a ceremony. Its factors exist in this process only: they are drawn
// from `random`, which no seed on disk may determine, and nothing returns or keeps them
// (docs/decisions/0035-set-up-ceremony.md).
import type { LocalAccount } from "viem";
import type { BulkCurve, Progress } from "../../crypto/curve/bulk-pool.ts";
import { SealedError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { srsDigest } from "../srs.ts";
import { type Ceremony, chainStart, checkCeremony, MAX_CONTRIBUTIONS } from "./ceremony.ts";
import { contributionDigest } from "./contribution.ts";
import { isSetupSize, SETUP_SIZES } from "./file.ts";
import { answer, commitNonces } from "./knowledge.ts";
import { signContribution } from "./signature.ts";
import { drawFactors, firstString, multiplyString } from "./string.ts";

/** What a contribution goes through, in order. */
export type Stage = "check" | "multiply" | "check-own";

export interface Contributor {
  /** Signs the contribution; an account of a key, not a contract. */
  readonly account: LocalAccount;
  /** Fresh randomness of the operating system, except in tests. */
  readonly random: Random;
  readonly curve: BulkCurve;
  readonly progress: (stage: Stage, done: number, all: number) => void;
}

/**
 * Checks a ceremony, adds a contribution, and checks the result. For the first one give the size of
 * the string, a power of two from 16 to 512, in place of a ceremony.
 * @throws SealedError as checkCeremony does for the ceremony given; SrsShape for a size that no
 *   file has, SetupAccountRepeated when the account has contributed, SetupFull; what `account`
 *   throws when it does not sign.
 */
export async function contribute(before: Ceremony | number, contributor: Contributor): Promise<Ceremony> {
  const { account, random, curve } = contributor;
  const stage =
    (name: Stage): Progress =>
    (done, all) =>
      contributor.progress(name, done, all);
  const check = (ceremony: Ceremony, name: Stage) =>
    checkCeremony(ceremony, { random: random.fork(name), curve, progress: stage(name) });
  const start = typeof before === "number" ? startOf(before) : before;
  if (start.contributions.some((other) => other.account === account.address))
    throw new SealedError(
      "SetupAccountRepeated",
      `${account.address} has contributed to this set-up: once is enough, whoever contributes later`,
    );
  if (start.contributions.length >= MAX_CONTRIBUTIONS)
    throw new SealedError("SetupFull", `a set-up has at most ${MAX_CONTRIBUTIONS} contributions`);
  // Before anything secret meets the points: outside its group a point could tell of the factors.
  const { digest: previous, points: base } =
    typeof before === "number" ? chainStart(before) : (await check(before, "check")).end;
  const factors = drawFactors(random.fork("factors"));
  const secretNonces = drawFactors(random.fork("nonces"));
  const srs = await multiplyString(start.srs, factors, { curve, progress: stage("multiply") });
  const statement = {
    ...{ account: account.address, previous, string: srsDigest(srs) },
    points: { sigma: srs.matrix[1]![0]!, tau: srs.line[1]! },
    nonces: commitNonces(base, secretNonces),
  };
  const digest = contributionDigest(statement);
  const answers = answer(secretNonces, digest, factors);
  const signature = await signContribution(account, srs.size, digest);
  const after = { srs, contributions: [...start.contributions, { ...statement, answers, signature }] };
  await check(after, "check-own");
  return after;
}

function startOf(size: number): Ceremony {
  const { least, most } = SETUP_SIZES;
  if (!isSetupSize(size))
    throw new SealedError("SrsShape", `the size of a set-up is a power of two from ${least} to ${most}, not ${size}`);
  return { srs: firstString(size), contributions: [] };
}
