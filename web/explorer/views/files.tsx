// What the reader was given beside the chain: dropped here, checked against the chain.
import { useState } from "preact/hooks";
import type { NamedFile } from "../../kit/dropped-files.ts";
import { FileDrop } from "../../kit/file-drop.tsx";
import { useStrings } from "../../kit/languages.ts";
import { Notice } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { classify } from "../classify.ts";
import type { GivenFiles } from "../worker/protocol.ts";

interface FilesProps {
  readonly files: GivenFiles;
  readonly onChange: (files: GivenFiles) => void;
}

export function GivenFilesView({ files, onChange }: FilesProps) {
  const { files: words } = useStrings(explorerStrings);
  const [unrecognised, setUnrecognised] = useState<readonly string[]>([]);
  const add = async (dropped: readonly NamedFile[]) => {
    const found = await classify(files, dropped);
    setUnrecognised(found.unrecognised);
    if (found.files !== files) onChange(found.files);
  };
  const given = listed(files);
  return (
    <section class="given">
      <h2>{words.heading}</h2>
      <FileDrop label={words.drop} hint={words.hint} multiple onFiles={add} />
      <FileDrop label={words.folder} folder onFiles={add} />
      {unrecognised.length === 0 ? null : <Notice kind="bad">{words.unrecognised(unrecognised.join(", "))}</Notice>}
      {given.length === 0 ? null : (
        <>
          <h3>{words.given}</h3>
          <ul>
            {given.map(({ kind, name, without }) => (
              <li key={`${kind} ${name}`}>
                {words.kinds[kind]}: {name}{" "}
                <button type="button" class="quiet" aria-label={words.remove(name)} onClick={() => onChange(without)}>
                  ✕
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface Listed {
  readonly kind: "disclosure" | "transcript" | "evidence" | "terms" | "setup";
  readonly name: string;
  /** The files without this one. */
  readonly without: GivenFiles;
}

function listed(files: GivenFiles): Listed[] {
  const single = (["terms", "setup"] as const).flatMap((kind): Listed[] =>
    files[kind] === null ? [] : [{ kind, name: files[kind].path, without: { ...files, [kind]: null } }],
  );
  const folders = (["transcript", "evidence"] as const).flatMap((kind): Listed[] =>
    files[kind] === null ? [] : [{ kind, name: `${files[kind].length}`, without: { ...files, [kind]: null } }],
  );
  const disclosures = files.disclosures.map((file): Listed => {
    const without = { ...files, disclosures: files.disclosures.filter((other) => other !== file) };
    return { kind: "disclosure", name: file.path, without };
  });
  return [...disclosures, ...folders, ...single];
}
