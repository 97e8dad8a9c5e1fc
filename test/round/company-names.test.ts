// No two companies of a round have names that differ at most in case, blanks, invisible characters
// or the form of letters, wherever the names come from.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import * as v from "valibot";
import { readRoundFile } from "../../client/app/round-file.ts";
import { readSpec } from "../../client/app/spec.ts";
import { init } from "../../client/cli/commands/init.ts";
import { ConcordatError, HomeError } from "../../client/errors.ts";
import { parseConfig } from "../../client/home/config.ts";
import { readProgramText, solveTogether } from "../../client/index.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText as readModel } from "../../client/lp/readers/read.ts";
import { wrongName } from "../../client/round/company-names.ts";
import { decodeTerms, encodeTerms } from "../../client/round/terms.ts";
import { roundTitle } from "../../client/round/title.ts";
import { readCase } from "../../lab/demo/case.ts";
import { USUAL_SETTINGS } from "../support/client-home.ts";
import { NO_SETUPS } from "../support/setups.ts";

const ROWS = "Minimize\nSubject To\n a: x + y >= 11\nEnd\n";
const COSTS = "Minimize\n obj: x + 2 y\nSubject To\n b: x + y <= 90\nEnd\n";

/** Names that a reader takes for "Strauß é". */
const ALIKE = {
  "the same name": "Strauß é",
  "another case": "STRAUSS É",
  "other blanks": " Strauß  é ",
  "no blanks": "Straußé",
  "decomposed letters": "Strauß é".normalize("NFD"),
  "full-width letters": "Ｓtrauß é",
  "a zero-width space": "Stra\u200buß é",
  "a soft hyphen": "Strau\u00adß é",
  "a change of direction": "\u202aStrauß é\u202c",
  "a variation selector": "Strauß é\ufe0f",
  "a no-break space": "Strauß\u00a0é",
};
const UNPRINTABLE = {
  "an escape sequence": "Birch\u001b[2J",
  "a line break": "Birch\nLtd",
  "half a character": "Birch\ud800",
};
const NAMELESS = { blanks: "  ", "invisible characters": "\u200b\u2060", "a combining mark": "\u0301", signs: "!?" };
const CONFIG = {
  ...{ version: 1, rpc: "http://127.0.0.1:1", chainId: 1, coordinator: null, registry: null, listen: [], announce: [] },
  ...{ sessionPort: 0, peerKey: 1, confirmations: 0, pollMs: 1000, ...USUAL_SETTINGS },
};

