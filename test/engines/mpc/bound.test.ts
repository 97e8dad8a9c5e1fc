// Inputs that are not what their party committed to: nothing of the computation begins, and
// everybody sees whose fault it is.
import { expect } from "chai";
import { encodePoints } from "../../../client/certificate/commitment.ts";
import { G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "../../../client/crypto/curve/bn254.ts";
import { generator } from "../../../client/crypto/curve/generators.ts";
import type { Input } from "../../../client/crypto/sharing/input.ts";
import { faultOfPoints } from "../../../client/engines/mpc/input/points.ts";
import { inputLayout } from "../../../client/engines/mpc/input/words.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { ConcordatError, type ProtocolError } from "../../../client/errors.ts";
import { testSeed } from "../../support/certificate.ts";
import { deviationFromUniform, histogram } from "../../support/chi-square.ts";
import { program } from "../../support/programs.ts";
import { consortium } from "../multi-party/problems.ts";
import { type ChangeCommitted, type ChangeInput, dealAll } from "./dealt.ts";
import { runSession, type SessionChanges } from "./nodes.ts";
import type { MpcProgram } from "./problems.ts";
import { sendingThrough } from "./sending.ts";

const WHOLE = program(
  [-3, -5],
  [
    [[2, 3], 8],
    [[4, 1], 10],
    [[1, 2], 20],
  ],
  [[[1, 1], 3]],
);
const RING = 1n << 128n;
const LIMIT = 6;

for (const nodes of [THREE, FOUR])
  describe(`an input of ${nodes.engine} and its commitment`, function () {
    this.timeout(300_000);
    const GAME: MpcProgram = { ...consortium(WHOLE, nodes.count - 1, nodes.count - 1, 0), whole: WHOLE };
    const owner = GAME.round.objectiveOwner;
    const { coefficients } = inputLayout(GAME.round, 0);

    /** Party `rogue` deals other numbers. */
    const dealing = (rogue: number, change: (input: Input) => Input): ChangeInput => {
      return (input, party) => (party === rogue ? change(input) : input);
    };
    const added = (at: number, value: bigint) => (input: Input) => ({
      ...input,
      integers: input.integers.with(at, input.integers[at]! + value),
    });

    /** Party 0 commits to its first coefficient plus `value`. */
    const committing = (value: bigint): ChangeCommitted => {
      const more = generator(1).point.multiply(((value % GROUP_ORDER) + GROUP_ORDER) % GROUP_ORDER);
      return (committed, party) => {
        if (party !== 0) return committed;
        const [first, ...others] = committed.points.rows;
        const [changed] = pointsToAffine([pointFromAffine(first!).add(more)]);
        return { ...committed, points: { ...committed.points, rows: [changed!, ...others] } };
      };
    };

    /** How a session ends at each node, and how many rounds were computed at node 0. */
    async function play(changes: SessionChanges) {
      let rounds = 0;
      const meter = {
        add: (_: string, counted: string, amount: number) => {
          if (counted === "rounds") rounds += amount;
        },
      };
      const results = await runSession(GAME, "bound", { nodes, meter, ...changes });
      const ends = results.map((result) => {
        if (result.status === "fulfilled") {
          const { answer } = result.value;
          return answer.kind === "none" ? answer.cause : answer.kind;
        }
        const error: unknown = result.reason;
        return error instanceof ConcordatError ? `${error.code} ${(error as ProtocolError).party}` : String(error);
      });
      return { ends, rounds };
    }

    const all = (end: string) => new Array<string>(nodes.count).fill(end);

    /** Whom everybody names by the points that the nodes tell. */
    function namedBy(
      changes: Pick<SessionChanges, "inputs" | "committed">,
      points = (told: readonly Uint8Array[]) => told,
    ) {
      const dealt = dealAll(GAME, nodes, testSeed("bound"), changes.inputs, changes.committed);
      const fault = faultOfPoints(dealt.expected, points(dealt.points));
      return fault === null ? "nobody" : `${fault.code} ${fault.party}`;
    }

    const others: Readonly<Record<string, readonly [party: number, change: (input: Input) => Input]>> = {
      "a coefficient": [0, added(1, 1n)],
      "a right-hand side": [0, added(coefficients, -1n)],
      "a cost": [owner, added(inputLayout(GAME.round, owner).coefficients + inputLayout(GAME.round, owner).rhs, 1n)],
      "a blinding": [0, (input) => ({ ...input, blindings: input.blindings.with(0, input.blindings[0]! ^ 1n) })],
      "a coefficient that is the same modulo 2^128": [0, added(0, RING)],
      "both rows in another order": [
        0,
        ({ integers, ...input }) => ({
          ...input,
          integers: [...integers.slice(2, 4), ...integers.slice(0, 2), integers[5]!, integers[4]!],
        }),
      ],
      "coefficients in another order": [
        1,
        ({ integers, ...input }) => ({
          ...input,
          integers: [...integers.slice(1, 2), integers[0]!, ...integers.slice(2)],
        }),
      ],
    };
    for (const [what, [party, change]] of Object.entries(others))
      it(`is refused, and its party named, before anything is computed: ${what}`, async () => {
        const inputs = dealing(party, change);
        expect(await play({ inputs })).to.deep.equal({ ends: all("inputs"), rounds: 0 });
        expect(namedBy({ inputs })).to.equal(`InputNotCommitted ${party}`);
      });

    it("is refused where the commitment is to another number than what nodes compute with", async () => {
      // Dealt as committed, so that the points fit; modulo 2^128 each is a small number.
      for (const value of [RING, -RING, 5n * RING, (1n << 150n) * 3n, 1n << 100n, -(1n << 100n)]) {
        const changes = { committed: committing(value), inputs: dealing(0, added(0, value)) };
        expect(namedBy(changes)).to.equal("nobody");
        expect((await play(changes)).ends, `${value}`).to.deep.equal(all("InputOutOfRange undefined"));
      }
    });

    it("is refused where the same number is dealt to the ring, and another is committed to", async () => {
      const changes = { committed: committing(RING) };
      expect(namedBy(changes)).to.equal("InputNotCommitted 0");
      expect((await play(changes)).ends).to.deep.equal(all("inputs"));
    });

    it("is used where all is as it was committed to", async () => {
      expect(namedBy({})).to.equal("nobody");
      expect((await play({})).ends).to.deep.equal(all("optimal"));
    });

    it("tells which nodes do not agree, where one tells a wrong point", async () => {
      for (const cheat of [0, nodes.count - 1])
        for (const place of [0, nodes.components + 1]) {
          const spoil = (bytes: Uint8Array) => {
            const at = 64 * place;
            const point = pointFromAffine(affineIn(bytes.subarray(at, at + 64))).add(G1.BASE);
            return Uint8Array.from([
              ...bytes.subarray(0, at),
              ...encodePoints(pointsToAffine([point])),
              ...bytes.subarray(at + 64),
            ]);
          };
          const garbage = (bytes: Uint8Array) => bytes.map((byte, i) => (i >> 6 === place ? 7 : byte));
          for (const change of [spoil, garbage]) {
            const points = (bytes: Uint8Array, node: number) => (node === cheat ? change(bytes) : bytes);
            expect(await play({ points })).to.deep.equal({ ends: all("inputs"), rounds: 0 });
            const named = namedBy({}, (told) => told.map(points));
            expect(named).to.equal(`PointsDiffer ${nodes.count === 4 ? cheat : undefined}`);
          }
        }
    });

    it("names nobody by points that do not fit together, where more than one node is wrong", () => {
      const { held } = nodes.holding;
      type Told = readonly Uint8Array[];
      const noPoint = (liars: readonly number[], component: number) => (told: Told) =>
        told.map((bytes, node) => {
          const place = liars.includes(node) ? held(node).indexOf(component) : -1;
          return bytes.map((byte, i) => (i >> 6 === place ? 7 : byte));
        });
      const named = (...lies: ((told: Told) => Told)[]) =>
        namedBy({}, (told) => lies.reduce((points, lie) => lie(points), told));
      const all = Array.from({ length: nodes.count }, (_, node) => node).filter((node) => held(node).includes(2));
      const [first, second] = all as [number, number];
      const another = (node: number) => held(node).find((component) => component !== 2)!;
      const one = nodes.count === 4 ? first : undefined;
      expect(named(noPoint([first], 2), noPoint([first], another(first)))).to.equal(`PointsDiffer ${one}`);
      expect(named(noPoint([first], 2), noPoint([second], another(second)))).to.equal("PointsDiffer undefined");
      expect(named(noPoint([first, second], 2))).to.equal("PointsDiffer undefined");
      expect(named(noPoint(all, 2))).to.equal("PointsDiffer undefined");
    });

    it("names nobody who did nothing wrong, where a node and the dealer go together", () => {
      const inputs = dealing(0, added(0, 1n));
      // Node 0 hides that its own input is another one, by a point that makes up for it.
      for (const place of Array.from({ length: nodes.components }, (_, index) => index)) {
        const more = generator(1).point;
        const named = namedBy({ inputs }, (told) =>
          told.map((bytes, node) => {
            if (node !== 0) return bytes;
            const at = 64 * place;
            const point = pointFromAffine(affineIn(bytes.subarray(at, at + 64))).subtract(more);
            return Uint8Array.from([
              ...bytes.subarray(0, at),
              ...encodePoints(pointsToAffine([point])),
              ...bytes.subarray(at + 64),
            ]);
          }),
        );
        expect(["PointsDiffer 0", "PointsDiffer undefined"]).to.include(named);
      }
    });

    it("stops everybody where a node tells two others different points", async () => {
      const { ends } = await play({
        links: (node, links) =>
          node !== 1
            ? links
            : sendingThrough(links, (bytes, to) =>
                bytes.length % 64 === 0 && to === 0 ? bytes.map((byte, i) => byte ^ (i === 5 ? 1 : 0)) : bytes,
              ),
      });
      expect(ends[0]).to.equal("PointsDiffer undefined");
      expect(ends).not.to.include("optimal");
    });

    it("shows points that are uniform, whatever the numbers are", () => {
      for (const value of [0n, (1n << 71n) - 1n]) {
        const bytes: number[] = [];
        for (let i = 0; i < 15; i++) {
          const change = dealing(0, (input) => ({ ...input, integers: input.integers.map(() => value) }));
          const { points } = dealAll(GAME, nodes, testSeed(`points ${i}`), change);
          // Each component once: the first one of each node.
          for (const told of points)
            for (let at = 0; at < told.length; at += 64 * nodes.components)
              bytes.push(...told.subarray(at + 1, at + 32));
        }
        expect(deviationFromUniform(histogram(Uint8Array.from(bytes), 256))).to.be.below(LIMIT);
      }
    });

    function affineIn(bytes: Uint8Array) {
      const word = (at: number) => BigInt(`0x${Buffer.from(bytes.subarray(at, at + 32)).toString("hex")}`);
      return { x: word(0), y: word(32) };
    }
  });
