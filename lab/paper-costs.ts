// The costs that the papers state for their protocols, and the same quantities measured in a run,
// for printing side by side.
import type { Counted, RecordingMeter } from "../client/engines/cost-meter.ts";
import type { Variant } from "../client/engines/multi-party/engine.ts";
import { HIDE_PHASE, PRODUCT_PHASE } from "../client/engines/multi-party/phases.ts";
import { consortiumShape } from "../client/engines/multi-party/shape.ts";
import type { EngineName } from "../client/engines/names.ts";
import { DECOYS, type DecoyParameters } from "../client/engines/two-party/decoy-ot.ts";
import { MATRIX_PHASE, RHS_PHASE } from "../client/engines/two-party/product.ts";
import { twoPartyShape } from "../client/engines/two-party/shape.ts";
import type { PublicRound } from "../client/round/public-round.ts";

/** One line of the comparison. */
export interface CostLine {
  readonly what: string;
  /** The paper's formula, and its value for the size of the run. */
  readonly formula: string;
  readonly paper: number;
  readonly ours: number;
  /** Why ours differs, if it does. */
  readonly why: string;
}

const PACKED = "several rows share one ciphertext, its exponents and its decryption";
const DEALT = "dealt random numbers take the place of encryption";

/**
 * Zhu et al., section 4, for Algorithm 1 and the product BA′Q of a metered run of either variant.
 * The paper counts 2m′n encryptions, n powers and n products "for one secure dot product" and m′n
 * such products, but its Algorithm 2 encrypts R and H once: 2m′n in all.
 */
export function multiPartyCosts(variant: Variant, round: PublicRound, meter: RecordingMeter): CostLine[] {
  const { holders, variables: n, rows: m } = consortiumShape(round);
  const product = meter.of(PRODUCT_PHASE);
  const [messages, ciphers] =
    variant === "plain"
      ? ["matrix and right-hand side travel together, and the ring need not close", PACKED]
      : [
          "there is no ring: each holder sends shares and seeds, all in one exchange instead of one after the other",
          DEALT,
        ];
  return [
    {
      what: "messages that hide the constraints",
      formula: "2(p − 1)",
      paper: 2 * (holders.length - 1),
      ours: meter.of(HIDE_PHASE).messages,
      why: messages,
    },
    {
      what: "encryptions for BA′Q",
      formula: "2m′n",
      paper: 2 * m * n,
      ours: product.encryptions,
      why: variant === "plain" ? `${PACKED}; BA′Q₂ is added after decryption instead of encrypted` : DEALT,
    },
    { what: "powers for BA′Q", formula: "m′n²", paper: m * n * n, ours: product.powers, why: ciphers },
    {
      what: "products for BA′Q",
      formula: "m′n² + m′n",
      paper: m * n * n + m * n,
      ours: product.products + product["re-randomisations"],
      why:
        variant === "plain"
          ? `${PACKED}; ours include one re-randomisation per ciphertext, which the paper leaves out`
          : DEALT,
    },
    {
      what: "powers and products together",
      formula: "2m′n² + m′n",
      paper: 2 * m * n * n + m * n,
      ours: product.powers + product.products + product["re-randomisations"],
      why: ciphers,
    },
    { what: "decryptions for BA′Q", formula: "m′n", paper: m * n, ours: product.decryptions, why: ciphers },
  ];
}

/** Why the counts of the two products for N̂ and b̂ differ from the paper. */
const TWO_PARTY_WHYS = {
  "decoy-ot": {
    matrix: "Q is monomial, a factor per column; KY is computed once per share, KH for Alice's rows alone",
    rhs: "KY is computed once per share, KH for Alice's rows alone: m(m + pm₁) a share, more if she has most of the rows",
    transfer: "",
  },
  paillier: {
    matrix: "no decoys: Bob multiplies his own rows once, Alice's under encryption; Q is monomial",
    rhs: "no decoys: Bob multiplies his own rows once, Alice's under encryption",
    transfer: "an encryption hides an entry, so nothing is transferred",
  },
} as const;

