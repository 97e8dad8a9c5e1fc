// What was measured, beside the formulas.
import type { Size } from "../whole-round.ts";
import { FORMULAS, wireBytes } from "./formulas.ts";
import { gasModel, settlementGas } from "./gas.ts";
import { type Fit, leastSquares } from "./least-squares.ts";
import { bytesOf, percent, sum, type Table, table, timeOf, whole } from "./markdown.ts";
import type { Measured, MeasuredRound, MeasuredSession } from "./measure.ts";
import { comparisons, recurringRounds, refreshRounds } from "./session.ts";

export function traffic({ rounds }: Measured): Table {
  const rows = rounds.map(({ engine, size, played }) => {
    const { companies, rows: m, columns: n } = size;
    const [limit, optimum] = (["limit", "optimum"] as const).map((lengths) =>
      wireBytes(FORMULAS[engine](size, lengths)),
    ) as [number, number];
    const sizes = [companies, m, n, played.exchanges, played.gas.posts.length, played.messages];
    return [
      `\`${engine}\``,
      ...sizes,
      bytesOf(limit),
      bytesOf(optimum),
      bytesOf(played.bytes),
      percent(played.bytes / optimum - 1),
    ];
  });
  return table(
    "Messages and bytes",
    ["engine", "K", "m", "n", "exchanges", "posts", "messages", "limit", "formula", "sent", "sent beside the formula"],
    rows,
  );
}

export function gas(measured: Measured): Table[] {
  const model = gasModel(measured.rounds);
  const constants = ({ constants, residual }: Fit, names: readonly string[]) => [
    constants.map((value, i) => `${whole(value)}${names[i]}`).join(" + "),
    percent(residual),
  ];
  const [each, eachK, first, last, n, nK, m] = model.settlement.constants.map(whole);
  const spread = (values: (round: MeasuredRound) => readonly number[], mean: number) =>
    percent(Math.max(...measured.rounds.flatMap(values).map((value) => Math.abs(value / mean - 1))));
  const formulas = table(
    "Gas formulas",
    ["what", "gas", "largest residual"],
    [
      ["opening", ...constants(model.open, ["", "·K", "·K²"])],
      ["all commitments", ...constants(model.commits, ["·K", "·K²"])],
      ["a post", whole(model.post), spread(({ played }) => played.gas.posts, model.post)],
      [
        "settlement in T transactions",
        `${first} + ${last}·K + T·(${each} + ${eachK}·K) + n·(${n} + ${nK}·K) + ${m}·m`,
        percent(model.settlement.residual),
      ],
      ["a withdrawal", whole(model.withdrawal), spread(({ played }) => [played.gas.withdrawal], model.withdrawal)],
    ],
  );
  const check = table(
    "Gas measured",
    [
      "engine",
      "K",
      "m",
      "n",
      "opening",
      "commitments",
      "posts",
      "settlement",
      "transactions",
      "formula of the settlement",
      "processor time of all clients",
    ],
    measured.rounds.map(({ engine, size, played }) => {
      const { companies, rows, columns } = size;
      const { open, commits, posts, settlement } = played.gas;
      return [
        `\`${engine}\``,
        ...[companies, rows, columns],
        ...[open, sum(commits), sum(posts), sum(settlement)].map(whole),
        settlement.length,
        `${whole(settlementGas(model, size))} (${percent(settlementGas(model, size) / sum(settlement) - 1)})`,
        timeOf(played.processor),
      ];
    }),
  );
  return [formulas, check];
}

/**
 * Bytes that a node sends for a look, by candidates and pairs, and for a pivot, by rows and columns
 * and cells.
 */
function sessionBytes({ sessions }: Measured): { readonly look: Fit; readonly pivot: Fit } {
  return {
    look: leastSquares(
      sessions.map(({ size, session: { iterations, recurringBytes, pivotBytes } }) => ({
        features: comparisons(size),
        value: (recurringBytes - pivotBytes) / iterations,
      })),
    ),
    pivot: leastSquares(
      sessions.map(({ size: { rows, columns }, session: { iterations, pivotBytes } }) => ({
        features: [1, rows + columns, rows * columns],
        value: pivotBytes / iterations,
      })),
    ),
  };
}

/** Bytes that a node sends in an iteration, about. */
export function iterationBytes(measured: Measured, size: Size): number {
  const { rows, columns } = size;
  const { look, pivot } = sessionBytes(measured);
  return look.predict(comparisons(size)) + pivot.predict([1, rows + columns, rows * columns]);
}

export function session(measured: Measured): Table[] {
  const { look, pivot } = sessionBytes(measured);
  const [candidate, line, pair] = look.constants.map(whole);
  const [c, d] = pivot.constants.map(whole);
  const cell = pivot.constants[2]!.toFixed(2);
  const off = ({ size, session: own }: MeasuredSession) =>
    (recurringRounds(size, own.iterations) + refreshRounds(size, own.iterations)) /
      (own.recurringRounds + own.refreshRounds) -
    1;
  const roundsOff = percent(Math.max(...measured.sessions.map((one) => Math.abs(off(one)))));
  const formulas = table(
    "Session formulas",
    ["what", "a node", "largest residual"],
    [
      ["rounds of an iteration", "5L + 5L′ + 25", roundsOff],
      ["rounds of a correction of rounding errors, every 32 iterations", "13 + ⌈log₂⌈d/2⌉⌉", roundsOff],
      [
        "bytes of an iteration's two tournaments",
        `${candidate}·max(m, n) + ${line}·(m + n) + ${pair}·(p + p′)`,
        percent(look.residual),
      ],
      ["bytes of its pivot", `${c} + ${d}·(m + n) + ${cell}·m·n`, percent(pivot.residual)],
    ],
  );
  const undelayed = measured.sessions.filter(({ delayMs }) => delayMs === 0);
  const counted = table(
    "Session",
    [
      "m",
      "n",
      "iterations",
      "of m + n",
      "rounds of iterations and corrections",
      "formula",
      "all rounds",
      "bytes an iteration",
      "formula",
      "all bytes",
      "processor time of a node",
    ],
    undelayed.map(({ size, session: own }) => {
      const { rows: m, columns: n } = size;
      const each = own.recurringBytes / own.iterations;
      return [
        ...[m, n, own.iterations, (own.iterations / (m + n)).toFixed(2)],
        ...[
          own.recurringRounds + own.refreshRounds,
          recurringRounds(size, own.iterations) + refreshRounds(size, own.iterations),
          own.rounds,
        ].map(whole),
        ...[bytesOf(each), bytesOf(iterationBytes(measured, size)), bytesOf(own.bytes), timeOf(own.processor)],
      ];
    }),
  );
  const delays = table(
    "Delay",
    [
      "m",
      "n",
      "rounds",
      "one-way delay",
      "rounds × delay",
      "measured",
      "without delay, all nodes in one process",
      "1 ms there and back",
      "30 ms there and back",
    ],
    measured.sessions.map(({ size, delayMs, session: own }) => {
      const { rows: m, columns: n } = size;
      const undone = undelayed.find((other) => JSON.stringify(other.size) === JSON.stringify(size))!.session.seconds;
      const across = (milliseconds: number) => timeOf((own.rounds * milliseconds) / 2000);
      return [
        ...[m, n, whole(own.rounds), delayMs === 0 ? "–" : `${delayMs} ms`],
        delayMs === 0 ? "–" : timeOf((own.rounds * delayMs) / 1000),
        ...[delayMs === 0 ? "–" : timeOf(own.seconds), timeOf(undone), across(1), across(30)],
      ];
    }),
  );
  return [formulas, counted, delays];
}
