// CONTRIBUTING's table of rooms, checked: within client/, a room imports only itself and rooms
// above it; the product imports nothing of the laboratory; the auditor and the clients share
// nothing; no file imports itself by way of others; comments wrap.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The rooms of client/ in order: each imports only itself and those before it. */
const ROOMS: readonly string[] = [
  "errors.ts",
  "json-text.ts",
  "outside.ts",
  "said.ts",
  "math",
  "crypto",
  "lp",
  "round",
  "certificate",
  "sealed",
  "engines",
  "chain",
  "home",
  "journal",
  "network",
  "play",
  "links",
  "app",
  "library",
  "verify.ts",
  "index.ts",
  "pages",
  "cli",
  "console",
];

/** What each top-level folder with code may import besides itself. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  client: [],
  auditor: [],
  lab: ["client"],
  bin: ["client", "auditor", "lab"],
  ignition: ["client"],
  web: ["client", "auditor"],
  scripts: ["client", "auditor", "lab", "bin", "web", "hardhat.config.ts", "test"],
  bench: ["client", "auditor", "lab", "web", "scripts", "test"],
  test: ["client", "auditor", "lab", "bin", "web", "scripts", "ignition", "bench"],
};

/** Packages that the auditor may use. */
const AUDITOR_PACKAGES: readonly string[] = ["ethers", "@noble/curves"];

/** TypeScript files below a folder, as paths from the repository's root. */
function sources(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => /(?<!^built\/.*)\.tsx?$/.test(file)).map((file) => join(folder, file));
}

