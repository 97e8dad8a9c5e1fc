// What the compiler's SMTChecker (with the z3 inside npm's solc) proves about the arithmetic: every
// `assert` of contracts/lemmas, for all inputs. Of its engines only BMC can handle products of two
// variables; it needs no invariants here, since a lemma has no loop and no state.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const solc = createRequire(import.meta.url)("solc") as {
  compile(input: string, callbacks: { readonly import: (path: string) => { readonly contents: string } }): string;
};
const root = fileURLToPath(new URL("../..", import.meta.url));
const LEMMAS = "contracts/lemmas";
/** The compiler's codes of "check is safe" and "might happen" or "happens" of the BMC engine. */
const [SAFE, POSSIBLE, VIOLATED] = ["2961", "7812", "4661"];

interface Finding {
  readonly errorCode?: string;
  readonly message: string;
  readonly severity: string;
  readonly sourceLocation?: { readonly start: number; readonly end: number };
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");

function check(file: string, content: string): readonly Finding[] {
  const contract = /contract (\w+)/.exec(content)![1]!;
  const input = {
    language: "Solidity",
    sources: { [file]: { content } },
    settings: {
      modelChecker: {
        contracts: { [file]: [contract] },
        engine: "bmc",
        showProvedSafe: true,
        showUnproved: true,
        solvers: ["z3"],
        targets: ["assert"],
      },
      outputSelection: {},
    },
  };
  const output = solc.compile(JSON.stringify(input), { import: (path) => ({ contents: read(path) }) });
  const { errors } = JSON.parse(output) as { errors?: readonly Finding[] };
  const findings = errors ?? [];
  const broken = findings.find(({ severity }) => severity === "error");
  if (broken !== undefined) throw new Error(broken.message);
  return findings;
}

/** Texts of the assertions for which the compiler reports one of these codes. */
function assertions(
  content: string,
  findings: readonly Finding[],
  ...codes: readonly (string | undefined)[]
): readonly string[] {
  // The compiler counts bytes.
  const bytes = Buffer.from(content);
  return findings
    .filter(({ errorCode }) => codes.includes(errorCode))
    .map(({ sourceLocation }) => bytes.subarray(sourceLocation!.start, sourceLocation!.end).toString());
}

describe("lemmas of the contracts' arithmetic", () => {
  for (const name of readdirSync(join(root, LEMMAS))) {
    it(`${name}: every assertion is proven`, () => {
      const content = read(`${LEMMAS}/${name}`);
      const findings = check(`${LEMMAS}/${name}`, content);
      expect(assertions(content, findings, POSSIBLE, VIOLATED)).to.deep.equal([]);
      expect(assertions(content, findings, SAFE)).to.have.length([...content.matchAll(/\bassert\(/g)].length);
    });
  }

  it("finds a lemma that is false", () => {
    const content = read(`${LEMMAS}/BondLemmas.sol`).replace("odd < others);", "odd + 1 < others);");
    const findings = check(`${LEMMAS}/BondLemmas.sol`, content);
    expect(assertions(content, findings, VIOLATED)).to.deep.equal(["assert(odd + 1 < others)"]);
  });
});
