// What a round can be today, what it costs on three kinds of chain, and what stops a larger one.
import { THREE } from "../../client/engines/mpc/nodes/three.ts";
import { leastMemory, NODE_MEMORY } from "../../client/engines/mpc/shape.ts";
import { LARGEST_BODY } from "../../client/play/settle/schedule.ts";
import { rowsOf, type Size } from "../whole-round.ts";
import { FORMULAS, LONGEST, mostColumns, mostOf, waitBlocks, wireBytes } from "./formulas.ts";
import { gasModel, roundGas, settlementGas, settlingTransactions } from "./gas.ts";
import { bytesOf, millions, sum, type Table, table, timeOf, whole } from "./markdown.ts";
import type { Measured } from "./measure.ts";
import { iterationBytes } from "./measured-tables.ts";
import { iterationRounds } from "./session.ts";

export function columnLimits(): Table {
  return table(
    "Columns",
    ["companies", "most columns that a round may have"],
    [2, 12, 20, 24, 25, 26, 27, 28, 30, 50, 100, 255].map((companies) => [companies, whole(mostColumns(companies))]),
  );
}

export function rowLimits(): Table {
  const most = (fits: (size: Size) => boolean, companies: number, columns: number) =>
    whole(mostOf((rows) => fits({ companies, rows, columns })));
  return table(
    "Rows",
    [
      "columns",
      "`mpc`: memory of a node",
      "`multi-party/masked`: longest message",
      "`two-party/paillier`: longest message",
    ],
    [30, 100, 442, 1000, 5000].map((columns) => [
      whole(columns),
      most((size) => leastMemory(size, THREE) <= NODE_MEMORY, 3, columns),
      most((size) => LONGEST["multi-party/masked"](size) <= LARGEST_BODY, 3, columns),
      most((size) => LONGEST["two-party/paillier"](size) <= LARGEST_BODY, 2, columns),
    ]),
  );
}

interface Chain {
  readonly name: string;
  readonly blockSeconds: number;
  readonly confirmations: number;
  /** Example prices, in wei of a unit of gas and of a byte of data. */
  readonly gasPrice: number;
  readonly bytePrice: number;
}

const GWEI = 1e9;
const CHAINS: readonly Chain[] = [
  { name: "consortium", blockSeconds: 2, confirmations: 0, gasPrice: 0, bytePrice: 0 },
  { name: "L2", blockSeconds: 2, confirmations: 0, gasPrice: 0.01 * GWEI, bytePrice: 0.1 * GWEI },
  { name: "mainnet", blockSeconds: 12, confirmations: 64, gasPrice: GWEI, bytePrice: 0 },
];
/**
 * Sizes within the limits of today; the last three are about as large as the contract or a node
 * allows.
 */
const TODAY: readonly Size[] = [
  { companies: 3, rows: 100, columns: 50 },
  { companies: 12, rows: 400, columns: 100 },
  { companies: 24, rows: 900, columns: 5000 },
  { companies: 100, rows: 1000, columns: 30 },
  { companies: 100, rows: 6000, columns: 30 },
];

export function chains(measured: Measured): Table {
  const model = gasModel(measured.rounds);
  return table(
    "Chains",
    [
      "K",
      "m",
      "n",
      "gas of the round",
      "settling transactions",
      ...CHAINS.map(({ name }) => `wait: ${name}`),
      "fee: L2",
      "fee: mainnet",
    ],
    TODAY.map((size) => {
      const { exchanges, posts } = FORMULAS.mpc(size, "optimum");
      const all = roundGas(model, size, posts);
      const settling = settlingTransactions(size);
      // Posts and commitments have four and five words of calldata.
      const data = sum(settling.map(({ bytes }) => bytes)) + 132 * posts + 100 * size.companies;
      const fee = ({ gasPrice, bytePrice }: Chain) =>
        `${((all * gasPrice + data * bytePrice) / 1e18).toPrecision(2)} ether`;
      return [
        ...[size.companies, size.rows, size.columns].map(whole),
        ...[millions(all), whole(settling.length)],
        ...CHAINS.map(({ blockSeconds, confirmations }) =>
          timeOf(blockSeconds * waitBlocks(exchanges, confirmations, settling.length)),
        ),
        ...[fee(CHAINS[1]!), fee(CHAINS[2]!)],
      ];
    }),
  );
}

