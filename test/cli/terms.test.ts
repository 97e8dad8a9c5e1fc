// Bounds, decimals and tolerances on their way from options and spec to terms, and which of them a
// company refuses.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { agreedRound } from "../../client/app/agreed-round.ts";
import { linesOf } from "../../client/app/said/english.ts";
import { readSpec } from "../../client/app/spec.ts";
import { toleranceTerms } from "../../client/app/tolerances.ts";
import { requireUsual, SPEC_SETTINGS, scalesOfTerms, wideTolerances } from "../../client/app/wide-tolerances.ts";
import { readBounds } from "../../client/cli/bounds.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { InputError, ProtocolError } from "../../client/errors.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce, NO_BOUNDS, type StatedBounds, withBounds } from "../../client/lp/joint/program.ts";
import { scalesOf } from "../../client/lp/joint/scales.ts";
import { formatBound, parseBound } from "../../client/lp/joint/sizes.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { LARGEST_BODY, roundSchedule } from "../../client/play/settle/schedule.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import { agreementOf, decodeTerms, encodeTerms, programOf, type Terms } from "../../client/round/terms.ts";
import { NO_SETUPS } from "../support/setups.ts";

const NAMES = ["Alder", "Birch"] as const;
const ROWS = "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n";
const COSTS = "Minimize\n obj: 624985000 x + 829209000 y\nSubject To\n b: x + y <= 900000\nEnd\n";
const planned = (engine: Engine<unknown>) => (round: PublicRound) => roundSchedule(engine, round).turns;
const all = (bound: string): StatedBounds => ({ ...NO_BOUNDS, all: parseBound(bound, {}) });
const agreedScales = (terms: Terms) =>
  scalesOfTerms(terms, programOf(terms), createEngine(terms.engine, callingThread).grid, new Map());

