// CONTRIBUTING's table of rooms, checked: within client/, a room imports only itself and rooms above it; the auditor and the
// clients share nothing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each room of client/ may import besides itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "errors.ts": [],
  math: ["errors.ts"],
  crypto: ["errors.ts", "math"],
  lp: ["errors.ts", "math"],
  certificate: ["errors.ts", "math", "crypto", "lp"],
  protocol: ["errors.ts", "math", "crypto", "lp", "certificate"],
  attacks: ["errors.ts", "math", "crypto", "lp", "certificate", "protocol"],
  chain: ["errors.ts", "math", "crypto", "lp", "certificate", "protocol"],
  node: ["errors.ts", "math", "crypto", "lp", "certificate", "protocol", "attacks", "chain"],
  cli: ["errors.ts", "math", "crypto", "lp", "certificate", "protocol", "attacks", "chain", "node"],
  "index.ts": ["errors.ts", "math", "crypto", "lp", "certificate", "protocol", "attacks", "chain", "node"],
};

/** Packages that the auditor may use. */
const AUDITOR_PACKAGES: readonly string[] = ["ethers", "@noble/curves"];

/** TypeScript files below a folder, as paths from it. */
function sources(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts"));
}

/** What a file imports: relative imports as paths from the repository's root, packages as they stand. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const named = [...text.matchAll(/(?<![".])\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, path]) => path!);
  return named.map((path) => (path.startsWith(".") ? join(file, "..", path) : path));
}

describe("layout", () => {
  for (const room of Object.keys(ALLOWED)) {
    it(`client/${room} imports only rooms above it`, () => {
      for (const file of sources("client").filter((path) => path.split("/")[0] === room)) {
        for (const path of imports(join("client", file)).filter((name) => name.startsWith("client/"))) {
          expect([room, ...ALLOWED[room]!], `client/${file} imports ${path}`).to.include(path.split("/")[1]);
        }
      }
    });
  }

  it("knows every room", () => {
    expect(Object.keys(ALLOWED)).to.include.members(sources("client").map((path) => path.split("/")[0]));
  });

  it("client/ imports nothing of the repository but itself", () => {
    const folders = readdirSync(root);
    for (const file of sources("client")) {
      for (const path of imports(join("client", file))) {
        const [top] = path.split("/");
        expect(top === "client" || !folders.includes(top!), `client/${file} imports ${path}`).to.equal(true);
      }
    }
  });

  it("auditor/ imports nothing but itself, Node and its two packages", () => {
    for (const file of sources("auditor")) {
      for (const path of imports(join("auditor", file))) {
        const own = path.startsWith("auditor/") || path.startsWith("node:");
        const known = AUDITOR_PACKAGES.some((name) => path === name || path.startsWith(`${name}/`));
        expect(own || known, `auditor/${file} imports ${path}`).to.equal(true);
      }
    }
  });
});
