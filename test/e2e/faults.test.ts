// Two companies, one of them dishonest: every line of docs/faults.md about a message. The honest
// one stops, names the other, keeps the evidence and gets its bond back.
import { x25519 } from "@noble/curves/ed25519.js";
import { expect } from "chai";
import { readMessageDigest } from "../../client/chain/coordinator/read.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { CertificateError, ProtocolError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { PartyInput } from "../../client/play/drive/input.ts";
import { refusalDigest } from "../../client/round/digests.ts";
import { decodeEnvelope, ENVELOPE_HEAD } from "../../client/round/envelope.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { agree, playCompanies } from "../support/companies.ts";
import {
  auditEvidence,
  type Deed,
  type Ended,
  expectStopped,
  handing,
  playFaulty,
  sending,
  signed,
} from "../support/faults.ts";
import { ALICE, BOB, expectNoSecret } from "../support/faulty-companies.ts";

const [alice, bob] = [0, 1];
/**
 * Steps of Bob's: the transfer's setup, his result, and in the settlement key, share and proof;
 * Alice's answer and proof.
 */
const SETUP = 0;
const PRODUCTS = 2;
const ANSWER = 4;
const RESULT = 5;
const KEY = 6;
const SHARE = 8;
const PROOF = 10;
const ALICE_PROOF = 11;

