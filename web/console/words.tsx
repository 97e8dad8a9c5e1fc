// Words that come from the client, whatever the page's language, and facts beside their names.
import type { ComponentChildren } from "preact";
import type { Problem } from "../../client/console/wire.ts";
import { Notice } from "../kit/status.tsx";

/** Lines as the command line has them; those that belong to the one before are indented. */
export function Words({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul class="words" lang="en">
      {lines.map((line, at) => (
        <li key={at}>{line.trim()}</li>
      ))}
    </ul>
  );
}

export function ProblemNotice({ problem, lead }: { readonly problem: Problem; readonly lead?: string }) {
  return (
    <Notice kind="bad">
      {lead === undefined ? null : <p>{lead}</p>}
      <p lang="en">
        {problem.message} {problem.code === "" ? null : <code>{problem.code}</code>}
      </p>
    </Notice>
  );
}

export type Fact = readonly [name: string, value: ComponentChildren];

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => [<dt key={`${name}?`}>{name}</dt>, <dd key={name}>{value}</dd>])}
    </dl>
  );
}
