// A company whose units would turn the row that it committed to into another one modulo 2^128: with
// two units of 2^36, 2^56·x ≤ 0 becomes 0 ≤ 0, and with 2^57 in all, x ≤ 2^71 becomes x ≤ 0.
import { expect } from "chai";
import type { CommittedRows } from "../../../client/certificate/commit.ts";
import { pointFromAffine, pointsToAffine } from "../../../client/crypto/curve/bn254.ts";
import { generator, RHS_INDEX } from "../../../client/crypto/curve/generators.ts";
import { inputLayout } from "../../../client/engines/mpc/input/words.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { program } from "../../support/programs.ts";
import { consortium } from "../multi-party/problems.ts";
import { runSession, type SessionChanges } from "./nodes.ts";

const RHS = 1n << 71n;

for (const nodes of [THREE, FOUR])
  describe(`a row of ${nodes.engine} that units make another one modulo 2^128`, function () {
    this.timeout(120_000);

    /** How the session ends if party 0 has this row and deals these units with it. */
    async function play(
      row: readonly bigint[],
      units: readonly bigint[],
      { rhs = 0n, ...changes }: SessionChanges & { readonly rhs?: bigint } = {},
    ): Promise<unknown[]> {
      const whole = program(
        [-1, -1],
        [
          [[...row], 0n],
          [[1, 1], 3],
          [[1, 2], 5],
        ],
      );
      const game = { ...consortium(whole, nodes.count - 1, nodes.count - 1, 0), whole };
      const { magnitudes, coefficients, ...own } = inputLayout(game.round, 0);
      const results = await runSession(game, "wraps", {
        ...{ nodes, ...changes },
        inputs: (input, party) => {
          if (party !== 0) return input;
          const words = units.reduce((all, unit, half) => all.with(magnitudes + half * own.rhs, unit), input.words);
          return { ...input, words, integers: input.integers.with(coefficients, rhs) };
        },
      });
      return results.map((result) =>
        result.status === "rejected" ? (result.reason as { code?: unknown }).code : result.value.answer.kind,
      );
    }
    const all = (end: string) => new Array<string>(nodes.count).fill(end);

    it("is refused for its coefficients", async () => {
      expect(await play([1n << 56n, 0n], [1n << 14n, 1n])).to.deep.equal(all("optimal"));
      expect(await play([1n << 56n, 0n], [1n << 36n, 1n << 36n])).to.deep.equal(all("InputOutOfRange"));
    });

    it("is refused for its right-hand side", async () => {
      const more = generator(RHS_INDEX).point.multiply(RHS);
      const changes = {
        rhs: RHS,
        committed: (committed: CommittedRows, party: number) => {
          if (party !== 0) return committed;
          const [row, ...others] = committed.points.rows;
          const [changed] = pointsToAffine([pointFromAffine(row!).add(more)]);
          return { ...committed, points: { ...committed.points, rows: [changed!, ...others] } };
        },
      };
      expect(await play([1n, 0n], [1n << 36n, 1n << 21n], changes)).to.deep.equal(all("InputOutOfRange"));
    });
  });
