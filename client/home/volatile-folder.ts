// Where this machine keeps files in memory: what is there outlives a process, but neither a restart
// of the machine nor a move to another one, and no back-up of a disk has it.
import { lstatSync, mkdirSync, statfsSync } from "node:fs";
import { join } from "node:path";

const SHARED_MEMORY = "/dev/shm";
/** Type of the file system, as statfs(2) gives it for Linux. */
const TMPFS = 0x01021994;

/**
 * A folder that only this user can open, in the memory of the machine. Null where the system has
 * none, or somebody else has taken its name.
 */
export function volatileFolder(): string | null {
  const user = process.getuid?.();
  if (user === undefined) return null;
  const folder = join(SHARED_MEMORY, `concordat-${user}`);
  try {
    if (statfsSync(SHARED_MEMORY).type !== TMPFS) return null;
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === user && (found.mode & 0o077) === 0 ? folder : null;
  } catch {
    return null;
  }
}
