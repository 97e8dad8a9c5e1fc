// How the pages are built: as classic scripts with relative addresses and nothing from elsewhere,
// so that they run from a folder, and under a strict Content-Security-Policy.
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type InlineConfig, type Plugin, type Rolldown } from "vite";

/** Browsers refuse to load modules, and files with `crossorigin`, from a folder. */
const classicScripts: Plugin = {
  name: "classic-scripts",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replace(/<script type="module" crossorigin/g, "<script defer").replace(/ crossorigin/g, ""),
  },
};

/** web/<app>/index.html, and what it loads, to a folder; `define` has what its scripts know. */
function page(app: string, outDir: string, define: Record<string, string>): InlineConfig {
  return {
    configFile: false,
    root: fileURLToPath(new URL(app, import.meta.url)),
    base: "./",
    logLevel: "warn",
    define,
    plugins: [classicScripts],
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir,
      emptyOutDir: false,
      modulePreload: false,
      // Styles in a file of their own, scripts in one.
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      rolldownOptions: { output: { format: "iife" } },
    },
  };
}

/**
 * The explorer's worker: a script that starts it in a worker, and only defines it in a page, which
 * passes it on to a worker where it may not name a file.
 */
const startedInWorkers: Plugin = {
  name: "started-in-workers",
  generateBundle: (_, bundle) => {
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk")
        chunk.code = `self.startAuditor=function(){${chunk.code}};if(typeof document==="undefined")self.startAuditor();`;
  },
};

function worker(outDir: string): InlineConfig {
  return {
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    plugins: [startedInWorkers],
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: fileURLToPath(new URL("explorer/worker/main.ts", import.meta.url)),
        // A page that is still open takes no auditor of another version for its own.
        output: { format: "iife", entryFileNames: "assets/auditor-[hash].js" },
      },
    },
  };
}

/** Builds each app to a folder of its name in `out`, which ends with a slash. */
export async function buildPages(out: URL): Promise<void> {
  const folder = (app: string) => fileURLToPath(new URL(app, out));
  const built = (await build(worker(folder("explorer")))) as Rolldown.RolldownOutput;
  await build(page("explorer", folder("explorer"), { AUDITOR_SCRIPT: JSON.stringify(built.output[0].fileName) }));
  await rm(new URL("console/", out), { recursive: true, force: true });
  await build(page("console", folder("console"), {}));
}
