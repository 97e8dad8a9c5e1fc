// Gas of a whole round by its size: constants fitted to measured rounds, and the floor price of
// calldata, which takes their place where there are many companies.
import type { Hex } from "viem";
import { splitForTransactions } from "../../client/certificate/assemble.ts";
import { columnBlockLength, rowBlockLength } from "../../client/certificate/codec.ts";
import { type BlockRange, blockRanges } from "../../client/certificate/layout.ts";
import { rowsOf, type Size } from "../whole-round.ts";
import { type Fit, leastSquares, type Sample } from "./least-squares.ts";
import { sum } from "./markdown.ts";
import type { MeasuredRound } from "./measure.ts";

const TRANSACTION_GAS = 21_000;
/** Floor price of a byte of calldata other than 0 (EIP-7623). */
const FLOOR_GAS_PER_BYTE = 40;

/** A settling transaction: its columns and rows, and bytes of calldata, about. */
export interface SettlingTransaction {
  readonly columns: number;
  readonly rows: number;
  readonly bytes: number;
}

/** The transactions in which the client settles a round of inequalities. */
export function settlingTransactions(size: Size): SettlingTransaction[] {
  const { companies, columns } = size;
  const inequalities = rowsOf(size);
  const shape = { columns, inequalities, equalities: inequalities.map(() => 0), objectiveOwner: companies - 1 };
  const lengthOf = ({ type, count }: BlockRange) =>
    type === "columns" ? columnBlockLength(count, companies) : rowBlockLength("optimal", count);
  const ranges = blockRanges(shape);
  const groups = splitForTransactions(
    shape,
    ranges.map((range): Hex => `0x${"00".repeat(lengthOf(range))}`),
  );
  let next = 0;
  return groups.map((group) => {
    const own = ranges.slice(next, next + group.length);
    next += group.length;
    const count = (type: BlockRange["type"]) =>
      own.filter((range) => range.type === type).reduce((sum, range) => sum + range.count, 0);
    const bytes = own.reduce((sum, range) => sum + lengthOf(range) + 64, 1420 + 2 * columns + 256 * companies);
    return { columns: count("columns"), rows: count("rows"), bytes };
  });
}

export interface GasModel {
  /** a + bK + cK²; total of all commitments aK + bK²; of a settlement, `settlementFeatures`. */
  readonly open: Fit;
  readonly commits: Fit;
  readonly settlement: Fit;
  /** Means of one post and one withdrawal. */
  readonly post: number;
  readonly withdrawal: number;
}

/**
 * Of a transaction: itself, its companies; itself if it is the first, which checks the header; its
 * companies if it is the last, which returns bonds; its columns, companies for each column; its
 * rows.
 */
function settlementFeatures(
  { companies: K }: Size,
  { columns, rows }: SettlingTransaction,
  first: boolean,
  last: boolean,
) {
  return [1, K, first ? 1 : 0, last ? K : 0, columns, columns * K, rows];
}

/**
 * The floor price, with every byte of calldata counted as other than 0: a little more than it is.
 */
function floorGas({ bytes }: SettlingTransaction): number {
  return TRANSACTION_GAS + FLOOR_GAS_PER_BYTE * bytes;
}

/** The measured transactions of settlements that cost more than the floor. */
function settlementSamples(rounds: readonly MeasuredRound[]): Sample[] {
  return rounds.flatMap(({ size, played }) => {
    const transactions = settlingTransactions(size);
    return played.gas.settlement.flatMap((value, i) => {
      const features = settlementFeatures(size, transactions[i]!, i === 0, i === transactions.length - 1);
      return value > 1.02 * floorGas(transactions[i]!) ? [{ features, value }] : [];
    });
  });
}

const mean = (values: readonly number[]) => sum(values) / values.length;

function openFeatures(companies: number): number[] {
  return [1, companies, companies ** 2];
}

/** Fits the constants to rounds of any engine; what a certificate costs does not depend on it. */
export function gasModel(rounds: readonly MeasuredRound[]): GasModel {
  const samples = (features: (size: Size) => number[], value: (round: MeasuredRound) => number) =>
    rounds.map((round) => ({ features: features(round.size), value: value(round) }));
  return {
    open: leastSquares(
      samples(
        ({ companies }) => openFeatures(companies),
        ({ played }) => played.gas.open,
      ),
    ),
    commits: leastSquares(
      samples(
        ({ companies }) => [companies, companies ** 2],
        ({ played }) => sum(played.gas.commits),
      ),
    ),
    settlement: leastSquares(settlementSamples(rounds)),
    post: mean(rounds.flatMap(({ played }) => played.gas.posts)),
    withdrawal: mean(rounds.map(({ played }) => played.gas.withdrawal)),
  };
}

/** Gas of a settlement: of each transaction its price or the floor, whichever is more. */
export function settlementGas({ settlement }: GasModel, size: Size): number {
  const transactions = settlingTransactions(size);
  return sum(
    transactions.map((one, i) => {
      const features = settlementFeatures(size, one, i === 0, i === transactions.length - 1);
      return Math.max(settlement.predict(features), floorGas(one));
    }),
  );
}

/** Gas of a round from its opening to the last withdrawal. */
export function roundGas(model: GasModel, size: Size, posts: number): number {
  const { companies: K } = size;
  const openAndCommits = model.open.predict(openFeatures(K)) + model.commits.predict([K, K * K]);
  return openAndCommits + posts * model.post + settlementGas(model, size) + K * model.withdrawal;
}
