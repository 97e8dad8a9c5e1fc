import { expect } from "chai";
import { digitsOfElements, digitsOfNumbers, shifted, valuesOf } from "../../../client/crypto/proven/digits.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { seeded } from "../../support/sharing.ts";
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
});
