// Where files are dropped or chosen. Folders that are dropped give the files in them.
import { useId, useState } from "preact/hooks";
import { filesOf, type NamedFile } from "./dropped-files.ts";
import { useStrings } from "./languages.ts";
import { kitStrings } from "./strings/kit.ts";

export interface FileDropProps {
  readonly label: string;
  /** Below the label: what may be dropped. */
  readonly hint?: string;
  /** Whether a folder is chosen rather than files. */
  readonly folder?: boolean;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly NamedFile[]) => void;
}

export function FileDrop({ label, hint, folder = false, multiple = false, onFiles }: FileDropProps) {
  const words = useStrings(kitStrings);
  const id = useId();
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer !== null) onFiles(await filesOf(event.dataTransfer));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the file input within is what keyboards use
    <div class={`drop ${isOver ? "over" : ""}`} onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      <label for={id}>{label}</label>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      <input
        id={id}
        type="file"
        multiple={multiple || folder}
        {...(folder ? { webkitdirectory: true } : {})}
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])];
          onFiles(chosen.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
          currentTarget.value = "";
        }}
      />
      <span class="hint">{words.orDrop}</span>
    </div>
  );
}
