// Files that were dropped on the page, as the auditor reads files and folders.
import { MAX_FILE_BYTES, type Place, tooLarge, unreadable } from "../../../auditor/in-browser.ts";
import type { GivenFile } from "./protocol.ts";

/** One file. */
export function filePlace({ path, file }: GivenFile): Place {
  return placeIn(new Map([[path, file]]), path);
}

/** A folder; messages name its files by their paths within it. */
export function folderPlace(files: readonly GivenFile[]): Place {
  return placeIn(new Map(files.map(({ path, file }) => [path, file])), "");
}

function placeIn(files: ReadonlyMap<string, Blob>, path: string): Place {
  const below = path === "" ? "" : `${path}/`;
  const names = () => [
    ...new Set(
      [...files.keys()].flatMap((own) => (own.startsWith(below) ? [own.slice(below.length).split("/")[0]!] : [])),
    ),
  ];
  return {
    path,
    read: async () => {
      const file = files.get(path);
      if (file === undefined) throw unreadable(path);
      if (file.size > MAX_FILE_BYTES) throw tooLarge(path, file.size);
      try {
        return new Uint8Array(await file.arrayBuffer());
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    names: async () => {
      const found = names();
      if (found.length === 0) throw unreadable(path);
      return found;
    },
    exists: async () => files.has(path) || names().length > 0,
    at: (name) => placeIn(files, `${below}${name}`),
  };
}
