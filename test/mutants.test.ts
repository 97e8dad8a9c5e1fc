// Every mutant of the catalogue can still be applied: the text that it searches for occurs in its
// file exactly once.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { AUDITOR_MUTANTS } from "./mutants/auditor.ts";
import { CLIENT_MUTANTS } from "./mutants/client.ts";
import { CONTRACT_MUTANTS } from "./mutants/contracts.ts";
import { FOUR_SHARING_MUTANTS } from "./mutants/four-sharing.ts";
import { MPC_OWN_PART_MUTANTS } from "./mutants/mpc-own-part.ts";
import { SEALED_MUTANTS } from "./mutants/sealed.ts";
import { SEALED_AUDIT_MUTANTS } from "./mutants/sealed-audit.ts";
import { SEALED_CONTRACT_MUTANTS } from "./mutants/sealed-contract.ts";
import { SEALED_COORDINATOR_MUTANTS } from "./mutants/sealed-coordinator.ts";
import { DISCLOSURE_MUTANTS } from "./mutants/sealed-disclosures.ts";
import { SEALED_LIBRARY_MUTANTS } from "./mutants/sealed-libraries.ts";
import { OWN_PART_MUTANTS } from "./mutants/sealed-own-part.ts";
import { SEALED_ROUND_MUTANTS } from "./mutants/sealed-rounds.ts";
import { SHARE_AUDIT_MUTANTS, SHARE_CLIENT_MUTANTS, SHARE_MUTANTS } from "./mutants/shares.ts";

describe("mutants", () => {
  it("have unique names, and texts that occur in their files once", () => {
    const contracts = [
      ...[CONTRACT_MUTANTS, SEALED_CONTRACT_MUTANTS, SEALED_LIBRARY_MUTANTS, SEALED_COORDINATOR_MUTANTS],
      SHARE_MUTANTS,
    ];
    const sealed = [SEALED_MUTANTS, SEALED_ROUND_MUTANTS, SEALED_AUDIT_MUTANTS, DISCLOSURE_MUTANTS, OWN_PART_MUTANTS];
    const shares = [SHARE_AUDIT_MUTANTS, SHARE_CLIENT_MUTANTS];
    const all = [
      ...contracts,
      ...shares,
      CLIENT_MUTANTS,
      FOUR_SHARING_MUTANTS,
      MPC_OWN_PART_MUTANTS,
      ...sealed,
      AUDITOR_MUTANTS,
    ].flat();
    expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
    for (const { id, file, search } of all) {
      const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
      expect(text.split(search).length - 1, `${id} in ${file}`).to.equal(1);
    }
  });
});
