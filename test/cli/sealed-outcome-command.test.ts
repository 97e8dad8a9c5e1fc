// `concordat outcome` of a sealed outcome: what the company knows needs the password, and goes into
// files that only its owner can read.

import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readXlsx } from "hucre/xlsx";
import { keepOutcome, keptOutcome, settledOtherwise, writeRoundFiles } from "../../client/app/round-files.ts";
import type { SealedCompanyOutcome } from "../../client/app/sealed-outcome.ts";
import { type OutcomeOptions, outcome } from "../../client/cli/commands/outcome.ts";
import { writeUserFile } from "../../client/cli/write-file.ts";
import { HomeError, InputError } from "../../client/errors.ts";
import { writeConfig } from "../../client/home/config.ts";
import { readSeed } from "../../client/home/keys.ts";
import { freshSecret } from "../../client/home/keystore.ts";
import { type HomePaths, homePaths } from "../../client/home/paths.ts";
import { openOwnJournal, readJournal } from "../../client/journal/own-journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { acceptRound, endRound } from "../../client/journal/rounds.ts";
import { USUAL_SETTINGS } from "../support/client-home.ts";
import { writeLightKeystore } from "../support/light-keystore.ts";
import { rejection } from "../support/network.ts";

const COORDINATOR = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const [SEALED, UNKNOWN] = [1, 2].map((round) => `${COORDINATOR.toLowerCase()}/${round}`) as [string, string];
const PASSWORD = "correct horse";
const OTHERWISE = {
  settled: { kind: "optimal", statementDigest: "0x01" },
  own: { kind: "optimal", statementDigest: "0x02" },
} as const;

const OUTCOME = {
  ...{ sealed: true, kind: "optimal" },
  known: {
    ...{ kind: "optimal", objective: null, variables: [{ name: "ore", value: "4.25" }], rows: [] },
    ...{ interval: null, endAtPrices: null, largestResidual: "0" },
  },
} as unknown as SealedCompanyOutcome;

describe("concordat outcome, of a sealed outcome", function () {
  this.timeout(120_000);
  let folder: string;
  let paths: HomePaths;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-sealed-"));
    paths = homePaths(join(folder, "home"));
    await mkdir(join(paths.folder, "keys"), { mode: 0o700, recursive: true });
    await writeConfig(paths.config, {
      ...{ version: 1, name: "Weser", rpc: "http://127.0.0.1:1", chainId: 1, coordinator: COORDINATOR, registry: null },
      ...{ listen: [], announce: [], sessionPort: 4711, peerKey: 1, confirmations: 0, preferFinalized: false },
      ...{ pollMs: 1000, ...USUAL_SETTINGS },
    });
    await writeLightKeystore(paths.seed, freshSecret(), PASSWORD);
    await writeFile(join(folder, "password"), PASSWORD, { mode: 0o600 });
    const journal = await openOwnJournal(paths, await readSeed(paths, PASSWORD));
    for (const [key, own] of [
      [SEALED, { ...OUTCOME, settledOtherwise: OTHERWISE }],
      [UNKNOWN, { ...OUTCOME, known: null, settledOtherwise: null }],
    ] as const) {
      acceptRound(journal, {
        ...{ key, paramsDigest: `0x${"01".repeat(32)}`, terms: Buffer.from("terms"), party: 1, data: Buffer.from("") },
        ...{ dataName: "own.lp", rounding: "exact", insist: false, acceptedAt: 5 },
      });
      keepOutcome(roundJournal(journal, key), own);
      expect(keptOutcome(journal, key)).to.deep.equal(own);
      endRound(journal, key, "done");
    }
    await writeRoundFiles(
      join(folder, "files"),
      { chainId: 1, coordinator: COORDINATOR, round: 1n, party: 1 },
      roundJournal(journal, SEALED),
      [],
    );
    journal.close();
  });
  after(() => rm(folder, { recursive: true }));

  /** Runs the command; what it prints. */
  async function shown(round: string, options: Partial<OutcomeOptions>) {
    const lines: string[] = [];
    const { write } = process.stdout;
    process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof write;
    try {
      await outcome(round, { home: paths.folder, all: false, json: true, ...options });
    } finally {
      process.stdout.write = write;
    }
    return lines.join("");
  }

  it("is not in the journal without the password, which the command asks for", async () => {
    expect((await readFile(paths.journal)).includes("4.25")).to.equal(false);
    const reader = await readJournal(paths);
    expect(() => keptOutcome(reader, SEALED))
      .to.throw(HomeError)
      .with.property("code", "JournalLocked");
    // `status` needs no password.
    expect(settledOtherwise(reader, SEALED)).to.deep.equal(OTHERWISE);
    reader.close();
    const given = process.env["CONCORDAT_PASSWORD"];
    delete process.env["CONCORDAT_PASSWORD"];
    if (process.stdin.isTTY !== true)
      expect(await rejection(shown("1", {})))
        .to.be.instanceOf(InputError)
        .with.property("code", "PasswordMissing");
    if (given !== undefined) process.env["CONCORDAT_PASSWORD"] = given;
    expect(await shown("1", { passwordFile: join(folder, "password") })).to.include("4.25");
  });

  it("needs no password where the company knows nothing of it", async () => {
    expect(await shown("2", {})).to.include('"sealed"');
  });

  it("goes into files that only their owner can read, also into one that is there already", async () => {
    const csv = join(folder, "plan.csv");
    await writeFile(csv, "old", { mode: 0o644 });
    await chmod(csv, 0o644);
    const xlsx = join(folder, "plan.xlsx");
    await shown("1", { passwordFile: join(folder, "password"), csv, xlsx });
    expect(await readFile(csv, "utf8")).to.include("ore,4.25");
    const { sheets } = await readXlsx(await readFile(xlsx));
    expect(sheets.find(({ name }) => name === "plan")!.rows[1]!.slice(0, 2)).to.deep.equal(["ore", 4.25]);
    for (const file of [csv, xlsx]) expect((await stat(file)).mode & 0o777).to.equal(0o600);
    const own = join(folder, "files", "outcome.json");
    expect(JSON.parse(await readFile(own, "utf8")).known.variables[0].value).to.equal("4.25");
    expect((await stat(own)).mode & 0o777).to.equal(0o600);
    // What is no file is left as it is.
    const before = (await stat("/dev/null")).mode;
    await writeUserFile("/dev/null", "text", 0o600);
    expect((await stat("/dev/null")).mode).to.equal(before);
  });
});
