// `outcome` of a home whose journal somebody has changed: an error by code, never another number.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { outcome } from "../../client/cli/commands/outcome.ts";
import { HomeError } from "../../client/errors.ts";
import { writeConfig } from "../../client/home/config.ts";
import { type HomePaths, homePaths } from "../../client/home/paths.ts";
import { openOwnJournal } from "../../client/journal/own-journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { acceptRound, endRound } from "../../client/journal/rounds.ts";
import { createRandom } from "../../client/math/random.ts";
import { USUAL_SETTINGS } from "../support/client-home.ts";
import { rejection } from "../support/network.ts";

const COORDINATOR = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const ROUNDS = [1, 2].map((round) => `${COORDINATOR.toLowerCase()}/${round}`);
const outcomeOf = (objective: string) => ({
  ...{ kind: "optimal", objective, variables: [], rows: [], settledOtherwise: null },
  ...{ gap: "0", violation: "0", interval: [objective, objective], maxResidual: "0" },
});

describe("concordat outcome, of a changed journal", () => {
  let folder: string;
  let paths: HomePaths;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-changed-"));
    paths = homePaths(join(folder, "home"));
    await mkdir(paths.folder, { mode: 0o700 });
    await writeConfig(paths.config, {
      ...{ version: 1, name: "Weser", rpc: "http://127.0.0.1:1", chainId: 1, coordinator: COORDINATOR, registry: null },
      ...{ listen: [], announce: [], sessionPort: 4711, peerKey: 1, confirmations: 0, preferFinalized: false },
      ...{ pollMs: 1000, ...USUAL_SETTINGS },
    });
    const journal = await openOwnJournal(paths, { random: createRandom(new Uint8Array(32)) });
    for (const [at, key] of ROUNDS.entries()) {
      acceptRound(journal, {
        ...{ key, paramsDigest: `0x${"01".repeat(32)}`, terms: Buffer.from("terms"), party: 1, data: Buffer.from("") },
        ...{ dataName: "own.lp", rounding: "exact", insist: false, acceptedAt: 5 },
      });
      roundJournal(journal, key).keepOutcome(Buffer.from(JSON.stringify(outcomeOf(`83.${at}`))));
      endRound(journal, key, "done");
    }
    journal.close();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const show = (round: string) => outcome(round, { home: paths.folder, all: false, json: true });
  const others = `(SELECT outcome FROM outcomes WHERE round = '${ROUNDS[1]}')`;
  const changes: Readonly<Record<string, string>> = {
    "another objective": "UPDATE outcomes SET outcome = CAST(REPLACE(CAST(outcome AS TEXT), '83.', '999') AS BLOB)",
    "the outcome of another round": `UPDATE outcomes SET outcome = ${others} WHERE round = '${ROUNDS[0]}'`,
    "the whole row of another round": `DELETE FROM outcomes WHERE round = '${ROUNDS[0]}'; UPDATE outcomes SET round = '${ROUNDS[0]}'`,
    "half a JSON text": "UPDATE outcomes SET outcome = x'7b'",
    "JSON without what an optimum has": `UPDATE outcomes SET outcome = CAST('{"kind":"optimal"}' AS BLOB)`,
    "no outcome, though the round is settled": "DELETE FROM outcomes",
  };
  for (const [name, change] of Object.entries(changes))
    it(`refuses ${name}`, async () => {
      const database = new DatabaseSync(paths.journal);
      database.exec(change);
      database.close();
      expect(await rejection(show("1")))
        .to.be.instanceOf(HomeError)
        .with.property("code", "JournalTampered");
    });

  it("refuses an outcome that was removed with the round's status set back", async () => {
    const database = new DatabaseSync(paths.journal);
    database.exec("DELETE FROM outcomes; UPDATE rounds SET status = 'running'");
    database.close();
    expect(await rejection(show("1"))).to.have.property("code", "JournalTampered");
  });
});
