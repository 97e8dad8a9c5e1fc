// The auditor's own check of who made a set-up (docs/sealed.md, "Ceremony"): that each contribution
// follows the one before, proves that its maker knew its factors and is signed by its account, and
// that the last one leads to the string.
import { concat, id, keccak256 } from "ethers";
import { wordBytes } from "../certificate/digests.ts";
import { SealedRefusal } from "../errors.ts";
import { isSignedContribution, provesFactors } from "./contribution.ts";
import { GENERATOR } from "./pairing.ts";
import type { SetupFile } from "./setup-file.ts";
import { equal, stringDigest } from "./string.ts";

/**
 * The accounts of the contributors, in order. The points of the string are checked elsewhere.
 * @throws SealedRefusal SetupOrder, SetupAccountRepeated, SetupProofWrong or SetupSignatureWrong
 *   for the first contribution that is wrong, then SetupStringDiffers.
 */
export function checkContributions({ string, contributions }: SetupFile): string[] {
  const { size, line, matrix } = string;
  let digest = keccak256(concat([id("concordat/sealed/setup/start/v1"), wordBytes(BigInt(size))]));
  let points = { sigma: GENERATOR, tau: GENERATOR };
  const accounts: string[] = [];
  for (const contribution of contributions) {
    if (contribution.previous !== digest) throw new SealedRefusal("SetupOrder");
    if (accounts.includes(contribution.account)) throw new SealedRefusal("SetupAccountRepeated");
    if (!provesFactors(contribution, points)) throw new SealedRefusal("SetupProofWrong");
    if (!isSignedContribution(contribution, size)) throw new SealedRefusal("SetupSignatureWrong");
    accounts.push(contribution.account);
    ({ digest, points } = contribution);
  }
  const last = contributions.at(-1)!;
  const leads =
    last.string === stringDigest(string) &&
    equal(last.points.sigma, matrix[1]![0]!) &&
    equal(last.points.tau, line[1]!);
  if (!leads) throw new SealedRefusal("SetupStringDiffers");
  return accounts;
}
