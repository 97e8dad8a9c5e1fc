// The verdict of an audit, in one sentence, and what is wrong where something is.
import { AuditorSaid } from "../../kit/auditor-said.tsx";
import { useStrings } from "../../kit/languages.ts";
import { saveFile } from "../../kit/save-file.ts";
import { Notice, Status, type StatusKind } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import type { Audited } from "../worker/protocol.ts";

const KINDS = { verified: "good", failed: "bad", incomplete: "warning" } as const satisfies Record<string, StatusKind>;

export function Verdict({ audited, again }: { readonly audited: Audited; readonly again: () => void }) {
  const { round: words } = useStrings(explorerStrings);
  const { report, took, html, json } = audited;
  const { verdict, said, checks } = report;
  const wrong = checks.filter(({ result }) => result === "failed");
  const file = `round-${report.round.round}`;
  return (
    <>
      <Notice kind={KINDS[verdict]}>
        <p class="verdict">
          <strong>{words.verdicts[verdict]}</strong>
        </p>
        <p>
          <AuditorSaid said={said.headline} />
        </p>
      </Notice>
      {wrong.length === 0 ? null : (
        <section aria-labelledby="wrong">
          <h2 id="wrong">{words.wrong}</h2>
          <ul class="wrong">
            {wrong.map(({ code, words: sentence, said: what }) => (
              <li key={`${code} ${sentence}`}>
                <Status kind="bad">{words.results.failed}</Status> <AuditorSaid said={what} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="hint">{words.took(String(Math.round(took)))}</p>
      <div class="buttons">
        <button type="button" onClick={again}>
          {words.again}
        </button>
        <button type="button" class="quiet" onClick={() => window.print()}>
          {words.print}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => saveFile(`${file}.html`, new Blob([html], { type: "text/html" }))}
        >
          {words.saveHtml}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => saveFile(`${file}.json`, new Blob([json], { type: "application/json" }))}
        >
          {words.saveJson}
        </button>
      </div>
    </>
  );
}
