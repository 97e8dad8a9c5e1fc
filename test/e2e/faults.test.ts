// Two companies, one of them dishonest: every line of docs/faults.md about a message. The honest
// one stops, names the other, keeps the evidence and gets its bond back.
import { x25519 } from "@noble/curves/ed25519.js";
import { expect } from "chai";
import type { Engine } from "../../client/engines/engine.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { CertificateError, ProtocolError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { PartyInput } from "../../client/play/drive/input.ts";
import { refusalDigest } from "../../client/round/digests.ts";
import { decodeEnvelope, ENVELOPE_HEAD } from "../../client/round/envelope.ts";
import { PART_HEAD } from "../../client/round/parts.ts";
import type { ScheduleEntry } from "../../client/round/schedule.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { agree, playCompanies, stepOf } from "../support/companies.ts";
import {
  auditEvidence,
  type Ended,
  expectStopped,
  handing,
  type Misbehaviour,
  playFaulty,
  sending,
  signed,
} from "../support/faults.ts";
import { ALICE, BOB, expectNoSecret } from "../support/faulty-companies.ts";
import { readPosted } from "../support/posted.ts";
import { sampled } from "../support/sampled.ts";

const [alice, bob] = [0, 1];
/** How the contents of Bob's messages begin. */
const CONTENTS = { setup: "oblivious transfer", products: "masked products" } as const;
/** In a share, behind the kind and the digest of the answer. */
const POINTS_AT = 1 + 32;

