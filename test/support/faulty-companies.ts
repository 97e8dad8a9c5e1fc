// Rows of two companies whose numbers can be recognised wherever they leak. Does nothing on import.

import { expect } from "chai";
import { stringify } from "viem";
import { plainEvent } from "../../client/app/observe/plain-event.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { allRows } from "../../client/lp/model/normal.ts";
import { magnitude } from "../../client/math/field.ts";
import type { End } from "./faults.ts";
import * as example from "./paper-example.ts";

/** Occurs nowhere else. */
const FACTOR = 700_001n;
const times = (row: readonly bigint[]) => row.map((value) => FACTOR * value);
const scaled = ({ inequalities, objective, ...rest }: PartyRows): PartyRows => ({
  ...rest,
  inequalities: { coefficients: inequalities.coefficients.map(times), rhs: times(inequalities.rhs) },
  objective: objective === null ? null : times(objective),
});

/** The paper's example, everything times one number, so that the multipliers stay exact. */
export const ALICE = scaled(example.ALICE);
export const BOB = scaled(example.BOB);

/** No number of the party's rows appears in its fault, error or log lines. */
export function expectNoSecret({ files, result, events }: End, party: number): void {
  const lines = events.map((event) => stringify(plainEvent({ type: "round", round: "round", event })));
  const error = result.status === "rejected" ? `${result.reason}` : "";
  const own = [ALICE, BOB][party]!;
  const { coefficients, rhs } = allRows(own);
  const numbers = [...coefficients.flat(), ...rhs, ...(own.objective ?? [])].filter((value) => value !== 0n);
  for (const text of [files.text, error, ...lines])
    for (const number of numbers) expect(text).not.to.include(magnitude(number).toString());
}
