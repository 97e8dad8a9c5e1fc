// A company that has not contributed to a set-up trusts those who have, and is told so.
import { expect } from "chai";
import { requireOwnContribution } from "../../../client/app/seal/own-contribution.ts";
import { InputError } from "../../../client/errors.ts";

const ACCOUNTS = [1, 2, 3, 4].map((k) => `0x${`${k}a`.repeat(20)}`);
const [ALDER, BIRCH, WALLET, STRANGER] = ACCOUNTS as [string, string, string, string];
const parties = [
  { name: "Alder", account: ALDER as `0x${string}` },
  { name: "Birch", account: BIRCH as `0x${string}` },
];

/** Null, or the text of the refusal. */
function refusal(contributors: readonly string[], accounts: readonly string[]): string | null {
  const contributions = contributors.map((account) => ({ account })) as never;
  try {
    requireOwnContribution({ contributions }, { accounts, parties, setup: "0x5e" });
    return null;
  } catch (error) {
    expect(error).to.be.instanceOf(InputError).with.property("code", "SetupForeign");
    return (error as InputError).message;
  }
}

describe("a set-up with a contribution of one's own", () => {
  it("is one with the company's account, in capitals or not, or its signer's", () => {
    expect(refusal([BIRCH, ALDER], [ALDER])).to.equal(null);
    expect(refusal([ALDER.toUpperCase().replace("0X", "0x")], [ALDER])).to.equal(null);
    expect(refusal([WALLET], [ALDER, WALLET])).to.equal(null);
  });

  it("is none that only others made, whom the refusal names", () => {
    const text = refusal([BIRCH, STRANGER], [ALDER, WALLET])!;
    expect(text).to.include("0x5e").and.to.include("Birch").and.not.to.include("Alder");
    expect(text).to.include("1 account that");
    expect(refusal([BIRCH], [ALDER])).not.to.include("account that");
  });
});
