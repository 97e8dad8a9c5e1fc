// What this company chooses to show of a settled round: rows, or numbers of a sealed outcome. The
// client makes the file; the page says what its receiver learns before anybody has it.
import { useState } from "preact/hooks";
import type { DiscloseRequest, DisclosureView, OutcomeView } from "../../client/console/wire.ts";
import { useStrings } from "../kit/languages.ts";
import { Progress } from "../kit/progress.tsx";
import { saveFile } from "../kit/save-file.ts";
import { consoleStrings } from "../kit/strings/console.ts";
import { post } from "./client.ts";
import { useWork } from "./use-work.ts";
import { ProblemNotice, Words } from "./words.tsx";

type Wanted = Omit<DiscloseRequest, "round">;

const NOTHING: Wanted = { rows: [], variables: [], objective: false, dualValue: false };

export function Disclose({ view, number }: { readonly view: OutcomeView; readonly number: string }) {
  const strings = useStrings(consoleStrings).disclose;
  const [wanted, setWanted] = useState(NOTHING);
  const [receiver, setReceiver] = useState("");
  const [made, setMade] = useState<DisclosureView | null>(null);
  const work = useWork();
  const { round, rows, variables, hasCosts, hasDualValue, isSealed } = view;
  const choose = (change: Partial<Wanted>) => {
    setWanted({ ...wanted, ...change });
    setMade(null);
  };
  const isEmpty = JSON.stringify(wanted) === JSON.stringify(NOTHING);
  const fileName = `disclosure-round-${number}${receiver.trim() === "" ? "" : `-${receiver.trim()}`}.json`;
  return (
    <section aria-label={strings.heading}>
      <h2>{strings.heading}</h2>
      <p>{strings.text}</p>
      <form onSubmit={(event) => event.preventDefault()}>
        <label>
          {strings.receiver}
          <input
            type="text"
            maxLength={60}
            value={receiver}
            onInput={({ currentTarget }) => setReceiver(currentTarget.value)}
          />
        </label>
        <Names legend={strings.rows} all={rows} chosen={wanted.rows} choose={(names) => choose({ rows: names })} />
        <Names
          legend={strings.variables}
          all={variables}
          chosen={wanted.variables}
          choose={(names) => choose({ variables: names })}
        />
        {hasCosts ? (
          <Choice
            label={isSealed ? strings.sealedCosts : strings.costs}
            isChosen={wanted.objective}
            choose={(objective) => choose({ objective })}
          />
        ) : null}
        {hasDualValue ? (
          <Choice label={strings.dualValue} isChosen={wanted.dualValue} choose={(dualValue) => choose({ dualValue })} />
        ) : null}
        <div class="buttons">
          <button
            type="submit"
            disabled={isEmpty || work.isBusy}
            onClick={() =>
              work.run(async () => setMade((await post("disclose", { round, ...wanted })) as DisclosureView))
            }
          >
            {strings.make}
          </button>
        </div>
      </form>
      {work.isBusy ? <Progress label={strings.making} done={null} /> : null}
      {work.problem === null ? null : <ProblemNotice problem={work.problem} />}
      {made === null ? null : (
        <div role="status">
          <h3>{strings.saved}</h3>
          <Words lines={made.lines} />
          <div class="buttons">
            <button type="button" onClick={() => saveFile(fileName, new Blob([made.text]))}>
              {strings.save}: {fileName}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

interface NamesProps {
  readonly legend: string;
  readonly all: readonly string[];
  readonly chosen: readonly string[];
  readonly choose: (names: readonly string[]) => void;
}

function Names({ legend, all, chosen, choose }: NamesProps) {
  if (all.length === 0) return null;
  return (
    <fieldset>
      <legend>{legend}</legend>
      {all.map((name) => (
        <Choice
          key={name}
          label={name}
          isChosen={chosen.includes(name)}
          choose={(isChosen) => choose(isChosen ? [...chosen, name] : chosen.filter((other) => other !== name))}
        />
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly isChosen: boolean;
  readonly choose: (isChosen: boolean) => void;
}

function Choice({ label, isChosen, choose }: ChoiceProps) {
  return (
    <label class="choice">
      <input type="checkbox" checked={isChosen} onChange={({ currentTarget }) => choose(currentTarget.checked)} />
      {label}
    </label>
  );
}
