// A company that deals inconsistent shares to the nodes of `mpc` or `mpc/four`, or numbers that it
// has not committed to, against real clients and the real contract.
import { expect } from "chai";
import { encodePoints } from "../../client/certificate/commitment.ts";
import { generator } from "../../client/crypto/curve/generators.ts";
import { PAIR_KEY_BYTES } from "../../client/crypto/sharing/pair-secrets.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import { FOUR } from "../../client/engines/mpc/nodes/four.ts";
import { THREE } from "../../client/engines/mpc/nodes/three.ts";
import { ProtocolError } from "../../client/errors.ts";
import type { PartyInput } from "../../client/play/drive/input.ts";
import { decodeEnvelope } from "../../client/round/envelope.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { amongThree } from "../engines/mpc/problems.ts";
import { consortium, randomProgram } from "../engines/multi-party/problems.ts";
import { agree } from "../support/companies.ts";
import { auditEvidence, expectStopped, playFaulty, sending } from "../support/faults.ts";
import { withOtherRow } from "../support/first-turns.ts";
import { sampled } from "../support/sampled.ts";

describe("a company that misdeals", function () {
  this.timeout(300_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(5);
  });
  after(() => chain.close());

  it("gives two nodes different shares: InputMisdealt", async () => {
    const engine = mpcEngine() as Engine<unknown>;
    const { parties: rows } = amongThree(randomProgram(6, "optimal", 7));
    const agreement = agree(chain, rows, engine);
    const rogue = 1;
    const victim = 2;
    const step = agreement.schedule.findIndex(({ from }) => from === rogue);
    const place = agreement.schedule[step]!.messages.findIndex(({ to }) => to === victim);
    const other = (body: Uint8Array) => body.map((byte, i) => (i === body.length - 1 ? byte ^ 1 : byte));
    const misbehaviours = { [rogue]: sending(chain.sessions[rogue]!, { step, place }, other) };
    const { round, honest } = await playFaulty({ chain, rows, engine, agreement, misbehaviours });
    const end = honest.get(victim)!;
    expect(expectStopped(end, ProtocolError, "InputMisdealt")).to.include({ party: rogue, step });
    expect(end.files.message).not.to.equal(null);
    expect(await auditEvidence(chain.sessions[2]!, round, end)).to.equal("MisdealProven");
    // Everybody has on record the digests that the shares are compared with.
    for (const [, { journal, gain }] of honest) {
      expect(journal.message(step)).not.to.equal(null);
      expect(gain).to.equal(0n);
    }
  });

  for (const [turn, nodes] of [THREE, FOUR].entries())
    for (const rogue of sampled([0, nodes.count - 1], 2, turn))
      it(`deals other numbers than it committed to, as party ${rogue} of ${nodes.engine}: InputNotCommitted`, async () => {
        const engine = mpcEngine({ nodes }) as Engine<unknown>;
        const { parties: rows } = consortium(randomProgram(5, "optimal", 7), nodes.count, nodes.count, 0);
        const agreement = agree(chain, rows, engine);
        const dealing: Engine<unknown> = {
          ...engine,
          start: ({ rows: own, ...input }) => engine.start({ ...input, rows: withOtherRow(own) }),
        };
        const misbehaviours = { [rogue]: { change: (input: PartyInput) => ({ ...input, engine: dealing }) } };
        const { round, honest } = await playFaulty({ chain, rows, engine, agreement, misbehaviours });
        for (const [party, end] of honest) {
          const error = expectStopped(end, ProtocolError, "InputNotCommitted");
          expect(error.party).to.equal(rogue);
          expect(end.phase).to.equal("expired");
          expect(end.gain).to.equal(0n);
          const session = chain.sessions[party]!;
          expect(await auditEvidence(session, round, end)).to.equal("InputNotCommitted");
          if (party !== [...honest.keys()][0]) continue;
          // Turns that are not all there, or not all right, prove nothing.
          const { files } = end;
          const honestTurn = files.turns.get(`00-00${party}.bin`)!;
          for (const [turns, finding] of [
            [new Map(), "MessageAuthentic"],
            [new Map([...files.turns].slice(1)), "NothingProven"],
            [new Map([...files.turns, [`00-00${rogue}.bin`, honestTurn]]), "NothingProven"],
          ] as const)
            expect(await auditEvidence(session, round, { files: { ...files, turns } })).to.equal(finding);
          // Nobody else is named by the same turns.
          const blamed = { ...files, text: files.text.replace(`"party": ${rogue},`, `"party": ${party},`) };
          expect(await auditEvidence(session, round, { files: blamed })).to.equal("NothingProven");
          // Whole are at most the two messages of a turn that are for everybody, so no shares are.
          for (const turn of [...files.turns.values(), files.message!])
            expect(decodeEnvelope(turn).parts.filter((part) => typeof part !== "string").length).to.be.at.most(2);
        }
      });

  it("shows points other than those it committed to: CommitmentMismatch", async () => {
    const engine = mpcEngine() as Engine<unknown>;
    const { parties: rows } = amongThree(randomProgram(6, "optimal", 7));
    const agreement = agree(chain, rows, engine);
    const rogue = 1;
    const step = agreement.schedule.findIndex(({ from }) => from === rogue);
    const other = encodePoints([generator(1).affine]);
    const swap = (body: Uint8Array) => Uint8Array.from([...body.subarray(0, body.length - 64), ...other]);
    const misbehaviours = { [rogue]: sending(chain.sessions[rogue]!, { step, place: 0 }, swap) };
    const { round, honest } = await playFaulty({ chain, rows, engine, agreement, misbehaviours });
    for (const [party, end] of honest) {
      expect(expectStopped(end, ProtocolError, "CommitmentMismatch")).to.include({ party: rogue, step });
      expect(await auditEvidence(chain.sessions[party]!, round, end)).to.equal("CommitmentBroken");
      expect(end.gain).to.equal(0n);
    }
  });

  it("sends a key of small order: KeyInvalid", async () => {
    const engine = mpcEngine() as Engine<unknown>;
    const { parties: rows } = amongThree(randomProgram(6, "optimal", 7));
    const agreement = agree(chain, rows, engine);
    const rogue = 0;
    const step = agreement.schedule.findIndex(({ from }) => from === rogue);
    const low = (body: Uint8Array) => body.map((byte, i) => (i < PAIR_KEY_BYTES ? 0 : byte));
    const misbehaviours = { [rogue]: sending(chain.sessions[rogue]!, { step, place: 0 }, low) };
    const { round, honest } = await playFaulty({ chain, rows, engine, agreement, misbehaviours });
    for (const [party, end] of honest) {
      expect(expectStopped(end, ProtocolError, "KeyInvalid")).to.include({ party: rogue, step });
      expect(await auditEvidence(chain.sessions[party]!, round, end)).to.equal("MessageAuthentic");
      expect(end.gain).to.equal(0n);
    }
  });
});