describe("a company that sends what it should not", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;
  const rows: readonly PartyRows[] = [ALICE, BOB];

  before(async () => {
    chain = await startLocalChain(3);
  });
  after(() => chain.close());

  /**
   * The other company is honest: it gets its bond back, to the wei, and reveals none of its own
   * data in what it reports.
   */
  async function play(rogue: number, deed: Deed): Promise<Ended> {
    const agreement = agree(chain, rows, engine);
    const ended = await playFaulty({ chain, rows, engine, agreement, deeds: { [rogue]: deed } });
    const end = ended.honest.get(1 - rogue)!;
    expect(end.gain).to.equal(0n);
    expect(end.phase).to.equal("expired");
    expectNoSecret(end, 1 - rogue);
    return ended;
  }

  describe("another message than the one whose digest it posted", () => {
    const flipped = (bytes: Uint8Array, at: number) => {
      const other = Uint8Array.from(bytes);
      other[at < 0 ? bytes.length + at : at]! ^= 1;
      return other;
    };
    const resigned = (change: object) => (envelope: Uint8Array) =>
      signed(chain.sessions[bob]!, { ...decodeEnvelope(envelope), ...change });
    const lines: readonly [what: string, code: string, forge: (envelope: Uint8Array) => Promise<Uint8Array>][] = [
      [
        "signed",
        "DigestMismatch",
        (envelope) => resigned({ body: flipped(decodeEnvelope(envelope).body, -1) })(envelope),
      ],
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
      ["made for an earlier step", "EnvelopeMismatch", resigned({ step: PRODUCTS })],
      ["made for a later step", "EnvelopeMismatch", resigned({ step: KEY })],
      ["of another sender", "EnvelopeMismatch", resigned({ from: alice })],
      ["of another chain", "EnvelopeMismatch", resigned({ chainId: 1n })],
      ["of another version", "EnvelopeInvalid", async (envelope) => flipped(envelope, 3)],
      ["cut within its head", "EnvelopeInvalid", async (envelope) => envelope.subarray(0, ENVELOPE_HEAD - 1)],
      ["cut within its body", "SignatureInvalid", async (envelope) => envelope.subarray(0, -1)],
      ["with a byte too many", "SignatureInvalid", async (envelope) => Uint8Array.of(...envelope, 0)],
      ["of garbage", "EnvelopeInvalid", async (envelope) => envelope.map((_, i) => (i * 167 + 13) % 256)],
      ["that is empty", "EnvelopeInvalid", async () => new Uint8Array(0)],
    ];
    const proven = new Set(["signed", "made for an earlier step", "made for a later step"]);
    for (const [what, code, forge] of lines) {
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

  it("a message of one byte more than its step can need: FrameTooLong, and nothing of it is kept", async () => {
    const { bytes } = agree(chain, rows, engine).schedule[RESULT]!;
    const padded = (envelope: Uint8Array, length: number) => {
      const message = decodeEnvelope(envelope);
      const body = new Uint8Array(length);
      body.set(message.body);
      return signed(chain.sessions[bob]!, { ...message, body });
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

  it("a message in the journal that is longer than its step can need: FrameTooLong", async () => {
    const agreement = agree(chain, rows, engine);
    const long = new Uint8Array(ENVELOPE_HEAD + agreement.schedule[SETUP]!.bytes + 1);
    const change = (input: PartyInput): PartyInput => {
      if (input.party !== alice) return input;
      const message = (step: number) => (step === SETUP ? long : input.journal.message(step));
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
    expect(await readMessageDigest(session, round, SETUP)).to.equal(refusalDigest(id, SETUP, bob));
  });

  it("a message replayed from an earlier step: EnvelopeMismatch", async () => {
    const replays: Deed = {
      channel: (channel) => {
        let earlier: Uint8Array | undefined;
        return {
          ...channel,
          publish: (at, envelope) => {
            if (at === SETUP) earlier = envelope;
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
      step: number,
      body: (honest: Uint8Array) => Uint8Array,
    ][] = [
      ["garbage for the first step", "ParametersDiffer", bob, SETUP, garbage],
      ["a body cut short", "MessageLength", bob, PRODUCTS, (body) => body.subarray(0, -1)],
      ["an empty body", "MessageLength", bob, RESULT, () => new Uint8Array(0)],
      ["a solution that misses the rows", "ResidualTooLarge", bob, RESULT, flip(8)],
      ["an answer that is none to the masked problem", "AnswerWrong", alice, ANSWER, flip(-12)],
      ["another outcome than that of the engine", "OutcomeDiffers", bob, KEY, flip(-1)],
      [
        "points it did not commit to",
        "CommitmentMismatch",
        bob,
        SHARE,
        (body) => Buffer.concat([body.subarray(64, 128), body.subarray(0, 64), body.subarray(128)]),
      ],
      ["a proof that does not verify", "ProofInvalid", bob, PROOF, flip(6 * 32 - 1)],
      ["the last proof, and it does not verify", "ProofInvalid", alice, ALICE_PROOF, flip(3 * 32 - 1)],
    ];
    for (const [what, code, rogue, step, body] of lines) {
      it(`${what}: ${code}`, async () => {
        const { round, honest } = await play(rogue, sending(chain.sessions[rogue]!, step, body));
        const end = honest.get(1 - rogue)!;
        expect(expectStopped(end, ProtocolError, code)).to.include({ party: rogue, step });
        const finding = await auditEvidence(chain.sessions[2]!, round, end);
        expect(finding).to.equal(code === "CommitmentMismatch" ? "CommitmentBroken" : "MessageAuthentic");
      });
    }

    const nobody: readonly [what: string, step: number, body: (honest: Uint8Array) => Uint8Array][] = [
      ["multipliers of no optimum", RESULT, flip(-1)],
      [
        "a key that is not the one it masks with",
        KEY,
        (body) => {
          body.set(x25519.getPublicKey(Buffer.alloc(32, 7)));
          return body;
        },
      ],
    ];
    for (const [what, step, body] of nobody) {
      it(`${what}: the certificate does not hold, and nobody can be named`, async () => {
        const { round, honest } = await play(bob, sending(chain.sessions[bob]!, step, body));
        const { result, files, journal } = honest.get(alice)!;
        if (result.status === "fulfilled") expect.fail("nothing stopped it");
        expect(result.reason).to.be.instanceOf(CertificateError);
        expect(files.fault!.fault).to.include({ code: result.reason.code, party: null });
        expect(files.message).to.equal(null);
        expect(await auditEvidence(chain.sessions[2]!, round, honest.get(alice)!)).to.equal("NobodyNamed");
        // She has not disclosed her part.
        expect(journal.message(SHARE + 1)).to.equal(null);
      });
    }
  });
});
