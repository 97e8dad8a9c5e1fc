// What was measured, beside the formulas.
import type { Size } from "../whole-round.ts";
import { FORMULAS, wireBytes } from "./formulas.ts";
import { gasModel, settlementGas } from "./gas.ts";
import { type Fit, leastSquares } from "./least-squares.ts";
import { bytesOf, percent, sum, type Table, table, timeOf, whole } from "./markdown.ts";
import type { Measured } from "./measure.ts";
import { iterationRounds, sessionRounds } from "./session.ts";

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
  const [a, b, c, d, e, f, g] = model.settlement.constants.map(whole);
  const formulas = table(
    "Gas formulas",
    ["what", "gas", "largest residual"],
    [
      ["opening", ...constants(model.open, ["", "·K", "·K²"])],
      ["all commitments", ...constants(model.commits, ["·K", "·K²"])],
      ["a post", whole(model.post), "0.1 %"],
      [
        "settlement in T transactions",
        `${a} + ${b}·K + (T − 1)·(${c} + ${d}·K) + n·(${e} + ${f}·K) + ${g}·m`,
        percent(model.settlement.residual),
      ],
      ["a withdrawal", whole(model.withdrawal), "–"],
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

/** Bytes of an iteration at one node, as a function of the size. */
export function iterationBytes({ sessions }: Measured): Fit {
  return leastSquares(
    sessions.map(({ size: { rows: m, columns: n }, session: { iterations, recurringBytes } }) => ({
      features: [m + n, m * n],
      value: recurringBytes / (iterations + 1),
    })),
  );
}

export function session(measured: Measured): Table[] {
  const bytes = iterationBytes(measured);
  const undelayed = measured.sessions.filter(({ delayMs }) => delayMs === 0);
  const counted = table(
    "Session",
    [
      "m",
      "n",
      "iterations",
      "of m + n",
      "rounds of iterations",
      "formula",
      "all rounds",
      "bytes an iteration",
      "formula",
      "all bytes",
      "processor time of a node",
    ],
    undelayed.map(({ size, session: own }) => {
      const { rows: m, columns: n } = size;
      const each = own.recurringBytes / (own.iterations + 1);
      return [
        ...[m, n, own.iterations, (own.iterations / (m + n)).toFixed(2)],
        ...[
          own.recurringRounds,
          sessionRounds(size, own.iterations) - refreshRounds(size, own.iterations),
          own.rounds,
        ].map(whole),
        ...[bytesOf(each), bytesOf(bytes.predict([m + n, m * n])), bytesOf(own.bytes), timeOf(own.processor)],
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
      "without delay",
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
  return [counted, delays];
}

function refreshRounds(size: Size, iterations: number): number {
  const each = iterationRounds(size);
  return sessionRounds(size, iterations) - (iterations + 1) * each + 22;
}
