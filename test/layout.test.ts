// CONTRIBUTING's table of rooms, checked: within client/, a room imports only itself and rooms above it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("../client", import.meta.url));

/** What each room may import besides itself. */
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
  "index.ts": ["errors.ts", "math", "crypto", "lp", "certificate", "protocol", "attacks", "chain", "node"],
};

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
}

/** Relative imports of a file, as paths below client/. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, path]) => join(file, "..", path!));
}

describe("layout", () => {
  for (const room of Object.keys(ALLOWED)) {
    it(`client/${room} imports only rooms above it`, () => {
      for (const file of sources(root).filter((path) => path.split("/")[0] === room)) {
        for (const path of imports(file)) {
          expect([room, ...ALLOWED[room]!], `client/${file} imports ${path}`).to.include(path.split("/")[0]);
        }
      }
    });
  }

  it("knows every room", () => {
    expect(Object.keys(ALLOWED)).to.include.members(sources(root).map((path) => path.split("/")[0]));
  });
});
