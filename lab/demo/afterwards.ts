// What comes once a round has settled: files, comparisons, figures. None of it may cost the outcome
// or what comes after it, so a failure is told where it happens and thrown when everything else is
// done.
import { line, red } from "./print.ts";

export interface Afterwards {
  /** Does `work`, whatever failed before; `what` names it, should it fail. */
  run(what: string, work: () => void | Promise<void>): Promise<void>;
  /** Throws the first failure, if there was any. */
  finish(): void;
}

export function createAfterwards(): Afterwards {
  const failures: unknown[] = [];
  const attempt = async (work: () => void | Promise<void>) => {
    try {
      await work();
    } catch (error) {
      failures.push(error);
      return error instanceof Error ? error.message : "for no reason given";
    }
    return null;
  };
  return {
    run: async (what, work) => {
      const reason = await attempt(work);
      // The terminal may be what fails.
      if (reason !== null) await attempt(() => line(`${red("✗")} ${what} failed, the outcome stands: ${reason}`));
    },
    finish: () => {
      if (failures.length > 0) throw failures[0];
    },
  };
}