const CIPHER_COUNTS = ["encryptions", "powers", "decryptions"] as const;

/**
 * Liu et al. 2016, section 2.3, for the product N̂, b̂ of a metered run: d shares of Alice's rows
 * hidden among p choices each, for either of the two protocols. `paillier` has neither; it is
 * compared with the paper's costs at the p and d of `decoys`.
 */
export function twoPartyCosts(
  product: keyof typeof TWO_PARTY_WHYS,
  round: PublicRound,
  meter: RecordingMeter,
  { choices: p, shares: d }: DecoyParameters = DECOYS,
): CostLine[] {
  const { rows: m, variables: n } = twoPartyShape(round);
  const matrix = meter.of(MATRIX_PHASE);
  const rhs = meter.of(RHS_PHASE);
  const both = (counted: Counted) => matrix[counted] + rhs[counted];
  const why = TWO_PARTY_WHYS[product];
  const size = `p = ${p}, d = ${d}`;
  return [
    {
      what: `multiplications for N̂ (${size})`,
      formula: "pd(m²(n+m) + m(n+m)²)",
      paper: p * d * (m * m * (n + m) + m * (n + m) ** 2),
      ours: matrix.multiplications,
      why: why.matrix,
    },
    {
      what: `multiplications for b̂ (${size})`,
      formula: "pdm²",
      paper: p * d * m * m,
      ours: rhs.multiplications,
      why: why.rhs,
    },
    {
      what: "transfers of one in p, for N̂ and b̂",
      formula: "2d",
      paper: 2 * d,
      ours: both("transfers"),
      why: why.transfer,
    },
    {
      what: "base transfers of one in two",
      formula: "2d log₂ p",
      paper: 2 * d * Math.ceil(Math.log2(p)),
      ours: both("base transfers"),
      why: why.transfer,
    },
    {
      what: "masked matrices and vectors sent",
      formula: "2d·p",
      paper: 2 * d * p,
      ours: both("offered"),
      why: why.transfer,
    },
    ...(product === "paillier" ? CIPHER_COUNTS : []).map((counted) => ({
      what: counted,
      formula: "none",
      paper: 0,
      ours: both(counted),
      why: "in place of decoys and transfers",
    })),
  ];
}

type Comparison = (round: PublicRound, meter: RecordingMeter) => CostLine[];

const COMPARISONS: Readonly<Partial<Record<EngineName, Comparison>>> = {
  "two-party/paillier": (round, meter) => twoPartyCosts("paillier", round, meter),
  "two-party/decoy-ot": (round, meter) => twoPartyCosts("decoy-ot", round, meter),
  "multi-party/masked": (round, meter) => multiPartyCosts("masked", round, meter),
  "multi-party/plain": (round, meter) => multiPartyCosts("plain", round, meter),
};

/**
 * The comparison for an engine of `createEngine` that ran with this meter; empty when its paper
 * states no costs.
 */
export function costLines(engine: string, round: PublicRound, meter: RecordingMeter): CostLine[] {
  return COMPARISONS[engine as EngineName]?.(round, meter) ?? [];
}

/** Formats each line as text. */
export function formatCosts(lines: readonly CostLine[]): string[] {
  const number = (value: number) => value.toLocaleString("en-US");
  return lines.map(({ what, formula, paper, ours, why }) => {
    const told = formula === "none" ? "none" : `${formula} = ${number(paper)}`;
    const ratio =
      ours < paper && ours > 0
        ? `${(paper / ours).toFixed(1)} times fewer: `
        : ours > paper && paper > 0
          ? `${(ours / paper).toFixed(1)} times as many: `
          : "";
    return `${what}: paper ${told}, here ${number(ours)}${ours === paper ? "" : ` – ${ratio}${why}`}`;
  });
}
