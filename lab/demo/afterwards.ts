// The work after a round has settled: files, comparisons, figures. A failure must not lose the
// outcome or stop the work that follows, so it is reported where it happens and thrown when
// everything else is done.
import { line, red } from "./print.ts";

export interface Afterwards {
  /** Does `work` even if something failed before; `what` names it in the report of its failure. */
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
      return error instanceof Error ? error.message : "no reason given";
    }
    return null;
  };
  return {
    run: async (what, work) => {
      const reason = await attempt(work);
      // Writing to the terminal may itself fail.
      if (reason !== null) await attempt(() => line(`${red("✗")} ${what} failed, the outcome stands: ${reason}`));
    },
    finish: () => {
      if (failures.length > 0) throw failures[0];
    },
  };
}
