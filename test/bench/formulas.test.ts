// The formulas of docs/scale.md are what the schedules of the engines say, and what sessions take.
import { expect } from "chai";
import { FORMULAS, type ScaledEngine, wireBytes } from "../../bench/scale/formulas.ts";
import { measureSession, recurringRounds, refreshRounds } from "../../bench/scale/session.ts";
import { coveringProblem } from "../../bench/whole-round.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { publicRound } from "../../client/library/problem.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import { ENVELOPE_HEAD } from "../../client/round/envelope.ts";
import { PART_HEAD, WITHHELD_BYTES } from "../../client/round/parts.ts";
import { receives } from "../../client/round/schedule.ts";
import { sampled } from "../support/sampled.ts";

const COMPANIES: Readonly<Record<ScaledEngine, readonly number[]>> = {
  mpc: [3, 4, 7, 30],
  "multi-party/masked": [3, 4, 7, 30],
  "two-party/paillier": [2],
};
const ROWS = [29, 64, 101];
const COLUMNS = [1, 8, 49];

describe("the formulas of docs/scale.md", () => {
  for (const [name, formula] of Object.entries(FORMULAS))
    for (const companies of COMPANIES[name as ScaledEngine])
      it(`${name}, ${companies} companies: exchanges, posts, messages and limits of the schedule`, () => {
        for (const rows of ROWS)
          for (const columns of COLUMNS) {
            const size = { companies, rows, columns };
            const engine = createEngine(name, callingThread);
            const { turns } = roundSchedule(engine, publicRound(coveringProblem(size), engine));
            const expected = formula(size, "limit");
            const envelopes = turns.flatMap((turn) =>
              Array.from({ length: companies }, (_, party) => party)
                .filter((party) => receives(turn, party))
                .map((party) =>
                  turn.messages.reduce(
                    (sum, { to, bytes }) => sum + (to === null || to === party ? PART_HEAD + bytes : WITHHELD_BYTES),
                    ENVELOPE_HEAD,
                  ),
                ),
            );
            expect(
              {
                exchanges: turns.at(-1)!.exchange + 1,
                posts: turns.length,
                messages: turns.reduce((sum, { messages }) => sum + messages.length, 0),
                envelopes: envelopes.length,
                bytes: envelopes.reduce((sum, bytes) => sum + bytes, 0),
              },
              JSON.stringify(size),
            ).to.deep.equal({
              exchanges: expected.exchanges,
              posts: expected.posts,
              messages: expected.messages,
              envelopes: expected.envelopes,
              bytes: wireBytes(expected),
            });
          }
      });

  const sizes = [
    [6, 6],
    [29, 20],
    [100, 20],
    [100, 50],
  ] as const;
  for (const [rows, columns] of sampled(sizes, 2))
    it(`mpc, ${rows} rows, ${columns} columns: rounds of a session`, async () => {
      const size = { companies: 4, rows, columns };
      const session = await measureSession(size);
      expect(session.recurringRounds).to.equal(recurringRounds(size, session.iterations));
      expect(session.refreshRounds).to.equal(refreshRounds(size, session.iterations));
    });
});
