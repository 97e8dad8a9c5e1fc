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
        ...{ part: played.journals[party]!.part(), random: roundRandom(testSeed(`company ${party}`), id) },
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
});
