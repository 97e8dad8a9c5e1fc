// The files of what was dropped on a page, those in dropped folders with the path below them.
export interface NamedFile {
  /** With "/" between folders. */
  readonly path: string;
  readonly file: File;
}

export async function filesOf(dropped: DataTransfer): Promise<NamedFile[]> {
  // The list is emptied when the event ends: take everything before waiting.
  const items = [...dropped.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map((entry) => below(entry, "")))).flat();
}

async function below(entry: FileSystemEntry, folder: string): Promise<NamedFile[]> {
  const path = `${folder}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: NamedFile[] = [];
  // A reader gives a folder's entries in several parts; the last one is empty.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return found;
    found.push(...(await Promise.all(part.map((child) => below(child, `${path}/`)))).flat());
  }
}
