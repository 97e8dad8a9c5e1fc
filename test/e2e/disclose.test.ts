// Numbers that a company discloses of a sealed round that it played: made from its journal and the
// chain, read by an auditor who has nothing but the chain and the file.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { auditRound, type Report, renderHtml, renderText } from "../../auditor/index.ts";
import { type DisclosedNumbers, discloseNumbers, type SealedInput } from "../../client/app/disclose/sealed.ts";
import { namedWishes, type Wanted } from "../../client/app/disclose/wishes.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { numberLines } from "../../client/cli/disclose-lines.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { ConcordatError } from "../../client/errors.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import { toPartyRows } from "../../client/lp/model/normalise.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { roundRandom } from "../../client/play/drive/life.ts";
import { roundParams } from "../../client/round/agreement.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { cachingProvider, codesOf, expectAuditError, type Request } from "../support/audit.ts";
import { testSeed } from "../support/certificate.ts";
import { rejection } from "../support/network.ts";
import { agreeSealed, playSealed, type SealedAgreement, type SealedPlayed } from "../support/sealed-companies.ts";
import { smallEngine } from "../support/small-engines.ts";

const MINE = "st\n shaft: 1 <= ore + 3 coal <= 6\nbounds\n coal <= 10\nend\n";
const SMELTER =
  "max\n obj: 3 ore + 2 coal + 5\nst\n kiln: ore + coal <= 4\n mix: ore - coal + heat = 1\nbounds\n heat free\nend\n";
/** Two equal rows that contradict each other. */
const STUBBORN = "st\n least: ore >= 2\n most: ore <= 1\nend\n";
const BOUNDLESS = "max\n obj: 3 ore + 2 coal\nst\n kiln: ore - coal <= 4\nend\n";
const [MINER, OWNER] = [0, 1];

const NOTHING: Wanted = { variable: [], row: [], dualValue: false, objective: false };
const ALL: Wanted = { variable: ["ore", "heat"], row: ["kiln", "mix"], dualValue: true, objective: true };

interface Company {
  readonly setup: Parameters<typeof namedWishes>[0] & SealedInput["setup"];
  readonly input: SealedInput;
}

interface Round extends SealedAgreement {
  readonly played: SealedPlayed;
  readonly companies: readonly Company[];
}