describe("names of companies", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-names-"));
    await writeFile(join(folder, "rows.json"), encodeAnnouncement(announce(readModel(ROWS, "rows.lp"))));
    await writeFile(join(folder, "costs.json"), encodeAnnouncement(announce(readModel(COSTS, "costs.lp"))));
  });
  after(() => rm(folder, { recursive: true }));

  const account = (k: number) => `0x${String(k + 1).padStart(40, "0")}`;
  const spec = async (names: readonly string[], same = false): Promise<string> => {
    const file = join(folder, "spec.json");
    const parties = names.map((name, k) => ({
      ...{ name, account: account(same ? 0 : k), announcement: k === 0 ? "rows.json" : "costs.json" },
    }));
    await writeFile(file, JSON.stringify({ title: "Names", parties }));
    return file;
  };
  const codeOf = async (run: () => unknown): Promise<string | null> => {
    try {
      await run();
      return null;
    } catch (error) {
      return error instanceof ConcordatError ? error.code : String(error);
    }
  };

  /** Gives the names to everything that takes names, and returns what each says. */
  async function tryAll(names: readonly [string, string]): Promise<Record<string, string | null>> {
    const terms = await readSpec(await spec(["Alder", "Birch"]), NO_SETUPS);
    const renamed = { ...terms, parties: terms.parties.map((party, k) => ({ ...party, name: names[k]! })) };
    const bytes = encodeTerms(renamed);
    const round = join(folder, "round.json");
    await writeFile(round, `{"version":1,"round":"${account(9)}/1","terms":${Buffer.from(bytes).toString("utf8")}}`);
    const companies = names.map((name, k) => ({ name, file: `${k}.lp` }));
    await writeFile(join(folder, "case.json"), JSON.stringify({ title: "Names", companies }));
    const together = names.map((name, k) => ({ name, program: readProgramText(k === 0 ? ROWS : COSTS, `${k}.lp`) }));
    return {
      spec: await codeOf(async () => readSpec(await spec(names), NO_SETUPS)),
      terms: await codeOf(() => decodeTerms(bytes)),
      "round file": await codeOf(() => readRoundFile(round)),
      case: await codeOf(() => readCase(folder)),
      library: await codeOf(() => solveTogether({ companies: together, engine: "magic" as "mpc" })),
    };
  }
  const REFUSED = {
    spec: "SpecInvalid",
    terms: "TermsInvalid",
    "round file": "TermsInvalid",
    case: "CaseInvalid",
    library: "CompaniesInvalid",
  };

  it("have no characters that cannot be seen, which a terminal would act upon", () => {
    for (const unseen of ["\u001b[2J", "\n", "\r", "\u200b", "\u202e"]) {
      const wrong = wrongName(["Nordlys", `Weser${unseen}AG`]);
      expect(wrong?.company, JSON.stringify(unseen)).to.equal(1);
      expect(wrong?.what).to.contain("\\u{").and.not.contain(unseen);
    }
  });

  for (const [what, name] of Object.entries(ALIKE))
    it(`with ${what} are refused everywhere`, async () => {
      expect(await tryAll(["Strauß é", name])).to.deep.equal(REFUSED);
    });

  for (const [what, name] of Object.entries(UNPRINTABLE))
    it(`with ${what} are refused everywhere`, async () => {
      expect(await tryAll(["Alder", name])).to.deep.equal(REFUSED);
    });

  for (const [what, name] of Object.entries(NAMELESS))
    it(`of ${what} alone are refused everywhere`, async () => {
      expect(await tryAll(["Alder", name])).to.deep.equal(REFUSED);
      const options = { name, rpc: "http://127.0.0.1:9", home: join(folder, "home"), listen: [], announce: [] };
      const others = { sessionPort: 0, confirmations: 0, poll: 100, leastPeriod: 600 };
      expect(await codeOf(() => init({ ...options, ...others }))).to.equal("OptionInvalid");
    });

  it("that differ in a letter, an accent or a digit are two names", async () => {
    for (const other of ["Strauß e", "Strauß é 2", "Strauß-é"]) {
      const said = await tryAll(["Strauß é", other]);
      // The engine does not exist: the library gets as far as that.
      expect(said).to.deep.equal({ spec: null, terms: null, "round file": null, case: null, library: "EngineUnknown" });
    }
  });

  it("need a letter or a digit that is seen, in any script, as the titles of rounds do", () => {
    const names = [
      "\u0301",
      "e\u0301",
      "\u0903",
      "!?",
      "—",
      "😀",
      "\u3164",
      "2",
      "Ωμέγα",
      "東京",
      "٣",
      "Week 2!",
      " ",
      "a\nb",
      "a\0b",
    ];
    const good = new Set(["e\u0301", "2", "Ωμέγα", "東京", "٣", "Week 2!"]);
    for (const name of names) {
      const shown = JSON.stringify(name);
      expect(wrongName([name]) === null, shown).to.equal(good.has(name));
      expect(v.is(roundTitle, name), shown).to.equal(good.has(name));
      const config = { ...CONFIG, name };
      if (good.has(name)) expect(parseConfig(JSON.stringify(config), "config.json").name).to.equal(name);
      else
        expect(() => parseConfig(JSON.stringify(config), "config.json"), shown)
          .to.throw(HomeError)
          .with.property("code", "ConfigInvalid");
    }
  });

  it("are compared with all before them", () => {
    expect(wrongName(["Alder", "Birch", "ALDER"])?.company).to.equal(2);
    expect(wrongName(["Alder", "Birch"])).to.equal(null);
  });

  it("come with announcements that can be read, and accounts that somebody can have", async () => {
    const change = async (part: object): Promise<string | null> => {
      const file = await spec(["Alder", "Birch"]);
      const whole = JSON.parse(await readFile(file, "utf8"));
      Object.assign(whole.parties[1], part);
      await writeFile(file, JSON.stringify(whole));
      return codeOf(() => readSpec(file, NO_SETUPS));
    };
    expect(await change({})).to.equal(null);
    expect(await change({ announcement: "nowhere.json" })).to.equal("FileUnreadable");
    expect(await change({ announcement: "spec.json" })).to.equal("AnnouncementInvalid");
    expect(await change({ account: `0x${"0".repeat(40)}` })).to.equal("SpecInvalid");
  });

  it("do not stand for one account twice", async () => {
    expect(await codeOf(async () => readSpec(await spec(["Alder", "Birch"], true), NO_SETUPS))).to.equal("SpecInvalid");
    const terms = await readSpec(await spec(["Alder", "Birch"]), NO_SETUPS);
    const parties = terms.parties.map((party) => ({ ...party, account: terms.parties[0]!.account }));
    expect(await codeOf(() => decodeTerms(encodeTerms({ ...terms, parties })))).to.equal("TermsInvalid");
  });
});