/**
 * What a file imports: relative imports as paths from the repository's root, packages as written.
 */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const named = [...text.matchAll(/(?<![".])\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, path]) => path!);
  return named.map((path) => (path.startsWith(".") ? join(file, "..", path) : path));
}

const graph: ReadonlyMap<string, readonly string[]> = new Map(
  Object.keys(FOLDERS).flatMap((folder) => sources(folder).map((file) => [file, imports(file)] as const)),
);

/** Files on an import path from `file` back to itself; empty if there is none. */
function circleThrough(file: string): string[] {
  const cameFrom = new Map<string, string>();
  const waiting = [file];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const next of graph.get(at) ?? []) {
      if (next === file) {
        const path = [at];
        while (path[0] !== file) path.unshift(cameFrom.get(path[0]!)!);
        return path;
      }
      if (cameFrom.has(next) || !graph.has(next)) continue;
      cameFrom.set(next, at);
      waiting.push(next);
    }
  }
  return [];
}

/** Files and packages that load with `entry`: its imports other than types, and theirs in turn. */
function loadedBy(entry: string): string[] {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    if (!graph.has(file)) continue;
    const text = readFileSync(join(root, file), "utf8");
    const values = [...text.matchAll(/^(?:import|export) (?!type )(?:[^;"]*? from )?"([^"]+)";/gm)].map(
      ([, path]) => path!,
    );
    for (const path of values) loaded.add(path.startsWith(".") ? join(file, "..", path) : path);
  }
  return [...loaded];
}

describe("layout", () => {
  for (const [index, room] of ROOMS.entries()) {
    it(`client/${room} imports only rooms before it`, () => {
      for (const [file, paths] of graph) {
        if (!file.startsWith("client/") || file.split("/")[1] !== room) continue;
        for (const path of paths.filter((name) => name.startsWith("client/"))) {
          expect(ROOMS.slice(0, index + 1), `${file} imports ${path}`).to.include(path.split("/")[1]);
        }
      }
    });
  }

  it("knows every room", () => {
    expect(ROOMS).to.include.members(sources("client").map((path) => path.split("/")[1]));
  });

  for (const [folder, others] of Object.entries(FOLDERS)) {
    it(`${folder}/ imports nothing of the repository but ${[folder, ...others].join(", ")}`, () => {
      const known = readdirSync(root);
      for (const file of sources(folder)) {
        for (const path of graph.get(file)!) {
          const top = path.split("/")[0]!;
          if (known.includes(top)) expect([folder, ...others], `${file} imports ${path}`).to.include(top);
        }
      }
    });
  }

  it("auditor/ imports nothing but itself and its two packages, and Node where it reads a disk", () => {
    for (const file of sources("auditor")) {
      for (const path of graph.get(file)!) {
        const isDisk = file === "auditor/on-disk.ts";
        const own = path.startsWith("auditor/") || (isDisk && path.startsWith("node:"));
        const known = AUDITOR_PACKAGES.some((name) => path === name || path.startsWith(`${name}/`));
        expect(own || known, `auditor/${file} imports ${path}`).to.equal(true);
      }
    }
  });

  it("the pages share web/kit/, which knows none of them, and load nothing but Preact, client/ and auditor/", () => {
    // Of client/ and auditor/, the kit knows the sentences alone, which it has in all languages.
    for (const file of sources("web").filter((name) => name.split("/").length > 2)) {
      const [, app] = file.split("/");
      for (const path of graph.get(file)!) {
        const isPackage = !/^(web|client|auditor)\//.test(path);
        if (isPackage) expect(path, file).to.match(file.includes("/worker/") ? /^ethers$/ : /^preact(\/|$)/);
        else if (path.startsWith("web/"))
          expect([app, "kit"], `${file} imports ${path}`).to.include(path.split("/")[1]);
        else if (app === "kit")
          expect(path, file).to.match(/^auditor\/words\/|^client\/(said|app\/said\/\w+|engines\/findings)\.ts$/);
      }
    }
  });

  it("what runs in a browser uses nothing of Node", () => {
    for (const entry of ["web/explorer/main.tsx", "web/explorer/worker/main.ts", "web/console/main.tsx"])
      for (const file of loadedBy(entry)) {
        expect(file, `loaded by ${entry}`).not.to.match(/^node:/);
        if (/^(auditor|web)\//.test(file))
          expect(readFileSync(join(root, file), "utf8"), file).not.to.match(/\bBuffer\b/);
      }
  });

  it("client/play/decide/ decides: it uses nothing but itself and types", () => {
    for (const file of sources("client/play/decide")) {
      const text = readFileSync(join(root, file), "utf8");
      const values = [...text.matchAll(/^import (?!type )[^;]*? from "([^"]+)"/gm)].map(([, path]) => path!);
      for (const path of values) expect(path, file).to.match(/^\.\//);
      expect(text, file).not.to.match(/\b(async|await|Promise|Date|Math\.random|performance|process|setTimeout)\b/);
    }
  });

  it("only the watch, the outbox and dialling sleep", () => {
    const sleeping = sources("client").filter((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return /setTimeout.*"node:timers\/promises"|\bsleep\(/.test(text);
    });
    expect(sleeping).to.have.members([
      "client/chain/watch/watch.ts",
      "client/chain/outbox/durable-outbox.ts",
      "client/links/session.ts",
      "client/network/fetch.ts",
    ]);
  });

  it("concordat/verify loads neither network stack nor solver", () => {
    const loaded = loadedBy("client/verify.ts");
    const heavy =
      /^(client\/(network|links|lp\/solvers|play|app|home|journal)\/|highs|libp2p|@libp2p|@chainsafe|piscina)/;
    expect(loaded).to.include("viem/utils");
    expect(loaded.filter((path) => heavy.test(path))).to.deep.equal([]);
  });

  it("how an outcome is proven is no business of programs, engines, certificate, journal or network", () => {
    const isSealed = (path: string) => /^((client|auditor)\/sealed|client\/(app|play)\/seal)\//.test(path);
    const knowsNothing =
      /^(client\/(math|crypto|lp|engines|certificate|journal|links|network)|auditor\/(certificate|chain))\//;
    for (const [file, paths] of graph)
      if (knowsNothing.test(file)) expect(paths.filter(isSealed), file).to.deep.equal([]);
  });

  it("the coordinator knows verifiers by their interfaces, and the certificate's knows nothing of sealed proofs", () => {
    const text = (file: string) => readFileSync(join(root, "contracts", file), "utf8");
    for (const file of ["RoundCoordinator.sol", "interfaces/IRoundCoordinator.sol"])
      expect(text(file), file).not.to.match(/"[^"]*\/verifiers\/|Shares/);
    const sealed =
      /^(libraries\/sealed\/|lemmas\/SealedLemmas|types\/(Sealed|Shares)|interfaces\/I(Sealed|Shares)|verifiers\/Sealed|SealedShares)/;
    const coordinators =
      /^((interfaces\/I)?RoundCoordinator\.|types\/Round\.|libraries\/ParamsCheck\.|mocks\/|test-support\/)/;
    const contracts = readdirSync(join(root, "contracts"), { recursive: true, encoding: "utf8" });
    for (const file of contracts.filter((name) => name.endsWith(".sol") && !name.endsWith(".t.sol")))
      if (!sealed.test(file) && !coordinators.test(file)) expect(text(file), file).not.to.match(/Sealed|\/sealed\//);
  });

  it("concordat reads programs without the chain's libraries", () => {
    expect(loadedBy("client/index.ts").filter((path) => /^viem/.test(path))).to.deep.equal([]);
  });

  it("no file imports itself by way of others", () => {
    for (const file of graph.keys()) expect(circleThrough(file), file).to.deep.equal([]);
  });

  it("comments wrap at 100 columns, tables in them excepted", () => {
    const comment = /^\s*(?:\/\/|\/?\*+)(?! biome-ignore) ?(.*)$/;
    const isTable = (text: string) => text.startsWith("  ") || /\S {2}/.test(text);
    const long: string[] = [];
    for (const file of graph.keys()) {
      const source = readFileSync(join(root, file), "utf8");
      const lines = source.startsWith("// Written by") ? [] : source.split("\n");
      for (const [i, line] of lines.entries()) {
        const text = line.length > 100 ? comment.exec(line)?.[1] : undefined;
        if (text !== undefined && !isTable(text)) long.push(`${file}:${i + 1}`);
      }
    }
    expect(long).to.deep.equal([]);
  });

  it("no test has less patience than `npm test` gives one that asks for none", () => {
    const most = Number(/"--timeout", "(\d+)"/.exec(readFileSync(join(root, "scripts/test.ts"), "utf8"))![1]);
    const hasty = sources("test").flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/\.timeout\(([\d_]+)\)/g)]
        .filter(([, limit]) => Number(limit!.replaceAll("_", "")) < most)
        .map(([limit]) => `${file}: ${limit}`),
    );
    expect(hasty).to.deep.equal([]);
  });

  it("client/ throws nothing without a code", () => {
    for (const file of sources("client")) {
      const thrown = /throw new (?:Error|TypeError|RangeError)\(/.exec(readFileSync(join(root, file), "utf8"));
      expect(thrown, file).to.equal(null);
    }
  });
});
