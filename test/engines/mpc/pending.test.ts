// Pivots that wait (pending.ts), on random tableaus: among three nodes, every row and column that
// is looked up, against the same pivots in floating point, and against a tableau in which none
// waits.
import { expect } from "chai";
import fc from "fast-check";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { checkpoint, positionOf, resume } from "../../../client/engines/mpc/checkpoint.ts";
import { OpenedBits } from "../../../client/engines/mpc/opened-bits.ts";
import { FRACTION_BITS, ONE } from "../../../client/engines/mpc/simplex/fixed-point.ts";
import { MOST_PENDING } from "../../../client/engines/mpc/simplex/pending.ts";
import { type CrossLines, layoutOf, Tableau } from "../../../client/engines/mpc/simplex/tableau.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { createNodes, runShared, seeded } from "../../support/sharing.ts";

/** Cells of at most 1; pivots on the largest entry of a row keep them small. */
type Cells = readonly (readonly number[])[];

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Far above what truncations add in so many pivots, far below any entry that matters. */
const NEAR = 2 ** -28;

const EXTRA = { rows: 2, columns: 2 };
const tableaus = fc
  .record({ rows: fc.integer({ min: 2, max: 5 }), columns: fc.integer({ min: 2, max: 5 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      cells: fc.array(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
          minLength: columns + EXTRA.columns,
          maxLength: columns + EXTRA.columns,
        }),
        { minLength: rows + EXTRA.rows, maxLength: rows + EXTRA.rows },
      ),
      // More than wait at a time.
      order: fc.array(fc.integer({ min: 0, max: rows - 1 }), {
        minLength: 2,
        maxLength: 2 * MOST_PENDING,
        size: "max",
      }),
    }),
  );

const words = (cells: Cells): bigint[] => cells.flat().map((value) => BigInt(Math.round(value * 2 ** FRACTION_BITS)));
const numbers = (values: readonly bigint[]): number[] => values.map((value) => Number(value) / 2 ** FRACTION_BITS);

/** Of the row, the largest entry of the body. */
function placeIn(cells: Cells, row: number): Place {
  const entries = cells[row]!.slice(0, -EXTRA.columns).map(Math.abs);
  return { row, column: entries.indexOf(Math.max(...entries)) };
}

/** T − (c − e_r) ⊗ ((t_r + e_q)/p). */
function pivoted(cells: Cells, { row, column }: Place): Cells {
  const element = cells[row]![column]!;
  const scaled = cells[row]!.map((value, j) => (value + (j === column ? 1 : 0)) / element);
  return cells.map((line, i) => {
    const factor = line[column]! - (i === row ? 1 : 0);
    return line.map((value, j) => value - factor * scaled[j]!);
  });
}

function oneHot(a: Arithmetic, length: number, place: number): Shares {
  return a.publicVector(Array.from({ length }, (_, k) => (k === place ? 1n : 0n)));
}

/** The column and the row of a place, from top to bottom and from left to right. */
async function linesAt(tableau: Tableau, { row, column }: Place): Promise<CrossLines> {
  const { arithmetic: a, layout, pending } = tableau;
  const [ofColumn, columnWeights, ofRow, rowWeights] = await a.reshare(
    ...tableau.columnAt(oneHot(a, layout.columns, column)),
    ...tableau.rowAt(oneHot(a, layout.rows, row)),
  );
  const [columnChange, rowChange] = await a.truncateEach(pending.toColumn(columnWeights), pending.toRow(rowWeights));
  const lines = { column: ofColumn, row: ofRow };
  tableau.complete(lines, { column: columnChange, row: rowChange });
  return lines;
}

/** `element`: public, which only a test may know. */
async function pivot(tableau: Tableau, place: Place, element: number): Promise<void> {
  const { arithmetic: a, layout } = tableau;
  const { column, row } = await linesAt(tableau, place);
  a.addInto(a.slice(column, place.row, 1), a.publicVector([-ONE]));
  const sign = element < 0 ? -1n : 1n;
  const withUnit = a.add(row, tableau.unitRow(oneHot(a, layout.columns, place.column)));
  const reciprocal = await a.reciprocal(a.scale(a.slice(row, place.column, 1), sign));
  await tableau.pivot({ column, row: a.scale(withUnit, sign), reciprocal });
}

function tableauOf(a: Arithmetic, cells: Cells, shares: Shares): Tableau {
  const [rows, columns] = [cells.length - EXTRA.rows, cells[0]!.length - EXTRA.columns];
  const tableau = Tableau.empty(a, layoutOf({ rows, inequalities: rows, columns }));
  a.copyInto(tableau.parts.cells, shares);
  return tableau;
}

function expectNear(found: readonly number[], expected: readonly number[], what: string): void {
  expect(found).to.have.length(expected.length);
  for (const [i, value] of found.entries()) expect(value, `${what}, ${i}`).to.be.closeTo(expected[i]!, NEAR);
}

/** Runs the program at three nodes and returns what the first of them returns. */
async function atNodes<T>(cells: Cells, program: (a: Arithmetic, tableau: Tableau) => Promise<T>): Promise<T> {
  const run = async (a: Arithmetic, [shares]: readonly Shares[]) => program(a, tableauOf(a, cells, shares!));
  return (await runShared(createNodes(), [words(cells)], seeded(7), run))[0]!;
}

async function opened(a: Arithmetic, { column, row }: CrossLines): Promise<{ column: number[]; row: number[] }> {
  return { column: numbers(await a.open(column)), row: numbers(await a.open(row)) };
}

