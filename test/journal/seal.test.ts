// What a thief of the journal's files can read, and what the journal reports when somebody has
// changed them.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { HomeError } from "../../client/errors.ts";
import { type Journal, openJournal } from "../../client/journal/journal.ts";
import { readFaultNote, roundJournal } from "../../client/journal/round-journal.ts";
import { acceptedRounds, acceptRound, endRound, findRound } from "../../client/journal/rounds.ts";
import { signaturePublicKey } from "../../client/journal/signatures.ts";
import { journalKeyOf, TEST_KEY } from "../support/journal.ts";

const KEY = "0x5fbdb2315678afecb367f032d93f642f64180aa3/1";
const OTHER = "0x5fbdb2315678afecb367f032d93f642f64180aa3/2";
const secret = (what: string): Uint8Array => Buffer.from(`SECRET-${what}-`.repeat(200));
const SECRETS = ["ROWS", "OWN", "THEIRS", "EVIDENCE", "RESULT", "PART", "SHARE-0", "SHARE-1", "SHARE-2", "SHARE-3"];

const round = (key: string) =>
  ({
    ...{
      key,
      paramsDigest: `0x${"01".repeat(32)}` as const,
      terms: Buffer.from("terms"),
      party: 1,
      data: secret("ROWS"),
    },
    ...{ dataName: "own.lp", rounding: "exact" as const, insist: false, acceptedAt: 5 },
  }) as const;

const FAULT = { code: "DigestMismatch", message: "why", party: 0, step: 3, posted: null, at: 7 } as const;

function fill(journal: Journal, key = KEY): void {
  acceptRound(journal, round(key));
  const own = roundJournal(journal, key);
  own.keepMessage(0, 1, secret("OWN"));
  own.keepMessage(1, 0, secret("THEIRS"));
  own.keepFault({ ...FAULT, envelope: secret("EVIDENCE") });
  own.session.begin(0);
  for (let k = 0; k < 4; k++) own.session.keepCheckpoint(secret(`SHARE-${k}`));
  own.session.keepResult(0, secret("RESULT"));
  own.keepPart(secret("PART"));
}

/** The error's code; "none" where all can be read. */
function codeOf(work: () => unknown): string {
  try {
    work();
    return "none";
  } catch (error) {
    expect(error).to.be.instanceOf(HomeError);
    return (error as HomeError).code;
  }
}

function readAll(journal: Journal, key = KEY): unknown {
  const own = roundJournal(journal, key);
  const { session } = own;
  return [
    findRound(journal, key)!.data,
    ...own.steps().map((step) => own.message(step)),
    own.fault()!.envelope,
    session.state().result,
    own.part(),
    ...session.checkpoints(),
  ].map((bytes) => Buffer.from(bytes!).toString());
}

