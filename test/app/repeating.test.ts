// Of which earlier rounds a company is told that somebody may have spoilt them to learn something,
// before it plays one with the same data.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { alertsBeforeRepeating } from "../../client/app/repeating.ts";
import { homePaths } from "../../client/home/paths.ts";
import type { Journal } from "../../client/journal/journal.ts";
import { openOwnJournal } from "../../client/journal/own-journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { acceptRound, endRound, setStatus } from "../../client/journal/rounds.ts";
import { testSeed } from "../support/certificate.ts";

const OWN = 1;
const keyOf = (round: number) => `0x${"11".repeat(20)}/${round}`;

describe("app: before a round is repeated", () => {
  let folder: string;
  let rounds = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-repeating-"));
  });
  after(() => rm(folder, { recursive: true }));

  interface Ended {
    /** Null for none. */
    readonly code?: string | null;
    /** Whether the company has sent a turn. */
    readonly dealt?: boolean;
    readonly status?: "closed" | "done" | "failed";
  }

  /** The codes of what is said of a round that ended so. */
  async function saidOf({ code = "NoAnswer", dealt = true, status = "closed" }: Ended, engine = "mpc") {
    const paths = homePaths(folder);
    const key = keyOf(++rounds);
    const journal: Journal = await openOwnJournal(paths, { random: testSeed("repeating") });
    try {
      acceptRound(journal, {
        ...{ key, party: OWN, rounding: "exact", insist: false, acceptedAt: 0, dataName: "rows.lp" },
        ...{ paramsDigest: `0x${"22".repeat(32)}`, terms: new Uint8Array(0), data: new Uint8Array(0) },
      });
      const own = roundJournal(journal, key);
      if (dealt) own.keepMessage(0, OWN, Uint8Array.of(1));
      if (code !== null)
        own.keepFault({ code, message: "", party: null, step: null, posted: null, at: 0, envelope: null });
      if (status === "failed") setStatus(journal, key, status);
      else endRound(journal, key, status);
    } finally {
      journal.close();
    }
    return (await alertsBeforeRepeating(paths, key, engine)).map((said) => said.code);
  }

  it("says so whatever made it fail once numbers were dealt among three nodes", async () => {
    // What a node puts in place of an outcome, the certificate refuses; one that stops is late.
    const codes = ["NoAnswer", "SharesDiffer", "InputOutOfRange", "GapTooLarge", "ResidualTooLarge", "RoundExpired"];
    for (const code of codes)
      for (const engine of ["mpc", "mpc/proven"])
        expect(await saidOf({ code }, engine), `${engine}, ${code}`).to.deep.equal(["MaybeSpoilt"]);
    expect(await saidOf({ status: "failed" })).to.deep.equal(["MaybeSpoilt"]);
  });

  it("says nothing where nothing was computed, or nobody can have learned anything", async () => {
    for (const code of ["InputMisdealt", "InputNotCommitted"]) expect(await saidOf({ code }), code).to.deep.equal([]);
    expect(await saidOf({ dealt: false })).to.deep.equal([]);
    expect(await saidOf({ status: "done" })).to.deep.equal([]);
    expect(await saidOf({ code: null })).to.deep.equal([]);
    for (const engine of ["mpc/four", "two-party/paillier"]) expect(await saidOf({}, engine), engine).to.deep.equal([]);
    expect(await alertsBeforeRepeating(homePaths(folder), keyOf(999), "mpc")).to.deep.equal([]);
  });
});
