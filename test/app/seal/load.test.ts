// The set-ups of a home, and what a round with a sealed outcome takes from them: refused are those
// that are missing, damaged, another's, or lead to another key than the terms state.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { agreeToRound } from "../../../client/app/agree.ts";
import { agreedRound } from "../../../client/app/agreed-round.ts";
import { keepSetup, summaryOfKept } from "../../../client/app/ceremony/home.ts";
import { formatRoundFile } from "../../../client/app/round-file.ts";
import { checkNumbers, checkRoom } from "../../../client/app/seal/fits.ts";
import { type Setups, sealingOf } from "../../../client/app/seal/load.ts";
import { sealTerms } from "../../../client/app/seal/spec.ts";
import {
  ChainError,
  type ConcordatError,
  InputError,
  ProtocolError,
  SealedError,
  SetupFileError,
} from "../../../client/errors.ts";
import type { Config } from "../../../client/home/config.ts";
import { homePaths } from "../../../client/home/paths.ts";
import { announce } from "../../../client/lp/joint/program.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { decodeTerms, encodeTerms, type SealedTerms, scaleTerms, type Terms } from "../../../client/round/terms.ts";
import { encodeCeremony } from "../../../client/sealed/ceremony/file.ts";
import { holdCeremony } from "../../../client/sealed/ceremony/hold.ts";
import { sealedGrid } from "../../../client/sealed/limits.ts";
import { srsDigest } from "../../../client/sealed/srs.ts";
import { contributor, headLength, SIZE } from "../../support/ceremony.ts";
import { testSeed } from "../../support/certificate.ts";
import { USUAL_SETTINGS } from "../../support/client-home.ts";
import { accountOf, rejection } from "../../support/network.ts";
import { keepingSetups, NO_SETUPS, type TestSetup, testSetup } from "../../support/setups.ts";

const FILES = [
  "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n",
  "Minimize\n obj: 2 x + 5 y\nSubject To\n b: x + y <= 9\nEnd\n",
];

const BASIS = {
  ...{ title: "Sealed", engine: "two-party/paillier", feasible: false, bond: 0n },
  periods: { commit: 3600, exchange: 3600, settle: 3600 },
  parties: FILES.map((text, k) => ({
    ...{ name: ["Alder", "Birch"][k]!, account: accountOf(`company ${k}`).address },
    announcement: announce(readProgramText(text, "rows.lp")),
  })),
};
/** Nothing listens there. */
const CONFIG: Config = {
  ...{ version: 1, name: "Alder", rpc: "http://127.0.0.1:9", chainId: 31337, coordinator: null, registry: null },
  ...{ listen: [], announce: [], sessionPort: 0, peerKey: 1, confirmations: 0, pollMs: 1_000, ...USUAL_SETTINGS },
};
const GRID = { coefficient: 0, grid: sealedGrid(SIZE, undefined) };
const PLAIN = scaleTerms(BASIS, GRID);

