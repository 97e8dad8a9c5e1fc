// What everybody and each party learn of a round, with its engine: what leaks is said by the same
// code as to a company that is invited.
import { Findings } from "../../kit/findings.tsx";
import { useStrings } from "../../kit/languages.ts";
import { Status, type StatusKind } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { kitStrings } from "../../kit/strings/kit.ts";
import type { RoundFacts } from "../worker/protocol.ts";

const KINDS = {
  "safe against one curious node": "good",
  "safe against one malicious node": "good",
  "safe against one curious node; opens only what is proven": "good",
  "only with partners you trust": "warning",
  "do not use": "bad",
} as const satisfies Record<string, StatusKind>;

export function Learns({ facts: { params, engine, happenings } }: { readonly facts: RoundFacts }) {
  const { learns: words, timeline } = useStrings(explorerStrings);
  const { advice } = useStrings(kitStrings);
  const isSealed = BigInt(params.sealedKey) !== 0n;
  const hasExpired = happenings.some(({ name }) => name === "Expired");
  const lines = hasExpired ? words.publicExpired : isSealed ? words.publicSealed : words.publicOutcome;
  return (
    <section>
      <h2>{words.heading}</h2>
      <h3>{words.public}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3>
        {words.engine}: {engine?.name ?? words.unknownEngine}
      </h3>
      {engine === null ? (
        <p>
          <code>{params.engine}</code>
        </p>
      ) : (
        <>
          <p>
            <Status kind={KINDS[engine.leakage.advice]}>{advice[engine.leakage.advice]}</Status>
          </p>
          <h3>{words.besides}</h3>
          <Findings findings={engine.leakage.said} name={timeline.party} />
        </>
      )}
    </section>
  );
}
