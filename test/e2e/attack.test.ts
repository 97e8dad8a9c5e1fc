// `npm run attack -- --quick` as a process: the shape of what it writes, and the verdicts that must
// hold whatever the seed.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { ENGINE_NAMES } from "../../client/engines/names.ts";
import type { Report } from "../../lab/games/report.ts";
import { programFile } from "../../scripts/programs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const SEED = "5eed".repeat(16);

describe("npm run attack", function () {
  this.timeout(900_000);
  let folder: string;
  let output: string;
  let report: Report;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-attack-"));
    const args = [programFile("lab/games/command.ts"), "--quick", "--seed", SEED, "--out", folder];
    output = (await run(process.execPath, args, { cwd: root })).stdout;
    report = JSON.parse(await readFile(join(folder, "report.json"), "utf8"));
  });
  after(() => rm(folder, { recursive: true }));

  const found = (engine: string, attack: string, attacker = "") =>
    report.results.filter(
      (result) => result.engine === engine && result.attack.startsWith(attack) && result.attacker.startsWith(attacker),
    );
  const verdicts = (engine: string, attack: string, attacker?: string) => [
    ...new Set(found(engine, attack, attacker).map(({ verdict }) => verdict)),
  ];

  it("prints the seed and a table per engine", () => {
    expect(output).to.include(SEED);
    for (const name of ENGINE_NAMES) expect(output).to.include(name);
  });

  it("writes results of every engine, each with its score", () => {
    expect(report.seed).to.equal(SEED);
    expect(report.quick).to.equal(true);
    const engines = new Set(report.results.map(({ engine }) => engine));
    expect([...engines].sort()).to.deep.equal([...ENGINE_NAMES, "public outcome", "sealed outcome"].sort());
    for (const { recovered, total, share, seconds, interval, precision } of report.results) {
      expect(recovered).to.be.within(0, total);
      expect(share).to.equal(recovered / total);
      expect(seconds >= 0).to.equal(true);
      expect(interval !== null).to.equal(precision === "guess");
    }
    expect(report.decoys.map(({ shares }) => shares)).to.deep.equal([10, 20, 40]);
  });

  it("breaks decoy-ot, the baselines, and multi-party/plain", () => {
    expect(verdicts("two-party/decoy-ot", "decoy choice")).to.deep.equal(["broken"]);
    for (const engine of ["li", "mangasarian"]) {
      expect(verdicts(engine, "ratio")).to.deep.equal(["broken"]);
      expect(verdicts(engine, "distinguishing")).to.deep.equal(["told apart"]);
    }
    expect(verdicts("li", "slack inverse")).to.deep.equal(["broken"]);
    expect(verdicts("multi-party/plain", "prefix region")).to.deep.equal(["broken"]);
    expect(verdicts("multi-party/plain", "distinguishing", "second holder")).to.deep.equal(["told apart"]);
  });

  it("finds nothing where there is a countermeasure, and something in every other game", () => {
    const controls = report.results.filter(({ control }) => control);
    const engines = new Set(controls.map(({ engine }) => engine));
    expect([...engines].sort()).to.deep.equal(["multi-party/masked", "sealed outcome", "two-party/paillier"]);
    for (const { attack, engine, verdict, precision } of controls)
      expect(verdict, `${attack} on ${engine}`).to.equal(precision === "guess" ? "guessing level" : "nothing found");
    const games = report.results.filter(
      ({ control, precision, engine }) => !control && precision === "guess" && engine !== "mpc",
    );
    expect(games.map(({ verdict }) => verdict)).to.deep.equal(games.map(() => "told apart"));
  });

  it("shows what multi-party/masked and paillier do not hide", () => {
    expect(verdicts("multi-party/masked", "slack inverse", "owner")).to.deep.equal(["leaks shape"]);
    expect(verdicts("multi-party/masked", "shares of Q", "owner and representative")).to.include("broken");
    expect(verdicts("multi-party/plain", "insider", "dealer and representative")).to.deep.equal(["broken"]);
    expect(verdicts("multi-party/masked", "insider", "dealer and representative")).to.deep.equal(["nothing found"]);
    expect(verdicts("two-party/paillier", "distinguishing", "Alice")).to.include("told apart");
  });

  it("reads rows off public outcomes of many rounds", () => {
    const [few, many] = found("public outcome", "prices (slacks)").filter(({ problem }) => problem === "avgas");
    expect(few!.recovered).to.equal(0);
    expect(many!.recovered).to.be.at.least(many!.total / 2);
  });

  it("finds nothing with what one node of mpc has, and everything with what two have", () => {
    const results = report.results.filter(({ engine }) => engine === "mpc");
    for (const { attack, verdict } of results.filter(({ attacker }) => attacker === "any one node"))
      expect(verdict, attack).to.equal(attack.startsWith("distinguishing") ? "guessing level" : "nothing found");
    const together = results.filter(({ alone }) => !alone);
    expect(together.map(({ verdict }) => verdict).filter((verdict) => verdict !== "broken")).to.deep.equal([
      "told apart",
    ]);
    expect(verdicts("mpc", "distinguishing (buckets)", "a node")).to.deep.equal(["guessing level"]);
  });

  for (const engine of ["mpc/four", "mpc/proven"])
    it(`finds nothing with what one node of ${engine} has of the inputs, and everything with what two have`, () => {
      expect(verdicts(engine, "colluding nodes", "any one node")).to.deep.equal(["nothing found"]);
      expect(verdicts(engine, "colluding nodes", "any two nodes")).to.deep.equal(["broken"]);
    });

  it("writes a page that loads nothing", async () => {
    const page = await readFile(join(folder, "report.html"), "utf8");
    expect(page).to.include(SEED);
    expect(page).not.to.match(/<script|<link|<img|@import|url\(|https?:/);
    expect(page.match(/<svg/g)).to.have.length(3);
  });

  it("refuses a malformed seed", async () => {
    const args = ["lab/games/command.ts", "--seed", "7"];
    const refused = await run(process.execPath, args, { cwd: root }).catch((error) => error);
    expect(refused.code).to.equal(2);
    expect(refused.stderr).to.include("OptionInvalid");
  });
});
