// Departures from a proof of which each company knows its own part only, through real messages:
// who stops, and whom it names (docs/sealed-own-part.md, "Who can be named").
import { expect } from "chai";
import { keccak256 } from "viem/utils";
import { G1 } from "../../../client/crypto/curve/bn254.ts";
import { ConcordatError } from "../../../client/errors.ts";
import { encodeWords, WORD_BYTES } from "../../../client/math/words.ts";
import { encodeComplaint } from "../../../client/play/seal/own-part/complaint.ts";
import { OWN_PART_EXCHANGES } from "../../../client/play/seal/own-part/exchanges.ts";
import type { OwnPartInput } from "../../../client/play/seal/own-part/input.ts";
import { complaintMessage } from "../../../client/play/seal/own-part/node.ts";
import { nodeSeedsOf } from "../../../client/play/seal/own-part/node-seeds.ts";
import { OwnPartSealing } from "../../../client/play/seal/own-part/seal.ts";
import { decodeEnvelope, encodeEnvelope } from "../../../client/round/envelope.ts";
import { reduce } from "../../../client/sealed/field.ts";
import { SALT_BYTES } from "../../../client/sealed/own-part/own.ts";
import { NODE_INDICES, zeroSummand } from "../../../client/sealed/own-part/shares.ts";
import type { ProverState } from "../../../client/sealed/prover/state.ts";
import { WORK } from "../../../client/sealed/prover/steps.ts";
import { testSeed } from "../../support/certificate.ts";
import {
  afresh,
  bumpedWord,
  changing,
  exchangeOf,
  ownPartCompanies,
  type Passing,
  playSealing,
  type Tamper,
  turnFor,
  verdicts,
} from "../../support/own-part-sealing.ts";
import { sampled } from "../../support/sampled.ts";
import { FOUR, THREE } from "../../support/sealed-own-part.ts";
import { spike } from "../../support/sealed-prover.ts";

/** The body with a valid point, but another one, at a word. */
function withPoint(body: Uint8Array, word: number): Uint8Array {
  const { x, y } = G1.BASE.toAffine();
  const changed = Uint8Array.from(body);
  changed.set(encodeWords([x, y]), word * WORD_BYTES);
  return changed;
}

const [NUMBERS, DECLARE, DEAL, CHECK, MULTIPLY, OPEN] = ["numbers", "declare", "deal", "check", "multiply", "open"].map(
  exchangeOf,
) as [number, number, number, number, number, number];

