// Where a home remembers how far a proof has come: in the memory of the machine, or, where that
// keeps no files, in that of the client's process.
import { realpathSync } from "node:fs";
import type { HomePaths } from "../../home/paths.ts";
import { volatileFolder } from "../../home/volatile-folder.ts";
import { folderMemory, type ProofMemory, processMemory } from "../../journal/proof-memory.ts";

/** Of one round, `<coordinator>/<number>`; the home's folder is there. */
export function proofMemory({ folder: home }: Pick<HomePaths, "folder">, round: string): ProofMemory {
  const folder = volatileFolder();
  return folder === null ? processMemory() : folderMemory(folder, realpathSync(home), round);
}
