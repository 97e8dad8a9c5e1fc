// Envelopes and transcripts of made-up rounds: an envelope is what the specification says, byte by
// byte, and a transcript holds what the company must have, and nothing else.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { getAddress } from "ethers";
import { keccak256 } from "viem";
import { type Envelope, readEnvelope } from "../../auditor/evidence/envelope.ts";
import { settlementOf } from "../../auditor/evidence/parts.ts";
import { checkTranscript, type TurnResult } from "../../auditor/evidence/transcript.ts";
import { onDisk } from "../../auditor/on-disk.ts";
import { Checks } from "../../auditor/report/check.ts";
import { encodeEnvelope, signEnvelope } from "../../client/round/envelope.ts";
import { digestOf, MadeUpRound, type SealedPart, type SealedTurn, sealTurn, viewOf } from "../support/made-up-round.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const withheld = (text: string): SealedPart => ({ withheld: bytes(text) });

/** Three parties: an engine of two exchanges, then shares and proofs. */
const THREE = [
  [0, 1, 2],
  [0, 2],
  [0, 1, 2],
  [0, 1, 2],
];
/** Two parties: an engine of one exchange, the share of party 1, that of party 0, and proofs. */
const TWO = [[0, 1], [1], [0], [0, 1]];

describe("auditor: envelopes", () => {
  const made = new MadeUpRound(THREE);
  const [first] = made.accounts;
  const turn: SealedTurn = {
    ...{ id: made.id, exchange: 1, from: 0 },
    parts: [bytes("a"), { withheld: bytes("for another") }, new Uint8Array(0)],
  };

  it("are read as the client writes them", async () => {
    const parts = [bytes("a"), keccak256(bytes("for another")), new Uint8Array(0)];
    const written = encodeEnvelope(await signEnvelope({ ...made.id, exchange: 1, from: 0, parts }, first!));
    expect(await sealTurn(turn, first!)).to.deep.equal(Buffer.from(written));
    const envelope = readEnvelope(Buffer.from(written)) as Envelope;
    expect(envelope).to.deep.include({ exchange: 1, from: 0, digest: digestOf(turn), signer: first!.address });
    expect(envelope.key).to.deep.equal({ ...made.id, coordinator: getAddress(made.id.coordinator) });
    expect(envelope.parts.map(({ body }) => body?.toString() ?? null)).to.deep.equal(["a", null, ""]);
    const [, hidden] = envelope.parts;
    expect(hidden!.digest).to.equal(keccak256(bytes("for another")));
  });

  it("have one digest, whatever is withheld, and another for other parts or another order", async () => {
    const parts = ["a", "b", "c"];
    const digest = digestOf({ ...turn, parts: parts.map(bytes) });
    for (const hidden of [[0], [1], [0, 1, 2]]) {
      const some = parts.map((part, i) => (hidden.includes(i) ? withheld(part) : bytes(part)));
      expect(readEnvelope(await sealTurn({ ...turn, parts: some }, first!))?.digest).to.equal(digest);
    }
    for (const other of [
      ["b", "a", "c"],
      ["a", "c", "b"],
      ["a", "b"],
      ["a", "b", "c", ""],
      ["ab", "c"],
      ["a", "b", "x"],
    ]) {
      expect(readEnvelope(await sealTurn({ ...turn, parts: other.map(bytes) }, first!))?.digest).not.to.equal(digest);
    }
  });

  it("are none with another magic, sender 255, or parts that are cut, unknown or too long", async () => {
    const good = await sealTurn(turn, first!);
    const set = (at: number, value: number) => Buffer.from(good).fill(value, at, at + 1);
    expect(readEnvelope(set(3, 0x32))).to.equal(null);
    expect(readEnvelope(set(92, 255))).to.equal(null);
    expect(readEnvelope(set(158, 2))).to.equal(null);
    // The length of the first body, and of the last.
    expect(readEnvelope(set(162, 200))).to.equal(null);
    expect(readEnvelope(set(good.length - 1, 1))).to.equal(null);
    // 1, length and body; 0 and digest; 1 and length.
    const ends = [158, 164, 197, 202];
    for (let length = 0; length < good.length; length++) {
      const isWhole = ends.includes(length);
      expect(readEnvelope(good.subarray(0, length)) !== null, `${length} bytes`).to.equal(isWhole);
    }
    expect(readEnvelope(Buffer.concat([good, Buffer.of(0)]))).to.equal(null);
  });

  it("have at most 4,096 parts", async () => {
    const empty = Array.from({ length: 4097 }, () => bytes(""));
    expect(readEnvelope(await sealTurn({ ...turn, parts: empty.slice(1) }, first!))?.parts).to.have.length(4096);
    expect(readEnvelope(await sealTurn({ ...turn, parts: empty }, first!))).to.equal(null);
  });

  it("have one form of a signature", async () => {
    const good = await sealTurn(turn, first!);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const word = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
    const signed = (r: bigint, s: bigint, v: number) => {
      const changed = Buffer.from(good);
      changed.set(word(r), 93);
      changed.set(word(s), 125);
      changed[157] = v;
      return readEnvelope(changed)!;
    };
    const [r, s] = [93, 125].map((at) => BigInt(`0x${good.toString("hex", at, at + 32)}`)) as [bigint, bigint];
    const v = good[157]!;
    expect(signed(r, s, v).signer).to.equal(first!.address);
    for (const wrong of [
      signed(r, order - s, v === 27 ? 28 : 27),
      signed(r, s, v - 27),
      signed(0n, s, v),
      signed(order, s, v),
      signed(r, 0n, v),
      signed(r, order / 2n + 1n, v),
    ]) {
      expect([wrong.signature, wrong.signer]).to.deep.equal([null, null]);
    }
    // No point has this x-coordinate: no key signed, but a contract may take it.
    const none = signed(5n, s, v);
    expect([none.signature === null, none.signer]).to.deep.equal([false, null]);
  });
});

