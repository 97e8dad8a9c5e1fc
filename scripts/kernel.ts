// Compiles a kernel from AssemblyScript to a TypeScript file that contains it.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiler = "node_modules/assemblyscript/bin/asc.js";
/** No allocator, no runtime checks: the functions take addresses. */
const OPTIONS = ["-O3", "--runtime", "stub", "--noAssert"];
/**
 * Vectors of 128 bits, and threads that compute on one memory, which whoever instantiates the
 * kernel brings along.
 */
export const THREADED = [
  ...["--enable", "simd", "--enable", "threads"],
  ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
];

/**
 * Text of kernel-wasm.ts beside a folder kernel/ of AssemblyScript. `options`: further ones of the
 * compiler. Rejects with the compiler's messages.
 */
export async function kernelModule(folderAbove: string, options: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kernel-"));
  try {
    const target = join(folder, "kernel.wasm");
    await promisify(execFile)(
      process.execPath,
      [compiler, `${folderAbove}/kernel/index.ts`, ...OPTIONS, ...options, "--outFile", target],
      { cwd: root },
    );
    const wasm = await readFile(target);
    return `// Written by \`npm run build\` from kernel/; do not edit. The compiled kernel, base64.
// biome-ignore-all format: generated
export const kernelWasm =
  "${wasm.toString("base64")}";
`;
  } finally {
    await rm(folder, { recursive: true });
  }
}
