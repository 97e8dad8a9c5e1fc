// What the transcript of one of three parties need not contain: messages between the others, and
// messages that were never sent.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { refusalDigest } from "../../client/round/digests.ts";
import { auditedChain, codesOf } from "../support/audit.ts";
import { scheduleOf } from "../support/certificate.ts";
import { chainParams, commitTo, DIGEST, openRound, transact } from "../support/rounds.ts";

describe("auditor: absent messages", function () {
  this.timeout(180_000);

  it("tells missing messages from those between others and from refusals", async () => {
    const { chain, audit } = await auditedChain();
    const shape = { kind: "optimal", columns: 1, inequalities: [1, 1, 1], equalities: [0, 0, 0], owner: 2 } as const;
    // Keys, a message of the engine, shares, proofs.
    const all = [0, 1, 2];
    const exchanges = [all, [1], all, all];
    const id = await openRound(chain, chainParams(chain, shape, { schedule: scheduleOf(exchanges) }));
    for (const party of [1, 2, 3]) await commitTo(chain, party, id.round, 1000n);
    for (const [exchange, senders] of exchanges.entries()) {
      for (const party of senders.toReversed()) {
        const digest = exchange === 3 ? refusalDigest(id, { exchange, from: party }) : DIGEST;
        await transact(chain, party + 1, "post", [id.round, exchange, party, digest]);
      }
    }
    const folder = await mkdtemp(join(tmpdir(), "audit-"));
    try {
      await mkdir(join(folder, "messages"));
      const { coordinator } = id;
      const round = { version: 3, chainId: `${id.chainId}`, coordinator, round: `${id.round}`, party: 0 };
      await writeFile(join(folder, "round.json"), JSON.stringify(round));
      const report = await audit(id.round, undefined, { transcript: folder });
      const results = report.transcript!.turns.map(({ exchange, party, result }) => [exchange, party, result]);
      expect(results).to.deep.equal([
        ...[2, 1, 0].map((party) => [0, party, "missing"]),
        [1, 1, "absent"],
        ...[2, 1, 0].map((party) => [2, party, "missing"]),
        ...[2, 1, 0].map((party) => [3, party, "refused"]),
      ]);
      expect(codesOf(report, "unknown")).to.deep.equal(["RoundOpen", "MessagesMissing"]);
      expect(codesOf(report, "skipped")).to.deep.equal(["MessagesOfOthers"]);
      expect(codesOf(report, "failed")).to.deep.equal([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
