// A company that dies while companies prove a sealed outcome: the others refuse in time, keep what
// was sent, and share its bond, since the dead company owes its post on chain.
import { expect } from "chai";
import { readState } from "../../client/chain/coordinator/read.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { ProtocolError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { UNPOSTED_EXCHANGE } from "../../client/round/schedule.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { NOTHING_KEPT } from "../support/closing.ts";
import { gainSince, passTime, until } from "../support/faults.ts";
import { ALICE, BOB, NO_ROWS } from "../support/paper-example.ts";
import { agreeSealed, playSealed } from "../support/sealed-companies.ts";
import { smallEngine } from "../support/small-engines.ts";

const ROWS: readonly PartyRows[] = [ALICE, { ...BOB, objective: null }, { ...BOB, inequalities: NO_ROWS }];
/** Seconds; every period has 3,600. */
const MORE_THAN_HALF = 1_900;

let rounds = 0;

describe("a company that dies in the middle of a sealed proof", function () {
  this.timeout(120_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(3);
  });
  after(() => chain.close());

  for (const exchange of [UNPOSTED_EXCHANGE, UNPOSTED_EXCHANGE + 4])
    it(`ends the round in exchange ${exchange}: the others refuse in time, and share its bond`, async () => {
      const engine = smallEngine("mpc") as Engine<unknown>;
      const { publicClient } = chain.sessions[0]!;
      const from = await publicClient.getBlockNumber();
      const stopped: unknown[] = [];
      const closing = { ...NOTHING_KEPT, onStopped: (error: unknown) => void stopped.push(error) };
      const round = 1n + BigInt(rounds++);
      const later = async () => {
        await passTime(publicClient, MORE_THAN_HALF);
        // Both others have refused; the dead company owes its post.
        await until(chain.sessions[0]!, round, ({ state }) => state.remaining === 1);
        const { state, now } = await readState(chain.sessions[0]!, round);
        await passTime(publicClient, state.deadline - now + 1);
      };
      const dead = { party: 2, exchange, afterwards: later };
      const agreed = agreeSealed(chain, ROWS, engine);
      const played = await playSealed(chain, { engine, rows: ROWS }, agreed, { dead, closing });
      expect(played.round).to.equal(round);
      expect(stopped).to.have.length(2);
      for (const error of stopped) expect(error).to.be.instanceOf(ProtocolError);
      const codes = stopped.map((error) => (error as ProtocolError).code);
      expect(codes).to.include("SessionStalled");
      for (const code of codes) expect(code).to.be.oneOf(["SessionStalled", "PeerRefused"]);
      const { phase } = (await readState(chain.sessions[0]!, round)).state;
      expect(phase).to.equal("expired");
      for (const party of [0, 1]) {
        // What arrived is kept: the dead company's turns of all earlier exchanges.
        const journal = played.journals[party]!;
        const kept = journal.steps().map((step) => agreed.agreement.schedule[step]!);
        const ofDead = kept.filter((turn) => turn.from === 2 && turn.exchange >= UNPOSTED_EXCHANGE);
        expect(ofDead).to.have.length(exchange - UNPOSTED_EXCHANGE);
        expect(await gainSince(publicClient, from, chain.sessions[party]!.account.address)).to.equal(
          agreed.agreement.bond / 2n,
        );
      }
    });
});
