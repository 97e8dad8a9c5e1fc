// The companies' public shares of a sealed optimum, and this company's own where it is missing.
import { useEffect, useState } from "preact/hooks";
import type { SharesView } from "../../client/console/wire.ts";
import { useStrings } from "../kit/languages.ts";
import { Progress } from "../kit/progress.tsx";
import { consoleStrings } from "../kit/strings/console.ts";
import { Table } from "../kit/table.tsx";
import { get, post } from "./client.ts";
import { useWork } from "./use-work.ts";
import { ProblemNotice } from "./words.tsx";

export function Shares({ round }: { readonly round: string }) {
  const strings = useStrings(consoleStrings).shares;
  const [view, setView] = useState<SharesView | null>(null);
  const [isPosting, setPosting] = useState(false);
  const work = useWork();
  const read = async () => {
    const next = (await (await get("shares", round)).json()) as SharesView;
    setView(next);
    return next;
  };
  const postOwn = async () => {
    setPosting(true);
    await post("post-share", { round }).finally(() => setPosting(false));
    await read();
  };
  useEffect(() => {
    work.run(async () => {
      // Begun by another tab, or by this one before it was reloaded.
      if ((await read()).isPosting) await postOwn();
    });
  }, [round]);
  return (
    <section aria-label={strings.heading}>
      <h2>{strings.heading}</h2>
      {work.isBusy ? <Progress label={isPosting ? strings.posting : strings.loading} done={null} /> : null}
      {work.problem === null ? null : <ProblemNotice problem={work.problem} />}
      {view === null ? null : <Known view={view} />}
      {view?.isOwnMissing === true ? (
        <>
          <p>{strings.ownMissing}</p>
          <div class="buttons">
            <button type="button" disabled={work.isBusy} onClick={() => work.run(postOwn)}>
              {strings.post}
            </button>
          </div>
        </>
      ) : null}
      <div class="buttons">
        <button
          type="button"
          class="quiet"
          disabled={work.isBusy}
          onClick={() => work.run(async () => void (await read()))}
        >
          {strings.again}
        </button>
      </div>
    </section>
  );
}

function Known({ view: { shares, sum, lines } }: { readonly view: SharesView }) {
  const strings = useStrings(consoleStrings).shares;
  const rows = shares.map(({ company, share }) => [company, share ?? strings.missing]);
  return (
    <>
      <Table
        caption={strings.table}
        head={[strings.company, strings.share]}
        rows={[...rows, ...(sum === null ? [] : [[strings.together, sum]])]}
        numeric={[1]}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who uses the keyboard must be able to scroll */}
      <section class="scrolls" tabIndex={0} aria-label={strings.words}>
        <pre lang="en">{lines.join("\n")}</pre>
      </section>
    </>
  );
}
