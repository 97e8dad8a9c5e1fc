// Two companies' rows whose numbers are found wherever they leak. Does nothing on import.
import { expect } from "chai";
import { allRows } from "../../client/certificate/types.ts";
import type { PartyRows } from "../../client/lp/normal.ts";
import { magnitude } from "../../client/math/field.ts";
import { plain } from "../../client/node/observe/log.ts";
import type { End } from "./faults.ts";

const NONE = { coefficients: [], rhs: [] };
/** Occurs nowhere else. */
const FACTOR = 700_001n;
const scaled = (row: readonly bigint[]) => row.map((value) => FACTOR * value);

/** The paper's example (test/e2e/two-party.test.ts), everything times one number, so that the multipliers stay exact. */
export const ALICE: PartyRows = {
  columns: 3,
  inequalities: {
    coefficients: [scaled([1n, -2n, 1n]), scaled([5n, -1n, -2n])],
    rhs: scaled([11n, 1n]),
  },
  equalities: NONE,
  objective: null,
};
export const BOB: PartyRows = {
  columns: 3,
  inequalities: { coefficients: [scaled([-2n, 1n, 1n])], rhs: [0n] },
  equalities: NONE,
  objective: scaled([-3n, 1n, 1n]),
};

/** No number of the party's rows stands in its fault, error or log lines. */
export function expectNoSecret({ files, result, events }: End, party: number): void {
  const lines = events.map((event) => JSON.stringify(plain({ type: "round", round: "round", event }), withBigInts));
  const error = result.status === "rejected" ? `${result.reason}` : "";
  const own = [ALICE, BOB][party]!;
  const { coefficients, rhs } = allRows(own);
  const numbers = [...coefficients.flat(), ...rhs, ...(own.objective ?? [])].filter((value) => value !== 0n);
  for (const text of [files.text, error, ...lines])
    for (const number of numbers) expect(text).not.to.include(magnitude(number).toString());
}

function withBigInts(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
