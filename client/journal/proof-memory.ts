// How far this company has come in a proof among the parties, outside of the journal: the turns of
// a proof are on no chain, so a journal that was put back to an earlier state looks like one whose
// client has just been stopped. What is kept here must not come back with it: in the memory of the
// machine (client/home/volatile-folder.ts), or else of the process.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Hex } from "viem";
import { HomeError } from "../errors.ts";

/** This party's turns of a proof that are in its journal, and that others may have. */
export interface SentTurns {
  readonly count: number;
  /** Digest of the last one, which binds all before it; null before the first. */
  readonly last: Hex | null;
}

export interface ProofMemory {
  /** Null where nothing is remembered. */
  read(): SentTurns | null;
  /** It is remembered when the call returns. */
  write(sent: SentTurns): void;
  forget(): void;
}

/** Memory of this process, for whoever plays a round in one life. */
export function processMemory(): ProofMemory {
  let kept: SentTurns | null = null;
  return {
    read: () => kept,
    write: (sent) => {
      kept = sent;
    },
    forget: () => {
      kept = null;
    },
  };
}

/**
 * The memory of a round in `folder`, for the home at `home`. A file that nobody could have written
 * here counts as none. `write` throws HomeError "FolderUnusable".
 */
export function folderMemory(folder: string, home: string, round: string): ProofMemory {
  const name = createHash("sha256")
    .update(JSON.stringify([home, round]))
    .digest("hex");
  const file = join(folder, name);
  return {
    read: () => {
      try {
        return parse(readFileSync(file, "utf8"));
      } catch {
        return null;
      }
    },
    write: ({ count, last }) => {
      try {
        mkdirSync(dirname(file), { mode: 0o700, recursive: true });
        writeFileSync(`${file}.new`, `${count} ${last ?? NONE}\n`, { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch (cause) {
        throw new HomeError("FolderUnusable", `${file} cannot be written: check the space in ${folder}`, { cause });
      }
    },
    forget: () => rmSync(file, { force: true }),
  };
}

const NONE = "none";

function parse(content: string): SentTurns | null {
  const found = /^(\d{1,3}) (none|0x[0-9a-f]{64})\n$/.exec(content);
  if (found === null) return null;
  return { count: Number(found[1]), last: found[2] === NONE ? null : (found[2] as Hex) };
}
