// Specs of rounds with sealed outcomes: the terms that follow, and everything that is refused
// before a round is opened.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Address } from "viem";
import { agreedRound } from "../../../client/app/agreed-round.ts";
import type { Setups } from "../../../client/app/seal/load.ts";
import { readSpec } from "../../../client/app/spec.ts";
import { scalesOfTerms } from "../../../client/app/wide-tolerances.ts";
import { ConcordatError } from "../../../client/errors.ts";
import { encodeAnnouncement } from "../../../client/lp/joint/announcement.ts";
import { announce, NO_BOUNDS, withBounds } from "../../../client/lp/joint/program.ts";
import { parseBound } from "../../../client/lp/joint/sizes.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { decodeTerms, encodeTerms, type Terms } from "../../../client/round/terms.ts";
import { encodeCeremony } from "../../../client/sealed/ceremony/file.ts";
import { srsCommitter } from "../../../client/sealed/committer.ts";
import { keyDigest } from "../../../client/sealed/contract-key.ts";
import { splitColumns } from "../../../client/sealed/own-part/split.ts";
import { verifyingKey } from "../../../client/sealed/verifying-key.ts";
import { SIZE } from "../../support/ceremony.ts";
import { rejection } from "../../support/network.ts";
import { keepingSetups, NO_SETUPS, type TestSetup, testSetup } from "../../support/setups.ts";

const ROWS = "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n";
const COSTS = "Minimize\n obj: 2 x + 5 y\nSubject To\n b: x + y <= 9\nEnd\n";