describe("the set-up of a round", function () {
  this.timeout(120_000);
  let folder: string;
  let setup: TestSetup;
  let setups: Setups;
  let terms: Terms;
  let file: string;
  const at = (name: string) => join(folder, name);
  const sealing = (change: Partial<SealedTerms> = {}, own: Setups = setups) => {
    const changed = { ...terms, sealed: { ...terms.sealed!, ...change } };
    return sealingOf(changed, agreedRound(changed), own);
  };
  const refused = async (
    work: Promise<unknown>,
    type: new (...args: never[]) => ConcordatError,
    code: string,
  ): Promise<ConcordatError> => {
    const error = await rejection(work);
    expect(error, code).to.be.instanceOf(type).with.property("code", code);
    return error as ConcordatError;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-load-"));
    setup = await testSetup();
    setups = await keepingSetups(at("home"), setup);
    file = join(setups.paths.setups, `${setup.digest}.bin`);
    terms = await sealTerms(PLAIN, agreedRound(PLAIN).program, { size: SIZE, setup: setup.digest }, setups);
  });
  after(() => rm(folder, { recursive: true }));

  it("gives the round's key and what commits with it, and tells how far it is", async () => {
    const steps: number[] = [];
    const { key, committer } = (await sealing({}, { ...setups, progress: (done) => steps.push(done) }))!;
    expect([key.size, key.srsDigest]).to.deep.equal([SIZE, setup.digest]);
    expect(committer.line([0n, 1n]).equals(setup.ceremony.srs.line[1]!)).to.equal(true);
    expect(steps).to.deep.equal([0, 1, 2, 3]);
    expect(await sealingOf(PLAIN, agreedRound(PLAIN), NO_SETUPS)).to.equal(null);
  });

  it("is missing in a home that does not keep it: the error says which, of what size, and what helps", async () => {
    const { message } = await refused(sealing({}, NO_SETUPS), InputError, "SetupMissing");
    for (const part of [setup.digest, `size ${SIZE}`, "concordat setup verify"]) expect(message).to.include(part);
    expect(await summaryOfKept(NO_SETUPS.paths, setup.digest)).to.equal(null);
  });

  it("is looked at before a company asks the chain, let alone agrees", async () => {
    const account = accountOf("company 0");
    const coordinator = accountOf("coordinator").address;
    await writeFile(at("round.json"), formatRoundFile({ round: `${coordinator.toLowerCase()}/1`, terms }));
    await writeFile(at("rows.lp"), FILES[0]!);
    const keys = { account, sender: account, random: testSeed("agreeing") };
    const agree = (home: string) =>
      agreeToRound({
        ...{ paths: homePaths(at(home)), config: { ...CONFIG, coordinator }, keys, round: at("round.json") },
        ...{ data: at("rows.lp"), rounding: "exact", insist: true, acceptTolerances: true, acceptSetup: true },
        ...{ onRead: () => undefined, progress: () => undefined },
      });
    await refused(agree("elsewhere"), InputError, "SetupMissing");
    await refused(agree("home"), ChainError, "ChainUnreachable");
  });

  it("is refused where the terms state another key or another size than it gives", async () => {
    const key = `0x${"12".repeat(32)}` as const;
    const differs = await refused(sealing({ key }), ProtocolError, "SetupDiffers");
    for (const part of [key, terms.sealed!.key]) expect(differs.message).to.include(part);
    await refused(sealing({ size: 32 }), ProtocolError, "SetupDiffers");
  });

  it("is refused where the round has no room in it, before the home is asked for it", async () => {
    const columns = Array.from({ length: 14 }, (_, j) => `x${j}`).join(" + ");
    const texts = [
      `Minimize\nSubject To\n a: ${columns} >= 1\nEnd\n`,
      "Minimize\n obj: x0\nSubject To\n b: x0 <= 9\nEnd\n",
    ];
    const parties = BASIS.parties.map((party, k) => ({
      ...party,
      announcement: announce(readProgramText(texts[k]!, "rows.lp")),
    }));
    const wide = { ...scaleTerms({ ...BASIS, parties }, GRID), sealed: terms.sealed };
    await refused(sealingOf(wide, agreedRound(wide), NO_SETUPS), InputError, "SetupTooSmall");
    const loose = { ...terms, tolerances: { ...terms.tolerances, residual: 1n << 45n } };
    await refused(sealingOf(loose, agreedRound(loose), NO_SETUPS), InputError, "SetupTooSmall");
  });

  it("is refused when the file is damaged, with its bytes, or is that of another set-up", async () => {
    const bytes = await readFile(file);
    const place = headLength(bytes) + 70_000;
    await writeFile(file, bytes.with(place, 1 ^ bytes[place]!));
    const damaged = (await refused(sealing(), SetupFileError, "SetupFileDamaged")) as SetupFileError;
    expect(damaged.message).to.include(file).and.include(`bytes ${damaged.range[0]} to`);
    expect(place).to.be.within(damaged.range[0], damaged.range[1] - 1);
    await writeFile(file, bytes.subarray(0, 50_000));
    await refused(sealing(), SetupFileError, "SetupFileLength");
    const other = await holdCeremony(SIZE, [contributor(2)]);
    await writeFile(file, encodeCeremony(other));
    const { message } = await refused(sealing(), SealedError, "SetupNameDiffers");
    expect(message).to.include(setup.digest).and.include(srsDigest(other.srs));
    await keepSetup(setups.paths, setup.digest, setup.ceremony);
    expect(await readFile(file)).to.deep.equal(bytes);
    expect(await sealing()).not.to.equal(null);
  });

  it("is kept whole or not at all", async () => {
    const bytes = await readFile(file);
    const paths = { setups: at("interrupted") };
    await mkdir(paths.setups);
    // Killed while it wrote.
    const unfinished = join(paths.setups, `${setup.digest}.bin.unfinished`);
    await writeFile(unfinished, bytes.subarray(0, 60_000));
    expect(await summaryOfKept(paths, setup.digest)).to.equal(null);
    await keepSetup(paths, setup.digest, setup.ceremony);
    expect(await readdir(paths.setups)).to.deep.equal([`${setup.digest}.bin`]);
    await rename(join(paths.setups, `${setup.digest}.bin`), unfinished);
    await refused(sealing({}, { ...setups, paths }), InputError, "SetupMissing");
  });

  it("survives the wire in the terms, and terms that state none or a wrong one are refused", () => {
    expect(decodeTerms(encodeTerms(terms))).to.deep.equal(terms);
    const { sealed, ...rest } = JSON.parse(Buffer.from(encodeTerms(terms)).toString("utf8"));
    const decoding = (value: object) => () => decodeTerms(Buffer.from(JSON.stringify(value)));
    expect(decoding({ ...rest, sealed })).not.to.throw();
    const zero = `0x${"00".repeat(32)}`;
    for (const wrong of [
      rest,
      { ...rest, sealed: true },
      ...[24, 8, 16_384, "16"].map((size) => ({ ...rest, sealed: { ...sealed, size } })),
      ...[zero, sealed.key.toUpperCase(), "0x12", null].flatMap((digest) => [
        { ...rest, sealed: { ...sealed, key: digest } },
        { ...rest, sealed: { ...sealed, setup: digest } },
      ]),
    ])
      expect(decoding(wrong), JSON.stringify(wrong)).to.throw(InputError).with.property("code", "TermsInvalid");
  });
});

