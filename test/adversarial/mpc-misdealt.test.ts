// A company that deals inconsistent shares to the nodes of `mpc`, against real clients and the real
// contract.
import { expect } from "chai";
import { PAIR_KEY_BYTES } from "../../client/crypto/sharing/pair-secrets.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import { ProtocolError } from "../../client/errors.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { amongThree } from "../engines/mpc/problems.ts";
import { randomProgram } from "../engines/multi-party/problems.ts";
import { agree } from "../support/companies.ts";
import { auditEvidence, expectStopped, playFaulty, sending } from "../support/faults.ts";

describe("a company that misdeals", function () {
  this.timeout(120_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(3);
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
    expect(await auditEvidence(chain.sessions[2]!, round, end)).to.equal("MessageAuthentic");
    // Everybody has on record the digests that the shares are compared with.
    for (const [, { journal, gain }] of honest) {
      expect(journal.message(step)).not.to.equal(null);
      expect(gain).to.equal(0n);
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
