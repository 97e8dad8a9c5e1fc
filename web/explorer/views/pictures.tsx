// The outcome in pictures: plan, prices, binding rows and gap; of a sealed one, what is hidden.
import { INFEASIBLE, OPTIMAL, UNBOUNDED } from "../../../auditor/certificate/types.ts";
import type { Report } from "../../../auditor/in-browser.ts";
import { decimal } from "../../../auditor/report/decimal.ts";
import { type Bar, Bars } from "../../kit/bars.tsx";
import { useStrings } from "../../kit/languages.ts";
import { Status } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { Table } from "../../kit/table.tsx";

/** Bars of a picture. */
const MOST_BARS = 40;

export function Pictures({ report }: { readonly report: Report }) {
  const { pictures: words } = useStrings(explorerStrings);
  if (report.sealed !== null) return <Hidden kind={report.sealed.kind} />;
  if (report.outcome === null) return null;
  return (
    <section>
      <h2>{words.heading}</h2>
      <Columns report={report} />
      <Rows report={report} />
      {report.outcome.kind === OPTIMAL ? <Gap report={report} /> : null}
    </section>
  );
}

function Hidden({ kind }: { readonly kind: number }) {
  const { pictures: words } = useStrings(explorerStrings);
  const { hidden } = words;
  const all = kind === INFEASIBLE ? hidden.contradiction : kind === UNBOUNDED ? hidden.ray : hidden.optimum;
  return (
    <section>
      <h2>{words.sealedHeading}</h2>
      <Table
        caption={words.sealedIntro}
        head={words.sealedHead}
        rows={all.map((what) => [
          what,
          <Status key="hidden" kind="unknown">
            {words.hiddenWord}
          </Status>,
        ])}
      />
    </section>
  );
}

interface PictureProps {
  readonly title: string;
  readonly caption: string;
  readonly head: readonly [string, string];
  readonly bars: readonly Bar[];
}

function Picture({ title, caption, head, bars }: PictureProps) {
  const { pictures: words } = useStrings(explorerStrings);
  return (
    <>
      <h3>{title}</h3>
      <Bars caption={caption} head={head} bars={bars.slice(0, MOST_BARS)} />
      {bars.length > MOST_BARS ? <p class="hint">{words.more(bars.length - MOST_BARS)}</p> : null}
    </>
  );
}

/** A bar of a scaled integer. */
function barOf(label: string, value: bigint, decimals: number): Bar {
  const text = decimal(value, decimals);
  return { label, value: Number(text), text };
}

function Columns({ report: { outcome, columns, params, disclosures } }: { readonly report: Report }) {
  const { pictures: words } = useStrings(explorerStrings);
  const names = disclosures.find(({ variables }) => variables !== null)?.variables;
  const label = (j: number) => names?.[j] ?? `x${j + 1}`;
  if (outcome!.kind === INFEASIBLE) return null;
  const isRay = outcome!.kind === UNBOUNDED;
  const bars = columns.map(({ x, ray }, j) =>
    isRay ? barOf(label(j), ray, 0) : barOf(label(j), x, params.solutionDecimals),
  );
  const [title, caption] = isRay ? [words.ray, words.rayCaption] : [words.plan, words.planCaption];
  return <Picture title={title} caption={caption} head={[words.variable, words.value]} bars={bars} />;
}

function Rows({ report: { outcome, rows, params } }: { readonly report: Report }) {
  const { pictures: words } = useStrings(explorerStrings);
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const all = rows.flatMap((own, party) => own.map((row, i) => ({ ...row, label: words.rowOf(party, i) })));
  const prices = all.map(({ label, multiplier }) => barOf(label, multiplier, ω));
  const slacks = all.map(({ label, slack }) => ({
    ...barOf(label, slack, κ + δ),
    ...(slack === 0n ? { mark: words.binds } : {}),
  }));
  if (outcome!.kind === INFEASIBLE)
    return (
      <Picture
        title={words.contradiction}
        caption={words.contradictionCaption}
        head={[words.row, words.weight]}
        bars={prices}
      />
    );
  return (
    <>
      <Picture title={words.binding} caption={words.bindingCaption} head={[words.row, words.slack]} bars={slacks} />
      {outcome!.kind === OPTIMAL ? (
        <Picture
          title={words.prices}
          caption={words.pricesCaption}
          head={[words.row, words.multiplier]}
          bars={prices}
        />
      ) : null}
    </>
  );
}

function Gap({ report: { outcome, params } }: { readonly report: Report }) {
  const { pictures: words } = useStrings(explorerStrings);
  const scale = params.coefficientDecimals + params.solutionDecimals + params.multiplierDecimals;
  const bars = [barOf(words.provenGap, outcome!.gap, scale), barOf(words.toleratedGap, params.gapTolerance, scale)];
  return <Picture title={words.gap} caption={words.gapCaption} head={words.gapHead as [string, string]} bars={bars} />;
}