describe("the spec of a sealed outcome", function () {
  this.timeout(120_000);
  let folder: string;
  let setup: TestSetup;
  let setups: Setups;
  const at = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-sealed-spec-"));
    setup = await testSetup();
    setups = await keepingSetups(at("home"), setup);
    await writeFile(at("setup.bin"), encodeCeremony(setup.ceremony));
  });
  after(() => rm(folder, { recursive: true }));

  interface Given {
    /** A party without one helps. */
    readonly files?: readonly (string | null)[];
    readonly bound?: string;
    readonly setups?: Setups;
    /** For shares. */
    readonly contract?: Address;
  }

  async function specOf(more: object, { files = [ROWS, COSTS], bound = "40", ...given }: Given = {}): Promise<Terms> {
    const parties = await Promise.all(
      files.map(async (text, k) => {
        const party = {
          name: ["Alder", "Birch", "Cedar", "Dogwood"][k],
          account: `0x${String(k + 1).padStart(40, "0")}`,
        };
        if (text === null) return party;
        const bounds = { ...NO_BOUNDS, all: parseBound(bound, {}) };
        const announcement = withBounds(announce(readProgramText(text, `${k}.lp`)), bounds);
        await writeFile(at(`${k}.json`), encodeAnnouncement(announcement));
        return { ...party, announcement: `${k}.json` };
      }),
    );
    await writeFile(at("spec.json"), JSON.stringify({ title: "Sealed", parties, ...more }));
    return readSpec(at("spec.json"), given.setups ?? setups, given.contract);
  }

  const SEALED = { outcome: "sealed", setup: "setup.bin" };
  const refused = async (code: string, more: object, given: Given = {}): Promise<string> => {
    const error = await rejection(specOf(more, given));
    expect(error, JSON.stringify(more)).to.be.instanceOf(ConcordatError).with.property("code", code);
    return (error as Error).message;
  };

  it("makes terms with the set-up and the round's key, by file or digest; public ones as before", async () => {
    const terms = await specOf(SEALED);
    const { agreement } = agreedRound(terms);
    const { srs } = setup.ceremony;
    const key = keyDigest(verifyingKey(srs, srsCommitter(srs), { size: SIZE, ...agreement.round }));
    expect(terms.sealed).to.deep.equal({ size: SIZE, setup: setup.digest, key });
    expect(agreement.sealedKey).to.equal(key);
    expect(decodeTerms(encodeTerms(terms))).to.deep.equal(terms);
    const byDigest = { ...SEALED, setup: `0x${setup.digest.slice(2).toUpperCase()}` };
    expect(await specOf(byDigest)).to.deep.equal(terms);
    for (const more of [{}, { outcome: "public" }]) {
      const open = await specOf(more, { setups: NO_SETUPS });
      expect(open.sealed).to.equal(null);
      expect(BigInt(agreedRound(open).agreement.sealedKey)).to.equal(0n);
    }
  });

  it("has another key for other bounds and other columns", async () => {
    const keys: (string | undefined)[] = [];
    for (const [more, given] of [
      [SEALED, {}],
      [SEALED, { bound: "50" }],
      [{ ...SEALED, solutionDecimals: 8 }, {}],
      [SEALED, { files: [ROWS, COSTS.replace("x + y <=", "x + y + z <=")] }],
    ] as const)
      keys.push((await specOf(more, given)).sealed?.key);
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it("names the contract for shares where they are public, and has the bytes from before where not", async () => {
    const contract = `0x${"55".repeat(20)}` as const;
    const plain = await specOf(SEALED);
    expect(await specOf(SEALED, { contract })).to.deep.equal(plain);
    expect(Buffer.from(encodeTerms(plain)).toString()).not.to.include("shares");
    const shared = await specOf({ ...SEALED, shares: "public" }, { contract });
    expect(shared).to.deep.equal({ ...plain, sealed: { ...plain.sealed, shares: contract } });
    expect(decodeTerms(encodeTerms(shared))).to.deep.equal(shared);
    expect(agreedRound(shared).agreement.terms).not.to.equal(agreedRound(plain).agreement.terms);
    const wrong = Buffer.from(encodeTerms(shared))
      .toString()
      .replace(contract, `${contract.slice(0, -1)}g`);
    expect(() => decodeTerms(Buffer.from(wrong)))
      .to.throw(ConcordatError)
      .with.property("code", "TermsInvalid");
  });

  it("is refused with shares of a public outcome, of a round without costs, in other words, and without a contract", async () => {
    const contract = `0x${"55".repeat(20)}` as const;
    const shares = "public";
    expect(await refused("SpecInvalid", { shares }, { contract })).to.include("spec.json, shares");
    expect(await refused("SpecInvalid", { ...SEALED, shares })).to.include("--again");
    await refused("SpecInvalid", { ...SEALED, shares: "sealed" }, { contract });
    await refused("SpecInvalid", { ...SEALED, shares: true }, { contract });
    await refused("SpecInvalid", { ...SEALED, shares, objective: "none" }, { contract, files: [ROWS, ROWS] });
  });

  const OWN = { ...SEALED, outcome: "own part" };
  const HELPED = { files: [ROWS, COSTS, null] };

  it("tells each company its own part where it is asked to, which the terms state, and the round by column", async () => {
    const files = [ROWS.replace("7 y", "7 z"), "Minimize\nSubject To\n c: w + z >= 1\nBounds\n w free\nEnd\n", COSTS];
    const plain = await specOf(SEALED, { files });
    const own = await specOf(OWN, { files });
    expect(own).to.deep.equal({ ...plain, sealed: { ...plain.sealed, ownParts: { value: "owner" } } });
    expect(Buffer.from(encodeTerms(plain)).toString()).not.to.include("ownParts");
    expect(decodeTerms(encodeTerms(own))).to.deep.equal(own);
    const { agreement, program } = agreedRound(own);
    expect(agreement.terms).not.to.equal(agreedRound(plain).agreement.terms);
    expect(program.variables.map(({ name, free }) => [name, free])).to.deep.equal([
      ["x", false],
      ["z", false],
      ["w", true],
      ["y", false],
    ]);
    const names = [[0, 2], [0, 1], [1], [1], [2]];
    expect(agreement.round.ownParts).to.deep.equal({ names, value: "owner" });
    expect(agreedRound(plain).agreement.round).not.to.have.property("ownParts");
    const statement = { ...agreement.round, size: SIZE, parties: 3 };
    expect(splitColumns(statement, names).keepers.slice(1, 6)).to.deep.equal([2, 0, 1, 1, 2]);
    const all = await specOf({ ...OWN, value: "all" }, { files });
    expect(agreedRound(all).agreement.round.ownParts).to.deep.equal({ names, value: "all" });
  });

  it("has the engine for as many parties if it names none, and mpc for own parts", async () => {
    const engineOf = async (more: object, files: readonly (string | null)[]) => (await specOf(more, { files })).engine;
    expect(await engineOf({}, [ROWS, COSTS])).to.equal("two-party/paillier");
    expect(await engineOf({}, [ROWS, COSTS, null])).to.equal("mpc");
    expect(await engineOf({}, [ROWS, COSTS, null, null])).to.equal("mpc/four");
    expect(await engineOf(OWN, [ROWS, COSTS, null, null])).to.equal("mpc");
  });

  it("takes own parts with a helper, who names nothing, and without costs", async () => {
    const { sealed } = await specOf({ ...OWN, engine: "mpc" }, HELPED);
    expect(sealed!.ownParts).to.deep.equal({ value: "owner" });
    const feasible = await specOf({ ...OWN, objective: "none" }, { files: [ROWS, ROWS, null] });
    const { round } = agreedRound(feasible).agreement;
    expect(round.objectiveOwner).to.equal(2);
    expect(round.ownParts!.names).to.deep.equal([
      [0, 1],
      [0, 1],
    ]);
  });

  it("refuses own parts between two, with another engine, and a value that nobody or who knows who learns", async () => {
    expect(await refused("SpecInvalid", OWN))
      .to.include("spec.json, parties")
      .and.include("helper");
    const engine = await refused("SpecInvalid", { ...OWN, engine: "multi-party/masked" }, HELPED);
    expect(engine).to.include("spec.json, engine").and.include('"mpc"');
    const nobody = await refused("SpecInvalid", { ...OWN, value: "nobody" }, HELPED);
    expect(nobody).to.include("spec.json, value").and.include("the owner of the costs knows them");
    await refused("SpecInvalid", { ...OWN, value: "Alder" }, HELPED);
    await refused("SpecInvalid", { ...OWN, value: 1 }, HELPED);
    await refused("SpecInvalid", { ...SEALED, value: "owner" }, HELPED);
    await refused("SpecInvalid", { ...OWN, objective: "none", value: "all" }, { files: [ROWS, ROWS, null] });
    expect(await refused("SpecInvalid", { outcome: "own part" }, HELPED)).to.include("setup: is missing");
  });

  it("has shares only where everybody is told the objective's value, which they add up to", async () => {
    const contract = `0x${"55".repeat(20)}` as const;
    const shares = "public";
    expect(await refused("SpecInvalid", { ...OWN, shares }, { ...HELPED, contract })).to.include('"value": "all"');
    const { sealed } = await specOf({ ...OWN, shares, value: "all" }, { ...HELPED, contract });
    expect(sealed).to.deep.include({ shares: contract, ownParts: { value: "all" } });
  });

  it("refuses terms of own parts with another engine, with two companies, and of other words", async () => {
    const { sealed } = await specOf(OWN, HELPED);
    const masked = await specOf({ ...SEALED, engine: "multi-party/masked" }, HELPED);
    const two = await specOf(SEALED);
    for (const terms of [masked, { ...two, engine: "mpc" }])
      expect(() => agreedRound({ ...terms, sealed }))
        .to.throw(ConcordatError, "own part only")
        .with.property("code", "RoundUnsuitable");
    const bytes = Buffer.from(encodeTerms({ ...masked, sealed })).toString();
    for (const wrong of ['"nobody"', '"Alder"', "null"])
      expect(() => decodeTerms(Buffer.from(bytes.replace('"owner"', wrong))))
        .to.throw(ConcordatError)
        .with.property("code", "TermsInvalid");
  });

  it("is refused with words that are none, without a set-up, and with one that is not needed", async () => {
    await refused("SpecInvalid", { outcome: "hidden" });
    expect(await refused("SpecInvalid", { outcome: "sealed" })).to.include("spec.json, setup: is missing");
    expect(await refused("SpecInvalid", { setup: "setup.bin" })).to.include('"outcome": "sealed"');
    await refused("SpecInvalid", { outcome: "public", setup: "setup.bin" });
    await refused("SpecInvalid", { outcome: "sealed", setup: 16 });
  });

  it("is refused with a set-up that cannot be read, or that this home does not keep", async () => {
    await refused("FileUnreadable", { ...SEALED, setup: "nowhere.bin" });
    await refused("SetupFileInvalid", { ...SEALED, setup: "spec.json" });
    const bytes = await readFile(at("setup.bin"));
    await writeFile(at("damaged.bin"), bytes.with(70_000, 1 ^ bytes[70_000]!));
    await refused("SetupFileDamaged", { ...SEALED, setup: "damaged.bin" });
    const missing = await refused("SetupMissing", SEALED, { setups: NO_SETUPS });
    for (const part of [setup.digest, `size ${SIZE}`, `concordat setup verify ${at("setup.bin")} --keep`])
      expect(missing).to.include(part);
    const unknown = await refused("SetupMissing", { ...SEALED, setup: `0x${"12".repeat(32)}` });
    expect(unknown).to.include("spec.json, setup").and.include("--keep");
  });

  it("is refused before anything else is computed where the set-up has no room for rows or columns", async () => {
    const names = Array.from({ length: 14 }, (_, j) => `x${j}`);
    const columns = `Minimize\n obj: ${names.join(" + ")}\nSubject To\n b: x0 <= 9\nEnd\n`;
    expect(
      await refused("SetupTooSmall", SEALED, { files: [ROWS.replaceAll("x", "x0").replaceAll("y", "x1"), columns] }),
    ).to.include("size 32, not 16");
    const equalities = Array.from({ length: 8 }, (_, i) => ` e${i}: x + ${i} y = 9`).join("\n");
    const rows = `Minimize\nSubject To\n${equalities}\nEnd\n`;
    const said = await refused("SetupTooSmall", SEALED, { files: [rows, COSTS] });
    expect(said).to.include("16 rows of Alder").and.include("size 32, not 16");
    await specOf(SEALED, { files: [rows.replace(/ e7.*\n/, ""), COSTS] });
  });

  it("chooses decimals that the limbs hold, and says which set-up has room for more", async () => {
    const wide = { bound: "1e8" };
    const [sealed, open] = [await specOf(SEALED, wide), await specOf({}, wide)];
    expect(sealed.solutionDecimals).to.be.lessThanOrEqual(8);
    expect(open.solutionDecimals).to.be.greaterThan(8);
    const asked = await refused("SetupTooSmall", { ...SEALED, solutionDecimals: 9 }, wide);
    expect(asked)
      .to.include("Alder and Birch can state upper bounds of at most")
      .and.include("set-up of size 32, not 16");
    await refused("ScaleImpossible", { ...SEALED, solutionDecimals: 16 }, wide);
    const { grid } = scalesOfTerms(sealed, agreedRound(sealed).program, undefined, new Map());
    expect(grid!.valueLimit).to.equal(1n << 54n);
    expect(scalesOfTerms(open, agreedRound(open).program, undefined, new Map()).grid).to.equal(undefined);
  });

  it("is refused for tolerances that no limbs hold, with the number and the size that is needed", async () => {
    const dual = (value: string) => ({ ...SEALED, multiplierDecimals: 9, tolerances: { dual: value } });
    await specOf(dual("30000"));
    const large = await refused("SetupTooSmall", dual("40000"));
    expect(large).to.include("a reduced cost may be below zero by 40000").and.include("size 32");
    const larger = await refused("SealedUnsuitable", dual("2e9"));
    expect(larger).to.include("a reduced cost may be below zero by 2000000000");
  });
});
