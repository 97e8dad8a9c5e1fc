// An invitation: its terms in words, this company's file for it, and the decision.
import { useContext, useState } from "preact/hooks";
import {
  type Choices,
  type DraftView,
  type InvitationView,
  NO_CHOICES,
  type TermsView,
} from "../../client/console/wire.ts";
import { ClientSaid } from "../kit/client-said.tsx";
import { FileDrop } from "../kit/file-drop.tsx";
import { Findings } from "../kit/findings.tsx";
import { LanguageContext, useStrings } from "../kit/languages.ts";
import { Progress } from "../kit/progress.tsx";
import { Notice, Status } from "../kit/status.tsx";
import { consoleStrings } from "../kit/strings/console.ts";
import { kitStrings } from "../kit/strings/kit.ts";
import { load, post } from "./client.ts";
import { timeText, useClock } from "./time.ts";
import { useWork } from "./use-work.ts";
import { Facts, ProblemNotice, Sentences, Words } from "./words.tsx";

/** The option with which a company agrees all the same, by the code of what refused. */
const REMEDIES: Readonly<Record<string, keyof Choices>> = {
  TooManyDecimals: "roundNumbers",
  SizeUnsafe: "insist",
  TolerancesWide: "acceptTolerances",
  SetupForeign: "acceptSetup",
};

export function Invitation({ invitation }: { readonly invitation: InvitationView }) {
  const words = useStrings(consoleStrings).invitations;
  const { number, title, isOwn, isDeclined, terms, draft } = invitation;
  return (
    <details class="panel" open={!isDeclined}>
      <summary>
        <h3>{words.name(number, title)}</h3>
        {isOwn ? <Status kind="active">{words.own}</Status> : null}
        {isDeclined ? <Status kind="unknown">{words.declined}</Status> : null}
      </summary>
      <Terms terms={terms} />
      <Decision invitation={invitation} draft={draft} />
    </details>
  );
}

function Terms({ terms }: { readonly terms: TermsView }) {
  const { language } = useContext(LanguageContext);
  const strings = useStrings(consoleStrings);
  const words = strings.invitations;
  const kit = useStrings(kitStrings);
  const now = useClock();
  const { opener, companies, parties, variables, engine, advice, findings, tolerances, periods, bond, deadline } =
    terms;
  return (
    <>
      <Facts
        facts={[
          [words.opener, <ClientSaid said={opener} />],
          [words.companies, <Sentences said={companies} />],
          [words.variables, variables.join(", ")],
          [words.engine, `${engine}: ${kit.advice[advice]}`],
          [words.periods, [periods.commit, periods.exchange, periods.settle].map(strings.duration).join(" · ")],
          [words.bond, bond === null ? words.noBond : words.bondText(bond)],
          [
            words.until,
            `${timeText(deadline, language)}, ${deadline > now ? strings.rounds.left(strings.duration(deadline - now)) : words.tooLate}`,
          ],
        ]}
      />
      <h4>{words.public}</h4>
      <p class="lines">
        {terms.public.map((said, at) => [at === 0 ? null : "\n", <ClientSaid key={at} said={said} />])}
      </p>
      <h4>{words.findings}</h4>
      {findings.length === 0 ? (
        <p>{words.noFindings}</p>
      ) : (
        <Findings findings={findings} name={(party) => parties[party] ?? ""} />
      )}
      <h4>{words.tolerances}</h4>
      <Sentences said={tolerances} />
    </>
  );
}

interface DecisionProps {
  readonly invitation: InvitationView;
  readonly draft: DraftView | null;
}

function Decision({ invitation: { round, number, isDeclined, isOwn, terms }, draft }: DecisionProps) {
  const words = useStrings(consoleStrings).invitations;
  const work = useWork();
  const check = (choices: Choices) => work.run(async () => void (await post("check", { round, choices })));
  return (
    <section aria-label={words.file}>
      <h4>{words.file}</h4>
      {terms.isHelper ? (
        <>
          <p>{words.helper}</p>
          <div class="buttons">
            <button type="button" class="quiet" disabled={work.isBusy} onClick={() => check(NO_CHOICES)}>
              {words.check}
            </button>
          </div>
        </>
      ) : (
        <FileDrop
          label={words.load}
          hint={words.loadHint}
          onFiles={([first]) => {
            if (first !== undefined) work.run(() => load(round, first.file));
          }}
        />
      )}
      {work.isBusy ? <Progress label={words.loading} done={null} /> : null}
      {work.problem === null ? null : <ProblemNotice problem={work.problem} />}
      {draft === null ? null : <Draft draft={draft} check={check} isBusy={work.isBusy} />}
      {draft === null || draft.refusal !== null ? null : (
        <Accept round={round} version={draft.version} key={draft.version} number={number} />
      )}
      {isDeclined || isOwn ? null : (
        <>
          <div class="buttons">
            <button
              type="button"
              class="quiet"
              disabled={work.isBusy}
              onClick={() => work.run(async () => void (await post("decline", { round })))}
            >
              {words.decline}
            </button>
          </div>
          <p class="hint">{words.declineHint}</p>
        </>
      )}
    </section>
  );
}

interface DraftProps {
  readonly draft: DraftView;
  readonly check: (choices: Choices) => void;
  readonly isBusy: boolean;
}

function Draft({ draft: { file, choices, refusal }, check, isBusy }: DraftProps) {
  const words = useStrings(consoleStrings).invitations;
  const remedy = refusal === null ? undefined : REMEDIES[refusal.code];
  const shown = (Object.keys(NO_CHOICES) as (keyof Choices)[]).filter((name) => choices[name] || name === remedy);
  return (
    <>
      {file === null ? null : (
        <>
          <p>
            {words.loaded}: <code>{file.name}</code>
          </p>
          <h5>{words.announced}</h5>
          <Sentences said={file.announced} />
          {file.remarks.length === 0 ? null : (
            <>
              <h5>{words.remarks}</h5>
              <Words lines={file.remarks} />
            </>
          )}
        </>
      )}
      {refusal === null ? (
        <Notice kind="good">
          <p>{words.ready}</p>
        </Notice>
      ) : (
        <ProblemNotice problem={refusal} lead={words.refused} />
      )}
      {shown.map((name) => (
        <label key={name} class="choice">
          <input
            type="checkbox"
            checked={choices[name]}
            disabled={isBusy}
            onChange={({ currentTarget }) => check({ ...choices, [name]: currentTarget.checked })}
          />
          {words.choices[name]}
        </label>
      ))}
    </>
  );
}

interface AcceptProps {
  readonly round: string;
  readonly number: string;
  readonly version: number;
}

function Accept({ round, number, version }: AcceptProps) {
  const words = useStrings(consoleStrings).invitations;
  const [hasRead, setRead] = useState(false);
  const work = useWork();
  return (
    <>
      <label class="choice">
        <input type="checkbox" checked={hasRead} onChange={({ currentTarget }) => setRead(currentTarget.checked)} />
        {words.consent}
      </label>
      {work.problem === null ? null : <ProblemNotice problem={work.problem} />}
      <div class="buttons">
        <button
          type="button"
          disabled={!hasRead || work.isBusy}
          onClick={() => work.run(async () => void (await post("accept", { round, version })))}
        >
          {words.accept} ({number})
        </button>
      </div>
    </>
  );
}