describe("a company that sends what it should not", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;
  const rows: readonly PartyRows[] = [ALICE, BOB];
  /** Bob's, but for those of Alice's that say so. */
  let places: Record<
    "setup" | "products" | "result" | "key" | "share" | "proof" | "answer" | "aliceShare" | "aliceProof",
    { readonly step: number; readonly place: number }
  >;
  let RESULT: number;

  before(async () => {
    chain = await startLocalChain(3);
    const agreement = agree(chain, rows, engine);
    const of = (content: string, from: number = bob) => stepOf(agreement, from, content);
    places = {
      ...{ setup: of(CONTENTS.setup), products: of(CONTENTS.products), result: of("solution X*") },
      ...{ key: of("key for the masks"), share: of("points"), proof: of("proof") },
      ...{ answer: of("masked solution", alice), aliceShare: of("points", alice), aliceProof: of("proof", alice) },
    };
    RESULT = places.result.step;
  });
  after(() => chain.close());

  /**
   * The other company is honest: it gets its bond back, to the wei, and reveals none of its own
   * data in what it reports.
   */
  async function play(rogue: number, misbehaviour: Misbehaviour): Promise<Ended> {
    const agreement = agree(chain, rows, engine);
    const ended = await playFaulty({ chain, rows, engine, agreement, misbehaviours: { [rogue]: misbehaviour } });
    const end = ended.honest.get(1 - rogue)!;
    expect(end.gain).to.equal(0n);
    expect(end.phase).to.equal("expired");
    expectNoSecret(end, 1 - rogue);
    return ended;
  }

  describe("another message than the one whose digest it posted", () => {
    const bodyOf = (envelope: Uint8Array) => decodeEnvelope(envelope).parts[0] as Uint8Array;
    const exchangeOf = ({ step }: { readonly step: number }) => agree(chain, rows, engine).schedule[step]!.exchange;
    const flipped = (bytes: Uint8Array, at: number) => {
      const other = Uint8Array.from(bytes);
      other[at < 0 ? bytes.length + at : at]! ^= 1;
      return other;
    };
    const resigned = (change: object) => (envelope: Uint8Array) =>
      signed(chain.sessions[bob]!, { ...decodeEnvelope(envelope), ...change });
    const lines: readonly [what: string, code: string, forge: (envelope: Uint8Array) => Promise<Uint8Array>][] = [
      ["signed", "DigestMismatch", (envelope) => resigned({ parts: [flipped(bodyOf(envelope), -1)] })(envelope)],
      ["changed after it was signed", "SignatureInvalid", async (envelope) => flipped(envelope, -1)],
      [
        "signed by somebody else",
        "SignatureInvalid",
        (envelope) => signed(chain.sessions[2]!, decodeEnvelope(envelope)),
      ],
      [
        "unsigned",
        "EnvelopeInvalid",
        async (envelope) => Uint8Array.from(envelope).fill(0, ENVELOPE_HEAD - 65, ENVELOPE_HEAD),
      ],
      [
        "of an earlier round",
        "EnvelopeMismatch",
        (envelope) => resigned({ round: decodeEnvelope(envelope).round - 1n })(envelope),
      ],
      [
        "made for an earlier exchange",
        "EnvelopeMismatch",
        (envelope) => resigned({ exchange: exchangeOf(places.products) })(envelope),
      ],
      [
        "made for a later exchange",
        "EnvelopeMismatch",
        (envelope) => resigned({ exchange: exchangeOf(places.share) })(envelope),
      ],
      ["of another sender", "EnvelopeMismatch", resigned({ from: alice })],
      ["of another chain", "EnvelopeMismatch", resigned({ chainId: 1n })],
      ["of another version", "EnvelopeInvalid", async (envelope) => flipped(envelope, 3)],
      ["cut within its head", "EnvelopeInvalid", async (envelope) => envelope.subarray(0, ENVELOPE_HEAD - 1)],
      ["cut within its body", "EnvelopeInvalid", async (envelope) => envelope.subarray(0, -1)],
      ["with a byte too many", "EnvelopeInvalid", async (envelope) => Uint8Array.of(...envelope, 0)],
      [
        "split in two",
        "DigestMismatch",
        (envelope) => {
          const body = bodyOf(envelope);
          return resigned({ parts: [body.subarray(0, 32), body.subarray(48)] })(envelope);
        },
      ],
      ["of garbage", "EnvelopeInvalid", async (envelope) => envelope.map((_, i) => (i * 167 + 13) % 256)],
      ["that is empty", "EnvelopeInvalid", async () => new Uint8Array(0)],
    ];
    const proven = new Set(["signed", "made for an earlier exchange", "made for a later exchange", "split in two"]);
    for (const [what, code, forge] of sampled(lines, 3)) {
      it(`a message ${what}: ${code}`, async () => {
        const { round, honest } = await play(bob, handing(RESULT, forge));
        const end = honest.get(alice)!;
        expect(expectStopped(end, ProtocolError, code)).to.include({ party: bob, step: RESULT });
        expect(end.files.message).not.to.equal(null);
        // Bob's own signature under another message of this round proves it to others.
        const finding = await auditEvidence(chain.sessions[2]!, round, end);
        expect(finding).to.equal(proven.has(what) ? "EquivocationProven" : "NothingProven");
      });
    }
  });

  it("a message of one byte more than its turn can need: FrameTooLong, and nothing of it is kept", async () => {
    const [{ bytes }] = agree(chain, rows, engine).schedule[RESULT]!.messages as [ScheduleEntry];
    const padded = (envelope: Uint8Array, length: number) => {
      const message = decodeEnvelope(envelope);
      const body = new Uint8Array(length);
      body.set(message.parts[0] as Uint8Array);
      return signed(chain.sessions[bob]!, { ...message, parts: [body] });
    };
    for (const [more, code] of [
      [0, "DigestMismatch"],
      [1, "FrameTooLong"],
    ] as const) {
      const { round, honest } = await play(
        bob,
        handing(RESULT, (envelope) => padded(envelope, bytes + more)),
      );
      const end = honest.get(alice)!;
      expect(expectStopped(end, ProtocolError, code)).to.include({ party: bob, step: RESULT });
      expect(end.journal.message(RESULT)).to.equal(null);
      if (more === 1) {
        expect(end.files.message).to.equal(null);
        expect(await auditEvidence(chain.sessions[2]!, round, end)).to.equal("NothingProven");
      }
    }
  });

  it("a message in the journal that is longer than its turn can need: FrameTooLong", async () => {
    const agreement = agree(chain, rows, engine);
    const { step: first } = places.setup;
    const room = agreement.schedule[first]!.messages.reduce((sum, { bytes }) => sum + PART_HEAD + bytes, 0);
    const long = new Uint8Array(ENVELOPE_HEAD + room + 1);
    const change = (input: PartyInput): PartyInput => {
      if (input.party !== alice) return input;
      const message = (step: number) => (step === first ? long : input.journal.message(step));
      return { ...input, journal: { ...input.journal, message } };
    };
    const { results } = await playCompanies(chain, rows, engine, agreement, { change });
    const refused = results[alice]!;
    if (refused.status === "fulfilled") expect.fail("nothing stopped it");
    expect(refused.reason).to.be.instanceOf(ProtocolError).that.includes({ code: "FrameTooLong", party: bob });
  });

  it("a message that others would refuse as too long is never posted, and nobody is named", async () => {
    const agreement = agree(chain, rows, engine);
    const lower: Engine<unknown> = {
      ...engine,
      schedule: (round) => engine.schedule(round).map((entry) => ({ ...entry, bytes: entry.bytes - 1 })),
    };
    const { round, results } = await playCompanies(chain, rows, lower, agreement);
    const refused = results[bob]!;
    if (refused.status === "fulfilled") expect.fail("nothing stopped it");
    expect(refused.reason).to.be.instanceOf(ProtocolError).that.includes({ code: "MessageTooLong", party: undefined });
    const session = chain.sessions[bob]!;
    const id = { chainId: BigInt(await session.publicClient.getChainId()), coordinator: session.coordinator, round };
    const turn = agreement.schedule[places.setup.step]!;
    expect(await readPosted(session, round, turn)).to.equal(refusalDigest(id, turn));
  });

  it("a message replayed from an earlier exchange: EnvelopeMismatch", async () => {
    const replays: Misbehaviour = {
      channel: (channel) => {
        let earlier: Uint8Array | undefined;
        return {
          ...channel,
          publish: (at, envelope) => {
            if (at === places.setup.step) earlier = envelope;
            return channel.publish(at, at === RESULT ? earlier! : envelope);
          },
        };
      },
    };
    const { round, honest } = await play(bob, replays);
    const end = honest.get(alice)!;
    expect(expectStopped(end, ProtocolError, "EnvelopeMismatch")).to.include({ party: bob, step: RESULT });
    expect(await auditEvidence(chain.sessions[2]!, round, end)).to.equal("NothingProven");
  });

  describe("a wrong message under its own digest", () => {
    const flip = (at: number) => (body: Uint8Array) => {
      body[at < 0 ? body.length + at : at]! ^= 1;
      return body;
    };
    const garbage = (body: Uint8Array) => body.map((_, i) => (i * 167 + 13) % 256);
    const lines: readonly [
      what: string,
      code: string,
      rogue: number,
      where: keyof typeof places,
      body: (honest: Uint8Array) => Uint8Array,
    ][] = [
      ["garbage for the first exchange", "ParametersDiffer", bob, "setup", garbage],
      ["a body cut short", "MessageLength", bob, "products", (body) => body.subarray(0, -1)],
      ["an empty body", "MessageLength", bob, "result", () => new Uint8Array(0)],
      ["a solution that misses the rows", "ResidualTooLarge", bob, "result", flip(8)],
      ["an answer that is none to the masked problem", "AnswerWrong", alice, "answer", flip(-12)],
      ["another outcome than that of the engine", "OutcomeDiffers", bob, "share", flip(1)],
      [
        "points it did not commit to",
        "CommitmentMismatch",
        bob,
        "share",
        (body) =>
          Buffer.concat([
            ...[body.subarray(0, POINTS_AT), body.subarray(POINTS_AT + 64, POINTS_AT + 128)],
            ...[body.subarray(POINTS_AT, POINTS_AT + 64), body.subarray(POINTS_AT + 128)],
          ]),
      ],
      ["a proof that does not verify", "ProofInvalid", bob, "proof", flip(6 * 32 - 1)],
      ["the last proof, and it does not verify", "ProofInvalid", alice, "aliceProof", flip(3 * 32 - 1)],
    ];
    /**
     * Whoever has all proofs settles, whatever it has sent: this company gets no proof of another.
     */
    const settlesNothing = (misbehaviour: Misbehaviour): Misbehaviour => ({
      ...misbehaviour,
      channel: (channel) => {
        const { fetch, ...rest } = misbehaviour.channel!(channel);
        const proofs = [places.proof.step, places.aliceProof.step];
        return {
          ...rest,
          fetch: (at, ...to) => (proofs.includes(at) ? new Promise(() => undefined) : fetch(at, ...to)),
        };
      },
    });
    for (const [what, code, rogue, where, body] of sampled(lines, 3)) {
      it(`${what}: ${code}`, async () => {
        const misbehaviour = settlesNothing(sending(chain.sessions[rogue]!, places[where], body));
        const { round, honest } = await play(rogue, misbehaviour);
        const end = honest.get(1 - rogue)!;
        expect(expectStopped(end, ProtocolError, code)).to.include({ party: rogue, step: places[where].step });
        const finding = await auditEvidence(chain.sessions[2]!, round, end);
        expect(finding).to.equal(code === "CommitmentMismatch" ? "CommitmentBroken" : "MessageAuthentic");
      });
    }

    const nobody: readonly [what: string, where: keyof typeof places, body: (honest: Uint8Array) => Uint8Array][] = [
      ["multipliers of no optimum", "result", flip(-1)],
      [
        "a key that is not the one it masks with",
        "key",
        (body) => {
          body.set(x25519.getPublicKey(Buffer.alloc(32, 7)));
          return body;
        },
      ],
    ];
    for (const [what, where, body] of nobody) {
      it(`${what}: the certificate does not hold, and nobody can be named`, async () => {
        const { round, honest } = await play(bob, sending(chain.sessions[bob]!, places[where], body));
        const { result, files, journal } = honest.get(alice)!;
        if (result.status === "fulfilled") expect.fail("nothing stopped it");
        expect(result.reason).to.be.instanceOf(CertificateError);
        expect(files.fault!.fault).to.include({ code: result.reason.code, party: null });
        expect(files.message).to.equal(null);
        expect(await auditEvidence(chain.sessions[2]!, round, honest.get(alice)!)).to.equal("NobodyNamed");
        // She has not disclosed her part.
        expect(journal.message(places.aliceShare.step)).to.equal(null);
      });
    }
  });
});
