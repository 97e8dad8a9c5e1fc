// `npm run reference`: writes the reference of the package's entry points to docs/reference/site/,
// and fails where an export has no description.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const { status } = spawnSync(process.execPath, ["node_modules/typedoc/bin/typedoc"], {
  cwd: fileURLToPath(new URL("../docs/reference", import.meta.url)),
  stdio: "inherit",
});
process.exitCode = status ?? 1;
