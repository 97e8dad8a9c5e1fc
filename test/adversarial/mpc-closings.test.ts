// A node of `mpc` or `mpc/four` whose closing contradicts the others', against real clients and the
// real contract: everybody names it, and an audit proves it from what each of them has kept.
import { expect } from "chai";
import { encodePoints } from "../../client/certificate/commitment.ts";
import { generator } from "../../client/crypto/curve/generators.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import { decodeClosing, encodeClosing, type NodeClosing } from "../../client/engines/mpc/messages.ts";
import { FOUR } from "../../client/engines/mpc/nodes/four.ts";
import { THREE } from "../../client/engines/mpc/nodes/three.ts";
import { ProtocolError } from "../../client/errors.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { consortium, randomProgram } from "../engines/multi-party/problems.ts";
import { agree } from "../support/companies.ts";
import { auditEvidence, expectStopped, playFaulty, sending } from "../support/faults.ts";

const nothing = { sent: new Uint8Array(32), received: new Uint8Array(32) };
const LIES: Readonly<Record<string, (own: NodeClosing) => NodeClosing>> = {
  PointsDiffer: (own) => {
    const points = own.points.slice();
    points.set(encodePoints([generator(3).affine]), 64);
    return { ...own, points };
  },
  OutcomeDiffers: (own) => ({ ...own, answer: { kind: "none", cause: "precision" } }),
  TranscriptDiffers: (own) => ({ ...own, digests: own.digests.map(() => nothing) }),
};

describe("a node whose closing contradicts the others'", function () {
  this.timeout(300_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(5);
  });
  after(() => chain.close());

  for (const [nodes, cheat, codes] of [
    [FOUR, 1, ["PointsDiffer", "OutcomeDiffers", "TranscriptDiffers"]],
    [THREE, 2, ["OutcomeDiffers", "TranscriptDiffers"]],
  ] as const)
    for (const code of codes)
      it(`is named, and proven to: ${code} in ${nodes.engine}`, async () => {
        const engine = mpcEngine({ nodes }) as Engine<unknown>;
        const { parties: rows, round: open } = consortium(randomProgram(4, "optimal", 7), nodes.count, nodes.count, 0);
        const agreement = agree(chain, rows, engine);
        const isClosing = ({ exchange, from }: { exchange: number; from: number }) => exchange === 1 && from === cheat;
        const step = agreement.schedule.findIndex(isClosing);
        const lie = (body: Uint8Array) => encodeClosing(LIES[code]!(decodeClosing(body, open, cheat, nodes)));
        const misbehaviours = { [cheat]: sending(chain.sessions[cheat]!, { step, place: 0 }, lie) };
        const { round, honest } = await playFaulty({ chain, rows, engine, agreement, misbehaviours });
        for (const [party, end] of honest) {
          expect(expectStopped(end, ProtocolError, code)).to.include({ party: cheat, step });
          expect(end).to.include({ phase: "expired", gain: 0n });
          // One that is a node, and one that is none.
          if (party > 0 && party < nodes.count) continue;
          const session = chain.sessions[party]!;
          expect(await auditEvidence(session, round, end)).to.equal(code);
          const { files } = end;
          expect([...files.turns.keys()].toSorted()).to.deep.equal(
            Array.from({ length: nodes.count }, (_, node) => `01-00${node}.bin`),
          );
          if (party !== 0) continue;
          for (const [turns, finding] of [
            [new Map(), "MessageAuthentic"],
            [new Map([...files.turns].filter(([file]) => file !== "01-000.bin")), "NothingProven"],
            [new Map([...files.turns, ["01-000.bin", files.message!]]), "NothingProven"],
          ] as const)
            expect(await auditEvidence(session, round, { files: { ...files, turns } })).to.equal(finding);
          // Nobody else is named by the same turns.
          const own = files.turns.get("01-000.bin")!;
          const ownStep = agreement.schedule.findIndex(({ exchange, from }) => exchange === 1 && from === 0);
          const text = files.text
            .replace(`"party": ${cheat},`, '"party": 0,')
            .replace(`"step": ${step}`, `"step": ${ownStep}`)
            .replace(/"posted": "\w+"/, '"posted": null');
          const blamed = { ...files, text, message: own };
          expect(await auditEvidence(session, round, { files: blamed })).to.equal("NothingProven");
        }
      });
});
