// What an auditor reads from all parties' first turns and the nodes' closings: who dealt other
// numbers than it committed to. Made by the client, read by the specification; and what somebody
// who changes them can make of them.
import { expect } from "chai";
import { id } from "ethers";
import type { Claim, Finding } from "../../auditor/evidence/claim.ts";
import { withFirstTurns } from "../../auditor/evidence/not-committed.ts";
import { FOUR } from "../../client/engines/mpc/nodes/four.ts";
import { PROVEN, THREE } from "../../client/engines/mpc/nodes/three.ts";
import { NOWHERE } from "../../client/engines/run.ts";
import {
  accountOf,
  CLOSING,
  FIRST,
  type FirstTurns,
  fileOf,
  firstTurns,
  holdersOf,
  INFINITY,
  NO_POINT,
  SETUP,
  SOME_POINT,
  telling,
} from "../support/first-turns.ts";
import { type SealedTurn, sealTurn } from "../support/made-up-round.ts";

const POINT = 64;

async function found(made: FirstTurns, named: number, change: object = {}): Promise<Finding | null> {
  const { claim, folder } = made.claim(named);
  return withFirstTurns({ ...claim, ...change } as Claim, folder);
}

/** The code of what is found, or of the reason why nothing is. */
async function codeOf(made: FirstTurns, named: number, change: object = {}): Promise<string> {
  const finding = await found(made, named, change);
  if (finding === null) return "nothing there";
  const [result, code, said] = finding;
  expect(result).to.equal(code === "NothingProven" ? "unknown" : "passed");
  return code === "NothingProven" ? (said.values as { why: { code: string } }).why.code : code;
}

