// What the papers say their protocols cost, and the same quantities of a run of ours, for printing side by side.
import type { RecordingMeter } from "./cost-meter.ts";
import type { PublicRound } from "./engine.ts";
import { PRODUCT_PHASE } from "./multi-party/product.ts";
import { RING_PHASE } from "./multi-party/ring.ts";
import { shapeOf } from "./multi-party/shape.ts";

/** One line of the comparison. */
export interface CostLine {
  readonly what: string;
  /** The paper's formula, and its value for the size of the run. */
  readonly formula: string;
  readonly paper: number;
  readonly ours: number;
  /** Why ours differs; empty when it does not. */
  readonly why: string;
}

const PACKED = "several rows share one ciphertext, its exponents and its decryption";

/**
 * Seed 003, section 4, for Algorithm 1 and the product BA′Q of a metered run. The paper counts 2m′n encryptions, n powers and n
 * products "for one secure dot product" and m′n such products, but its Algorithm 2 encrypts R and H once: 2m′n in all.
 */
export function multiPartyCosts(round: PublicRound, meter: RecordingMeter): CostLine[] {
  const { holders, variables: n, rows: m } = shapeOf(round);
  const ring = meter.of(RING_PHASE);
  const product = meter.of(PRODUCT_PHASE);
  return [
    {
      what: "messages of the ring",
      formula: "2(p − 1)",
      paper: 2 * (holders.length - 1),
      ours: ring.messages,
      why: "matrix and right-hand side travel together; the owner opens the mask, so the ring need not close",
    },
    {
      what: "encryptions for BA′Q",
      formula: "2m′n",
      paper: 2 * m * n,
      ours: product.encryptions,
      why: `${PACKED}; BA′Q₂ is added after decryption instead of encrypted`,
    },
    { what: "powers for BA′Q", formula: "m′n²", paper: m * n * n, ours: product.powers, why: PACKED },
    {
      what: "products for BA′Q",
      formula: "m′n² + m′n",
      paper: m * n * n + m * n,
      ours: product.products + product["re-randomisations"],
      why: `${PACKED}; ours include one re-randomisation per ciphertext, which the paper leaves out`,
    },
    {
      what: "powers and products together",
      formula: "2m′n² + m′n",
      paper: 2 * m * n * n + m * n,
      ours: product.powers + product.products + product["re-randomisations"],
      why: PACKED,
    },
    { what: "decryptions for BA′Q", formula: "m′n", paper: m * n, ours: product.decryptions, why: PACKED },
  ];
}

/** Size of a two-party run: m rows in all, n variables, d shares hidden among p choices each. */
export interface TwoPartySize {
  readonly rows: number;
  readonly variables: number;
  readonly choices: number;
  readonly shares: number;
}

/**
 * Seed 004, section 2.3: multiplications for N̂ and b̂ with decoys, and one transfer of one in p per share for each, of
 * log₂ p computation and O(p) communication. `formula` and value only: what a run needs is the meter's.
 */
export function twoPartyFormulas({ rows: m, variables: n, choices: p, shares: d }: TwoPartySize) {
  const width = n + m;
  return [
    {
      what: "multiplications for N̂",
      formula: "pd(m²(n+m) + m(n+m)²)",
      paper: p * d * (m * m * width + m * width * width),
    },
    { what: "multiplications for b̂", formula: "pdm²", paper: p * d * m * m },
    { what: "base transfers of a 1-of-p transfer", formula: "log₂ p", paper: Math.ceil(Math.log2(p)) },
    { what: "matrices sent per 1-of-p transfer", formula: "O(p)", paper: p },
  ];
}

/** The lines as rows of a table of text. */
export function formatCosts(lines: readonly CostLine[]): string[] {
  const number = (value: number) => value.toLocaleString("en-US");
  return lines.map(({ what, formula, paper, ours, why }) => {
    const ratio = ours < paper ? ` – ${(paper / ours).toFixed(1)} times fewer: ${why}` : "";
    return `${what}: paper ${formula} = ${number(paper)}, here ${number(ours)}${ratio}`;
  });
}
