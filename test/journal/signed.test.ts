// What the journal reports when somebody has changed what is not sealed in it: with the password
// and without, every column of every table.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { HomeError } from "../../client/errors.ts";
import { homePaths } from "../../client/home/paths.ts";
import { journalCursor } from "../../client/journal/cursors.ts";
import type { Journal } from "../../client/journal/journal.ts";
import { openOwnJournal, readJournal } from "../../client/journal/own-journal.ts";
import { readFaultNote, roundJournal } from "../../client/journal/round-journal.ts";
import { acceptedRounds, acceptRound, endRound, findRound, setStatus } from "../../client/journal/rounds.ts";
import { transactionStore } from "../../client/journal/transactions.ts";
import { createRandom } from "../../client/math/random.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const KEYS = { random: createRandom(new Uint8Array(32)) };
const OTHERS = { random: createRandom(new Uint8Array(32).fill(1)) };
const ROUNDS = ["0x5fbdb2315678afecb367f032d93f642f64180aa3/1", "0x5fbdb2315678afecb367f032d93f642f64180aa3/2"];

function fill(journal: Journal): void {
  for (const [at, key] of ROUNDS.entries()) {
    acceptRound(journal, {
      ...{ key, paramsDigest: `0x${"01".repeat(32)}`, terms: bytes(`terms ${at}`), party: 1, data: bytes("rows") },
      ...{ dataName: "own.lp", rounding: "exact", insist: false, acceptedAt: 5 },
    });
    const own = roundJournal(journal, key);
    own.keepMessage(0, 0, bytes("message"));
    own.keepFault({
      ...{ code: "DigestMismatch", message: "why", party: 0, step: 3, posted: `0x${"07".repeat(32)}`, at: 7 },
      envelope: bytes("evidence"),
    });
    own.keepPart(bytes("part"));
    own.keepOutcome(bytes(`{"kind":"optimal","objective":"${at}"}`), bytes("known"));
    own.session.begin(0);
    own.session.keepDigests(0, bytes(`digests ${at}`));
    own.session.keepResult(0, bytes("result"));
    own.session.keepCheckpoint(bytes("state"));
    transactionStore(journal).add({ purpose: key, nonce: at, hash: `0x0${at}`, raw: `0x1${at}` });
  }
  journalCursor(journal, "invitations").set(7n);
}

/** What `status` and `outcome` read, without the password. */
async function readPublic(journal: Journal, keys: readonly string[]): Promise<void> {
  acceptedRounds(journal);
  for (const key of keys) {
    roundJournal(journal, key).outcome();
    readFaultNote(journal, key);
  }
}

async function readAll(journal: Journal, keys: readonly string[]): Promise<void> {
  await readPublic(journal, keys);
  for (const key of keys) {
    const own = roundJournal(journal, key);
    findRound(journal, key);
    for (const step of own.steps()) own.message(step);
    own.fault();
    own.part();
    own.known();
    own.session.state();
    own.session.digestsBefore(4);
    own.session.checkpoints();
    transactionStore(journal).find(key);
    journalCursor(journal, key).get();
  }
  transactionStore(journal).since(0);
  journalCursor(journal, "invitations").get();
}