describe("the journal's seal", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-seal-"));
    file = join(folder, "journal.sqlite");
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** The secrets that the files contain in plain text. */
  async function found(): Promise<string[]> {
    const parts = await Promise.all(
      ["", "-wal", "-shm"].map((suffix) => readFile(`${file}${suffix}`).catch(() => Buffer.alloc(0))),
    );
    return SECRETS.filter((what) => parts.some((bytes) => bytes.includes(`SECRET-${what}-`)));
  }

  /** A change to the file behind the journal's back. */
  function tamper(sql: string): void {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  }

  it("leaves no secret in plain, while the journal is open and after", async () => {
    const journal = openJournal(file, TEST_KEY);
    fill(journal);
    expect(await found()).to.deep.equal([]);
    const before = readAll(journal);
    journal.close();
    expect(await found()).to.deep.equal([]);
    const again = openJournal(file, TEST_KEY);
    expect(readAll(again)).to.deep.equal(before);
    again.close();
  });

  it("refuses another key, by code, and stays readable with its own", () => {
    const journal = openJournal(file, TEST_KEY);
    fill(journal);
    journal.close();
    expect(codeOf(() => openJournal(file, journalKeyOf("01".repeat(32))))).to.equal("JournalKeyWrong");
    const own = openJournal(file, TEST_KEY);
    expect(codeOf(() => readAll(own))).to.equal("none");
    own.close();
  });

  it("lets a reader without key see what is public, and nothing else", () => {
    const publicKey = signaturePublicKey(TEST_KEY);
    openJournal(file, null, publicKey).close();
    const journal = openJournal(file, TEST_KEY);
    fill(journal);
    journal.close();
    const reader = openJournal(file, null, publicKey);
    expect(acceptedRounds(reader).map(({ key }) => key)).to.deep.equal([KEY]);
    expect(readFaultNote(reader, KEY)).to.deep.equal(FAULT);
    const own = roundJournal(reader, KEY);
    for (const read of [
      () => findRound(reader, KEY),
      () => own.message(0),
      () => own.fault(),
      () => own.session.state(),
      () => own.session.checkpoints(),
      () => own.part(),
      () => own.keepMessage(9, 0, secret("OWN")),
    ]) {
      expect(codeOf(read)).to.equal("JournalLocked");
    }
    reader.close();
  });

  it("shows every changed bit of a value, and every value in another place", () => {
    const flip = (table: string, column: string, at: number) => {
      const database = new DatabaseSync(file);
      const row = database.prepare(`SELECT rowid AS at, ${column} AS value FROM ${table} LIMIT 1`).get()!;
      const value = row["value"] as Uint8Array;
      value[at < 0 ? value.length + at : at]! ^= 1;
      database.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`).run(value, Number(row["at"]));
      database.close();
    };
    const columns = [
      ["rounds", "data"],
      ["messages", "envelope"],
      ["faults", "envelope"],
      ["sessions", "result"],
      ["checkpoints", "state"],
      ["parts", "part"],
    ] as const;
    const journal = openJournal(file, TEST_KEY);
    fill(journal);
    fill(journal, OTHER);
    journal.close();
    const read = () => {
      const reader = openJournal(file, TEST_KEY);
      try {
        return [codeOf(() => readAll(reader)), codeOf(() => readAll(reader, OTHER))].find((code) => code !== "none");
      } finally {
        reader.close();
      }
    };
    for (const [table, column] of columns) {
      // Nonce, ciphertext, tag.
      for (const at of [0, 12, 100, -1]) {
        flip(table, column, at);
        expect(read(), `${table}.${column} at ${at}`).to.equal("JournalTampered");
        flip(table, column, at);
      }
      const key = table === "rounds" ? "key" : "round";
      const swap = (from: string, to: string) =>
        `UPDATE ${table} SET ${column} = (SELECT b.${column} FROM ${table} b WHERE b.${key} = '${from}') WHERE ${key} = '${to}'`;
      tamper(`CREATE TABLE kept AS SELECT rowid AS at, ${column} AS value FROM ${table}`);
      tamper(swap(OTHER, KEY));
      expect(read(), `${table} of another round`).to.equal("JournalTampered");
      tamper(`UPDATE ${table} SET ${column} = (SELECT value FROM kept WHERE at = ${table}.rowid); DROP TABLE kept`);
      expect(read(), "put back").to.equal(undefined);
    }
    const within = [
      "UPDATE messages SET envelope = (SELECT b.envelope FROM messages b WHERE b.step = 0 LIMIT 1) WHERE step = 1",
      "UPDATE messages SET sender = 1 WHERE step = 1",
      "UPDATE checkpoints SET state = (SELECT b.state FROM checkpoints b ORDER BY id DESC LIMIT 1)",
      "UPDATE sessions SET result_epoch = 1",
      "UPDATE rounds SET party = 0",
    ];
    for (const change of within) {
      const database = new DatabaseSync(file);
      database.exec(`BEGIN; ${change};`);
      database.exec("COMMIT");
      database.close();
      expect(read(), change).to.equal("JournalTampered");
    }
  });

  it("goes with what is deleted: nothing is left to open when a session ends and when a round closes", async () => {
    const journal = openJournal(file, TEST_KEY);
    fill(journal);
    const sealed = (table: string, column: string) =>
      journal.run((database) =>
        database
          .prepare(`SELECT ${column} AS value FROM ${table}`)
          .all()
          .map(({ value }) => Buffer.from(value as Uint8Array)),
      );
    const left = async (values: readonly Buffer[]) => {
      const parts = await Promise.all(["", "-wal"].map((suffix) => readFile(`${file}${suffix}`)));
      // A value starts with the nonce and what follows it, in one piece.
      return values.filter((value) => parts.some((bytes) => bytes.includes(value.subarray(0, 40)))).length;
    };
    const checkpoints = sealed("checkpoints", "state");
    expect(await left(checkpoints)).to.equal(2);
    roundJournal(journal, KEY).session.finish();
    expect(await left(checkpoints)).to.equal(0);

    const [results, messages] = [sealed("sessions", "result"), sealed("messages", "envelope")];
    expect(await left([...results, ...messages])).to.equal(3);
    endRound(journal, KEY, "done");
    expect(await left(results)).to.equal(0);
    // The client still serves its own message to late partners.
    expect(await left(messages)).to.equal(1);
    const own = roundJournal(journal, KEY);
    expect([own.steps(), own.session.state().result]).to.deep.equal([[0], null]);
    expect(findRound(journal, KEY)!.status).to.equal("done");
    journal.close();
  });

  it("keeps a part of a proof while a company can disclose from it: the first one, until the round has failed", () => {
    const journal = openJournal(file, TEST_KEY);
    fill(journal);
    const own = roundJournal(journal, KEY);
    own.keepPart(secret("OWN"));
    const kept = () => own.part() !== null && Buffer.from(own.part()!).equals(secret("PART"));
    expect(kept()).to.equal(true);
    endRound(journal, KEY, "done");
    expect(kept()).to.equal(true);
    endRound(journal, KEY, "closed");
    expect(own.part()).to.equal(null);
    journal.close();
  });
});
