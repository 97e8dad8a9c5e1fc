// Work that a button starts: whether it goes on, and what the client said is wrong.
import { useState } from "preact/hooks";
import type { Problem } from "../../client/console/wire.ts";
import { useStrings } from "../kit/languages.ts";
import { consoleStrings } from "../kit/strings/console.ts";
import { Ended, Refused } from "./client.ts";

export interface Work {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Starts `work` unless some goes on already. */
  run(work: () => Promise<void>): void;
}

export function useWork(): Work {
  const { lost, ended } = useStrings(consoleStrings);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = (work: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    work()
      .catch((error: unknown) => {
        // A browser throws TypeError where nobody answers.
        const message = error instanceof Ended ? ended : error instanceof TypeError ? lost : String(error);
        setProblem(error instanceof Refused ? error.problem : { code: "", message });
      })
      .finally(() => setBusy(false));
  };
  return { isBusy, problem, run };
}
