// The file of a set-up: what is missing, added or damaged is refused and named by its bytes; what
// was changed on purpose, with digests that fit, by what it is.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { checkNewCeremony, readCeremony, writeCeremony } from "../../client/app/ceremony/file.ts";
import { keptCeremony } from "../../client/app/ceremony/kept.ts";
import { FIELD_MODULUS, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { SealedError, SetupFileError } from "../../client/errors.ts";
import { encodeWords } from "../../client/math/words.ts";
import type { Ceremony } from "../../client/sealed/ceremony/ceremony.ts";
import { contributionDigest } from "../../client/sealed/ceremony/contribution.ts";
import { decodeCeremony, encodeCeremony } from "../../client/sealed/ceremony/file.ts";
import { holdCeremony } from "../../client/sealed/ceremony/hold.ts";
import { g2Words, srsDigest } from "../../client/sealed/srs.ts";
import { contributor, headLength, refusalOf, rewriteBody, SIZE } from "../support/ceremony.ts";
import { testSeed } from "../support/certificate.ts";
import { codeOf } from "../support/codes.ts";
import { outsideSubgroup } from "../support/sealed.ts";

const CONTRIBUTION = 512;
const SECOND = 128;
const POINT = 64;
const CHUNK = 65_536;

/** Code, and the bytes that are named, of the refusal of a file. */
function refusal(bytes: Uint8Array): { code: string; range?: readonly [number, number] } {
  try {
    decodeCeremony(bytes);
    return { code: "none" };
  } catch (error) {
    if (error instanceof SetupFileError) return { code: error.code, range: error.range };
    if (error instanceof SealedError) return { code: error.code };
    throw error;
  }
}

/** The bytes that the text of the refusal names, as a reader sees them. */
function namedBytes(bytes: Uint8Array): readonly string[] {
  try {
    decodeCeremony(bytes);
    return [];
  } catch (error) {
    return /bytes (\d+) to (\d+)/.exec((error as Error).message)!.slice(1);
  }
}

describe("sealed: the file of a set-up", function () {
  this.timeout(240_000);
  let two: Ceremony;
  let file: Uint8Array;
  let head: number;
  let folder: string;
  before(async () => {
    two = await holdCeremony(SIZE, [contributor(0), contributor(1)]);
    file = encodeCeremony(two);
    head = headLength(file);
    folder = await mkdtemp(join(tmpdir(), "concordat-setup-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("gives back what was written, byte by byte", async () => {
    const read = decodeCeremony(file);
    expect(srsDigest(read.srs)).to.equal(srsDigest(two.srs));
    expect(read.contributions.map(contributionDigest)).to.deep.equal(two.contributions.map(contributionDigest));
    expect(Buffer.from(encodeCeremony(read))).to.deep.equal(Buffer.from(file));
    expect(rewriteBody(file, 0, new Uint8Array(0))).to.deep.equal(Buffer.from(file));
    // 1 + 1087 points of the line, 18 rows of 19, as docs/sealed.md counts them.
    expect(file.length).to.equal(head + 2 * CONTRIBUTION + 2 * SECOND + POINT * (2 * 32 * SIZE + 64 + 18 * 19));
    expect(await refusalOf(read)).to.equal("none");
  });

  it("names what is missing or too much", () => {
    for (const length of [96, head, head + 1, file.length - CHUNK, file.length - 1])
      expect(refusal(file.subarray(0, length)), `${length}`).to.deep.equal({
        code: "SetupFileLength",
        range: [length, file.length],
      });
    const longer = Buffer.concat([file, Buffer.from([0])]);
    expect(refusal(longer)).to.deep.equal({ code: "SetupFileLength", range: [file.length, file.length + 1] });
    for (const length of [0, 31, 95])
      expect(refusal(file.subarray(0, length))).to.deep.equal({ code: "SetupFileInvalid", range: [length, 96] });
  });

  it("says the bytes to a reader, too", () => {
    const last = file.length - 1;
    expect(namedBytes(file.subarray(0, last))).to.deep.equal([`${last}`, `${last}`]);
    expect(namedBytes(Buffer.concat([file, Buffer.alloc(2)]))).to.deep.equal([`${file.length}`, `${file.length + 1}`]);
    expect(namedBytes(file.subarray(0, 40))).to.deep.equal(["40", "95"]);
    expect(namedBytes(file.with(0, file[0]! ^ 1))).to.deep.equal(["0", "31"]);
  });

  it("names the chunk in which a bit is wrong, wherever it is", () => {
    const chunks = Math.ceil((file.length - head) / CHUNK);
    for (let i = 0; i < chunks; i++) {
      const range = [head + i * CHUNK, Math.min(head + (i + 1) * CHUNK, file.length)] as const;
      for (const at of [range[0], Math.floor((range[0] + range[1]) / 2), range[1] - 1]) {
        const bytes = Uint8Array.from(file);
        bytes[at]! ^= 4;
        expect(refusal(bytes), `byte ${at}`).to.deep.equal({ code: "SetupFileDamaged", range });
      }
    }
  });

  it("names its head when that is wrong", () => {
    for (const [at, code] of [
      [0, "SetupFileInvalid"],
      [31, "SetupFileInvalid"],
      [32, "SetupFileDamaged"],
      [63, "SetupFileDamaged"],
      [94, "SetupFileDamaged"],
      [95, "SetupFileLength"],
      [96, "SetupFileDamaged"],
      [head - 1, "SetupFileDamaged"],
    ] as const) {
      const bytes = Uint8Array.from(file);
      bytes[at]! ^= 1;
      const { code: actual, range } = refusal(bytes);
      expect(actual, `byte ${at}`).to.equal(code);
      if (code !== "SetupFileLength") expect(range![0] <= at && at < range![1], `byte ${at}`).to.equal(true);
    }
  });

  it("has no other size and number of contributions than its bytes are for", () => {
    const withHead = (word: number, value: bigint) => {
      const bytes = Buffer.from(file);
      bytes.set(encodeWords([value]), word * 32);
      return refusal(bytes).code;
    };
    for (const size of [32n, 64n]) expect(withHead(1, size)).to.equal("SetupFileLength");
    for (const size of [0n, 8n, 17n, 24n, 1n << 20n, 1n << 255n])
      expect(withHead(1, size)).to.equal("SetupFileDamaged");
    for (const count of [0n, 256n, 1n << 200n]) expect(withHead(2, count)).to.equal("SetupFileDamaged");
    for (const count of [1n, 3n, 255n]) expect(withHead(2, count)).to.equal("SetupFileLength");
  });

  it("refuses points that are none, though its digests fit", () => {
    const secondAt = 2 * CONTRIBUTION;
    const firstAt = secondAt + 2 * SECOND;
    for (const [at, words] of [
      [firstAt, [1n, 3n]],
      [firstAt + 5 * POINT, [0n, 0n]],
      [firstAt + 1200 * POINT, [1n + FIELD_MODULUS, 2n]],
      [file.length - head - POINT, [FIELD_MODULUS, FIELD_MODULUS]],
      [secondAt, [1n, 2n, 3n, 4n]],
      [secondAt + SECOND, [0n, 0n, 0n, 0n]],
      [secondAt + SECOND, g2Words(outsideSubgroup())],
    ] as const) {
      const from = head + at;
      expect(refusal(rewriteBody(file, at, encodeWords(words))), `byte ${at}`).to.deep.equal({
        code: "SrsPoint",
        range: [from, from + 32 * words.length],
      });
    }
  });

  it("refuses contributions whose entries have another form", () => {
    for (const [word, value] of [
      [1, 1n << 160n],
      [3, 5n],
      [4, FIELD_MODULUS],
      [6, 0n],
      [7, 5n],
      [10, 0n],
      [11, GROUP_ORDER],
      [12, (1n << 256n) - 1n],
      [15, 26n],
      [15, 29n],
    ] as const)
      for (const index of [0, 1]) {
        const bytes = rewriteBody(file, index * CONTRIBUTION + word * 32, encodeWords([value]));
        expect(refusal(bytes).code, `word ${word}`).to.equal("SetupContributionInvalid");
      }
  });

  it("refuses every entry that has the right form and another value", async () => {
    const other = two.srs.matrix[3]![4]!.toAffine();
    const pair = [other.x, other.y];
    const codes: string[] = [];
    for (const [word, values] of [
      [0, [1n]],
      [1, [1n]],
      [2, [1n]],
      [3, pair],
      [5, pair],
      [7, pair],
      [9, pair],
      [11, [1n]],
      [12, [1n]],
      [13, [1n]],
      [14, [1n]],
    ] as const)
      codes.push(await refusalOf(decodeCeremony(rewriteBody(file, CONTRIBUTION + word * 32, encodeWords(values)))));
    expect(codes).to.deep.equal([
      "SetupOrder",
      ...new Array<string>(8).fill("SetupProofWrong"),
      "SetupSignatureWrong",
      "SetupSignatureWrong",
    ]);
    const firstAt = 2 * CONTRIBUTION + 2 * SECOND;
    for (const at of [firstAt + POINT, firstAt + 1_300 * POINT])
      expect(await refusalOf(decodeCeremony(rewriteBody(file, at, encodeWords(pair))))).to.equal("SetupStringDiffers");
  });

  it("is written whole or not at all, and never over another", async () => {
    const [out, input] = [join(folder, "out.bin"), join(folder, "in.bin.unfinished")];
    await writeFile(`${out}.unfinished`, "what a killed attempt left");
    await writeFile(input, file);
    await checkNewCeremony(out, input);
    await writeCeremony(out, two);
    expect(await readFile(out)).to.deep.equal(Buffer.from(file));
    expect(await readdir(folder)).to.have.members(["out.bin", "in.bin.unfinished"]);
    const inputAsUnfinished = join(folder, "in.bin");
    for (const [name, from] of [
      [out, input],
      [out, undefined],
      [inputAsUnfinished, input],
      [join(folder, "none", "out.bin"), input],
    ] as const)
      expect(await codeOf(() => checkNewCeremony(name, from))).to.equal("FileUnwritable");
    expect(await readFile(input)).to.deep.equal(Buffer.from(file));
    await rm(input);
    await rm(out);
  });

  it("that is not there, or too large to be one, is refused unread", async () => {
    expect(await codeOf(() => readCeremony(join(folder, "none.bin")))).to.equal("FileUnreadable");
    expect(await codeOf(() => readCeremony(folder))).to.equal("FileUnreadable");
    expect(await codeOf(() => readCeremony("/dev/null"))).to.equal("SetupFileInvalid");
  });

  it("is kept for a demonstration, and made again when it is damaged or another's", async () => {
    const path = join(folder, "kept.bin");
    const contributors = [contributor(0, testSeed("kept 0")), contributor(1, testSeed("kept 1"))] as const;
    const kept = async (size: number, own = contributors) =>
      srsDigest((await keptCeremony(path, size, [own[0], own[1]], testSeed("kept check"))).srs);
    const made = await kept(SIZE);
    const fresh = [contributor(0, testSeed("fresh 0")), contributor(1, testSeed("fresh 1"))] as const;
    expect(await kept(SIZE, fresh)).to.equal(made);
    expect(await kept(SIZE, [fresh[1], fresh[0]])).to.not.equal(made);
    const bytes = await readFile(path);
    bytes[5_000]! ^= 1;
    await writeFile(path, bytes);
    expect(await kept(SIZE)).to.equal(made);
    // Right by its digests, and wrong.
    await writeFile(path, rewriteBody(await readFile(path), 11 * 32, encodeWords([1n])));
    expect(await kept(SIZE)).to.equal(made);
    expect(await codeOf(() => kept(24))).to.equal("SrsShape");
  });
});
