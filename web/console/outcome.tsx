// A settled outcome in this company's own names: pictures of the plan and of its rows, which of
// them bind, the words of the command line, and files to keep.
import { useEffect, useState } from "preact/hooks";
import type { KnownOutcome, OutcomeView, RoundView } from "../../client/console/wire.ts";
import { type Bar, Bars } from "../kit/bars.tsx";
import { useStrings } from "../kit/languages.ts";
import { Progress } from "../kit/progress.tsx";
import { saveFile } from "../kit/save-file.ts";
import { consoleStrings } from "../kit/strings/console.ts";
import { Table } from "../kit/table.tsx";
import { Back } from "./back.tsx";
import { get } from "./client.ts";
import { Disclose } from "./disclose.tsx";
import { Shares } from "./shares.tsx";
import { useWork } from "./use-work.ts";
import { Facts, ProblemNotice } from "./words.tsx";

export function Outcome({ round, back }: { readonly round: RoundView; readonly back: () => void }) {
  const strings = useStrings(consoleStrings).outcome;
  const [view, setView] = useState<OutcomeView | null>(null);
  const reading = useWork();
  useEffect(() => {
    reading.run(async () => setView(await (await get("outcome", round.round)).json()));
  }, [round.round]);
  return (
    <>
      <h1>{strings.heading(round.number, round.title)}</h1>
      <Back back={back} />
      {reading.problem === null ? null : <ProblemNotice problem={reading.problem} />}
      {view === null ? (
        reading.isBusy ? (
          <Progress label={strings.loading} done={null} />
        ) : null
      ) : (
        <Shown view={view} number={round.number} />
      )}
    </>
  );
}

function Shown({ view, number }: { readonly view: OutcomeView; readonly number: string }) {
  const strings = useStrings(consoleStrings).outcome;
  const saving = useWork();
  const { kind, known, lines, round } = view;
  const save = (format: "csv" | "xlsx") =>
    saving.run(async () => {
      const file = await (await get(`outcome.${format}`, round)).blob();
      saveFile(`outcome-round-${number}.${format}`, file);
    });
  return (
    <>
      <Facts
        facts={[
          [strings.kind, strings.kinds[kind]],
          ...(known?.kind === "optimal" ? [[strings.value, known.objective ?? strings.unknown] as const] : []),
        ]}
      />
      {known === null ? null : <Pictures known={known} />}
      <h2>{strings.words}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who uses the keyboard must be able to scroll */}
      <section class="scrolls" tabIndex={0} aria-label={strings.words}>
        <pre lang="en">{lines.join("\n")}</pre>
      </section>
      {saving.problem === null ? null : <ProblemNotice problem={saving.problem} />}
      <div class="buttons">
        <button type="button" disabled={saving.isBusy} onClick={() => save("csv")}>
          {strings.csv}
        </button>
        <button type="button" disabled={saving.isBusy} onClick={() => save("xlsx")}>
          {strings.xlsx}
        </button>
      </div>
      <Disclose view={view} number={number} />
      {view.hasShares ? <Shares round={round} /> : null}
    </>
  );
}

type WithPlan = Exclude<KnownOutcome, { kind: "infeasible" }>;

function Pictures({ known }: { readonly known: KnownOutcome }) {
  const strings = useStrings(consoleStrings).outcome;
  if (known.kind === "infeasible") {
    const weights = [...known.rows, ...known.bounds].filter(({ weight }) => weight !== "0");
    const bars = weights.map(({ name, weight }): Bar => ({ label: name, value: Number(weight), text: weight }));
    return weights.length === 0 ? (
      <p>{strings.noRows}</p>
    ) : (
      <Bars caption={strings.weights} head={[strings.row, strings.weight]} bars={bars} />
    );
  }
  const plan = known.variables.map(
    ({ name, value }): Bar => ({
      label: name,
      value: Number(value ?? 0),
      text: value ?? strings.unknown,
    }),
  );
  return (
    <>
      <Bars caption={strings.plan} head={[strings.variable, strings.amount]} bars={plan} />
      <Prices known={known} />
      <Rows known={known} />
    </>
  );
}

/** Reduced costs of an optimum, the direction of a ray. */
function Prices({ known }: { readonly known: WithPlan }) {
  const strings = useStrings(consoleStrings).outcome;
  const bars = known.variables.flatMap((variable): Bar[] => {
    const text = variable.direction ?? variable.reducedCost;
    return text == null ? [] : [{ label: variable.name, value: Number(text), text }];
  });
  if (bars.length === 0) return null;
  const name = known.kind === "unbounded" ? strings.direction : strings.reducedCost;
  return <Bars caption={name} head={[strings.variable, name]} bars={bars} />;
}

function Rows({ known }: { readonly known: WithPlan }) {
  const strings = useStrings(consoleStrings).outcome;
  const { rows } = known;
  if (rows.length === 0) return <p>{strings.noRows}</p>;
  const binds = ({ lowerSlack, upperSlack }: (typeof rows)[number]) =>
    [lowerSlack, upperSlack].some((slack) => slack !== null && Number(slack) <= 0);
  const bars = rows.flatMap((row): Bar[] =>
    row.dual !== undefined
      ? [
          {
            label: row.name,
            value: Number(row.dual),
            text: row.dual,
            ...(binds(row) ? { mark: strings.binding } : {}),
          },
        ]
      : [],
  );
  const table = rows.map((row) => [
    row.name,
    row.activity,
    [row.lowerSlack ?? "–", row.upperSlack ?? "–"].join(", "),
    binds(row) ? strings.binding : "",
  ]);
  return (
    <>
      {bars.length === 0 ? null : <Bars caption={strings.price} head={[strings.row, strings.price]} bars={bars} />}
      <Table
        caption={strings.rows}
        head={[strings.row, strings.activity, strings.slack, strings.binding]}
        rows={table}
        numeric={[1, 2]}
      />
    </>
  );
}
