// What the transcript of one of three parties need not contain: messages between the others, and
// messages that were never sent.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { refusalDigest } from "../../client/round/digests.ts";
import { auditedChain, codesOf } from "../support/audit.ts";
import { chainParams, commitTo, DIGEST, openRound, transact } from "../support/rounds.ts";

describe("auditor: absent messages", function () {
  this.timeout(180_000);

  it("tells missing messages from those between others and from refusals", async () => {
    const { chain, audit } = await auditedChain();
    const shape = { kind: "optimal", columns: 1, inequalities: [1, 1, 1], equalities: [0, 0, 0], owner: 2 } as const;
    // Two messages of the engine, then three of each party to all others.
    const schedule = [1, 0, 0, 1, 2, 0, 1, 2, 0, 1, 2];
    const encoded = `0x${Buffer.from(schedule).toString("hex")}` as const;
    const id = await openRound(chain, chainParams(chain, shape, { schedule: encoded }));
    for (const party of [1, 2, 3]) await commitTo(chain, party, id.round, 1000n);
    for (const [step, party] of schedule.entries()) {
      const digest = step >= 8 ? refusalDigest(id, step, party) : DIGEST;
      await transact(chain, party + 1, "post", [id.round, step, digest]);
    }
    const folder = await mkdtemp(join(tmpdir(), "audit-"));
    try {
      await mkdir(join(folder, "messages"));
      const { coordinator } = id;
      const round = { version: 1, chainId: `${id.chainId}`, coordinator, round: `${id.round}`, party: 0 };
      await writeFile(join(folder, "round.json"), JSON.stringify(round));
      const report = await audit(id.round, undefined, { transcript: folder });
      const results = report.transcript!.messages.map(({ result }) => result);
      const missing = Array.from({ length: 7 }, () => "missing");
      expect(results).to.deep.equal(["absent", ...missing, "refused", "refused", "refused"]);
      expect(codesOf(report, "unknown")).to.deep.equal(["RoundOpen", "MessagesMissing"]);
      expect(codesOf(report, "skipped")).to.deep.equal(["MessagesOfOthers"]);
      expect(codesOf(report, "failed")).to.deep.equal([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
