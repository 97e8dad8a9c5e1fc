// What an auditor reads from a company's first turn with engines that share inputs: made by the
// client, read by the specification.
import { expect } from "chai";
import { id } from "ethers";
import { Generators } from "../../auditor/certificate/generators.ts";
import { wrongIn } from "../../auditor/evidence/dealt.ts";
import { readEnvelope } from "../../auditor/evidence/envelope.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import { partyCommitment } from "../../client/certificate/commitment.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import { FOUR } from "../../client/engines/mpc/nodes/four.ts";
import { PROVEN, THREE } from "../../client/engines/mpc/nodes/three.ts";
import { commitTogether, NOWHERE } from "../../client/engines/run.ts";
import { consortium, randomProgram } from "../engines/multi-party/problems.ts";
import { testSeed } from "../support/certificate.ts";
import { FIRST, fileOf, firstTurns, SETUP } from "../support/first-turns.ts";

type Claim = Parameters<typeof wrongIn>[0];
type Envelope = Parameters<typeof wrongIn>[1];

for (const nodes of [THREE, FOUR, PROVEN])
  describe(`auditor: a first turn of ${nodes.engine}`, function () {
    this.timeout(120_000);
    const { round, parties } = consortium(randomProgram(4, "optimal", 3), nodes.count, nodes.count, 0);
    const inputs = parties.map((rows, party) => ({ rows, random: testSeed(`dealt ${party}`) }));
    const committed = commitTogether(round, inputs);
    const commits = inputs.map(({ rows, random }, party) => ({
      digest: partyCommitment(NOWHERE, round.columns, party, commitRows(rows, random.fork("commit")).points),
    }));

    /** The bodies that a party sends in the first exchange. */
    async function bodiesOf(party: number): Promise<Uint8Array[]> {
      const start = { party, round, ...inputs[party]!, commitments: committed[party]! };
      const { send } = await mpcEngine({ nodes }).start(start);
      return send.map(({ body }) => body);
    }

    function found(named: number, bodies: readonly (Uint8Array | null)[], changes: object = {}, exchange = 0) {
      const { inequalities, equalities, objectiveOwner } = round;
      const params = {
        engine: id(nodes.engine),
        inequalities,
        equalities,
        objectiveOwner,
        sealedKey: `0x${"00".repeat(32)}`,
      };
      const history = { params: { ...params, ...changes }, key: NOWHERE, commits };
      const claim = { history, named, generators: () => new Generators(round.columns), setupDigest: null };
      const parts = bodies.map((body) => ({ digest: "", body }));
      return wrongIn(claim as unknown as Claim, { exchange, parts } as unknown as Envelope);
    }

    const flipped = (body: Uint8Array, at: number) => body.map((byte, i) => (i === at ? byte ^ 1 : byte));

    it("is right as it was made, whatever of it a receiver has", async () => {
      for (const party of parties.keys()) {
        const bodies = await bodiesOf(party);
        expect(found(party, bodies)).to.equal(null);
        for (const at of bodies.keys()) if (at > 0) expect(found(party, bodies.with(at, null as never))).to.equal(null);
      }
    });

    it("shows shares that do not match their digests, in every part of them", async () => {
      for (const party of [0, nodes.count]) {
        const bodies = await bodiesOf(party);
        for (let at = 1; at < bodies.length; at++)
          for (const place of [0, 33, bodies[at]!.length - 1])
            expect(found(party, bodies.with(at, flipped(bodies[at]!, place)))).to.equal("MisdealProven");
        expect(found(party, bodies.with(1, new Uint8Array(3)))).to.equal("MisdealProven");
      }
    });

    it("shows points that were not committed to in a sealed round, to who has the terms", async () => {
      const right = await firstTurns(nodes, { sealed: true });
      const first = (body: Uint8Array) => flipped(body, body.length - 1);
      const wrong = await firstTurns(nodes, { sealed: true, first });
      for (const party of [0, nodes.count])
        for (const [made, finding] of [
          [right, null],
          [wrong, "CommitmentBroken"],
        ] as const) {
          const turn = readEnvelope(made.files.get(fileOf({ exchange: FIRST, from: party }))!)!;
          const { claim } = made.claim(party);
          expect(wrongIn({ ...claim, setupDigest: SETUP }, turn)).to.equal(finding);
          expect(wrongIn(claim, turn)).to.equal(null);
        }
    });

    it("shows points that were not committed to, but in a sealed round, where others are due", async () => {
      for (const party of [0, nodes.count]) {
        const bodies = await bodiesOf(party);
        const other = bodies.with(0, flipped(bodies[0]!, bodies[0]!.length - 1));
        expect(found(party, other)).to.equal("CommitmentBroken");
        expect(found(party, other, { sealedKey: `0x${"11".repeat(32)}` })).to.equal(null);
      }
    });

    it("shows nothing of another engine or exchange, and nothing where the first message is withheld", async () => {
      const bodies = await bodiesOf(0);
      const wrong = bodies.with(1, flipped(bodies[1]!, 0));
      expect(found(0, wrong, { engine: id("two-party") })).to.equal(null);
      expect(found(0, wrong, {}, 1)).to.equal(null);
      expect(found(0, wrong.with(0, null as never))).to.equal(null);
    });
  });
