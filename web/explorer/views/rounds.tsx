// The rounds of a coordinator.
import { useEffect, useState } from "preact/hooks";
import type { RoundList } from "../../../auditor/in-browser.ts";
import { useStrings } from "../../kit/languages.ts";
import { Progress } from "../../kit/progress.tsx";
import { Status, type StatusKind } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { Table } from "../../kit/table.tsx";
import { addressOf } from "../address.ts";
import { ask } from "../auditor.ts";
import type { Source } from "../worker/protocol.ts";
import { SourceFacts } from "./source.tsx";
import { When } from "./time.tsx";
import { TroubleNotice } from "./trouble.tsx";

const PHASE_STATUS: Readonly<Record<RoundList["rounds"][number]["phase"], StatusKind>> = {
  none: "unknown",
  committing: "active",
  running: "active",
  settling: "active",
  settled: "good",
  expired: "warning",
};

interface RoundsProps {
  readonly source: Source;
  readonly newest: bigint | null;
}

export function RoundsView({ source, newest }: RoundsProps) {
  const words = useStrings(explorerStrings);
  const [list, setList] = useState<RoundList | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const controller = new AbortController();
    setError(null);
    ask({ kind: "rounds", source, newest }, controller).then(
      (found) => isWanted && setList(found),
      (trouble) => isWanted && setError(trouble),
    );
    return () => {
      isWanted = false;
      controller.abort();
    };
  }, [attempt]);
  return (
    <>
      <h1>{words.rounds.heading}</h1>
      <SourceFacts source={source} seen={list} />
      {error === null ? null : <TroubleNotice error={error} />}
      {list === null && error === null ? <Progress label={words.rounds.loading} done={null} /> : null}
      {list === null ? null : <Rounds source={source} list={list} />}
      <div class="buttons">
        <button type="button" onClick={() => setAttempt(attempt + 1)}>
          {words.rounds.again}
        </button>
      </div>
    </>
  );
}

function Rounds({ source, list }: { readonly source: Source; readonly list: RoundList }) {
  const words = useStrings(explorerStrings);
  const { rounds, count, head } = list;
  if (rounds.length === 0) return <p>{words.rounds.none}</p>;
  const oldest = rounds.at(-1)!.round;
  return (
    <>
      <Table
        caption={words.rounds.caption(rounds.length, String(count))}
        head={words.rounds.head}
        numeric={[3]}
        rows={rounds.map(({ round, phase, deadline, parties, sealed }) => [
          <a key="round" href={addressOf({ source, round, newest: null })}>
            {words.rounds.open(String(round))}
          </a>,
          <Status key="phase" kind={PHASE_STATUS[phase]}>
            {words.phases[phase]}
          </Status>,
          deadline === null ? words.noDeadline : <When key="deadline" seconds={deadline} now={head.time} />,
          parties,
          sealed ? words.rounds.sealed : words.rounds.public,
        ])}
      />
      <p class="hint">{words.rounds.note}</p>
      <p class="buttons">
        {rounds[0]!.round < count ? (
          <a href={addressOf({ source, round: null, newest: null })}>{words.rounds.newest}</a>
        ) : null}
        {oldest > 1n ? (
          <a href={addressOf({ source, round: null, newest: oldest - 1n })}>{words.rounds.older}</a>
        ) : null}
      </p>
    </>
  );
}