describe("the journal's signatures", () => {
  let folder: string;
  let paths: ReturnType<typeof homePaths>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-signed-"));
    paths = homePaths(folder);
    const journal = await openOwnJournal(paths, KEYS);
    fill(journal);
    journal.close();
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A change to the file behind the journal's back; returns the query's rows. */
  function tamper(sql: string, ...parameters: (string | number | null | Uint8Array)[]) {
    const database = new DatabaseSync(paths.journal);
    try {
      return database.prepare(sql).all(...parameters);
    } finally {
      database.close();
    }
  }

  /** The code of the HomeError that reading gives, with the keys and with the public key alone. */
  async function codes(keys = ROUNDS): Promise<string[]> {
    const open = [
      { journal: () => openOwnJournal(paths, KEYS), read: readAll },
      { journal: () => readJournal(paths), read: readPublic },
    ];
    return Promise.all(
      open.map(async ({ journal: opened, read }) => {
        try {
          const journal = await opened();
          await read(journal, keys).finally(() => journal.close());
          return "none";
        } catch (error) {
          expect(error).to.be.instanceOf(HomeError);
          return (error as HomeError).code;
        }
      }),
    );
  }

  it("hold for what this home wrote, whatever it changed later", async () => {
    expect(await codes()).to.deep.equal(["none", "none"]);
    const journal = await openOwnJournal(paths, KEYS);
    setStatus(journal, ROUNDS[0]!, "failed");
    const own = roundJournal(journal, ROUNDS[0]!);
    own.keepOutcome(bytes("{}"));
    own.session.begin(1);
    own.session.finish();
    transactionStore(journal).drop(ROUNDS[1]!);
    transactionStore(journal).add({ purpose: "again", nonce: 1, hash: "0x01", raw: "0x11" });
    journalCursor(journal, "invitations").set(8n);
    endRound(journal, ROUNDS[1]!, "done");
    expect(acceptedRounds(journal).map(({ status }) => status)).to.deep.equal(["failed", "done"]);
    expect(transactionStore(journal).find("again")).to.have.length(1);
    journal.close();
    expect(await codes()).to.deep.equal(["none", "none"]);
  });

  it("show a change in any column of any table, but for the order of transactions", async () => {
    const tables = tamper("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    const seen = [];
    for (const { name: table } of tables) {
      for (const { name: column, type } of tamper(`PRAGMA table_info(${table})`)) {
        const [row] = tamper(`SELECT rowid AS at, ${column} AS value FROM ${table} LIMIT 1`);
        const { at, value } = row as { at: number; value: string | number | Uint8Array };
        const other = type === "TEXT" ? `${value}0` : type === "INTEGER" ? Number(value) + 1 : bytes("{");
        const set = `UPDATE ${table} SET ${column} = ? WHERE rowid = ?`;
        const moves = column === "id";
        tamper(set, moves ? Number(at) + 9 : other, at);
        const [own, reader] = await codes([...ROUNDS, `${ROUNDS[0]}0`, "invitations0"]);
        seen.push(`${table}.${column} ${own} ${reader}`);
        tamper(set, value, moves ? Number(at) + 9 : at);
      }
    }
    const isPublic = (name: string) => /^(rounds|faults|outcomes)\./.test(name) && name !== "rounds.data";
    for (const line of seen) {
      const [name, own, reader] = line.split(" ");
      const wanted = name!.startsWith("seals.")
        ? ["JournalKeyWrong", "JournalKeyWrong"]
        : [name === "transactions.id" ? "none" : "JournalTampered", isPublic(name!) ? "JournalTampered" : "none"];
      expect([own, reader], name).to.deep.equal(wanted);
    }
    expect(seen.length).to.be.greaterThan(45);
    expect(await codes()).to.deep.equal(["none", "none"]);
  });

  it("show whatever stands in a column of a table that was made anew without its types", async () => {
    const tables = tamper("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    // Another value of a key may only hide a row, as deleting it does.
    const keys =
      /^(rounds\.key|cursors\.name|transactions\.(id|purpose|nonce)|messages\.step|.*\.round|epochs\.epoch)$/;
    for (const { name: table } of tables) {
      tamper(`CREATE TABLE plain AS SELECT * FROM ${table}`);
      tamper(`DROP TABLE ${table}`);
      tamper(`ALTER TABLE plain RENAME TO ${table}`);
      for (const { name: column } of tamper(`PRAGMA table_info(${table})`)) {
        const [kept] = tamper(`SELECT rowid AS at, ${column} AS value FROM ${table} LIMIT 1`);
        const { at, value } = kept as { at: number; value: string | number | Uint8Array };
        for (const other of ["NULL", "9223372036854775807", "9e999", "x'00'"]) {
          tamper(`UPDATE ${table} SET ${column} = ${other} WHERE rowid = ?`, at);
          const [own] = await codes();
          const allowed = ["JournalTampered"];
          if (table === "seals") allowed.push("JournalKeyWrong");
          if (keys.test(`${table}.${column}`)) allowed.push("none");
          expect(own, `${table}.${column} = ${other}`).to.be.oneOf(allowed);
        }
        tamper(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`, value, at);
      }
    }
    expect(await codes()).to.deep.equal(["none", "none"]);
  });

  it("show outcomes, terms and faults that were exchanged between rounds, with their signatures or without", async () => {
    const swaps = [
      ["outcomes", "outcome", "round"],
      ["outcomes", "known", "round"],
      ["rounds", "terms", "key"],
      ["faults", "envelope", "round"],
      ["epochs", "digests", "round"],
    ] as const;
    for (const [table, column, key] of swaps) {
      const kept = tamper(`SELECT ${key} AS key, ${column} AS value, signature FROM ${table} ORDER BY ${key}`);
      const put = (from: number, to: number, signed: boolean) => {
        const { value, signature } = kept[from] as Record<string, Uint8Array>;
        tamper(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`, value!, ROUNDS[to]!);
        if (signed) tamper(`UPDATE ${table} SET signature = ? WHERE ${key} = ?`, signature!, ROUNDS[to]!);
      };
      for (const signed of [false, true]) {
        for (const at of [0, 1]) put(1 - at, at, signed);
        expect((await codes())[0], `${table}.${column}`).to.equal("JournalTampered");
        for (const at of [0, 1]) put(at, at, true);
      }
    }
    expect(await codes()).to.deep.equal(["none", "none"]);
  });

  it("show a journal that was signed under another key, with the password and without", async () => {
    const foreign = homePaths(join(folder, "foreign"));
    await mkdir(foreign.folder);
    (await openOwnJournal(foreign, OTHERS)).close();
    await writeFile(paths.journal, await readFile(foreign.journal));
    expect(await codes()).to.deep.equal(["JournalKeyWrong", "JournalKeyWrong"]);
  });

  it("show alike, with the password and without, that the public key itself was exchanged", async () => {
    const foreign = homePaths(join(folder, "foreign"));
    await mkdir(foreign.folder);
    (await openOwnJournal(foreign, OTHERS)).close();
    await writeFile(paths.journalPublicKey, await readFile(foreign.journalPublicKey));
    expect(await codes()).to.deep.equal(["JournalKeyWrong", "JournalKeyWrong"]);
    await writeFile(paths.journalPublicKey, "garbage");
    expect(await codes()).to.deep.equal(["JournalKeyWrong", "JournalKeyWrong"]);
  });

  it("show only to whoever has the password that somebody made up both the journal and its public key", async () => {
    const foreign = homePaths(join(folder, "foreign"));
    await mkdir(foreign.folder);
    const made = await openOwnJournal(foreign, OTHERS);
    fill(made);
    made.close();
    await writeFile(paths.journal, await readFile(foreign.journal));
    await writeFile(paths.journalPublicKey, await readFile(foreign.journalPublicKey));
    expect(await codes()).to.deep.equal(["JournalKeyWrong", "none"]);
  });

  it("need the public key, which the next command with the password writes", async () => {
    await rm(paths.journalPublicKey);
    const reader = await readJournal(paths);
    expect(() => acceptedRounds(reader))
      .to.throw(HomeError)
      .with.property("code", "JournalLocked");
    reader.close();
    (await openOwnJournal(paths, KEYS)).close();
    expect(await codes()).to.deep.equal(["none", "none"]);
  });
});