describe("room for a sealed outcome", () => {
  const codeOf = (work: () => void): string => {
    try {
      work();
      return "room";
    } catch (error) {
      return (error as ConcordatError).code;
    }
  };

  it("has rows (an equality counts twice), columns, and a limit to companies times size", () => {
    const room = (size: number, parties: number, rows = 1, columns = 3, equalities = 0) => {
      const names = Array.from({ length: parties }, (_, k) => `company ${k}`);
      const shape = { columns, inequalities: names.map(() => rows), equalities: names.map(() => equalities) };
      return codeOf(() => checkRoom(size, shape, names));
    };
    for (const [given, code] of [
      [[16, 2, 14], "room"],
      [[16, 2, 15], "SetupTooSmall"],
      [[16, 2, 1, 13], "room"],
      [[16, 2, 1, 14], "SetupTooSmall"],
      [[16, 2, 0, 3, 7], "room"],
      [[16, 2, 0, 3, 8], "SetupTooSmall"],
      [[512, 2, 510, 509], "room"],
      [[512, 2, 511], "SealedUnsuitable"],
      [[512, 2, 1, 510], "SealedUnsuitable"],
      [[512, 16], "room"],
      [[512, 17], "SealedUnsuitable"],
      [[256, 32], "room"],
      [[32, 97], "room"],
      [[16, 98], "SealedUnsuitable"],
      [[16, 33, 200], "SealedUnsuitable"],
    ] as const)
      expect(room(...(given as [number, number])), given.join()).to.equal(code);
  });

  it("has decimals, bounds and tolerances up to what the limbs hold, and not one more", () => {
    const { program } = agreedRound(PLAIN);
    const check = (change: Partial<Terms>, size = SIZE) =>
      codeOf(() => checkNumbers(size, { ...PLAIN, ...change }, program));
    const tolerating = (sort: keyof Terms["tolerances"], value: bigint) => ({
      tolerances: { ...PLAIN.tolerances, [sort]: value },
    });
    for (const [sort, bits, widest] of [
      ["residual", 45, 60],
      ["dual", 45, 60],
      ["gap", 126, 168],
    ] as const) {
      expect(check(tolerating(sort, (1n << BigInt(bits)) - 1n)), sort).to.equal("room");
      expect(check(tolerating(sort, 1n << BigInt(bits))), sort).to.equal("SetupTooSmall");
      expect(check(tolerating(sort, 1n << BigInt(bits)), 128), sort).to.equal("room");
      expect(check(tolerating(sort, 1n << BigInt(widest))), sort).to.equal("SealedUnsuitable");
    }
    // The bound is 10^6.
    for (const [solutionDecimals, size, code] of [
      [10, 16, "room"],
      [11, 16, "SetupTooSmall"],
      [15, 128, "room"],
      [16, 128, "SealedUnsuitable"],
      [16, 16, "SealedUnsuitable"],
    ] as const)
      expect(check({ solutionDecimals }, size), `${solutionDecimals} ${size}`).to.equal(code);
    const small = {
      ...program,
      bounds: program.bounds.map((bound) => ({ ...bound, value: { mantissa: 1n, exponent: -3 } })),
    };
    const tiny = (solutionDecimals: number) => codeOf(() => checkNumbers(SIZE, { ...PLAIN, solutionDecimals }, small));
    expect(tiny(16)).to.equal("room");
    expect(tiny(17)).to.equal("SetupTooSmall");
  });
});
