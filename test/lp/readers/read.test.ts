import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { InputError } from "../../../client/errors.ts";
import { readProgram, readProgramText } from "../../../client/lp/readers/read.ts";
import { refusal } from "../../support/reading.ts";

describe("reading files", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-"));
  });
  after(() => rm(folder, { recursive: true }));

  const codeOfFile = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content);
    try {
      await readProgram(join(folder, name));
    } catch (error) {
      return (error as InputError).code;
    }
    return "none";
  };

  it("tells the formats apart by extension, then by content", async () => {
    const lp = "Minimize\n x\nst\n x >= 1\nEnd\n";
    const mps = "NAME\nROWS\n N c\n G r\nCOLUMNS\n x c 1\n x r 1\nENDATA\n";
    const json = '{"rows":[{"coefficients":{"x":1},"lower":1}]}';
    for (const [name, content] of [
      ["a.LP", lp],
      ["b.mps", mps],
      ["c.json", json],
      ["d", lp],
      ["e.txt", mps],
      ["f", json],
    ]) {
      expect(await codeOfFile(name!, content!), name).to.equal("none");
    }
    expect(await codeOfFile("g", "hello")).to.equal("UnknownFormat");
    for (const [name, content] of [
      ["a.mps", lp],
      ["b.lp", mps],
      ["c.lp", json],
      ["d.json", lp],
      ["e.json", mps],
      ["f.mps", json],
      ["g.lp", "<html>"],
    ])
      expect(await codeOfFile(name!, content!), name).to.equal("UnknownFormat");
    for (const name of ["h.lp", "i.mps", "j.json", "k"])
      expect(await codeOfFile(name, " \n")).to.equal("FileTruncated");
    for (const [name, content] of [
      ["a.lp", lp],
      ["b.mps", mps],
      ["c.json", json],
    ]) {
      expect(readProgramText(`\ufeff${content}`, name!).file, name).to.equal(name);
    }
    expect(await codeOfFile("windows.lp", `\ufeff${lp.replaceAll("\n", "\r\n")}`)).to.equal("none");
  });

  it("refuses what is not text, not there or not of reasonable size", async () => {
    expect(await codeOfFile("latin.lp", Uint8Array.of(0x6d, 0xe9))).to.equal("NotText");
    expect(await codeOfFile("nul.lp", "min\0")).to.equal("NotText");
    expect(await codeOfFile("long.lp", `min\n ${"x".repeat(2 ** 21)}`)).to.equal("LineTooLong");
    let code = "none";
    try {
      await readProgram(join(folder, "missing.mps"));
    } catch (error) {
      code = (error as InputError).code;
    }
    expect(code).to.equal("FileUnreadable");
    expect(refusal(() => readProgramText(" ".repeat(64 * 1024 * 1024 + 1), "a.lp")).code).to.equal("FileTooLarge");
    const many = Array.from({ length: 65_536 }, (_, index) => `"x${index}":1`).join();
    expect(refusal(() => readProgramText(`{"objective":{"coefficients":{${many}}}}`, "a.json")).code).to.equal(
      "TooManyVariables",
    );
  });

  it("refuses devices, pipes and folders instead of waiting for their end", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.lp")]);
    for (const path of ["/dev/zero", join(folder, "pipe.lp"), folder]) {
      let code = "none";
      try {
        await readProgram(path);
      } catch (error) {
        code = (error as InputError).code;
      }
      expect(code, path).to.equal("FileUnreadable");
    }
  });
});