describe("auditor: the settlement's exchanges", () => {
  const of = (exchanges: readonly (readonly number[])[], owner: number, parties: number) =>
    settlementOf(new MadeUpRound(exchanges, { owner, parties }).history().params);

  it("are the last two, and three between two parties, of which the owner sends first", () => {
    expect(of(THREE, 1, 3)).to.deep.equal({ first: 2, shares: [2, 2, 2] });
    expect(of(TWO, 1, 2)).to.deep.equal({ first: 1, shares: [2, 1] });
    expect(of([[0, 1], [1], [0], [1], [0, 1]], 0, 2)).to.deep.equal({ first: 2, shares: [2, 3] });
  });

  it("are none where the schedule is another one", () => {
    for (const [exchanges, owner, parties] of [
      [TWO, 0, 2],
      [[], 0, 2],
      [
        [
          [0, 1],
          [0, 1],
        ],
        0,
        2,
      ],
      [[[1], [1], [0], [0, 1]], 1, 2],
      [THREE.slice(2), 0, 3],
      [[[0, 2], ...THREE.slice(1)], 0, 3],
      [
        [
          [0, 1, 2],
          [0, 1, 2],
          [0, 2],
        ],
        0,
        3,
      ],
    ] as const) {
      expect(of(exchanges, owner, parties), JSON.stringify(exchanges)).to.equal(null);
    }
  });
});

/** Name of a turn's file in a transcript. */
function fileOf({ exchange, from }: Pick<SealedTurn, "exchange" | "from">): string {
  return `${`${exchange}`.padStart(2, "0")}-${`${from}`.padStart(3, "0")}.bin`;
}

/** What a party sends: in exchange 0 two messages of the engine and the key, later one message. */
function turnOf(made: MadeUpRound, exchange: number, from: number): SealedTurn {
  const texts = exchange === 0 ? ["first", "second", "key"] : [`in ${exchange}`];
  return { id: made.id, exchange, from, parts: texts.map((text) => bytes(`${from}: ${text}`)) };
}

/** A round in which all have posted what they send, as its party `own` looks back on it. */
class Played {
  readonly made: MadeUpRound;
  readonly own: number;
  readonly turns = new Map<string, SealedTurn>();

  constructor(made: MadeUpRound, own: number) {
    this.made = made.commitAll();
    this.own = own;
    for (let [from] = made.due; from !== undefined; [from] = made.due) {
      const turn = turnOf(made, made.exchange, from);
      this.turns.set(fileOf(turn), turn);
      made.post(from, digestOf(turn));
    }
  }

  /** The envelope of the turn of this file, with changed parts. */
  seal(name: string, change: (parts: readonly SealedPart[]) => readonly SealedPart[] = (parts) => parts) {
    const turn = this.turns.get(name)!;
    return sealTurn({ ...turn, parts: change(turn.parts) }, this.made.accounts[turn.from]!);
  }