for (const nodes of [THREE, FOUR])
  describe(`auditor: inputs of ${nodes.engine} that were not committed to`, function () {
    this.timeout(120_000);
    const node = 0;
    const other = nodes.count;
    const parties = Array.from({ length: nodes.count + 1 }, (_, party) => party);
    let fault: FirstTurns;
    let honest: FirstTurns;
    before(async () => {
      [fault, honest] = [await firstTurns(nodes, { rogue: other }), await firstTurns(nodes)];
    });

    /** These nodes tell this point of a component of a party. */
    const tellingOf = (party: number, component: number, point: Uint8Array, liars: readonly number[]) =>
      telling(nodes, { party, component, point }, liars);

    it("name the company that dealt them, and no other", async () => {
      for (const [rogue, made] of [
        [other, fault],
        [node, await firstTurns(nodes, { rogue: node })],
      ] as const)
        for (const party of parties)
          expect(await codeOf(made, party)).to.equal(party === rogue ? "InputNotCommitted" : "InputAddsUp");
      const [, , said] = (await found(fault, other))!;
      expect(said).to.deep.equal({
        code: "InputNotCommitted",
        values: { party: other, holders: nodes.count === 4 ? 3 : 2 },
      });
    });

    it("are none where all is as it was committed to", async () => {
      for (const party of parties) expect(await codeOf(honest, party)).to.equal("InputAddsUp");
    });

    it("show in closings of later epochs, too", async () => {
      expect(await codeOf(await firstTurns(nodes, { rogue: other, epochs: 2 }), other)).to.equal("InputNotCommitted");
      expect(await codeOf(await firstTurns(nodes, { epochs: 2 }), other)).to.equal("InputAddsUp");
    });

    it("are proven by all turns only", async () => {
      for (const file of fault.files.keys())
        expect(await codeOf(fault.with(new Map([[file, null]])), other), file).to.equal("TurnLacking");
    });

    it("are not proven by turns that were changed, or moved, at any place", async () => {
      for (const [file, bytes] of fault.files)
        for (let at = 0; at < bytes.length; at += 151) {
          const flipped = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
          expect(await codeOf(fault.with(new Map([[file, flipped]])), other), `${file} ${at}`).to.equal(
            "TurnNotPosted",
          );
        }
      const [a, b] = [FIRST, CLOSING].map((exchange) => fault.files.get(fileOf({ exchange, from: 1 }))!);
      for (const [file, bytes] of [
        [fileOf({ exchange: FIRST, from: 1 }), b!],
        [fileOf({ exchange: CLOSING, from: 1 }), a!],
        [fileOf({ exchange: FIRST, from: 2 }), a!],
        // The same party's turn of an honest round.
        [fileOf({ exchange: FIRST, from: other }), honest.files.get(fileOf({ exchange: FIRST, from: other }))!],
      ] as const)
        expect(await codeOf(fault.with(new Map([[file, bytes]])), other)).to.equal("TurnNotPosted");
    });

    it("are not proven by turns of another round, of another signer, or that nobody posted", async () => {
      for (const turn of fault.turns.filter(({ from }) => from < 2)) {
        const file = fileOf(turn);
        const changed: readonly (readonly [SealedTurn, signer: number])[] = [
          [{ ...turn, id: { ...NOWHERE, round: 2n } }, turn.from],
          [{ ...turn, id: { ...NOWHERE, chainId: 5n } }, turn.from],
          [turn, turn.from + 1],
          [{ ...turn, parts: [...turn.parts, Uint8Array.of(1)] }, turn.from],
        ];
        for (const [i, [other_, signer]] of changed.entries()) {
          const bytes = await sealTurn(other_, accountOf(signer));
          expect(await codeOf(fault.with(new Map([[file, bytes]])), other), `${file} ${i}`).to.equal("TurnNotPosted");
        }
      }
    });

    it("are not proven where a turn lacks what was for everybody, or a wallet's answer is not known", async () => {
      for (const turn of fault.turns.filter(({ from }) => from === 1)) {
        const [told, ...rest] = turn.parts as [Uint8Array];
        const bytes = await sealTurn({ ...turn, parts: [{ withheld: told }, ...rest] }, accountOf(1));
        expect(await codeOf(fault.with(new Map([[fileOf(turn), bytes]])), other)).to.equal("TurnWithoutMessage");
      }
      const { history } = fault.claim(other).claim;
      const wallets = { ...history.params, parties: history.params.parties.with(1, `0x${"77".repeat(20)}`) };
      const change = { history: { ...history, params: wallets }, view: { ask: async () => "unknown" } };
      expect(await codeOf(fault, other, change)).to.equal("SignedStateGone");
    });

    it("are not proven where a node tells another point of them, or none", async () => {
      for (const options of [{}, { rogue: other }])
        for (const [i, point] of [SOME_POINT, NO_POINT, INFINITY].entries()) {
          const liar = i === 1 ? 0 : nodes.count - 1;
          const points = tellingOf(other, nodes.holding.held(liar)[i % 2]!, point, [liar]);
          const code = await codeOf(await firstTurns(nodes, { ...options, points }), other);
          expect(code).to.equal("TellNoPoint");
        }
      const points = tellingOf(other, 1, NO_POINT, holdersOf(nodes, 1));
      expect(await codeOf(await firstTurns(nodes, { points }), other)).to.equal("TellNoPoint");
    });

    it("are none where a node tells another point of somebody else's", async () => {
      const points = tellingOf(0, nodes.holding.held(1)[0]!, SOME_POINT, [1]);
      expect(await codeOf(await firstTurns(nodes, { rogue: other, points }), other)).to.equal("InputNotCommitted");
      expect(await codeOf(await firstTurns(nodes, { points }), other)).to.equal("InputAddsUp");
    });

    it("are blamed on who dealt right only where all that hold a component lie alike", async () => {
      for (const point of [SOME_POINT, INFINITY]) {
        const all = holdersOf(nodes, 1);
        expect(all.length).to.equal(nodes.count === 4 ? 3 : 2);
        const lying = (liars: readonly number[]) => firstTurns(nodes, { points: tellingOf(other, 1, point, liars) });
        expect(await codeOf(await lying(all), other)).to.equal("InputNotCommitted");
        expect(await codeOf(await lying(all.slice(1)), other)).to.equal("TellNoPoint");
      }
    });

    it("are not proven from messages that are not as specified", async () => {
      const short = (body: Uint8Array, party: number) => (party === other ? body.slice(0, -POINT) : body);
      expect(await codeOf(await firstTurns(nodes, { rogue: other, first: short }), other)).to.equal("TurnMalformed");
      const tiny = (body: Uint8Array, party: number) => (party === other ? body.slice(0, 40) : body);
      expect(await codeOf(await firstTurns(nodes, { rogue: other, first: tiny }), other)).to.equal("TurnMalformed");
      const garbage = (body: Uint8Array, party: number) =>
        party === other ? Uint8Array.from([...body.subarray(0, -POINT), ...NO_POINT]) : body;
      expect(await codeOf(await firstTurns(nodes, { rogue: other, first: garbage }), other)).to.equal("TurnMalformed");
      const points = (told: Uint8Array, teller: number) => (teller === 1 ? told.slice(0, -POINT) : told);
      expect(await codeOf(await firstTurns(nodes, { rogue: other, points }), other)).to.equal("TurnMalformed");
    });

    it("are another fault where the points themselves are not the committed ones", async () => {
      const first = (body: Uint8Array, party: number) =>
        party === other ? Uint8Array.from([...body.subarray(0, -POINT), ...SOME_POINT]) : body;
      expect(await codeOf(await firstTurns(nodes, { first }), other)).to.equal("CommitmentBroken");
      expect(await codeOf(await firstTurns(nodes, { first }), node)).to.equal("InputNotCommitted");
    });

    it("are looked for among the turns of these engines only", async () => {
      const { history } = fault.claim(other).claim;
      const params = { ...history.params, engine: id("two-party") };
      expect(await codeOf(fault, other, { history: { ...history, params } })).to.equal("nothing there");
      const none = new Map([...fault.files.keys()].map((file) => [file, null] as const));
      expect(await codeOf(fault.with(none), other)).to.equal("nothing there");
    });
  });

describe("auditor: inputs that were not committed to", function () {
  this.timeout(120_000);
  const rogue = 1;

  it("show in mpc/proven as in mpc", async () => {
    const made = await firstTurns(PROVEN, { rogue });
    for (const party of [0, rogue])
      expect(await codeOf(made, party)).to.equal(party === rogue ? "InputNotCommitted" : "InputAddsUp");
  });

  it("show in sealed rounds, to who has the terms", async () => {
    for (const cheat of [rogue, 3]) {
      const made = await firstTurns(THREE, { rogue: cheat, sealed: true });
      for (const party of [0, 1, 3]) {
        const expected = party === cheat ? "InputNotCommitted" : "InputAddsUp";
        expect(await codeOf(made, party, { setupDigest: SETUP })).to.equal(expected);
        expect(await codeOf(made, party)).to.equal("CommitmentNeedsTerms");
        expect(await codeOf(made, party, { setupDigest: `0x${"5f".repeat(32)}` })).to.equal("CommitmentBroken");
      }
    }
  });
});
