// How the pages are built: as classic scripts with relative addresses and nothing from elsewhere,
// so that they run from a folder, and under a strict Content-Security-Policy.
import { fileURLToPath } from "node:url";
import { build, type InlineConfig, type Plugin } from "vite";

const APPS = ["explorer", "console"] as const;

/** Browsers refuse to load modules, and files with `crossorigin`, from a folder. */
const classicScripts: Plugin = {
  name: "classic-scripts",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replace(/<script type="module" crossorigin/g, "<script defer").replace(/ crossorigin/g, ""),
  },
};

/** web/<app>/index.html, and what it loads, to a folder. */
function page(app: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: fileURLToPath(new URL(app, import.meta.url)),
    base: "./",
    logLevel: "warn",
    plugins: [classicScripts],
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir,
      emptyOutDir: true,
      modulePreload: false,
      // Styles in a file of their own, scripts in one.
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      rolldownOptions: { output: { format: "iife" } },
    },
  };
}

/** Builds each app to a folder of its name in `out`, which ends with a slash. */
export async function buildPages(out: URL): Promise<void> {
  for (const app of APPS) await build(page(app, fileURLToPath(new URL(app, out))));
}
