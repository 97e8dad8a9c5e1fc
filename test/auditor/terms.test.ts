// The auditor reads the same upper bounds from terms as the clients do.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Params } from "../../auditor/chain/params.ts";
import { onDisk } from "../../auditor/on-disk.ts";
import { readTerms } from "../../auditor/terms.ts";
import { type Announcement, combine, type Domain, HELPER } from "../../client/lp/joint/program.ts";
import { boundsAt } from "../../client/lp/joint/scales.ts";
import { NO_MAGNITUDES } from "../../client/lp/joint/sizes.ts";
import { boundsDigest } from "../../client/round/bounds.ts";
import { encodeTerms, type Terms, termsDigest } from "../../client/round/terms.ts";
import { writeTerms } from "../support/sealed-files.ts";

const DECIMALS = 9;

function announcing(
  variables: readonly (readonly [name: string, bound: string | null, domain?: Domain])[],
  side: number | null,
): Announcement {
  return {
    ...HELPER,
    variables: variables.map(([name, bound, domain = "nonNegative"]) => ({ name, domain, bound })),
    inequalities: 1,
    magnitudes: { ...NO_MAGNITUDES, side },
  };
}

describe("auditor: the upper bounds of terms", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "audit-"));
  });
  after(() => rm(folder, { recursive: true }));

  const plain = announcing([["a", null]], null);
  const cases: Readonly<Record<string, readonly Announcement[]>> = {
    "what one company states": [announcing([["a", "2e6"]], 3), plain],
    "the largest of several": [
      announcing(
        [
          ["a", "9e5"],
          ["b", "3e-2"],
          ["c", "2e2"],
        ],
        3,
      ),
      announcing(
        [
          ["b", "1e-1"],
          ["a", "2e5"],
          ["c", "3e2"],
        ],
        3,
      ),
    ],
    "a default of 10^6": [plain, plain],
    "a default that follows from the largest side": [
      announcing(
        [
          ["a", null],
          ["b", "1e1"],
        ],
        7,
      ),
      plain,
    ],
    "a default of at most 10^9": [plain, announcing([["a", null]], 12)],
    "free variables, in two columns": [
      announcing(
        [
          ["f", "4e3", "free"],
          ["g", null, "free"],
          ["a", null],
        ],
        3,
      ),
      announcing(
        [
          ["g", null, "nonNegative"],
          ["f", "5e3", "free"],
        ],
        3,
      ),
    ],
    "names of any characters, in the order in which they come": [
      announcing(
        [
          ["10", "1e0"],
          ["2", "2e0"],
          ["__proto__", "3e0"],
          ["ö\u2028\ud83d\ude00", "4e0"],
        ],
        3,
      ),
      announcing(
        [
          ["__proto__", "1e0"],
          ["a", "5e0"],
        ],
        3,
      ),
    ],
  };
  for (const [name, announcements] of Object.entries(cases))
    it(`are the clients': ${name}`, async () => {
      const [first, ...others] = announcements;
      const program = combine([{ ...first!, sense: "min" }, ...others]);
      const parties = announcements.map((announcement, k) => ({ name: `company ${k}`, account: "0x", announcement }));
      const terms = { title: "Terms", parties, tolerances: { residual: 1n, dual: 1n, gap: 1n }, periods: {} };
      const encoded = encodeTerms({ ...terms, bond: 0n, sealed: null } as unknown as Terms);
      const file = await writeTerms(folder, JSON.parse(Buffer.from(encoded).toString("utf8")));
      const expected = boundsAt(program, DECIMALS);
      const params = {
        ...{ columns: program.columns, solutionDecimals: DECIMALS },
        ...{ terms: termsDigest(encoded), bounds: boundsDigest(expected) },
      } as Params;
      expect(await readTerms(onDisk(file), params)).to.deep.include({ bounds: expected, setupDigest: null });
      expect((await readTerms(onDisk(file), { ...params, columns: params.columns + 1 })).bounds).to.equal(null);
      expect((await readTerms(onDisk(file), { ...params, solutionDecimals: DECIMALS + 1 })).bounds).to.equal(null);
      expect((await readTerms(onDisk(file), { ...params, solutionDecimals: 0 })).bounds).to.equal(null);
    });

  it("come with the digest of a sealed round's set-up", async () => {
    const party = { name: "company", account: "0x", announcement: plain };
    const setup = `0x${"5e".repeat(32)}`;
    const sealed = { size: 16, setup, key: setup };
    const terms = { title: "Terms", parties: [party], tolerances: { residual: 1n, dual: 1n, gap: 1n }, periods: {} };
    const encoded = encodeTerms({ ...terms, bond: 0n, sealed } as unknown as Terms);
    const file = await writeTerms(folder, JSON.parse(Buffer.from(encoded).toString("utf8")));
    const params = { columns: 1, solutionDecimals: DECIMALS, terms: termsDigest(encoded), bounds: "0x" } as Params;
    expect((await readTerms(onDisk(file), params)).setupDigest).to.equal(setup);
  });
});