/** The places of some pivots, each on the largest entry of its row, and the cells after each. */
function played(cells: Cells, order: readonly number[]): { place: Place; element: number; after: Cells }[] {
  let now = cells;
  const steps = [];
  for (const row of order) {
    const place = placeIn(now, row);
    const element = now[row]![place.column]!;
    const next = pivoted(now, place);
    if (Math.abs(element) < 2 ** -4 || next.flat().some((value) => Math.abs(value) > 2 ** 6)) continue;
    now = next;
    steps.push({ place, element, after: now });
  }
  return steps;
}

const SMALL: Cells = [
  [0.5, -0.25, 0.125, 1, 0.01],
  [-0.75, 0.5, 0.25, 0.5, 0.02],
  [0.25, 0.5, -0.875, 0.75, 0.03],
  [-0.5, -0.25, 0.5, 0, 0],
  [0.01, 0.02, 0.03, 0, 0],
];

describe("pivots that wait", function () {
  this.timeout(300_000);

  it("show in every row and column that is looked up, as if they had been applied at once", async () => {
    let longest = 0;
    await fc.assert(
      fc.asyncProperty(tableaus, async ({ cells, order }) => {
        const steps = played(cells, order);
        longest = Math.max(longest, steps.length);
        const seen = await atNodes(cells, async (a, tableau) => {
          const atOnce = Tableau.empty(a, tableau.layout);
          atOnce.become(tableau);
          const looks = [];
          for (const [k, { place, element }] of steps.entries()) {
            await pivot(tableau, place, element);
            await pivot(atOnce, place, element);
            await atOnce.applyPending();
            const at = { row: (k * 3) % tableau.layout.rows, column: (k * 5) % tableau.layout.columns };
            const lines = [await opened(a, await linesAt(tableau, at)), await opened(a, await linesAt(atOnce, at))];
            looks.push({ at, lines, pending: tableau.pending.count });
          }
          await tableau.applyPending();
          return { looks, cells: numbers(await a.open(tableau.parts.cells)) };
        });
        for (const [k, { at, lines, pending }] of seen.looks.entries()) {
          const { after } = steps[k]!;
          expect(pending).to.equal((k + 1) % MOST_PENDING);
          for (const { column, row } of lines) {
            expectNear(
              column,
              after.map((line) => line[at.column]!),
              `column after pivot ${k}`,
            );
            expectNear(row, after[at.row]!, `row after pivot ${k}`);
          }
          const [late, early] = lines.map((line) => [...line.column, ...line.row]);
          expectNear(late!, early!, `pivot ${k}`);
        }
        const last = steps.at(-1)?.after ?? cells;
        const { rows, columns } = { rows: last.length - EXTRA.rows, columns: last[0]!.length - EXTRA.columns };
        // Except the corner, where costs and right-hand sides meet: nothing reads it.
        const used = (values: readonly number[]) =>
          values.filter((_, k) => k < rows * (columns + EXTRA.columns) || k % (columns + EXTRA.columns) < columns);
        expectNear(used(seen.cells), used(last.flat()), "cells");
      }),
      propertyRuns(12, 44),
    );
    expect(longest).to.be.above(MOST_PENDING);
  });

  it("lose nothing in one row that is brought up to date before the others", async () => {
    const steps = played(SMALL, [0, 1, 2, 1]);
    const { after } = steps.at(-1)!;
    const [row, all] = await atNodes(SMALL, async (a, tableau) => {
      for (const { place, element } of steps) await pivot(tableau, place, element);
      await tableau.applyPendingTo(1);
      const taken = numbers(await a.open(tableau.row(1)));
      await tableau.applyPending();
      return [taken, numbers(await a.open(tableau.body()))];
    });
    expectNear(row, after[1]!, "row");
    expectNear(
      all,
      after.slice(0, 3).flatMap((line) => line.slice(0, 3)),
      "body",
    );
  });

  it("are kept in a checkpoint, and gone when a tableau becomes another", async () => {
    const steps = played(SMALL, [2, 0, 1]);
    const { after } = steps.at(-1)!;
    const at = { row: 1, column: 2 };
    const { resumed, replaced, damaged } = await atNodes(SMALL, async (a, tableau) => {
      const other = Tableau.empty(a, tableau.layout);
      other.become(tableau);
      for (const { place, element } of steps) for (const own of [tableau, other]) await pivot(own, place, element);
      await other.applyPending();
      const owner = { node: a.node, components: 2, context: new Uint8Array(32).fill(3) };
      const bytes = checkpoint(tableau, owner, { position: 5, bits: new OpenedBits().encode() });
      expect(positionOf(bytes, tableau.layout, owner)).to.equal(5);
      const again = resume(a, tableau.layout, bytes, owner);
      const lines = await opened(a, await linesAt(again, at));
      tableau.become(other);
      const tooMany = Uint8Array.from(bytes);
      expect(tooMany[4 + 1 + 32 + 4]).to.equal(steps.length);
      tooMany[4 + 1 + 32 + 4] = MOST_PENDING;
      let refused: unknown;
      try {
        positionOf(tooMany, tableau.layout, owner);
      } catch (error) {
        refused = error;
      }
      return { resumed: lines, replaced: await opened(a, await linesAt(tableau, at)), damaged: refused };
    });
    expectNear(resumed.row, after[at.row]!, "row");
    expectNear(
      resumed.column,
      after.map((line) => line[at.column]!),
      "column",
    );
    expectNear(replaced.row, after[at.row]!, "row of the other");
    expect(damaged).to.be.instanceOf(ProtocolError).with.property("code", "CheckpointInvalid");
  });
});
