// What a company has on its disk and any later client must still be able to read: file names,
// settings, sealed values, notes about a round.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { testSeed } from "../support/certificate.ts";
import { accountOf } from "../support/network.ts";
import {
  acceptRound,
  type Config,
  createSeal,
  homePaths,
  journalKey,
  openJournal,
  parseConfig,
  roundFolder,
  roundJournal,
  writeConfig,
  writeRoundFiles,
} from "./subject.ts";
import { compareFrozen } from "./vector.ts";

const COORDINATOR = accountOf("coordinator").address;
const KEY = `${COORDINATOR.toLowerCase()}/7`;

const CONFIG: Config = {
  ...{ version: 1, name: "Company 0", rpc: "http://127.0.0.1:8545", chainId: 31_337 },
  ...{ coordinator: COORDINATOR, registry: accountOf("registry").address },
  ...{ listen: ["/ip4/0.0.0.0/tcp/4710"], announce: [], sessionPort: 4711, peerKey: 2 },
  ...{ confirmations: 3, preferFinalized: true, pollMs: 1000 },
  ...{ signer: { at: "/run/signer.ipc", account: accountOf("signer").address } },
  ...{ contractAccount: accountOf("wallet").address, leastPeriod: 3600, metrics: "127.0.0.1:9464" },
};

/**
 * Values sealed by an earlier client, each with its place. Since the nonce differs each time, the
 * test opens them instead of sealing them again.
 */
const SEALED = new URL("./vectors/sealed.json", import.meta.url);
const VALUE = Buffer.from("a company's rows");
const PLACE = ["messages", "envelope", KEY, 3] as const;

describe("frozen vectors: the home folder", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-frozen-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("names of files, and the settings as they are written and read", async () => {
    const paths = homePaths(folder);
    const file = join(folder, "config.json");
    await writeConfig(file, CONFIG);
    const text = await readFile(file, "utf8");
    expect(parseConfig(text, file)).to.deep.equal(CONFIG);
    const inside = (path: string) => path.slice(folder.length);
    await compareFrozen("home", {
      paths: Object.entries(paths).map(([name, path]) => [name, inside(path)]),
      round: inside(roundFolder(paths, KEY)),
      config: text,
    });
  });

  it("the journal's key of a seed, and a value that was sealed under it", async () => {
    const key = journalKey(testSeed("home"));
    const seal = createSeal(key);
    const sealed =
      process.env["FREEZE"] === "1"
        ? Buffer.from(seal.close(VALUE, PLACE)).toString("hex")
        : JSON.parse(await readFile(SEALED, "utf8")).sealed;
    expect(Buffer.from(seal.open(Buffer.from(sealed, "hex"), PLACE))).to.deep.equal(VALUE);
    await compareFrozen("sealed", { key: Buffer.from(key).toString("hex"), place: PLACE, sealed });
  });

  it("notes about a round: transcript/round.json and evidence/fault.json", async () => {
    const journal = openJournal(join(folder, "journal.sqlite"), journalKey(testSeed("home")));
    try {
      acceptRound(journal, {
        ...{ key: KEY, paramsDigest: `0x${"00".repeat(32)}`, terms: Buffer.from("terms"), party: 1 },
        ...{ data: Buffer.from("rows"), dataName: "own.lp", rounding: "exact", insist: true, acceptedAt: 0 },
      });
      const kept = roundJournal(journal, KEY);
      kept.keepFault({
        ...{ code: "DigestMismatch", message: "why", party: 0, step: 3, posted: `0x${"11".repeat(32)}`, at: 7 },
        envelope: Buffer.from("not an envelope"),
      });
      const name = { chainId: 31_337, coordinator: COORDINATOR, round: 7n, party: 1 };
      await writeRoundFiles(join(folder, "files"), name, kept, []);
    } finally {
      journal.close();
    }
    const read = (file: string) => readFile(join(folder, "files", file), "utf8");
    await compareFrozen("notes", {
      round: await read("transcript/round.json"),
      fault: await read("evidence/fault.json"),
      message: await read("evidence/message.bin"),
    });
  });
});