describe("disclosures of a sealed round", function () {
  this.timeout(240_000);
  let chain: LocalChain;
  let folder: string;
  let optimum: Round;
  let ray: Round;
  let contradiction: Round;

  before(async () => {
    chain = await startLocalChain(2);
    folder = await mkdtemp(join(tmpdir(), "disclose-"));
    optimum = await play([MINE, SMELTER]);
    ray = await play(["st\n shaft: ore >= 1\nend\n", BOUNDLESS]);
    contradiction = await play([STUBBORN, SMELTER]);
  });
  after(async () => {
    await chain.close();
    await rm(folder, { recursive: true });
  });

  async function play(texts: readonly string[]): Promise<Round> {
    const models = texts.map((text, k) => readProgramText(text, `${k}.lp`));
    const program = combine(models.map(announce));
    const rows = models.map((model) => toPartyRows(model, program, 0));
    const engine = smallEngine("two-party/paillier") as Engine<unknown>;
    const agreed = agreeSealed(chain, rows, engine);
    const played = await playSealed(chain, { engine, rows }, agreed);
    for (const result of played.results) if (result.status === "rejected") throw result.reason;
    const companies = models.map((model, party): Company => {
      const setup = { model, program, rows: rows[party]!, agreement: agreed.agreement };
      const { round } = played;
      const id = { chainId: 31_337n, coordinator: chain.sessions[0]!.coordinator, round };
      const input = {
        ...{ setup, party, round, reader: chain.sessions[party]!, readSealing: async () => agreed.sealing },
        ...{
          part: played.journals[party]!.part(),
          provedWith: true,
          random: roundRandom(testSeed(`company ${party}`), id),
        },
      };
      return { setup, input };
    });
    return { ...agreed, played, companies };
  }

  async function disclose(round: Round, party: number, wanted: Partial<Wanted>): Promise<DisclosedNumbers> {
    const { setup, input } = round.companies[party]!;
    return discloseNumbers(input, namedWishes(setup, { ...NOTHING, ...wanted }));
  }

  let files = 0;
  async function audit({ played }: Round, ...texts: readonly string[]): Promise<Report> {
    const names = texts.map(() => join(folder, `${files++}.json`));
    for (const [i, text] of texts.entries()) await writeFile(names[i]!, text);
    const { coordinator, publicClient } = chain.sessions[0]!;
    const provider = cachingProvider(publicClient.request as Request)();
    return auditRound({ provider, coordinator, round: played.round, disclosures: names });
  }

  /** Name and value of each number that an audit has found proven. */
  const shown = (report: Report) =>
    renderText(report)
      .split("\n")
      .flatMap((line) => {
        const cells = line.split(/ {2,}/);
        return ["variable", "multiplier", "slack", "dual value", "objective"].includes(cells[0]!) && cells.length >= 4
          ? [cells.slice(2)]
          : [];
      });

  async function refused(code: string, work: () => Promise<unknown>): Promise<void> {
    const error = await rejection(work());
    expect(error, String(error)).to.be.instanceOf(ConcordatError).with.property("code", code);
  }

  it("are numbers of the plan, in the units of the files", async () => {
    const disclosed = await disclose(optimum, OWNER, ALL);
    const report = await audit(optimum, disclosed.text);
    expect(codesOf(report, "failed")).to.deep.equal([]);
    expect(codesOf(report, "passed")).to.include("NumbersProven");
    expect(report.numbers.map(({ party }) => party)).to.deep.equal([OWNER]);
    expect(shown(report)).to.deep.equal([
      ["ore", "4"],
      ["heat (plus)", "0"],
      ["heat (minus)", "3"],
      ["kiln (≤)", "3"],
      ["mix (=, as ≤)", "0"],
      ["mix (=, as ≥, times −1)", "0"],
      ["kiln (≤)", "0"],
      ["mix (=, as ≤)", "0"],
      ["mix (=, as ≥, times −1)", "0"],
      ["share of the optimum", "12"],
      ["minus the objective (max), without its constant", "-12"],
    ]);
  });

  it("are those of the options given, and of no others", async () => {
    for (const [wanted, expected] of [
      [{ variable: ["coal"] }, ["variable coal"]],
      [{ row: ["kiln"] }, ["multiplier kiln (≤)", "slack kiln (≤)"]],
      [{ dualValue: true }, ["dual value share of the optimum"]],
      [{ objective: true }, ["objective minus the objective (max), without its constant"]],
    ] as const) {
      const { claims, text } = await disclose(optimum, OWNER, wanted);
      expect(claims.map(({ what, name }) => `${what} ${name}`)).to.deep.equal(expected);
      const { numbers } = await audit(optimum, text);
      expect(numbers[0]!.numbers.map(({ what, name }) => `${what} ${name}`)).to.deep.equal(expected);
    }
  });

  it("come from every company of its own rows, and the shares add up to the optimum", async () => {
    const mine = await disclose(optimum, MINER, {
      row: ["shaft", "bound of coal"],
      variable: ["ore"],
      dualValue: true,
    });
    const owners = await disclose(optimum, OWNER, { dualValue: true });
    const report = await audit(optimum, mine.text, owners.text);
    expect(report.numbers.map(({ party }) => party)).to.deep.equal([MINER, OWNER]);
    const all = shown(report);
    expect(all).to.deep.include.members([
      ["ore", "4"],
      ["shaft (≤)", "2"],
      ["shaft (≥, times −1)", "3"],
      ["bound of coal (≤)", "10"],
    ]);
    const shares = all.filter(([name]) => name === "share of the optimum").map(([, value]) => Number(value));
    expect(shares.reduce((sum, share) => sum + share, 0)).to.equal(12);
    expect(report.checks.filter(({ code }) => code === "NumbersProven").map(({ words }) => words)).to.deep.equal([
      "The 8 numbers that party 0 disclosed are proven to be of the outcome that was settled.",
      "The 1 number that party 1 disclosed is proven to be of the outcome that was settled.",
    ]);
  });

  it("of a ray are the point and the change along it", async () => {
    const { text } = await disclose(ray, OWNER, { variable: ["ore", "coal"], row: ["kiln"] });
    const report = await audit(ray, text);
    const [ore, coal, kiln] = report.numbers[0]!.numbers;
    expect([ore!.what, coal!.what, kiln!.what]).to.deep.equal(["variable", "variable", "slack"]);
    expect(kiln!.values[2]).to.equal(coal!.values[1]! - ore!.values[1]!);
    expect(renderText(report)).to.include("along the ray");
    for (const wanted of [{ dualValue: true }, { objective: true }])
      await refused("OptionInvalid", () => disclose(ray, OWNER, wanted));
  });

  it("of a contradiction are multipliers and the dual value", async () => {
    const { text } = await disclose(contradiction, MINER, { row: ["least", "most"], dualValue: true });
    const report = await audit(contradiction, text);
    const [least, most, dual] = report.numbers[0]!.numbers;
    expect([least!.values, dual!.what]).to.deep.equal([most!.values, "dual value"]);
    expect(dual!.values[0]).to.equal(-least!.values[0]!);
    for (const wanted of [{ variable: ["ore"] }, { objective: true }])
      await refused("OptionInvalid", () => disclose(contradiction, OWNER, wanted));
  });

  it("are refused with a clear code where there is nothing to disclose", async () => {
    await refused("UnknownVariable", () => disclose(optimum, OWNER, { variable: ["iron"] }));
    await refused("RowUnknown", () => disclose(optimum, OWNER, { row: ["shaft"] }));
    await refused("ObjectiveMissing", () => disclose(optimum, MINER, { objective: true }));
    await refused("OptionInvalid", () => disclose(optimum, OWNER, {}));
  });

  it("need the company's own part of the proof that the chain settled", async () => {
    const { input, setup } = optimum.companies[OWNER]!;
    const wishes = namedWishes(setup, ALL);
    const from = (changes: Partial<SealedInput>) => discloseNumbers({ ...input, ...changes }, wishes);
    await refused("ProofPartMissing", () => from({ part: null, provedWith: false }));
    await refused("JournalTampered", () => from({ part: null }));
    await refused("DisclosureNotOwn", () => from({ random: testSeed("another home") }));
    const { part } = optimum.companies[MINER]!.input;
    await refused("DisclosureNotOwn", () => from({ part }));
    const { round } = await openRound(chain.sessions[0]!, roundParams(optimum.agreement));
    await refused("OutcomeMissing", () => from({ round }));
  });

  it("prove nothing when anything in them is changed but a name", async () => {
    const { text } = await disclose(optimum, OWNER, { variable: ["ore"], row: ["kiln"] });
    const content = JSON.parse(text);
    const withClaim = (change: object) => ({
      ...content,
      claims: [{ ...content.claims[0], ...change }, ...content.claims.slice(1)],
    });
    const changed: readonly (readonly [object, string])[] = [
      [withClaim({ values: ["5000000000"] }), "DisclosureFailed"],
      [withClaim({ index: 2 }), "DisclosureFailed"],
      [{ ...content, party: MINER }, "DisclosureFailed"],
      [{ ...content, claims: content.claims.slice(1) }, "DisclosureFailed"],
      [{ ...content, claims: content.claims.toReversed() }, "DisclosureInvalid"],
    ];
    for (const [file, code] of changed) {
      const report = await audit(optimum, JSON.stringify(file));
      expect([report.verdict, ...codesOf(report, "failed")]).to.deep.equal(["failed", code]);
      expect(report.numbers).to.deep.equal([]);
    }
    const renamed = await audit(optimum, JSON.stringify(withClaim({ name: "<b>gold</b>" })));
    expect(shown(renamed)[0]).to.deep.equal(["<b>gold</b>", "4"]);
    expect(renderHtml(renamed)).not.to.include("<b>gold");
    expect(renamed.cannotKnow.join()).to.include("those shown are the disclosing company's");
  });

  it("are of their own round", async () => {
    const { text } = await disclose(optimum, OWNER, { variable: ["ore"] });
    const moved = { ...JSON.parse(text), round: `${ray.played.round}` };
    await expectAuditError("OtherRound", () => audit(ray, text));
    await expectAuditError("OtherRound", () => audit(ray, JSON.stringify(moved)));
    const open = await openRound(chain.sessions[0]!, roundParams(optimum.agreement));
    const report = await audit({ ...optimum, played: { ...optimum.played, round: open.round } }, text);
    expect(codesOf(report, "unknown")).to.include("NoProofToDiscloseFrom");
  });

  it("say what the receiver learns, and what not", async () => {
    const { decimals } = optimum.agreement.round;
    const text = numberLines("bank.json", await disclose(optimum, OWNER, ALL), decimals).join("\n");
    for (const part of [
      "bank.json: 11 numbers of the sealed outcome",
      "Whoever has this file learns, and can prove to others:",
      /variable +ore +4\n/,
      /objective +minus the objective \(max\), without its constant +-12\n/,
      "so never below 0.",
      "violated within the round's tolerance",
      "right-hand side times multiplier",
      "It does not show any other number of the outcome, nor coefficients",
      "Not proven: the names, what a row means and contains",
      "experimental until reviewed from outside",
    ])
      if (typeof part === "string") expect(text).to.include(part);
      else expect(text).to.match(part);
    const one = numberLines("bank.json", await disclose(optimum, MINER, { variable: ["coal"] }), decimals).join("\n");
    expect(one)
      .to.include("bank.json: one number of")
      .and.not.to.match(/violated|Multipliers|times multiplier/);
    const along = numberLines(
      "bank.json",
      await disclose(ray, OWNER, { variable: ["ore"] }),
      ray.agreement.round.decimals,
    );
    expect(along.join("\n")).to.match(/what +name +value +along the ray\n/);
  });
});
