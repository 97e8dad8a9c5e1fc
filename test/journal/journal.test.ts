// The journal's file: who may read it, which versions are accepted, and what the error says when it
// cannot be used.
import { mkdtemp, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { HomeError } from "../../client/errors.ts";
import { openJournal } from "../../client/journal/journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { acceptedRounds, acceptRound, findRound, setStatus } from "../../client/journal/rounds.ts";
import { signaturePublicKey } from "../../client/journal/signatures.ts";
import { transactionStore } from "../../client/journal/transactions.ts";
import { TEST_KEY } from "../support/journal.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);

const ROUND = {
  key: "0x5fbdb2315678afecb367f032d93f642f64180aa3/1",
  paramsDigest: `0x${"01".repeat(32)}`,
  terms: bytes("terms"),
  party: 1,
  data: bytes("rows"),
  dataName: "own.lp",
  rounding: "exact",
  insist: false,
  acceptedAt: 5,
} as const;

/** The code of the HomeError that `work` must throw. */
function homeError(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).to.be.instanceOf(HomeError);
    return (error as HomeError).code;
  }
  throw new Error("it should have been refused");
}

const POSTED = `0x${"07".repeat(32)}` as const;

describe("journal", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-journal-"));
    file = join(folder, "journal.sqlite");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is readable by its owner alone, as are the files that SQLite puts beside it", async () => {
    const journal = openJournal(file, TEST_KEY);
    roundJournal(journal, "round").keepMessage(0, 0, bytes("secret"));
    for (const suffix of ["", "-wal", "-shm"]) {
      expect((await stat(`${file}${suffix}`)).mode & 0o777, suffix).to.equal(0o600);
    }
    journal.close();
  });

  it("keeps everything for the next life", () => {
    const first = openJournal(file, TEST_KEY);
    acceptRound(first, ROUND);
    const before = roundJournal(first, ROUND.key);
    const fault = {
      code: "DigestMismatch",
      message: "why",
      party: 0,
      step: 3,
      posted: POSTED,
      envelope: bytes("evidence"),
      at: 7,
    };
    before.keepMessage(3, 0, bytes("three"));
    before.keepMessage(1, 1, bytes("one"));
    before.keepFault(fault);
    before.keepOutcome(bytes("outcome"));
    first.close();

    const second = openJournal(file, TEST_KEY);
    expect(acceptedRounds(second)).to.have.length(1);
    const { terms, data, ...found } = findRound(second, ROUND.key)!;
    const { terms: _terms, data: _data, ...said } = ROUND;
    expect(found).to.deep.equal({ ...said, status: "running" });
    expect([Buffer.from(terms), Buffer.from(data)]).to.deep.equal([ROUND.terms, ROUND.data]);
    const after = roundJournal(second, ROUND.key);
    expect(after.steps()).to.deep.equal([1, 3]);
    expect(Buffer.from(after.message(3)!).toString()).to.equal("three");
    const { envelope, ...rest } = after.fault()!;
    expect({ ...rest, envelope: Buffer.from(envelope!) }).to.deep.equal(fault);
    expect(Buffer.from(after.outcome()!).toString()).to.equal("outcome");
    expect(roundJournal(second, "another").steps()).to.deep.equal([]);
    second.close();
  });

  it("keeps what a company knows of a sealed outcome under its key", async () => {
    const own = openJournal(file, TEST_KEY);
    const [sealed, open] = ["sealed", "public"].map((round) => roundJournal(own, round));
    sealed!.keepOutcome(bytes("proven"), bytes("plan: ore 4"));
    open!.keepOutcome(bytes("plan"));
    expect([sealed!, open!].map((journal) => journal.hasKnown())).to.deep.equal([true, false]);
    expect([Buffer.from(sealed!.known()!).toString(), open!.known()]).to.deep.equal(["plan: ore 4", null]);
    expect(roundJournal(own, "another").hasKnown()).to.equal(false);
    own.close();
    expect((await readFile(file)).includes("plan: ore 4")).to.equal(false);

    const reader = roundJournal(openJournal(file, null, signaturePublicKey(TEST_KEY)), "sealed");
    expect(Buffer.from(reader.outcome()!).toString()).to.equal("proven");
    expect(() => reader.known())
      .to.throw(HomeError)
      .with.property("code", "JournalLocked");
  });

  it("takes no second message for a step, no second fault or agreement; the outcome is the latest", () => {
    const journal = openJournal(file, TEST_KEY);
    const own = roundJournal(journal, "round");
    const fault = { message: "", party: null, step: null, posted: null, envelope: null, at: 0 };
    for (const text of ["first", "second"]) {
      own.keepMessage(2, 0, bytes(text));
      own.keepOutcome(bytes(text));
      own.keepFault({ ...fault, code: text });
    }
    expect(Buffer.from(own.message(2)!).toString()).to.equal("first");
    expect(Buffer.from(own.outcome()!).toString()).to.equal("second");
    expect(own.fault()!.code).to.equal("first");
    expect(acceptRound(journal, ROUND)).to.equal(true);
    setStatus(journal, ROUND.key, "done");
    expect(acceptRound(journal, { ...ROUND, data: bytes("other rows") })).to.equal(false);
    const { data, status } = findRound(journal, ROUND.key)!;
    expect([Buffer.from(data).toString(), status]).to.deep.equal(["rows", "done"]);
    journal.close();
  });

  it("remembers transactions by purpose and nonce until they are dropped", () => {
    const journal = openJournal(file, TEST_KEY);
    const store = transactionStore(journal);
    const signed = (purpose: string, nonce: number, id: string) =>
      ({ purpose, nonce, hash: `0x${id.repeat(32)}`, raw: `0x${id}` }) as const;
    const all = [signed("commit", 4, "aa"), signed("post", 5, "bb"), signed("post", 5, "cc"), signed("late", 3, "dd")];
    for (const transaction of all) store.add(transaction);
    store.add(all[0]!);
    expect(store.find("post")).to.deep.equal([all[1], all[2]]);
    expect(store.since(4)).to.deep.equal(all.slice(0, 3));
    store.drop("post");
    expect(store.find("post")).to.deep.equal([]);
    expect(store.since(0)).to.deep.equal([all[3], all[0]]);
    journal.close();
  });

  for (const version of [1, 2, 3, 4, 6])
    it(`refuses the file of version ${version}, with or without the key, and leaves it as it is`, async () => {
      const journal = openJournal(file, TEST_KEY);
      acceptRound(journal, ROUND);
      // What an earlier client would have: an envelope of another version, of a round that is not
      // over.
      roundJournal(journal, ROUND.key).keepMessage(0, 1, bytes("CCD2 and so on"));
      journal.run((database) => database.exec(`PRAGMA user_version = ${version}`));
      journal.close();
      const before = await readFile(file);
      for (const key of [TEST_KEY, null, TEST_KEY])
        expect(homeError(() => openJournal(file, key))).to.equal("JournalVersion");
      expect(await readFile(file)).to.deep.equal(before);
    });

  it("says what to do with the journal of an earlier client, and of a newer one", () => {
    openJournal(file, TEST_KEY).close();
    const refusal = (version: number) => {
      const database = new DatabaseSync(file);
      database.exec(`PRAGMA user_version = ${version}`);
      database.close();
      try {
        openJournal(file, TEST_KEY);
      } catch (error) {
        return (error as HomeError).message;
      }
      throw new Error("it should have been refused");
    };
    expect(refusal(4)).to.contain("version 4").and.contain("finish its rounds").and.contain("move journal.sqlite");
    expect(refusal(6)).to.contain("version 6").and.contain("newer client");
  });

  it("begins anew when the earlier one has been moved away, under the same key", async () => {
    const earlier = openJournal(file, TEST_KEY);
    acceptRound(earlier, ROUND);
    earlier.run((database) => database.exec("PRAGMA user_version = 4"));
    earlier.close();
    await rename(file, join(folder, "earlier.sqlite"));
    const journal = openJournal(file, TEST_KEY);
    expect(acceptedRounds(journal)).to.deep.equal([]);
    expect(acceptRound(journal, ROUND)).to.equal(true);
    journal.close();
  });

  it("refuses a file that is no journal, and a folder that does not exist", async () => {
    await writeFile(file, "this is not a database, but long enough to be looked at as one".repeat(20));
    expect(homeError(() => openJournal(file, TEST_KEY))).to.equal("JournalBroken");
    expect(homeError(() => openJournal(join(folder, "nowhere", "journal.sqlite"), TEST_KEY))).to.equal("JournalBroken");
  });

  it("says so when damage shows later", async () => {
    const journal = openJournal(file, TEST_KEY);
    const own = roundJournal(journal, "round");
    for (let step = 0; step < 50; step++) own.keepMessage(step, 0, new Uint8Array(5_000).fill(step));
    journal.close();
    // The schema, in the first page, stays; the messages are overwritten.
    const handle = await open(file, "r+");
    const { size } = await handle.stat();
    await handle.write(new Uint8Array(size - 4_096).fill(0xff), 0, size - 4_096, 4_096);
    await handle.close();
    const damaged = openJournal(file, null);
    expect(homeError(() => roundJournal(damaged, "round").message(7))).to.equal("JournalBroken");
    damaged.close();
    expect(homeError(() => openJournal(file, TEST_KEY))).to.equal("JournalBroken");
  });

  it("says who holds it when another program does", () => {
    const journal = openJournal(file, TEST_KEY);
    const other = openJournal(file, TEST_KEY);
    other.run((database) => database.exec("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE"));
    journal.run((database) => database.exec("PRAGMA busy_timeout = 0"));
    expect(homeError(() => roundJournal(journal, "round").keepMessage(0, 0, bytes("a")))).to.equal("JournalBusy");
    other.run((database) => database.exec("ROLLBACK"));
    roundJournal(journal, "round").keepMessage(0, 0, bytes("a"));
    other.close();
    journal.close();
  });

  it("says so when the disk is full, keeps what it had, and goes on when there is space", () => {
    const journal = openJournal(file, TEST_KEY);
    const own = roundJournal(journal, "round");
    own.keepMessage(0, 0, new Uint8Array(10_000).fill(1));
    journal.run((database) => {
      const pages = database.prepare("PRAGMA page_count").get()!["page_count"];
      database.exec(`PRAGMA max_page_count = ${pages}`);
    });
    expect(homeError(() => own.keepMessage(1, 0, new Uint8Array(10_000)))).to.equal("JournalFull");
    expect(own.steps()).to.deep.equal([0]);
    expect(own.message(0)).to.deep.equal(new Uint8Array(10_000).fill(1));
    journal.run((database) => database.exec("PRAGMA max_page_count = 4294967294"));
    own.keepMessage(1, 0, new Uint8Array(10_000));
    expect(own.steps()).to.deep.equal([0, 1]);
    journal.close();
  });
});
