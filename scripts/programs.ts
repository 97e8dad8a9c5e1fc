// The programs that tests start as processes of their own, each in one file: `npm test` makes them
// once, since finding and linking two thousand modules takes each process most of a second. Tests
// that are run in any other way start the sources. Run by itself, it makes the files.
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Environment variable with the folder of the files; without it there are none. */
export const PROGRAMS = "CONCORDAT_TEST_PROGRAMS";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where `npm test` keeps them. */
export const FOLDER = join(root, "cache", "programs");

const SOURCES = [
  "bin/concordat.ts",
  "client/index.ts",
  "client/verify.ts",
  "lab/demo/command.ts",
  "lab/games/command.ts",
  "test/support/client-child.ts",
] as const;

/** Packages that find files of their own beside their code, start threads, or need not be there. */
const WHOLE = ["hardhat", "piscina", "pino", "highs", "mcl-wasm", "glpk.js", "prom-client"];

const nameOf = (source: string): string => source.replace(/\.ts$/, "").replaceAll("/", "-");

/** The file to start for a program of the repository, or to import for an entry point. */
export function programFile(source: (typeof SOURCES)[number]): string {
  const folder = process.env[PROGRAMS];
  return folder === undefined ? join(root, source) : join(folder, `${nameOf(source)}.js`);
}

async function makePrograms(): Promise<void> {
  const { build } = await import("vite");
  await build({
    ...{ configFile: false, root, publicDir: false, logLevel: "warn" },
    plugins: [
      {
        name: "places of the sources",
        // Files and threads are found from where the source is, as without this; but the contracts,
        // which are compiled by then, are not compared with their sources each time.
        transform: (code, id) => {
          if (!id.startsWith(root) || id.includes("node_modules")) return null;
          const placed = code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href));
          return id.endsWith("/deploy/artifacts.ts")
            ? placed
            : placed.replaceAll("import.meta.filename", JSON.stringify(id));
        },
      },
    ],
    ssr: { noExternal: true, external: WHOLE },
    build: {
      ...{ ssr: true, target: "node24", outDir: FOLDER, emptyOutDir: true, minify: false },
      rolldownOptions: { input: Object.fromEntries(SOURCES.map((source) => [nameOf(source), join(root, source)])) },
    },
  });
}

if (import.meta.main) await makePrograms();