/** 100 companies, 10,000 rows: what each part would take. */
export function far(measured: Measured): Table {
  const size: Size = { companies: 100, rows: 10_000, columns: 5000 };
  const { companies: K, rows: m, columns: n } = size;
  const model = gasModel(measured.rounds);
  const optimum = FORMULAS.mpc(size, "optimum");
  const settling = settlingTransactions(size);
  const settled = settlementGas(model, size);
  const largest = Math.max(...settling.map(({ bytes }) => bytes));
  const settlementBytes = sum(settling.map(({ bytes }) => bytes));
  const transactions = Math.ceil(settlementBytes / 128_000);
  const iteration = iterationBytes(measured, size);
  const shares = measured.sessions.filter(({ delayMs }) => delayMs === 0);
  // Smaller programs share a bucket.
  const large = shares.filter(({ size: own }) => own.rows + own.columns >= 100);
  const ratios = large.map(({ size: own, session: { iterations } }) => iterations / (own.rows + own.columns));
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => Math.round(ratio * (m + n))) as [
    number,
    number,
  ];
  const big = shares.at(-1)!;
  const perCell = big.session.processor / big.session.iterations / (big.size.rows * big.size.columns);
  const range = (each: number, show: (value: number) => string) => `${show(least * each)} to ${show(most * each)}`;
  return table(
    "Far",
    ["what", "needs", "limit", "fits"],
    [
      ["companies", whole(K), "255 (contract)", "yes"],
      ["rows of a company", whole(rowsOf(size)[0]!), "65,535 (contract)", "yes"],
      ["columns", whole(n), `${whole(mostColumns(K))} with ${K} companies (contract)`, "**no**"],
      ["calldata of the longest block alone", bytesOf(largest), "128,000 bytes (contract)", "**no**"],
      ["gas of all posts of an exchange", millions(K * model.post), "30 M, a block", "yes"],
      ["gas of the settlement", millions(settled, 0), "none: several transactions", "yes"],
      ["… its fee at 1 gwei a unit of gas", `${(settled / 1e9).toPrecision(2)} ether`, "–", "–"],
      [
        "calldata of the settlement",
        bytesOf(settlementBytes),
        `128,000 bytes a transaction: at least ${whole(transactions)}`,
        "yes",
      ],
      [
        "… one transaction in each block of 2 s / 12 s",
        `${timeOf(2 * transactions)} / ${timeOf(12 * transactions)}`,
        "180 days (contract)",
        "yes",
      ],
      ["longest message of `mpc`", bytesOf(LONGEST.mpc(size)), bytesOf(LARGEST_BODY), "yes"],
      ["messages of `mpc`, all receivers", bytesOf(wireBytes(optimum)), "none", "yes"],
      [
        "longest message of `multi-party/masked`",
        bytesOf(LONGEST["multi-party/masked"](size)),
        bytesOf(LARGEST_BODY),
        "**no**",
      ],
      ["memory of a node, at least", bytesOf(leastMemory(size, THREE)), bytesOf(NODE_MEMORY), "**no**"],
      ["checkpoint of a node, at least", bytesOf(64 * m * n), "1.00 GB, a value of the journal", "**no**"],
      [
        `session: ${whole(least)} to ${whole(most)} iterations, rounds`,
        range(iterationRounds(size), whole),
        "none",
        "yes",
      ],
      [
        "… their delay at 1 ms there and back",
        range(iterationRounds(size) / 2000, timeOf),
        "180 days (contract)",
        "yes",
      ],
      [
        "… their delay at 30 ms there and back",
        range((iterationRounds(size) * 30) / 2000, timeOf),
        "180 days (contract)",
        "yes",
      ],
      ["… bytes that a node sends, corrections apart", range(iteration, bytesOf), "none", "yes"],
      ["… processor time of a node", range(perCell * m * n, timeOf), "180 days (contract)", "yes"],
    ],
  );
}
