// Times as the reader's browser writes them, and a clock for how much is left.
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../kit/languages.ts";

/** `time` in Unix seconds. */
export function timeText(time: number, language: Language): string {
  const options = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(language, options).format(new Date(time * 1000));
}

/** Unix seconds, once a second. */
export function useClock(): number {
  const now = () => Math.floor(Date.now() / 1000);
  const [time, setTime] = useState(now);
  useEffect(() => {
    const ticking = setInterval(() => setTime(now()), 1_000);
    return () => clearInterval(ticking);
  }, []);
  return time;
}