describe("play: departures from own parts", function () {
  this.timeout(240_000);
  const { inputs } = ownPartCompanies(THREE, "depart by messages");
  /** How the others of party 2 end. */
  const others = (tamper: Tamper, own: readonly OwnPartInput[] = inputs) =>
    verdicts(playSealing(own, tamper)).slice(0, 2);
  const everyone = (code: string) => [code, code];

  it("other rows than were committed to name their company", () => {
    const rows = changing({ exchange: NUMBERS, from: 2 }, (body) => {
      const changed = Uint8Array.from(body);
      changed.set(withPoint(new Uint8Array(64), 0), body.length - 64);
      return changed;
    });
    expect(others(rows)).to.deep.equal(everyone("CommitmentMismatch 2"));
    const kind = changing({ exchange: NUMBERS, from: 2 }, (body) => body.with(0, 1));
    expect(others(kind)).to.deep.equal(everyone("OutcomeDiffers 2"));
  });

  it("a pair that does not share the same stops, and nobody is named", () => {
    const secrets = new Map(inputs[2]!.secrets).set(0, testSeed("another secret").bytes(32));
    expect(verdicts(playSealing(inputs.with(2, { ...inputs[2]!, secrets })))).to.deep.equal(
      new Array<string>(3).fill("ProofInvalid"),
    );
    // Another commitment to numbers makes other covers.
    const numbers = changing({ exchange: NUMBERS, from: 2 }, (body) => body.with(1, (body[1]! + 1) % 256));
    expect(others(numbers)).to.deep.equal(everyone("ProofInvalid"));
    const point = changing({ exchange: DECLARE, from: 2 }, (body) => withPoint(body, body.length / WORD_BYTES - 2));
    expect(others(point)).to.deep.equal(everyone("ProofInvalid"));
  });

  it("reduced costs that are those of no outcome stop the keeper, and it alone", () => {
    // The first column after column 0 is company 0's.
    const lie = changing({ exchange: DECLARE, from: 2 }, (body) => body.with(0, 0x2f));
    expect(others(lie)).to.deep.equal(["GapTooLarge", "none"]);
  });

  describe("dealing", () => {
    /** Party 2's private message for node 0 or 1. */
    const misdeal = (node: 0 | 1, change: (body: Uint8Array) => Uint8Array) =>
      others(changing({ exchange: DEAL, from: 2, message: 1 + node }, change));

    it("a share that does not fit its point: the node complains, and all others name the dealer", () => {
      // Of node 0 a coefficient after the seed of 32 bytes, of node 1 the last seed.
      expect(misdeal(0, (body) => bumpedWord(body, 1))).to.deep.equal(everyone("ShareMismatch 2 by 0"));
      expect(misdeal(1, (body) => bumpedWord(body, -1))).to.deep.equal(everyone("ShareMismatch 2 by 1"));
    });

    it("shares of another length, or with numbers that are none, too", () => {
      for (const change of [
        (body: Uint8Array) => body.subarray(1),
        (body: Uint8Array) => Uint8Array.from([...body, 0]),
        () => new Uint8Array(0),
        (body: Uint8Array) => Uint8Array.from(body).fill(0xff, 32, 64),
      ])
        expect(misdeal(0, change)).to.deep.equal(everyone("ShareMismatch 2 by 0"));
    });

    it("points that do not add up to what was committed to name the dealer at once", () => {
      const points = changing({ exchange: DEAL, from: 2 }, (body) => withPoint(body, 2));
      expect(others(points)).to.deep.equal(everyone("ShareMismatch 2"));
    });

    it("a node that complains without reason is named", () => {
      const complain = (dealer: number, change: (turn: Uint8Array) => Uint8Array = (turn) => turn) =>
        changing({ exchange: CHECK, from: 2 }, (_body, { heard }: Passing) => {
          const envelope = change(heard[DEAL]![Math.min(dealer, 2)]!.envelope);
          return complaintMessage(encodeComplaint(dealer, { points: [], envelope }));
        });
      const last = (turn: Uint8Array) => turn.with(turn.length - 1, (turn.at(-1)! + 1) % 256);
      const unfounded = [
        complain(0),
        complain(0, last),
        complain(0, (turn) => turn.subarray(0, -1)),
        complain(0, () => new Uint8Array(0)),
        // The turn that was signed, but without the shares.
        complain(0, (turn) => {
          const { parts, ...signed } = decodeEnvelope(turn);
          return encodeEnvelope({ ...signed, parts: parts.with(2, keccak256(parts[2]!)) });
        }),
        complain(2),
        complain(9),
        changing({ exchange: CHECK, from: 2 }, () => Uint8Array.of(1)),
      ];
      for (const tamper of sampled(unfounded, 4))
        expect(others(tamper)).to.deep.equal(everyone("ComplaintUnfounded 2 by 2"));
      // The turn of another exchange.
      const step = changing({ exchange: CHECK, from: 2 }, (_body, { heard }: Passing) =>
        complaintMessage(encodeComplaint(0, { points: [], envelope: heard[DEAL - 1]![0]!.envelope })),
      );
      expect(others(step)).to.deep.equal(everyone("ComplaintUnfounded 2 by 2"));
    });
  });

  describe("before any product opens", () => {
    /** Plays while a company computes something else in a step. */
    const computing = (cheat: number, step: number, spoil: (state: ProverState) => void) => {
      const works = WORK as unknown as ((state: ProverState) => void)[];
      const honest = works[step]!;
      works[step] = (state) => {
        honest(state);
        if (state.secret.party === cheat) spoil(state);
      };
      try {
        return playSealing(inputs);
      } finally {
        works[step] = honest;
      }
    };
    /** One more at a place of a polynomial. */
    const spiked =
      (name: string, [size, index]: readonly [number, number]) =>
      ({ polynomials }: ProverState) => {
        const more = spike(size, index, 1n);
        polynomials.set(
          name,
          polynomials.get(name)!.map((value, i) => reduce(value + (more[i] ?? 0n))),
        );
      };

    it("a limb in a column of another company names who dealt it", () => {
      // Variable 1 is company 0's alone.
      const played = computing(2, 1, spiked("l/C", [512, 32 + 5]));
      expect(verdicts(played)).to.deep.equal(new Array<string>(3).fill("SupportWrong 2"));
    });

    it("another solution than a company knows stops it, and no product has opened then", () => {
      // Variable 4 is kept by the owner, and named by company 0, too.
      const played = computing(1, 2, spiked("x", [16, 4]));
      expect(verdicts(played)[0]).to.equal("SolutionDiffers 1");
      expect(played.sent.length).to.equal(CHECK + 1);
      // The others go on with summands, to one node each, and wait for all.
      expect([MULTIPLY, OPEN]).to.deep.equal([CHECK + 1, CHECK + 2]);
      expect(played.companies[2]!.sent.map(({ length }) => length)).to.deep.equal([0, 3 * WORD_BYTES]);
    });

    it("nodes that open different copies of a component stop all, or the company that they open to", () => {
      const support = changing({ exchange: CHECK, from: 1 }, (body) => {
        const changed = Uint8Array.from(body);
        changed.set(bumpedWord(body.subarray(1), 0), 1);
        return changed;
      });
      expect(verdicts(playSealing(inputs, support)).filter((_, k) => k !== 1)).to.deep.equal(everyone("SharesDiffer"));
      const solution = changing({ exchange: CHECK, from: 1, message: 2 }, (body) => bumpedWord(body, 1));
      expect(verdicts(playSealing(inputs, solution))).to.deep.equal(["none", "none", "SharesDiffer"]);
    });

    it("a sum of rows that does not fit the solution names its company", () => {
      const played = computing(0, 3, ({ scalars }) => scalars.set("t", reduce(scalars.get("t")! + 1n)));
      expect(verdicts(played)).to.deep.equal(new Array<string>(3).fill("InnerProductWrong 0"));
    });
  });

  describe("after step 9", () => {
    it("a wrong point of a company names it; of the nodes' part, nobody", () => {
      // Each node's message has its point as a company, then that of the joint part.
      const ofCompany = changing({ exchange: exchangeOf(9), from: 2 }, (body) => withPoint(body, 0));
      expect(others(ofCompany)).to.deep.equal(everyone("ProofInvalid 2"));
      const ofNode = changing({ exchange: exchangeOf(9), from: 2 }, (body) => withPoint(body, 2));
      expect(others(ofNode)).to.deep.equal(everyone("ProofInvalid"));
    });
  });

  describe("bytes that are no message", () => {
    const played = playSealing(inputs);

    /** How party 0 takes an exchange in which one message of party 1 or 2 is another. */
    function taken(exchange: number, from: number, message: number, change: (body: Uint8Array) => Uint8Array): string {
      const receiver = new OwnPartSealing(afresh(inputs[0]!));
      for (let i = 0; ; i++) {
        const turns = played.sent[i]!.map((messages, k) => {
          const isIt = i === exchange && k === from;
          const passed = messages.map((body, at) => (isIt && at === message ? change(body) : body));
          return turnFor(0, { exchange: i, from: k, messages: passed }, 3);
        });
        if (i < exchange) receiver.next(turns);
        else
          try {
            receiver.next(turns);
            return "none";
          } catch (error) {
            if (error instanceof ConcordatError) return `${error.code} ${(error as { party?: number }).party}`;
            throw error;
          }
      }
    }

    /** Each message that party 0 gets of party 1; `at`: where a number or point is, in bytes. */
    const MESSAGES: readonly { exchange: number; message: number; number?: number; point?: number }[] = [
      { exchange: NUMBERS, message: 0, point: 33 },
      { exchange: DECLARE, message: 0, number: 0 },
      { exchange: exchangeOf(1), message: 0, point: 0 },
      { exchange: DEAL, message: 0, point: 0 },
      { exchange: CHECK, message: 0, number: 1 },
      { exchange: CHECK, message: 1, number: SALT_BYTES },
      { exchange: MULTIPLY, message: 0 },
      { exchange: MULTIPLY, message: 1, number: 0 },
      { exchange: OPEN, message: 0, number: 0 },
      { exchange: exchangeOf(5), message: 0, point: 64 },
      { exchange: exchangeOf(7), message: 0, number: 64 },
    ];

    for (const { exchange, message, number, point } of sampled(MESSAGES, 3)) {
      const { name } = OWN_PART_EXCHANGES[exchange]!;
      it(`name their sender: ${name}${message === 0 ? "" : ", to one party"}`, () => {
        const of = (change: (body: Uint8Array) => Uint8Array) => taken(exchange, 1, message, change);
        expect(of((body) => Uint8Array.from([...body, 0]))).to.equal("MessageLength 1");
        if (number !== undefined || point !== undefined) {
          expect(of((body) => body.subarray(0, -1))).to.equal("MessageLength 1");
        }
        if (number !== undefined)
          expect(of((body) => Uint8Array.from(body).fill(0xff, number, number + 32))).to.equal("NumberOutOfRange 1");
        if (point !== undefined)
          expect(of((body) => Uint8Array.from(body).fill(1, point, point + 64))).to.equal("PointInvalid 1");
      });
    }

    it("name a node that says something else than sums or a complaint", () => {
      expect(taken(CHECK, 1, 0, (body) => body.with(0, 2))).to.equal("NumberOutOfRange 1");
    });
  });

  it("a company that is no node says nothing where nodes send sums", () => {
    const four = ownPartCompanies(FOUR, "silence").inputs;
    for (const exchange of [CHECK, OPEN]) {
      const speaks = changing({ exchange, from: 3 }, () => Uint8Array.of(0));
      expect(verdicts(playSealing(four, speaks)).slice(0, 3)).to.deep.equal(
        new Array<string>(3).fill("MessageLength 3"),
      );
    }
  });

  it("nodes draw the same from their pairs' secrets, other zeros for each dealing", () => {
    const zeros = (beta: bigint) =>
      NODE_INDICES.map((node) => zeroSummand(nodeSeedsOf(node, inputs[node]!.secrets, beta), "q", 2));
    const sums = (all: readonly (readonly bigint[])[]) =>
      [0, 1].map((i) => reduce(all.reduce((s, own) => s + own[i]!, 0n)));
    expect(sums(zeros(1n))).to.deep.equal([0n, 0n]);
    for (const [node, own] of zeros(1n).entries()) expect(own).not.to.deep.equal(zeros(2n)[node]);
  });
});
