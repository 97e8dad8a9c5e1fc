// A state said by an icon, a word and a colour: none of them alone.
import type { ComponentChildren } from "preact";
import { useStrings } from "./languages.ts";
import { kitStrings } from "./strings/kit.ts";

export type StatusKind = keyof (typeof kitStrings)["en"]["status"];

const ICONS: Readonly<Record<StatusKind, string>> = { good: "✓", bad: "✗", warning: "!", unknown: "?", active: "…" };

/** `children` is the word; the kind's own unless given. */
export function Status({ kind, children }: { readonly kind: StatusKind; readonly children?: ComponentChildren }) {
  const words = useStrings(kitStrings);
  return (
    <span class={`status ${kind}`}>
      <span class="icon" aria-hidden="true">
        {ICONS[kind]}
      </span>
      {children ?? words.status[kind]}
    </span>
  );
}

/** A message with its state. A `bad` one is announced at once. */
export function Notice({ kind, children }: { readonly kind: StatusKind; readonly children: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`} role={kind === "bad" ? "alert" : "status"}>
      <span class="icon" aria-hidden="true">
        {ICONS[kind]}
      </span>
      <div>{children}</div>
    </div>
  );
}
