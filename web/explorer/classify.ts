// What the files are that a reader dropped, by what is in them: what Concordat writes for auditors
// says so itself.
import type { NamedFile } from "../kit/dropped-files.ts";
import type { GivenFile, GivenFiles } from "./worker/protocol.ts";

export const NO_FILES: GivenFiles = { disclosures: [], transcript: null, evidence: null, terms: null, setup: null };

/** Only files smaller than this are looked into. */
const MOST_BYTES = 64 * 1024 * 1024;
/** The bytes with which the file of a set-up begins: keccak256 of "concordat/sealed/setup/v1". */
const SETUP_MAGIC_BYTES = 32;

export interface Classified {
  readonly files: GivenFiles;
  /** Paths of what is none of these. */
  readonly unrecognised: readonly string[];
}

/** Adds the dropped files to those that were given before; a later one of its kind replaces it. */
export async function classify(before: GivenFiles, dropped: readonly NamedFile[]): Promise<Classified> {
  let files = before;
  let left = dropped;
  for (const kind of ["transcript", "evidence"] as const) {
    const folder = folderOf(kind, left);
    if (folder === null) continue;
    files = { ...files, [kind]: folder };
    left = left.filter((named) => !folder.some(({ file }) => file === named.file));
  }
  const unrecognised: string[] = [];
  for (const named of left) {
    const kind = await kindOf(named);
    if (kind === null) unrecognised.push(named.path);
    else if (kind === "disclosure") files = { ...files, disclosures: [...otherThan(files.disclosures, named), named] };
    else files = { ...files, [kind]: named };
  }
  return { files, unrecognised };
}

/** What Concordat writes to a folder: the file by which it is known, and all others. */
const FOLDERS = {
  transcript: { main: "round.json", others: /^messages\/[^/]+$/, isAlone: false },
  evidence: { main: "fault.json", others: /^(message|own-copy)\.bin$|^turns\/[^/]+$/, isAlone: true },
} as const;

/** The files of the first such folder, by their paths within it; null where there is none. */
function folderOf(kind: keyof typeof FOLDERS, dropped: readonly NamedFile[]): readonly GivenFile[] | null {
  const { main, others, isAlone } = FOLDERS[kind];
  for (const { path } of dropped.filter((named) => named.path.split("/").at(-1) === main)) {
    const folder = path.slice(0, -main.length);
    const own = dropped
      .filter((named) => named.path.startsWith(folder))
      .map((named) => ({ path: named.path.slice(folder.length), file: named.file }))
      .filter((named) => named.path === main || others.test(named.path));
    if (isAlone || own.length > 1) return own;
  }
  return null;
}

function otherThan(files: readonly GivenFile[], { path }: GivenFile): readonly GivenFile[] {
  return files.filter((file) => file.path !== path);
}

async function kindOf({ file }: NamedFile): Promise<"disclosure" | "terms" | "setup" | null> {
  let value: unknown;
  try {
    const first = new Uint8Array(await file.slice(0, SETUP_MAGIC_BYTES).arrayBuffer());
    if (hexOf(first) === SETUP_MAGIC) return "setup";
    if (file.size > MOST_BYTES) return null;
    value = JSON.parse(await file.text());
  } catch {
    // No JSON, or a file that has gone meanwhile.
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  if ("terms" in value) return "terms";
  return "claims" in value || ("points" in value && "rows" in value) ? "disclosure" : null;
}

const SETUP_MAGIC = "12bce3299cf0f9c5a26103f405230598b0bfa9b5351bc8ca0bb50b7234faba53";

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