  /** Checks the transcript of all turns, in which `file` has `content`. */
  async check(file?: string, content?: Uint8Array) {
    const files: Record<string, Uint8Array> = {};
    for (const name of this.turns.keys()) files[name] = await this.seal(name);
    if (file !== undefined) files[file] = content!;
    return checkFolder(this.made, this.own, files);
  }
}

/** Checks a transcript of these files. */
async function checkFolder(made: MadeUpRound, own: number, files: Readonly<Record<string, Uint8Array>>) {
  const folder = await mkdtemp(join(tmpdir(), "audit-"));
  try {
    await mkdir(join(folder, "messages"));
    const { chainId, coordinator, round } = made.id;
    const about = { version: 3, chainId: `${chainId}`, coordinator, round: `${round}`, party: own };
    await writeFile(join(folder, "round.json"), JSON.stringify(about));
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, "messages", name), content);
    const checks = new Checks();
    const { turns } = await checkTranscript(onDisk(folder), made.history(), viewOf(made.state()) as never, checks);
    const codes = checks.all.filter(({ result }) => result !== "passed").map(({ code }) => code);
    return { codes, turns, results: turns.map(({ result }): TurnResult => result) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Withholds the parts at these places. */
const hiding =
  (...places: readonly number[]) =>
  (parts: readonly SealedPart[]) =>
    parts.map((part, i) => (places.includes(i) ? { withheld: part as Uint8Array } : part));

describe("auditor: transcripts", function () {
  this.timeout(120_000);
  const three = () => new Played(new MadeUpRound(THREE), 1);
  const two = () => new Played(new MadeUpRound(TWO, { owner: 1, parties: 2 }), 0);

  it("hold all envelopes of a company, with or without what is meant for others", async () => {
    for (const played of [three(), two()]) {
      const { codes, results, turns } = await played.check();
      expect(codes).to.deep.equal([]);
      expect(new Set(results)).to.deep.equal(new Set(["matches"]));
      expect(turns[0]).to.deep.equal({ exchange: 0, party: 0, result: "matches", bodyBytes: 23 });
    }
    const played = three();
    for (const hide of [[0], [1], [0, 1]]) {
      const { codes } = await played.check("00-002.bin", await played.seal("00-002.bin", hiding(...hide)));
      expect(codes).to.deep.equal([]);
    }
  });

  it("may lack what was for one company, the one whose transcript it is among them", async () => {
    const [played, pair] = [three(), two()];
    for (const [of, name, hide] of [
      [played, "00-001.bin", [0, 1]],
      [played, "01-002.bin", [0]],
      [pair, "00-000.bin", [0, 1]],
      [pair, "00-001.bin", [0, 1]],
    ] as const) {
      const { codes, turns } = await of.check(name, await of.seal(name, hiding(...hide)));
      expect(codes, `${name} ${hide}`).to.deep.equal([]);
      const isWhole = hide.length === of.turns.get(name)!.parts.length;
      expect(
        turns.some(({ bodyBytes }) => bodyBytes === null),
        `${name} ${hide}`,
      ).to.equal(isWhole);
    }
  });

  it("lack nothing that was for everybody", async () => {
    const [played, pair] = [three(), two()];
    for (const [of, name, hide] of [
      // A key, a share, a proof, and a turn without anything in it.
      [played, "00-000.bin", [2]],
      [played, "00-001.bin", [2]],
      [played, "02-000.bin", [0]],
      [played, "03-002.bin", [0]],
      [played, "00-002.bin", [0, 1, 2]],
      [pair, "00-001.bin", [2]],
      [pair, "01-001.bin", [0]],
    ] as const) {
      const { codes, results } = await of.check(name, await of.seal(name, hiding(...hide)));
      expect(codes, `${name} ${hide}`).to.deep.equal(["MessageWithheld"]);
      expect(results.filter((result) => result !== "matches")).to.deep.equal(["wrong"]);
    }
  });

  it("hold the parts that were posted, in their order", async () => {
    const played = three();
    for (const change of [
      ([a, b, c]) => [b!, a!, c!],
      ([a, b, c]) => [a!, c!, b!],
      ([a, , c]) => [a!, bytes("another"), c!],
      ([a, , c]) => [a!, a!, c!],
      ([a, , c]) => [a!, { withheld: bytes("another") }, c!],
      ([a, b, c]) => [{ withheld: b as Uint8Array }, { withheld: a as Uint8Array }, c!],
      ([a, b]) => [a!, b!],
      ([a, b, c]) => [a!, b!, c!, bytes("")],
      () => [],
    ] as readonly ((parts: readonly SealedPart[]) => readonly SealedPart[])[]) {
      const { codes } = await played.check("00-000.bin", await played.seal("00-000.bin", change));
      expect(codes, `${change}`).to.deep.equal(["MessageMismatch"]);
    }
    // Parts in another order, under the signature of the digest that was posted.
    const turn = turnOf(played.made, 0, 0);
    const [first, second, key] = turn.parts as [SealedPart, SealedPart, SealedPart];
    const swapped = { ...turn, parts: [second, first, key] };
    const forged = await sealTurn(swapped, played.made.accounts[0]!, digestOf(turn));
    expect((await played.check("00-000.bin", forged)).codes).to.deep.equal(["MessageMismatch"]);
  });

  it("hold one message of each party in the settlement's exchanges, and at least one in any", async () => {
    for (const [exchange, texts] of [
      [2, ["share", "another"]],
      [3, ["proof", ""]],
      [1, []],
    ] as const) {
      const made = new MadeUpRound(THREE).commitAll().postUntil(exchange);
      const turn = { id: made.id, exchange, from: 0, parts: texts.map(bytes) };
      made.post(0, digestOf(turn));
      const envelope = await sealTurn(turn, made.accounts[0]!);
      const { codes, results } = await checkFolder(made, 1, { [fileOf(turn)]: envelope });
      expect(results.at(-1)).to.equal("wrong");
      expect(codes).to.include("PartsMismatch");
    }
  });

  it("lack messages, or need not have them", async () => {
    // Exchange 1 is the engine's: what the others sent then may have been for each other.
    const missing = ["missing", "missing", "missing"];
    const { codes, results } = await checkFolder(three().made, 1, {});
    expect(results).to.deep.equal([...missing, "absent", "absent", ...missing, ...missing]);
    expect(codes).to.deep.equal(["MessagesMissing", "MessagesOfOthers"]);
    const pair = await checkFolder(two().made, 0, {});
    expect(new Set(pair.results)).to.deep.equal(new Set(["missing"]));
    expect(pair.codes).to.deep.equal(["MessagesMissing"]);
  });

  it("hold no file of another name, and none under another's name", async () => {
    const played = three();
    const envelope = await played.seal("00-000.bin");
    for (const name of ["04-000.bin", "01-001.bin", "0-0.bin", "00-3.bin", "00000.bin", "00-000.txt"]) {
      expect((await played.check(name, envelope)).codes, name).to.deep.equal(["MessageNotPosted"]);
    }
    for (const [name, other] of [
      ["00-000.bin", "00-002.bin"],
      ["02-000.bin", "03-000.bin"],
    ] as const) {
      expect((await played.check(name, await played.seal(other))).codes).to.deep.equal(["MessageMisplaced"]);
    }
    expect((await played.check("00-000.bin", bytes("CCD3"))).codes).to.deep.equal(["NotEnvelope"]);
  });

  it("hold messages of this round, signed by their senders", async () => {
    const played = three();
    const turn = turnOf(played.made, 2, 0);
    const [own, another] = played.made.accounts;
    for (const [codes, envelope] of [
      [["MessageOfOtherRound"], await sealTurn({ ...turn, id: { ...turn.id, round: 8n } }, own!)],
      [["MessageOfOtherRound"], await sealTurn({ ...turn, id: { ...turn.id, chainId: 1n } }, own!)],
      [["SignatureInvalid"], await sealTurn(turn, another!)],
      [[], await sealTurn(turn, own!)],
    ] as const) {
      expect((await played.check("02-000.bin", envelope)).codes).to.deep.equal(codes);
    }
  });

  it("may hold what a party had signed before it refused", async () => {
    const made = new MadeUpRound(THREE).commitAll();
    const turn = turnOf(made, 0, 1);
    made.refuse(1);
    for (const [signer, codes, result] of [
      [1, [], "refused"],
      [0, ["SignatureInvalid"], "wrong"],
    ] as const) {
      const envelope = await sealTurn(turn, made.accounts[signer]!);
      const found = await checkFolder(made, 1, { [fileOf(turn)]: envelope });
      expect([found.codes, found.results]).to.deep.equal([codes, [result]]);
    }
    expect((await checkFolder(made, 1, {})).results).to.deep.equal(["refused"]);
  });
});
