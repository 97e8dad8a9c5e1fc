// What the client says: sentences in the page's language, words of the command line in English; and
// facts beside their names.
import type { ComponentChildren } from "preact";
import type { Problem } from "../../client/console/wire.ts";
import type { Said } from "../../client/said.ts";
import { ClientSaid } from "../kit/client-said.tsx";
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

/** One sentence each. */
export function Sentences({ said }: { readonly said: readonly Said[] }) {
  return (
    <ul class="words">
      {said.map((one, at) => (
        <li key={at}>
          <ClientSaid said={one} />
        </li>
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
