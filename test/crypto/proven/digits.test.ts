import { expect } from "chai";
import { digitsOfElements, digitsOfNumbers, shifted, valuesOf } from "../../../client/crypto/proven/digits.ts";
import type { ProvingNode } from "../../../client/crypto/proven/node.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { deviationFromUniform } from "../../support/chi-square.ts";
import { seeded } from "../../support/sharing.ts";
import { sending } from "./departing.ts";
import { dealElements, dealNumbers, resultsOf, runProving, together } from "./nodes.ts";

const WIDTHS = [1, 2, 31, 64, 90, 127] as const;

describe("Digits of shared integers", () => {
  const random = seeded(4);
  const groups = WIDTHS.map((width, i) => ({ count: 1 + 11 * i, width }));
  const values = groups.flatMap(({ count, width }) =>
    Array.from({ length: count }, (_, i) =>
      i === 0 ? (1n << BigInt(width)) - 1n : randomBelow(random, 1n << BigInt(width)),
    ),
  );

  for (const [from, deal, digits] of [
    ["modulo 2^128", dealElements, digitsOfElements],
    ["in the field", dealNumbers, digitsOfNumbers],
  ] as const)
    it(`makes them from shares ${from}`, async () => {
      const dealt = deal(values, random) as never[];
      const made = await resultsOf(runProving((node) => digits(node, dealt[node.node]!, groups)));
      const of = (g: number, read: (own: (typeof made)[number][number]) => ReturnType<typeof valuesOf>) =>
        together(made.map((own) => read(own[g]!)));
      let start = 0;
      for (const [g, { count, width }] of groups.entries()) {
        const expected = values.slice(start, start + count);
        start += count;
        expect(of(g, valuesOf)).to.deep.equal(expected);
        expect(of(g, ({ digits: bits }) => bits).every((bit) => bit === 0n || bit === 1n)).to.equal(true);
        const half = width >> 1;
        expect(of(g, (own) => valuesOf(shifted(own, half)))).to.deep.equal(
          expected.map((value) => value >> BigInt(half)),
        );
      }
    });

  it("shows every node uniform bytes, whatever the integers are", async () => {
    const group = { count: 64, width: 64 };
    for (const value of [0n, (1n << 64n) - 1n]) {
      const same = new Array<bigint>(group.count).fill(value);
      const [elements, numbers] = [dealElements(same, random), dealNumbers(same, random)];
      const counts = new Array<number>(256).fill(0);
      const change = sending(({ bytes }) => {
        // The highest byte of a number in [0, q) is not uniform.
        for (const [i, byte] of bytes.entries()) if (i % 32 < 30) counts[byte]!++;
        return bytes;
      });
      const make = async (node: ProvingNode) => {
        await digitsOfElements(node, elements[node.node]!, [group]);
        await digitsOfNumbers(node, numbers[node.node]!, [group]);
      };
      await resultsOf(runProving(make, { change }));
      expect(deviationFromUniform(counts), `${value}`).to.be.below(4);
    }
  });
});