describe("terms", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-terms-"));
  });
  after(() => rm(folder, { recursive: true }));

  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const codeOf = (work: Promise<unknown>): Promise<string | null> =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof InputError ? error.code : "another error"),
    );

  async function specOf(
    more: object = {},
    bounds: readonly StatedBounds[] = [],
    [rows, costs]: readonly string[] = [ROWS, COSTS],
  ): Promise<Terms> {
    const parties = await Promise.all(
      [rows!, costs!].map(async (text, k) => {
        const announcement = withBounds(announce(readProgramText(text, `${k}.lp`)), bounds[k] ?? NO_BOUNDS);
        await file(`${k}.json`, encodeAnnouncement(announcement));
        return { name: NAMES[k], account: `0x${String(k + 1).padStart(40, "0")}`, announcement: `${k}.json` };
      }),
    );
    return readSpec(await file("spec.json", JSON.stringify({ title: "Terms", parties, ...more })), NO_SETUPS);
  }

  it("bounds come from a file, one by one, or for all; single ones go first", async () => {
    const bounds = await file("bounds.json", JSON.stringify({ x: 12, "a=b": "2.5e4", y: 7 }));
    const { byName, all: others } = await readBounds({ bounds, bound: ["x=99", "c=d=3"], boundAll: "1e6" });
    const read = Object.fromEntries([...byName].map(([name, bound]) => [name, formatBound(bound)]));
    expect(read).to.deep.equal({ x: "1e2", "a=b": "3e4", y: "7e0", "c=d": "3e0" });
    expect(formatBound(others!)).to.equal("1e6");
    for (const [name, text] of [
      ["list.json", "[1]"],
      ["text.json", "x"],
      ["null.json", '{"x":null}'],
      ["zero.json", '{"x":0}'],
    ] as const)
      expect(await codeOf(readBounds({ bounds: await file(name, text) })), name).to.equal("BoundInvalid");
    expect(await codeOf(readBounds({ bounds: join(folder, "nowhere") }))).to.equal("BoundInvalid");
    for (const twice of [{ bound: ["x=4", "x=5"] }, { bound: ["x=4", "y=1", "x=4"] }])
      expect(await codeOf(readBounds(twice))).to.equal("BoundInvalid");
    expect(await codeOf(readBounds({ bounds: await file("twice.json", '{"x":1,"x":2}') }))).to.equal("DuplicateName");
    const exact = await readBounds({ bounds: await file("exact.json", '{"x":40000000000000000000000000001}') });
    expect(formatBound(exact.byName.get("x")!)).to.equal("5e28");
    for (const [bound, code] of [
      ["x=1,5", "NumberMalformed"],
      ["x=", "NumberMalformed"],
      ["x=inf", "BoundInvalid"],
    ])
      expect(await codeOf(readBounds({ bound: [bound!] })), bound).to.equal(code);
    for (const bound of ["x", "=3", "x=-1"])
      expect(await codeOf(readBounds({ bound: [bound] })), bound).to.equal("BoundInvalid");
  });

  it("are not those of a round whose messages could not be sent", async () => {
    const terms = await specOf({}, [all("40"), all("10")]);
    const engine = createEngine(terms.engine, callingThread);
    const longer = (bytes: number) => ({
      ...engine,
      schedule: () => [{ from: 0, to: null, exchange: 0, content: "long", phase: "long", bytes }],
    });
    const { schedule } = agreementOf(terms, planned(longer(LARGEST_BODY))).agreement;
    expect(schedule[0]!.messages[0]!.bytes).to.equal(LARGEST_BODY);
    expect(() => agreementOf(terms, planned(longer(LARGEST_BODY + 1))))
      .to.throw(ProtocolError)
      .with.property("code", "RoundUnsuitable");
  });

  it("of a round that its engine cannot play name the company", async () => {
    const terms = await specOf({}, [all("40"), all("10")]);
    const more = { ...terms, parties: [...terms.parties, { ...terms.parties[0]!, name: "Cedar" }] };
    expect(() => agreedRound({ ...more, engine: "multi-party/masked" }))
      .to.throw(ProtocolError, "Birch owns the objective")
      .with.property("code", "RoundUnsuitable");
  });

  it("scales follow from the announcements, survive the wire, and make the agreement", async () => {
    const terms = await specOf({}, [all("40"), all("10")]);
    expect(decodeTerms(encodeTerms(terms))).to.deep.equal(terms);
    const { agreement } = agreementOf(terms, planned(createEngine(terms.engine, callingThread)));
    const { decimals, bounds } = agreement.round;
    expect(decimals).to.deep.equal({
      coefficient: 0,
      solution: terms.solutionDecimals,
      multiplier: terms.multiplierDecimals,
    });
    expect(bounds).to.deep.equal([4n, 4n].map((digit) => digit * 10n ** BigInt(decimals.solution + 1)));
    expect(agreement.round.tolerances).to.deep.equal(terms.tolerances);
    const lines = linesOf(toleranceTerms(terms, programOf(terms))).join("\n");
    expect(lines).to.contain("2 of 2 variables").and.contain("the objective's unit");
  });

  it("what the spec states wins: decimals and tolerances in the users' units", async () => {
    const terms = await specOf({
      solutionDecimals: 10,
      multiplierDecimals: 8,
      tolerances: { gap: "0.5", residual: "0" },
    });
    expect([terms.solutionDecimals, terms.multiplierDecimals]).to.deep.equal([10, 8]);
    expect(terms.tolerances.gap).to.equal(5n * 10n ** 17n);
    expect(terms.tolerances.residual).to.equal(0n);
    for (const more of [
      { solutionDecimals: 25 },
      { multiplierDecimals: 1.5 },
      { tolerances: "0.1" },
      { tolerances: { gap: 0.1 } },
      { tolerances: { gap: "-1" } },
      { tolerances: { gap: "1e30" } },
      { tolerances: { slack: "1" } },
    ])
      expect(await codeOf(specOf(more)), JSON.stringify(more)).to.equal("SpecInvalid");
    expect(await codeOf(specOf({ solutionDecimals: 24 }))).to.equal("ScaleImpossible");
  });

  it("a stated tolerance is never wider than stated, and never zero unless zero is stated", async () => {
    const decimals = { decimals: 1, solutionDecimals: 4, multiplierDecimals: 3 };
    const places = { residual: 5, dual: 4, gap: 8 };
    const refusalOf = (tolerances: object): Promise<InputError> =>
      specOf({ ...decimals, tolerances }).then(
        () => expect.fail(`${JSON.stringify(tolerances)} was not refused`),
        (error: InputError) => error,
      );
    for (const [sort, digits] of Object.entries(places) as [keyof typeof places, number][]) {
      const unit = (digit: string) => `0.${"0".repeat(digits - 1)}${digit}`;
      const at = async (text: string) => {
        const wide = { residual: "0.5", dual: "0.5", gap: "0.5", [sort]: text };
        return (await specOf({ ...decimals, tolerances: wide })).tolerances[sort];
      };
      expect(await at(unit("7")), sort).to.equal(7n);
      expect(await at(unit("79")), sort).to.equal(7n);
      expect(await at(unit("79999999999999999999")), sort).to.equal(7n);
      expect(await at("0"), sort).to.equal(0n);
      expect(await at("0.000"), sort).to.equal(0n);
      for (const text of [unit("09"), unit("0999"), "1e-40", "1e-1000"]) {
        const { code, place, message } = await refusalOf({ residual: "0.5", dual: "0.5", gap: "0.5", [sort]: text });
        expect(code, text).to.equal("SpecInvalid");
        expect(place.field).to.equal(`tolerances.${sort}`);
        expect(message).to.include(unit("1"));
      }
      for (const text of [`-${unit("09")}`, "-1e-40"])
        expect((await refusalOf({ [sort]: text })).code).to.equal("SpecInvalid");
    }
  });

  it("titles can be read, wherever they come from", async () => {
    const terms = await specOf();
    for (const title of ["   ", "a\nb", "a\u001b[31m", "\ud800", "We\u200bek", "\u202eWeek", "Week\t1"]) {
      expect(await codeOf(specOf({ title })), JSON.stringify(title)).to.equal("SpecInvalid");
      expect(await codeOf(Promise.resolve().then(() => decodeTerms(encodeTerms({ ...terms, title }))))).to.equal(
        "TermsInvalid",
      );
    }
    for (const title of ["Woche 7: Malmö → Kiel", "第七周", " Week 1 ", "𝒲eek"])
      expect((await specOf({ title })).title).to.equal(title);
  });

  it("a company without an announcement helps two others, and is a mistake beside one", async () => {
    await specOf({}, [], [ROWS, "Minimize\n obj: x + y\nSubject To\n b: x + y <= 9\nEnd\n"]);
    const account = (k: number) => `0x${String(k + 1).padStart(40, "0")}`;
    const opened = async (announcements: readonly (string | undefined)[]) => {
      const parties = announcements.map((announcement, k) => ({ name: `C${k}`, account: account(k), announcement }));
      return readSpec(await file("helped.json", JSON.stringify({ title: "Helped", parties })), NO_SETUPS);
    };
    for (const [announcements, missing] of [
      [["0.json", undefined], 1],
      [[undefined, "1.json"], 0],
      [[undefined, undefined], 0],
      [["0.json", undefined, undefined], 1],
    ] as const) {
      const error = await opened(announcements).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(InputError).with.property("code", "SpecInvalid");
      expect((error as InputError).place.field).to.equal(`parties[${missing}].announcement`);
    }
    expect((await opened(["0.json", "1.json", undefined])).parties[2]!.announcement.variables).to.deep.equal([]);
  });

  it("numbers that leave no precision beside the multipliers they need are refused, and smaller bounds are a remedy", async () => {
    const texts = [
      "Minimize\nSubject To\n a: 0.0001 x + 0.0002 y <= 0.0018\nEnd\n",
      "Minimize\n obj: 1000000000000 x + y\nSubject To\n b: x + y >= 10\nEnd\n",
    ];
    expect(await codeOf(specOf({}, [], texts))).to.equal("TolerancesWide");
    const terms = await specOf({}, [all("100"), all("100")], texts);
    expect(10n ** BigInt(terms.multiplierDecimals) * 10n ** 16n < 1n << 87n).to.equal(true);
  });

  it("wide tolerances are refused, naming whose number needs them, unless the spec states them, and then each company must accept", async () => {
    const refused = await specOf({}, [NO_BOUNDS, all("1e15")]).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(InputError).with.property("code", "TolerancesWide");
    expect((refused as Error).message)
      .to.contain("Birch")
      .and.contain('"x"');
    const terms = await specOf({ tolerances: { gap: "1000" } }, [NO_BOUNDS, all("1e15")]);
    const check = (of: Terms, accepted: readonly (keyof Terms["tolerances"])[]) => () =>
      requireUsual(agreedScales(of), SPEC_SETTINGS, { accepted, remedy: "" });
    expect(check(terms, [])).to.throw(InputError).with.property("code", "TolerancesWide");
    check(terms, ["gap"])();
    check(await specOf(), [])();
    expect(wideTolerances(agreedScales(terms), SPEC_SETTINGS)).to.have.length(1);
    expect(wideTolerances(agreedScales(await specOf()), SPEC_SETTINGS)).to.deep.equal([]);
  });

  it("wide tolerances say what makes them wide: the data, decimals that somebody chose, or what the spec states", async () => {
    const causes = (terms: Terms) =>
      wideTolerances(agreedScales(terms), SPEC_SETTINGS).map(({ sort, cause }) => `${sort}: ${cause}`);
    expect(causes(await specOf({ tolerances: { gap: "0.3", dual: "1" } }))).to.deep.equal([
      "dual: stated",
      "gap: stated",
    ]);
    const far = [NO_BOUNDS, all("1e15")];
    expect(causes(await specOf({ tolerances: { gap: "1000" } }, far))).to.deep.equal(["gap: data"]);
    const usual = await specOf();
    const chosen = (request: { readonly solution?: number; readonly multiplier?: number }): string[] => {
      const { decimals, tolerances } = scalesOf(programOf(usual), { coefficient: 0, ...request });
      const { solution: solutionDecimals, multiplier: multiplierDecimals } = decimals;
      return causes({ ...usual, solutionDecimals, multiplierDecimals, tolerances });
    };
    expect(chosen({})).to.deep.equal([]);
    expect(chosen({ solution: 2 })).to.deep.equal(["residual: decimals", "gap: decimals"]);
    expect(chosen({ multiplier: 3 })).to.deep.equal(["dual: decimals", "gap: decimals"]);
    const coarse = await specOf({ solutionDecimals: 4, tolerances: { residual: "0.5", gap: "5e9" } });
    expect(causes(coarse)).to.deep.equal(["residual: stated", "gap: stated"]);
    expect(await codeOf(specOf({ solutionDecimals: 4 }))).to.equal("TolerancesWide");
  });

  it("have periods to commit, for each exchange and to settle; a spec with a period for each step is refused", async () => {
    const periods = { commit: "20m", exchange: "10m", settle: "2h" };
    const terms = await specOf({ periods });
    expect(terms.periods).to.deep.equal({ commit: 1200, exchange: 600, settle: 7200 });
    expect((await specOf()).periods).to.deep.equal({ commit: 86_400, exchange: 3600, settle: 86_400 });
    expect((await specOf({ periods: { exchange: "15m" } })).periods.exchange).to.equal(900);
    for (const exchange of ["9m", "181d", 600, ""])
      expect(await codeOf(specOf({ periods: { exchange } })), String(exchange)).to.equal("SpecInvalid");
    const refused = await specOf({ periods: { step: "1h" } }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(InputError).with.property("code", "SpecInvalid");
    expect((refused as Error).message)
      .to.contain("periods.step")
      .and.contain("commit, exchange, settle");
  });

  it("of another version are refused, naming the version", async () => {
    const text = JSON.parse(Buffer.from(encodeTerms(await specOf())).toString("utf8")) as Record<string, unknown>;
    expect(text["version"]).to.equal(3);
    // As the version before had them, and its number with the new field.
    const before = { ...text, version: 2, sealed: undefined };
    for (const terms of [before, { ...text, version: 2 }, { ...text, version: 4 }]) {
      let refused: unknown;
      try {
        decodeTerms(Buffer.from(JSON.stringify(terms)));
      } catch (error) {
        refused = error;
      }
      expect(refused).to.be.instanceOf(InputError).with.property("code", "TermsInvalid");
      expect((refused as Error).message)
        .to.contain("version")
        .and.contain("3");
    }
  });

  it("tampered with are refused, naming the field", async () => {
    const text = JSON.parse(Buffer.from(encodeTerms(await specOf())).toString("utf8")) as Record<string, unknown>;
    for (const change of [
      { multiplierDecimals: 25 },
      { multiplierDecimals: undefined },
      { version: undefined },
      { periods: { commit: 3600, settle: 3600 } },
      { periods: { commit: 3600, exchange: -1, settle: 3600 } },
      { periods: { commit: 3600, step: 3600, settle: 3600 } },
      { tolerances: undefined },
      { tolerances: { residual: "1", dual: "1", gap: "-1" } },
      { tolerances: { residual: String(1n << 95n), dual: "1", gap: "1" } },
      { tolerances: { residual: "1", dual: String(1n << 143n), gap: "1" } },
      { tolerances: { residual: "1", dual: "1", gap: String(1n << 160n) } },
      { tolerances: { residual: 1, dual: "1", gap: "1" } },
    ])
      expect(() => decodeTerms(Buffer.from(JSON.stringify({ ...text, ...change }))), JSON.stringify(change))
        .to.throw(InputError)
        .with.property("code", "TermsInvalid");
  });
});
