// The file of a set-up, byte by byte: two contributions from fixed seeds, for other implementations
// to check themselves against.
import { contributor, SIZE } from "../support/ceremony.ts";
import { contributionDigest, encodeCeremony, holdCeremony, srsDigest } from "./subject.ts";
import { compareFrozen, sha256 } from "./vector.ts";

describe("frozen set-up", function () {
  this.timeout(120_000);
  it("file, contributions, string", async () => {
    const ceremony = await holdCeremony(SIZE, [contributor(0), contributor(1)]);
    const file = encodeCeremony(ceremony);
    await compareFrozen("setup", {
      ...{ length: file.length, sha256: sha256(file), string: srsDigest(ceremony.srs) },
      contributions: ceremony.contributions.map((contribution) => {
        const { account, previous, string, answers, signature } = contribution;
        return { digest: contributionDigest(contribution), account, previous, string, answers, signature };
      }),
    });
  });
});
