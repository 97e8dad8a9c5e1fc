// A party of `mpc` that deals something other than the digits of its rows, so that the success or
// failure of the run tells it digits of the others.
import { expect } from "chai";
import { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { connectLinks, previousOf } from "../../../client/crypto/sharing/link.ts";
import { ThreeNodes } from "../../../client/crypto/sharing/three-nodes.ts";
import { MAX_COLUMN_EXPONENT } from "../../../client/engines/mpc/input/row-exponents.ts";
import { scaleInputs } from "../../../client/engines/mpc/input/scale.ts";
import { inputLayout, inputWords, MAX_RHS_EXPONENT } from "../../../client/engines/mpc/input/words.ts";
import { firstTableau } from "../../../client/engines/mpc/simplex/first-tableau.ts";
import { prepareTableau, runIterations } from "../../../client/engines/mpc/solve.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { NODES, runSession } from "../../engines/mpc/nodes.ts";
import type { MpcProgram } from "../../engines/mpc/problems.ts";
import { consortium } from "../../engines/multi-party/problems.ts";
import { testSeed } from "../../support/certificate.ts";
import { program } from "../../support/programs.ts";
import { dealWords } from "../../support/sharing.ts";

/**
 * Party 3 owns the costs and is no node; a right-hand side of another party is `secret` times its
 * row's largest coefficient.
 */
function withSecret(secret: bigint): MpcProgram {
  const whole = program(
    [-1, -1],
    [
      [[2, 1], 2n * secret],
      [[1, 2], 3],
      [[1, 1], 2],
    ],
  );
  const { round, parties } = consortium(whole, 3, 3, 0);
  return { whole, parties, round: { ...round, decimals: { coefficient: 0, solution: 12, multiplier: 12 } } };
}

type Change = (words: readonly bigint[], at: ReturnType<typeof places>) => bigint[];

function places({ round }: MpcProgram) {
  const { magnitudes } = inputLayout(round, 3);
  const column = (t: number, j: number) => MAX_RHS_EXPONENT + t * round.columns + j;
  return { digit: (t: number) => t, column, costDigit: (t: number) => magnitudes + t };
}

/**
 * How the run ends at the three nodes when party 3 deals other words and the other parties deal
 * correctly.
 */
async function codes(game: MpcProgram, change: Change): Promise<string[]> {
  const results = await runSession(game, "digits", {
    inputs: (input, party) => (party === 3 ? { ...input, words: change(input.words, places(game)) } : input),
  });
  return results.map((result) => {
    if (result.status === "fulfilled") return result.value.answer.kind;
    return result.reason instanceof ProtocolError
      ? `${result.reason.code} ${result.reason.party}`
      : String(result.reason);
  });
}

/** The same without any check. */
async function unchecked(game: MpcProgram, change: Change): Promise<string> {
  const { round, parties } = game;
  const [links, random] = [connectLinks(), testSeed("unchecked")];
  const masks = NODES.map((node) => random.fork(`masks ${node}`).bytes(32));
  const inputs = parties.map((rows, party) => {
    const words = inputWords(rows);
    const { integers } = inputLayout(round, party);
    const changed = party === 3 ? change(words.slice(integers), places(game)) : words.slice(integers);
    return dealWords(THREE_HOLDING, [...words.slice(0, integers), ...changed], random.fork(`input ${party}`));
  });
  const ends = NODES.map(async (node) => {
    const seeds = { next: masks[node]!, previous: masks[previousOf(node)]! };
    const a = new Arithmetic(new ThreeNodes({ node, links: links[node], seeds, epoch: 0 }));
    const shares = inputs.map((components) => a.importInput(components[node]!));
    const shared = await scaleInputs({ arithmetic: a, round, inputs: shares });
    const tableau = await firstTableau(shared);
    await prepareTableau(tableau, random.fork("public"));
    return (await runIterations(shared, tableau, { random: random.fork("public") })).answer;
  });
  const [answer] = await Promise.all(ends);
  return answer!.kind === "optimal" && answer!.x.some((value) => value > 0n) ? "optimal" : "something else";
}

describe("a party of mpc that is no node", function () {
  this.timeout(120_000);
  const games = [withSecret(1n), withSecret(1n << 9n)];

  const changes: Readonly<Record<string, Change>> = {
    "a digit 2": (words, { digit }) => words.with(digit(5), 2n),
    "a digit −1": (words, { digit }) => words.with(digit(5), -1n),
    "a digit that is a bit but for a zero divisor": (words, { digit }) => words.with(digit(5), -(1n << 127n)),
    "a digit 1 below a 0": (words, { digit }) => words.with(digit(5), 1n),
    "a column's digit 2": (words, { column }) => words.with(column(3, 1), 2n),
    "a column's digit 1 below a 0": (words, { column }) => words.with(column(3, 1), 1n),
    "a digit 2 of its costs": (words, { costDigit }) => words.with(costDigit(3), 2n),
    "a digit 1 below a 0 of its costs": (words, { costDigit }) => words.with(costDigit(20), 1n),
    "too few digits of its costs": (words, { costDigit }) => words.with(costDigit(0), 0n),
  };
  for (const [what, change] of Object.entries(changes))
    it(`learns nothing by ${what}: the nodes stop, whatever the others' digits are`, async () => {
      for (const game of games)
        expect(await codes(game, change)).to.deep.equal(new Array(3).fill("InputOutOfRange undefined"));
    });

  it("would learn the others' digits by a digit 2 that is not looked at", async () => {
    const [small, large] = await Promise.all(games.map((game) => unchecked(game, changes["a digit 2"]!)));
    expect([small, large]).to.deep.equal(["something else", "optimal"]);
  });

  it("plays as ever with digits of its own", async () => {
    for (const game of games)
      expect(await codes(game, (words) => [...words])).to.deep.equal(new Array(3).fill("optimal"));
  });
});

describe("a party of mpc with rows", function () {
  this.timeout(120_000);

  it("learns nothing by numbers larger than its own digits say", async () => {
    const game = withSecret(4n);
    const { magnitudes, costDigits, rhs } = inputLayout(game.round, 0);
    const units = magnitudes + costDigits;
    const changes: ((words: readonly bigint[]) => bigint[])[] = [
      (words) => words.with(units, 1n << 36n),
      (words) => words.with(units + rhs, 1n << 38n),
      (words) => words.map((word, i) => (i < MAX_RHS_EXPONENT ? 0n : word)),
      // No digits for the first column.
      (words) =>
        words.map((word, i) => {
          const at = i - MAX_RHS_EXPONENT;
          const isFirst = at >= 0 && at < MAX_COLUMN_EXPONENT * game.round.columns && at % game.round.columns === 0;
          return isFirst ? 0n : word;
        }),
    ];
    for (const change of changes) {
      const results = await runSession(game, "sizes", {
        inputs: (input, party) => (party === 0 ? { ...input, words: change(input.words) } : input),
      });
      for (const result of results) {
        if (result.status === "fulfilled") expect.fail(`it went on: ${changes.indexOf(change)}`);
        expect(result.reason).to.be.instanceOf(ProtocolError).with.property("code", "InputOutOfRange");
      }
    }
  });

  it("cannot change its rows by units other than powers of its own", async () => {
    const game = withSecret(4n);
    const { magnitudes, costDigits, rhs } = inputLayout(game.round, 0);
    for (const half of [0, rhs]) {
      const at = magnitudes + costDigits + half;
      // Nothing, the opposite, one out of range, and the same but modulo 2^127.
      for (const change of [() => 0n, () => -1n, () => (1n << 36n) + 1n, (unit: bigint) => unit - (1n << 127n)]) {
        const results = await runSession(game, "units", {
          inputs: (input, party) =>
            party === 0 ? { ...input, words: input.words.with(at, change(input.words[at]!)) } : input,
        });
        for (const result of results)
          expect(result).to.have.nested.property("reason.code", "InputOutOfRange", `${half}, ${change}`);
      }
    }
  });
});
