// The console: a company's own desk, in a browser on its own machine.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ConsoleState } from "../../client/console/wire.ts";
import { useStrings } from "../kit/languages.ts";
import { Page } from "../kit/page.tsx";
import { Progress } from "../kit/progress.tsx";
import { Notice } from "../kit/status.tsx";
import { consoleStrings } from "../kit/strings/console.ts";
import { enter, follow, Refused } from "./client.ts";
import { Desk } from "./desk.tsx";

type Entry = "waiting" | "open" | "closed" | "refused";

function Console() {
  const words = useStrings(consoleStrings);
  const [entry, setEntry] = useState<Entry>("waiting");
  const [state, setState] = useState<ConsoleState | null>(null);
  const [missing, setMissing] = useState<"lost" | "ended" | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const run = async () => {
      const wasRefused = await enter().then(
        () => false,
        (error: unknown) => error instanceof Refused,
      );
      await follow(leaving.signal, (next) => {
        setEntry("open");
        setMissing(next === null ? "lost" : next === "ended" ? "ended" : null);
        if (next !== null && next !== "ended") setState(next);
      }).catch(() => setEntry(wasRefused ? "refused" : "closed"));
    };
    run();
    return () => leaving.abort();
  }, []);
  if (entry === "closed" || entry === "refused")
    return (
      <>
        <h1>{words.entry.heading}</h1>
        <Notice kind="warning">
          <p>{entry === "refused" ? words.entry.refused : words.entry.text}</p>
        </Notice>
      </>
    );
  return (
    <>
      {missing === null ? null : (
        <Notice kind="warning">
          <p>{words[missing]}</p>
        </Notice>
      )}
      {state === null ? <Progress label={words.connecting} done={null} /> : <Desk state={state} />}
    </>
  );
}

render(
  <Page strings={consoleStrings}>
    <Console />
  </Page>,
  document.getElementById("app")!,
);
