// Says on standard error what a command waits for, terminal or not: after some seconds, and again
// at long intervals, so that nobody takes a slow chain for a program that hangs.

/** Seconds until the first line. */
const FIRST_S = 5;
/** Seconds from one line to the next. */
const EVERY_S = 120;

export interface Waiting {
  readonly json: boolean;
  /** What is waited for. */
  readonly reason: () => Promise<string>;
}

/** Runs `work`; nothing is written after its end. `reason` must not throw. */
export async function sayingWhatFor<T>({ json, reason }: Waiting, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  let isOver = false;
  const say = async (): Promise<void> => {
    const waiting = await reason();
    if (isOver) return;
    process.stderr.write(`${json ? JSON.stringify({ waiting }) : waiting}\n`);
    later(EVERY_S);
  };
  const later = (seconds: number) => {
    timer = setTimeout(say, seconds * 1000).unref();
  };
  later(FIRST_S);
  try {
    return await work();
  } finally {
    isOver = true;
    clearTimeout(timer!);
  }
}
