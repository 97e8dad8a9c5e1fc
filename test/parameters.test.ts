// No function takes more than four positional parameters: with more, a caller cannot tell which is
// which, so they get names. WebAssembly takes nothing but numbers, so the kernels and their
// imports are exempt; and callbacks have the shape that their callers prescribe.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("..", import.meta.url));
const MOST = 4;
const EXEMPT = /^client\/crypto\/(sharing|curve)\/kernel(\/|\.ts$|-wasm\.ts$)/;

/**
 * Where a list of parameters begins: a function, a method or constructor of a class, a function
 * that has a name.
 */
const HEADS: readonly RegExp[] = [
  /\bfunction\b\*?\s*(?<name>[\w$]*)\s*(?:<[^()]*>)?\(/g,
  /^ {2}(?:(?:static|async|override|get|set) )*(?<name>[#\w$]+)(?:<[^()]*>)?\((?=[^;]*?\)(?:: [^\n]*)? \{\n)/gm,
  /\bconst (?<name>[\w$]+)(?:: [^=\n]+)? = (?:async )?(?:<[^()]*>)?\((?=[^;]*?\)(?:: [^;\n]*)? =>)/g,
];

/**
 * The source without comments and with all strings emptied, so that their contents are not taken
 * for code.
 */
function bare(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (part) =>
    /^["']/.test(part) ? '""' : part.replace(/[^\n]/g, " "),
  );
}

/** How many parameters there are in the list that begins at `from`, after its parenthesis. */
function countParameters(text: string, from: number): number {
  let depth = 0;
  let commas = 0;
  let last = from;
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (character === ")" && depth === 0) {
      const trailing = text.slice(last, at).trim() === "";
      return trailing ? commas : commas + 1;
    }
    if ("([{<".includes(character)) depth++;
    else if (")]}".includes(character) || (character === ">" && text[at - 1] !== "=")) depth--;
    else if (character === "," && depth === 0) {
      commas++;
      last = at + 1;
    }
  }
  return 0;
}

/** Functions with too many parameters, as file:line name (number). */
function tooMany(file: string, source: string): string[] {
  const text = bare(source);
  return HEADS.flatMap((head) =>
    [...text.matchAll(head)].flatMap((found) => {
      const count = countParameters(text, found.index + found[0].length);
      const line = text.slice(0, found.index).split("\n").length;
      return count > MOST ? [`${file}:${line} ${found.groups!["name"]} (${count})`] : [];
    }),
  );
}

describe("parameters", () => {
  for (const folder of ["client", "lab", "auditor", "scripts", "bin"]) {
    it(`${folder}/ has no function with more than ${MOST} positional ones`, () => {
      const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => join(folder, file))
        .filter((file) => !EXEMPT.test(file));
      expect(files.flatMap((file) => tooMany(file, readFileSync(join(root, file), "utf8")))).to.deep.equal([]);
    });
  }

  it("counts what it should", () => {
    const counted = (source: string) => tooMany("a.ts", source).map((found) => found.slice(found.indexOf(" ") + 1));
    expect(
      counted("export async function five<T>(a: T, b: Map<T, T>, c = [1, 2], { d, e }: F, g: () => void) {}"),
    ).to.deep.equal(["five (5)"]);
    expect(counted("function four(a: T, b: Map<T, T>, { c, d, e }: F, g: (x: T, y: T) => void,\n) {}")).to.deep.equal(
      [],
    );
    expect(counted("const six = async (a: T, b: T, c: T, d: T, e: T, f: T): Promise<void> => {};")).to.deep.equal([
      "six (6)",
    ]);
    expect(counted("const sum = (a + b) * f(a, b, c, d, e);")).to.deep.equal([]);
    expect(
      counted("class A {\n  #five(a: T, b: T, c: T, d: T, e: T): void {\n    f(a, b, c, d, e);\n  }\n}"),
    ).to.deep.equal(["#five (5)"]);
    expect(
      counted("class A {\n  // f(a, b, c, d, e)\n  constructor(a: T, b: T, c: T, d: T, e: T) {\n  }\n}"),
    ).to.deep.equal(["constructor (5)"]);
  });
});
