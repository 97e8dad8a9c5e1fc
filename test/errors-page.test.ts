// docs/errors.md has a line for every code, and none for a code that nothing throws.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { coordinatorAbi } from "../client/chain/coordinator/abi.ts";
import { registryAbi } from "../client/chain/registry/registry-abi.ts";
import { sharesAbi } from "../client/chain/shares/shares-abi.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const WHOSE = ["you", "company", "partner", "node", "network", "nobody", "bug"];

interface Line {
  readonly codes: readonly string[];
  readonly cells: readonly string[];
}

function linesOf(text: string): Line[] {
  const lines = text.split("\n").filter((line) => /^\| `/.test(line));
  return lines.map((line) => {
    const cells = line.split("|").slice(1, -1);
    return {
      codes: [...cells[0]!.matchAll(/`(\w+)`/g)].map(([, code]) => code!),
      cells: cells.map((cell) => cell.trim()),
    };
  });
}

describe("docs/errors.md", () => {
  let own: Line[];
  let contracts: Line[];
  before(async () => {
    const [page, last] = (await readFile(at("../docs/errors.md"), "utf8")).split("## From the contracts\n");
    own = linesOf(page!);
    contracts = linesOf(last!);
  });
  const codesOf = (lines: readonly Line[]) => lines.flatMap(({ codes }) => codes).sort();

  it("has every code of this package once, and no other", async () => {
    const codes: unknown = JSON.parse(await readFile(at("frozen/vectors/codes.json"), "utf8"));
    expect(codesOf(own)).to.deep.equal([...(codes as string[])].sort());
  });

  it("has every error of the contracts once, and no other", async () => {
    const errors = [...coordinatorAbi, ...registryAbi, ...sharesAbi].flatMap((item) =>
      item.type === "error" ? [item.name] : [],
    );
    const isShared = (name: string) => /^(Certificate|Sealed)/.test(name) && name !== "SealedPrecompileFailed";
    expect(codesOf(contracts)).to.deep.equal([...new Set(errors.filter((name) => !isShared(name)))].sort());
    const verifiers = errors.filter(isShared).map((name) => name.replace(/^(Certificate|Sealed)/, ""));
    expect(codesOf(own)).to.include.members(verifiers);
  });

  it("says of each what is wrong, whose it is, and what to do", () => {
    for (const { codes, cells } of [...own, ...contracts]) {
      expect(cells, codes.join()).to.have.length(4);
      for (const cell of cells) expect(cell, codes.join()).not.to.equal("");
      expect(WHOSE, codes.join()).to.include.members(cells[2]!.split(", "));
    }
  });
});
