// A node of `mpc/four` that spoils one message of its session, against real clients and the real
// contract: the round does not settle, nobody who did nothing wrong is named, and every bond comes
// back.
import { expect } from "chai";
import type { Link } from "../../client/crypto/sharing/link.ts";
import type { Engine, SessionIo } from "../../client/engines/engine.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import { FOUR } from "../../client/engines/mpc/nodes/four.ts";
import { ProtocolError } from "../../client/errors.ts";
import type { Sessions } from "../../client/play/drive/context.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { consortium, randomProgram } from "../engines/multi-party/problems.ts";
import { agree } from "../support/companies.ts";
import { type Misbehaviour, playFaulty } from "../support/faults.ts";
import { sampled } from "../support/sampled.ts";

/** In parts of the messages that the node sends: nodes 1, 2 and 3 in turn. */
const PLACES = [0.02, 0.5, 0.97] as const;

/** Sessions in which a node changes a byte of its message number `at`; counts its messages. */
function spoiling(sessions: Sessions, at: number, counted: { messages: number }): Sessions {
  const spoil = (link: Link): Link => ({
    send: (bytes) => {
      link.send(counted.messages++ === at ? bytes.with(0, bytes[0]! ^ 1) : bytes);
    },
    receive: (length) => link.receive(length),
  });
  return {
    run: (session, context) => {
      const run = (io: SessionIo) =>
        session.run({
          ...io,
          connect: async (peers) => (await io.connect(peers)).map((link) => link && spoil(link)),
        });
      return sessions.run({ ...session, run }, context);
    },
  };
}

describe("a node of mpc/four that cheats", function () {
  this.timeout(300_000);
  const engine = mpcEngine({ nodes: FOUR }) as Engine<unknown>;
  const { parties: rows } = consortium(randomProgram(6, "optimal", 7), 3, 3);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(rows.length);
  });
  after(() => chain.close());

  /** Plays with nodes that spoil their message number `at`; returns how many each of them sent. */
  async function play(at: Readonly<Record<number, number>>) {
    const sent = Object.keys(at).map(() => ({ messages: 0 }));
    const misbehaviours = Object.fromEntries(
      Object.entries(at).map(([node, place], k): [string, Misbehaviour] => [
        node,
        { change: (input) => ({ ...input, sessions: spoiling(input.sessions, place, sent[k]!) }) },
      ]),
    );
    const ended = await playFaulty({ chain, rows, engine, agreement: agree(chain, rows, engine), misbehaviours });
    return { honest: [...ended.honest.values()], sent: sent.map(({ messages }) => messages) };
  }

  it("settles nothing with a wrong message, at the beginning, in the middle or at the end", async () => {
    const never = Number.POSITIVE_INFINITY;
    const undisturbed = await play({ 1: never, 2: never, 3: never });
    for (const { phase } of undisturbed.honest) expect(phase).to.equal("settled");
    for (const [k, place] of sampled([...PLACES.entries()], 3)) {
      const node = k + 1;
      const at = Math.floor(place * undisturbed.sent[k]!);
      const { honest, sent } = await play({ [node]: at });
      expect(sent[0]).to.be.greaterThan(at);
      const faults = honest.map(({ result, files, phase, gain }) => {
        expect(phase).to.equal("expired");
        expect(gain).to.equal(0n);
        if (result.status === "fulfilled") return expect.fail(`node ${node} has spoilt message ${at}`);
        expect(result.reason).to.be.instanceOf(ProtocolError);
        return files.fault!.fault;
      });
      const verdicts = faults.filter(({ code }) => code === "SharesDiffer");
      expect(verdicts, faults.map(({ code }) => code).join()).to.not.deep.equal([]);
      for (const { party } of verdicts) expect(party).to.equal(null);
    }
  });
});
