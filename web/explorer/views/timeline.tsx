// What happened in a round, in order, with its gas.
import { useStrings } from "../../kit/languages.ts";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { Table } from "../../kit/table.tsx";
import type { RoundFacts } from "../worker/protocol.ts";
import { When } from "./time.tsx";

export function TimelineView({ facts: { params, happenings } }: { readonly facts: RoundFacts }) {
  const { timeline: words, terms, phases } = useStrings(explorerStrings);
  const who = (account: string | null) => {
    const party = account === null ? -1 : params.parties.indexOf(account);
    return party < 0 ? account : `${words.party(party)} (${account})`;
  };
  const used = happenings.flatMap(({ gas }) => (gas === null ? [] : [gas]));
  const known = new Set(happenings.filter(({ gas }) => gas !== null).map(({ transaction }) => transaction));
  const isKnown = happenings.every(({ transaction }) => known.has(transaction));
  return (
    <section>
      <h2>{words.heading}</h2>
      <Table
        caption={words.caption}
        head={words.head}
        numeric={[3, 4]}
        rows={happenings.map(({ name, block, account, exchange, phase, gas }) => [
          <When key="when" seconds={block.time} />,
          <>
            {words.events[name]} {exchange} {phase === null ? null : phases[phase.name as keyof typeof phases]}
          </>,
          who(account),
          block.number,
          gas === null ? "" : String(gas),
        ])}
      />
      <p>{isKnown ? words.total(String(used.reduce((sum, gas) => sum + gas, 0n))) : words.unknownGas}</p>
      <h2>{terms.heading}</h2>
      <Table
        caption={terms.parties}
        head={terms.partiesHead}
        numeric={[2, 3]}
        rows={params.parties.map((account, party) => [
          words.party(party),
          account,
          params.inequalities[party]!,
          params.equalities[party]!,
          party === params.objectiveOwner ? terms.owns : "",
        ])}
      />
      <dl class="facts">
        <dt>{terms.columns}</dt>
        <dd>{params.columns}</dd>
        <dt>{terms.bond}</dt>
        <dd>{terms.wei(String(params.bond))}</dd>
        <dt>{terms.periods}</dt>
        <dd>
          {[params.commitPeriod, params.exchangePeriod, params.settlePeriod]
            .map((seconds) => terms.seconds(String(seconds)))
            .join(", ")}
        </dd>
        <dt>{terms.digest}</dt>
        <dd>
          <code>{params.terms}</code>
        </dd>
      </dl>
    </section>
  );
}
