// A disclosure's file: what the client writes, the auditor reads; she refuses every other form.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { AuditError } from "../../auditor/errors.ts";
import { onDisk } from "../../auditor/on-disk.ts";
import { WHATS } from "../../auditor/sealed/disclosure/claims.ts";
import { checkSealedDisclosure } from "../../auditor/sealed/disclosure/file.ts";
import { disclosureText } from "../../client/sealed/disclosure/file.ts";
import { discloseSealed } from "../../client/sealed/disclosure/prove.ts";
import { testSeed } from "../support/certificate.ts";
import { disclosable, wishesOf } from "../support/sealed-disclosures.ts";
import { plainForm } from "../support/sealed-inputs.ts";

const made = disclosable({ kind: "optimal", inequalities: [3, 3], owner: 1 }, "file");
const sealed = plainForm(made.accepted);
const disclosure = discloseSealed(made.accepted, made.own[1]!, wishesOf(made.round, 1), testSeed("disclose"));
const text = disclosureText(made.accepted, disclosure);

describe("sealed: files of disclosures", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "disclosure-"));
  });
  after(() => rm(folder, { recursive: true }));

  const check = async (content: string) => {
    const file = join(folder, "disclosure.json");
    await writeFile(file, content);
    return checkSealedDisclosure(onDisk(file), sealed);
  };
  const codeOf = (content: string) =>
    check(content).then(
      () => "accepted",
      (error: unknown) => {
        if (error instanceof AuditError) return error.code;
        throw error;
      },
    );

  it("are read as they were written", async () => {
    const { party, claims } = await check(text);
    expect(party).to.equal(1);
    const read = claims.map(({ type, ...rest }) => ({ ...rest, what: WHATS[type] }));
    expect(read).to.deep.equal(disclosure.claims);
  });

  it("are refused in any other form", async () => {
    const content: Readonly<Record<string, unknown>> & { readonly claims: readonly object[] } = JSON.parse(text);
    const [first, ...rest] = content.claims;
    const withClaim = (change: object) => ({ claims: [{ ...first, ...change }, ...rest] });
    const long = { claims: Array.from({ length: 65 }, () => first) };
    const changes: readonly (readonly [change: object, code: string])[] = [
      ...Object.keys(content).map((field) => [{ [field]: undefined }, "FileInvalid"] as const),
      ...Object.keys(content).map((field) => [{ [field]: true }, "FileInvalid"] as const),
      ...Object.keys(first!).map((field) => [withClaim({ [field]: null }), "FileInvalid"] as const),
      [{ version: 2 }, "FileInvalid"],
      [{ type: "disclosure" }, "FileInvalid"],
      [{ chainId: "1" }, "OtherRound"],
      [{ coordinator: `0x${"11".repeat(20)}` }, "OtherRound"],
      [{ round: "99" }, "OtherRound"],
      [{ sealedProof: `0x${"11".repeat(32)}` }, "OtherRound"],
      [{ party: -1 }, "FileInvalid"],
      [{ party: 2 }, "DisclosureInvalid"],
      [{ party: 0 }, "DisclosureInvalid"],
      [{ claims: [] }, "FileInvalid"],
      [long, "FileInvalid"],
      [withClaim({ what: "row" }), "FileInvalid"],
      [withClaim({ index: 0.5 }), "FileInvalid"],
      [withClaim({ index: 0 }), "DisclosureInvalid"],
      [withClaim({ values: [1] }), "FileInvalid"],
      [withClaim({ values: ["1e3"] }), "FileInvalid"],
      [withClaim({ values: ["9".repeat(81)] }), "FileInvalid"],
      [withClaim({ values: ["1", "1", "1", "1"] }), "FileInvalid"],
      [withClaim({ values: [] }), "DisclosureInvalid"],
      [withClaim({ values: ["-1"] }), "DisclosureInvalid"],
      [withClaim({ values: ["1"] }), "DisclosureFailed"],
      [{ proof: `${content["proof"]}00` }, "FileInvalid"],
      [{ proof: `${content["proof"]}`.replace(/.$/, "g") }, "FileInvalid"],
    ];
    for (const [change, code] of changes)
      expect(await codeOf(JSON.stringify({ ...content, ...change })), JSON.stringify(change).slice(0, 80)).to.equal(
        code,
      );
    expect(await codeOf(text.slice(0, -9))).to.equal("FileInvalid");
    expect(await codeOf(text)).to.equal("accepted");
  });
});
