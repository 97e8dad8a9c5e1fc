// All that the company has on its desk: what needs attention, invitations, its rounds, and what the
// client reported. A round has a view of its own, too, which the address names after the "#".
import type { ComponentChildren } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { ConsoleState } from "../../client/console/wire.ts";
import { LanguageContext, useStrings } from "../kit/languages.ts";
import { Notice } from "../kit/status.tsx";
import { consoleStrings } from "../kit/strings/console.ts";
import { Back } from "./back.tsx";
import { hashOf } from "./client.ts";
import { Invitation } from "./invitation.tsx";
import { Outcome } from "./outcome.tsx";
import { Round } from "./round.tsx";
import { timeText } from "./time.ts";
import { Facts, Sentences } from "./words.tsx";

export function Desk({ state }: { readonly state: ConsoleState }) {
  const words = useStrings(consoleStrings);
  const [shown, show] = useShown();
  useWaiting(state);
  const round = state.rounds.find(({ number }) => number === shown);
  const invitation = state.invitations.find(({ number }) => number === shown);
  const back = () => show(null);
  if (round !== undefined)
    return round.hasOutcome ? (
      <Outcome round={round} key={round.round} back={back} />
    ) : (
      <Alone state={state} heading={words.rounds.one} back={back}>
        <Round round={round} />
      </Alone>
    );
  if (invitation !== undefined)
    return (
      <Alone state={state} heading={words.invitations.one} back={back}>
        <Invitation invitation={invitation} />
      </Alone>
    );
  return <Overview state={state} show={show} />;
}

/** Says in the title how much waits for somebody: a page in the background shows it, too. */
function useWaiting({ alerts, invitations }: ConsoleState): void {
  const { title } = useStrings(consoleStrings);
  const waiting = alerts.length + invitations.filter(({ isOwn, isDeclined }) => !isOwn && !isDeclined).length;
  useEffect(() => {
    document.title = waiting === 0 ? title : `(${waiting}) ${title}`;
  }, [title, waiting]);
}

interface AloneProps {
  readonly state: ConsoleState;
  readonly heading: string;
  readonly back: () => void;
  readonly children: ComponentChildren;
}

/** One round, from its invitation on until there is an outcome. */
function Alone({ state, heading, back, children }: AloneProps) {
  return (
    <>
      <h1>{state.company}</h1>
      <Back back={back} />
      <Troubles state={state} />
      <h2>{heading}</h2>
      {children}
      <Reports state={state} />
    </>
  );
}

/** The number of the round that is shown alone, in the page's address. */
function useShown(): [string | null, (number: string | null) => void] {
  const read = () => /^#round-(\d+)$/.exec(location.hash)?.[1] ?? null;
  const [shown, setShown] = useState(read);
  useEffect(() => {
    const changed = () => setShown(read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return [
    shown,
    (number) => {
      location.hash = number === null ? "" : hashOf(number);
    },
  ];
}

interface OverviewProps {
  readonly state: ConsoleState;
  readonly show: (number: string) => void;
}

function Overview({ state, show }: OverviewProps) {
  const words = useStrings(consoleStrings);
  const { company, account, coordinator, roundsOnChain, invitations, rounds } = state;
  return (
    <>
      <h1>{company}</h1>
      <Facts
        facts={[
          [words.account, <code>{account}</code>],
          [words.coordinator, <code>{coordinator}</code>],
          [words.roundsOnChain, roundsOnChain ?? "…"],
        ]}
      />
      <Troubles state={state} />
      <h2>{words.invitations.heading}</h2>
      {invitations.length === 0 ? <p>{words.invitations.none}</p> : null}
      {invitations.map((invitation) => (
        <Invitation key={invitation.round} invitation={invitation} />
      ))}
      <h2>{words.rounds.heading}</h2>
      {rounds.length === 0 ? <p>{words.rounds.none}</p> : null}
      {rounds.map((round) => (
        <Round key={round.round} round={round} show={() => show(round.number)} />
      ))}
      <Reports state={state} />
    </>
  );
}

function Troubles({ state: { readTrouble, clientTrouble, alerts, runsClient } }: { readonly state: ConsoleState }) {
  const words = useStrings(consoleStrings);
  return (
    <>
      {runsClient ? null : <p class="hint">{words.beside}</p>}
      {readTrouble === null ? null : (
        <Notice kind="warning">
          <p>{words.readTrouble}</p>
          <p lang="en">{readTrouble.message}</p>
        </Notice>
      )}
      {clientTrouble === null ? null : (
        <Notice kind="warning">
          <p>{words.clientTrouble}</p>
          <p lang="en">{clientTrouble}</p>
        </Notice>
      )}
      {alerts.length === 0 ? null : (
        <Notice kind="bad">
          <p>{words.alerts}</p>
          <Sentences said={alerts} />
        </Notice>
      )}
    </>
  );
}

function Reports({ state: { reports } }: { readonly state: ConsoleState }) {
  const { language } = useContext(LanguageContext);
  const words = useStrings(consoleStrings).reports;
  return (
    <>
      <h2>{words.heading}</h2>
      {reports.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul class="words">
          {reports.map(({ time, line }, at) => (
            <li key={at}>
              <span class="hint">{timeText(time, language)}</span> <span lang="en">{line}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
