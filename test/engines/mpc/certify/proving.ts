// Proofs of statements about the shares that a dealer has dealt, and what a node that departs from
// the protocol makes open. No effect on import.
import { expect } from "chai";
import { GROUP_ORDER } from "../../../../client/crypto/curve/bn254.ts";
import type { ElementComponents } from "../../../../client/crypto/proven/digits.ts";
import type { ProvingNode } from "../../../../client/crypto/proven/node.ts";
import { openProven } from "../../../../client/crypto/proven/prove.ts";
import type { Provable } from "../../../../client/engines/mpc/certify/equations.ts";
import { type Data, dataOf } from "../../../../client/engines/mpc/certify/point.ts";
import { balanced } from "../../../../client/math/field.ts";
import { randomBelow } from "../../../../client/math/random.ts";
import type { PublicRound } from "../../../../client/round/public-round.ts";
import { sending, withBit } from "../../../crypto/proven/departing.ts";
import { dealElements, dealNumbers, type ProvingOptions, resultsOf, runProving } from "../../../crypto/proven/nodes.ts";
import { NODES, seeded } from "../../../support/sharing.ts";

export interface Program {
  readonly round: PublicRound;
  /** Rows as in client/engines/mpc/shape.ts. */
  readonly coefficients: readonly (readonly bigint[])[];
  readonly rhs: readonly bigint[];
  readonly costs: readonly bigint[];
}

export type ProofOptions = ProvingOptions & {
  /** By default right-hand sides, which are in range. */
  readonly sumsOfInputs?: readonly bigint[];
  /** May change, in place, what a node has of the inputs in common with the next one. */
  readonly holds?: (node: number, parts: readonly Uint8Array[]) => void;
};

type Settled = Promise<PromiseSettledResult<bigint[] | null>[]>;

/** What opens at each node. */
export function proveOnShares(
  program: Program,
  answer: readonly bigint[],
  statementOf: (node: ProvingNode, data: Data, components: ElementComponents) => Promise<Provable>,
  { sumsOfInputs = program.rhs, holds = () => {}, ...options }: ProofOptions = {},
): Settled {
  const random = seeded(9);
  const numbers = [program.coefficients.flat(), program.rhs, program.costs, sumsOfInputs];
  const [coefficients, rhs, costs, sums] = numbers.map((own) => dealNumbers(own, random));
  const dealt = dealElements(answer, random);
  return runProving(async (node) => {
    const own = node.node;
    const inputs = { coefficients: coefficients![own]!, rhs: rhs![own]!, costs: costs![own]!, sums: sums![own]! };
    holds(
      own,
      Object.values(inputs).map(({ second }) => second.bytes),
    );
    const { statement, outcome } = await statementOf(node, dataOf(program.round, inputs), dealt[own]!);
    const opened = await openProven(node, statement, outcome);
    return opened.outcome?.map((value) => balanced(value, GROUP_ORDER)) ?? null;
  }, options);
}

/** What has opened to honest nodes, all but `departing`. */
export async function openedTo(departing: number, settled: Settled): Promise<bigint[][]> {
  const results = (await settled).filter((_, node) => node !== departing);
  return results.flatMap((result) => (result.status === "fulfilled" && result.value !== null ? [result.value] : []));
}

/**
 * A node changes a bit of any one message of those that `choose` takes of its own: what opens, if
 * anything, is `expected`.
 */
export async function expectNothingElse(
  run: (options: ProvingOptions) => Settled,
  expected: readonly bigint[],
  choose: (messages: readonly number[]) => readonly number[],
): Promise<void> {
  const counts = [0, 0, 0];
  const count = sending((sent) => {
    counts[sent.from]!++;
    return sent.bytes;
  });
  expect(await resultsOf(run({ change: count }))).to.deep.equal(NODES.map(() => expected));
  const random = seeded(77);
  for (const from of NODES)
    for (const index of choose([...new Array(counts[from]).keys()])) {
      const place = Number(randomBelow(random, 1n << 40n));
      const cheat = sending(({ bytes, ...sent }) =>
        sent.from === from && sent.index === index ? withBit(bytes, place % (8 * bytes.length)) : bytes,
      );
      for (const values of await openedTo(from, run({ change: cheat })))
        expect(values, `node ${from}, message ${index}`).to.deep.equal(expected);
    }
}
