// Which nodes and which coordinator the page reads.
import type { BlockRef } from "../../../auditor/in-browser.ts";
import { useStrings } from "../../kit/languages.ts";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import type { Source } from "../worker/protocol.ts";

interface SourceProps {
  readonly source: Source;
  /** What the first node says; null before it answers. */
  readonly seen: { readonly chainId: bigint; readonly head: BlockRef } | null;
}

export function SourceFacts({ source, seen }: SourceProps) {
  const words = useStrings(explorerStrings);
  const again = new URLSearchParams(source.rpc.map((node): [string, string] => ["rpc", node]));
  return (
    <section class="panel" aria-label={words.source.heading}>
      <dl class="facts">
        <dt>{words.source.nodes}</dt>
        <dd>{source.rpc.join(", ")}</dd>
        <dt>{words.source.coordinator}</dt>
        <dd>
          <code>{source.coordinator}</code>
        </dd>
        {seen === null ? null : (
          <>
            <dt>{words.source.chain}</dt>
            <dd>{String(seen.chainId)}</dd>
            <dt>{words.source.block}</dt>
            <dd>{seen.head.number}</dd>
          </>
        )}
      </dl>
      <p class="buttons">
        <a href={`#?${again}`}>{words.change}</a>
      </p>
    </section>
  );
}
