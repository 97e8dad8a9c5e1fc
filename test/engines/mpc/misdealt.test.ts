// A party that deals nodes shares other than those whose digests it has sent to everybody: each
// node that receives them names it at once.
import { expect } from "chai";
import { encodePoints } from "../../../client/certificate/commitment.ts";
import { generator } from "../../../client/crypto/curve/generators.ts";
import type { Engine, Message } from "../../../client/engines/engine.ts";
import { mpcEngine } from "../../../client/engines/mpc/engine.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { runEngine } from "../../../client/engines/run.ts";
import type { SideState } from "../../../client/engines/side.ts";
import { ProtocolError } from "../../../client/errors.ts";
import type { PartyRows } from "../../../client/lp/model/normal.ts";
import { testSeed } from "../../support/certificate.ts";
import { sampled } from "../../support/sampled.ts";
import { consortium, randomProgram } from "../multi-party/problems.ts";

const flipped = (body: Uint8Array, at: number) => body.map((byte, i) => (i === at ? byte ^ 1 : byte));

for (const nodes of [THREE, FOUR])
  describe(`a party of ${nodes.engine} that misdeals`, function () {
    this.timeout(120_000);
    const { round, parties } = consortium(randomProgram(6, "optimal", 9), nodes.count, nodes.count, 0);
    const engine = mpcEngine({ nodes });
    const schedule = engine.schedule(round);
    const components = nodes.count;
    const keys = [...schedule.entries()].filter(([, { phase }]) => phase === "keys");

    async function play(change: (message: Message) => Uint8Array): Promise<unknown> {
      const inputs = parties.map((rows, party) => ({ rows, random: testSeed(`party ${party}`) }));
      const deliver = (message: Message) => ({ ...message, body: change(message) });
      return runEngine(engine, round, inputs, { deliver }).catch((error: unknown) => error);
    }

    it("is named, by each node and for each part of its shares; a node or not", async () => {
      const inputs = [...schedule.entries()].filter(([, { phase }]) => phase === "input");
      const places = inputs.flatMap(([step, { from, to }]) => [0, 40, -1].map((place) => ({ step, from, to, place })));
      for (const { step, from, to, place } of sampled(places, 6)) {
        const error = await play(({ position: at, body }) =>
          at === step ? flipped(body, place < 0 ? body.length - 1 : place) : body,
        );
        expect(error, `${from} to ${to}`)
          .to.be.instanceOf(ProtocolError)
          .that.includes({ code: "InputMisdealt", party: from });
      }
    });

    it("is named, when it tells other points than it committed to", async () => {
      for (const [step, { from }] of keys) {
        const error = await play(({ position: at, body }) =>
          at === step ? Buffer.concat([body.subarray(0, -64), encodePoints([generator(1).affine])]) : body,
        );
        expect(error).to.be.instanceOf(ProtocolError).that.includes({ code: "CommitmentMismatch", party: from });
      }
    });

    it("is named by everybody in the end, when it deals other numbers than it committed to", async () => {
      for (const rogue of sampled([...parties.keys()], 2)) {
        const changed = (values: readonly bigint[]) => values.with(0, values[0]! + 1n);
        const other = ({ inequalities, objective, ...rows }: PartyRows): PartyRows => ({
          ...{
            ...rows,
            inequalities: { ...inequalities, rhs: inequalities.rhs.length > 0 ? changed(inequalities.rhs) : [] },
          },
          objective: objective && changed(objective),
        });
        const dealing: Engine<SideState> = {
          ...engine,
          start: (input) => engine.start(input.party === rogue ? { ...input, rows: other(input.rows) } : input),
        };
        const inputs = parties.map((rows, party) => ({ rows, random: testSeed(`party ${party}`) }));
        const error = await runEngine(dealing, round, inputs).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(ProtocolError).that.includes({ code: "InputNotCommitted", party: rogue });
      }
    });

    it("is named, when its key is invalid", async () => {
      // Points of low order: 0, 1 and −1 mod 2^255 − 19.
      const low = [0n, 1n, (1n << 255n) - 20n].map((point) =>
        Buffer.from(point.toString(16).padStart(64, "0"), "hex").reverse(),
      );
      for (const [step, { from }] of keys) {
        if (from >= nodes.count) continue;
        for (const key of low) {
          const error = await play(({ position: at, body }) =>
            at === step ? Buffer.concat([key, body.subarray(32)]) : body,
          );
          expect(error, `${from}`).to.be.instanceOf(ProtocolError).that.includes({ code: "KeyInvalid", party: from });
        }
      }
    });

    it("is named, when what it sends to everybody belongs to other shares", async () => {
      const digests = keys.flatMap(([step, { from }]) =>
        Array.from({ length: components }, (_, component) => ({ step, from, component })),
      );
      for (const { step, from, component } of sampled(digests, 3)) {
        const error = await play(({ position: at, body }) =>
          at === step ? flipped(body, (from < nodes.count ? 64 : 0) + 32 * component) : body,
        );
        expect(error, `${from}`).to.be.instanceOf(ProtocolError).that.includes({ code: "InputMisdealt", party: from });
      }
    });
  });
