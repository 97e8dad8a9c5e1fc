// How far something is, said to screen readers as it goes on.
import { useStrings } from "./languages.ts";
import { kitStrings } from "./strings/kit.ts";

export interface ProgressProps {
  readonly label: string;
  /** From 0 to 1; null where nobody knows. */
  readonly done: number | null;
}

export function Progress({ label, done }: ProgressProps) {
  const words = useStrings(kitStrings);
  return (
    <div class="progress" role="status">
      <span>
        {label}
        {done === null ? "" : ` ${words.progress(Math.round(100 * done))}`}
      </span>
      <progress aria-label={label} max={1} {...(done === null ? {} : { value: done })} />
    </div>
  );
}
