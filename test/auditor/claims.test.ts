// Evidence about made-up rounds of three parties: what somebody who keeps only a part of a turn can
// prove, and against whom.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Generators } from "../../auditor/certificate/generators.ts";
import { checkEvidence } from "../../auditor/evidence/fault.ts";
import { onDisk } from "../../auditor/on-disk.ts";
import { Checks } from "../../auditor/report/check.ts";
import { digestOf, MadeUpRound, type SealedPart, type SealedTurn, sealTurn, viewOf } from "../support/made-up-round.ts";

const ALL = [0, 1, 2];
/** An engine of two exchanges, then shares and proofs. */
const EXCHANGES = [ALL, [0, 2], ALL, ALL];
const KEEPER = 0;
const NAMED = 2;
/** Steps of the named party, in the order of exchanges and parties: engine, share, proof. */
const STEPS = [2, 4, 7, 10] as const;
const [KEYS, ENGINE, SHARE, PROOF] = STEPS;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the auditor finds in a folder with these two files. */
async function findingOf(made: MadeUpRound, step: number | null, message: Uint8Array | null, party = NAMED) {
  const folder = await mkdtemp(join(tmpdir(), "audit-"));
  try {
    const { chainId, coordinator, round } = made.id;
    const about = { version: 2, chainId: `${chainId}`, coordinator, round: `${round}`, party: KEEPER };
    const fault = { code: "Said", party, step, posted: null };
    await writeFile(join(folder, "fault.json"), JSON.stringify({ ...about, fault }));
    if (message !== null) await writeFile(join(folder, "message.bin"), message);
    const view = { ...viewOf(made.state()), head: { number: 99 } } as never;
    const context = { history: made.history(), view, generators: () => new Generators(1), setupDigest: null };
    return await checkEvidence(onDisk(folder), context, new Checks());
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A round in which the named party has posted `parts` in `exchange`, and the turn. */
function posted(exchange: number, parts: readonly SealedPart[]): { made: MadeUpRound; turn: SealedTurn } {
  const made = new MadeUpRound(EXCHANGES).commitAll().postUntil(exchange);
  const turn = { id: made.id, exchange, from: NAMED, parts };
  made.post(NAMED, digestOf(turn));
  return { made, turn };
}

describe("auditor: evidence of turns", () => {
  it("counts steps by exchange and then by party", async () => {
    const made = new MadeUpRound(EXCHANGES).commitAll().postUntil(4);
    for (const [exchange, step] of STEPS.entries()) {
      expect(await findingOf(made, step, null)).to.deep.include({ exchange, finding: "NothingProven" });
    }
    expect(await findingOf(made, 11, null)).to.deep.include({ exchange: null, finding: "NothingProven" });
  });

  it("is authentic with any parts of a turn, as long as what was for the keeper is there", async () => {
    const [first, second, key] = ["first", "second", "key"].map(bytes) as [Uint8Array, Uint8Array, Uint8Array];
    const { made, turn } = posted(0, [first, second, key]);
    for (const [finding, parts] of [
      ["MessageAuthentic", [first, second, key]],
      ["MessageAuthentic", [{ withheld: first }, second, key]],
      ["MessageAuthentic", [{ withheld: first }, { withheld: second }, key]],
      // Anybody can leave a body out of an envelope.
      ["NothingProven", [first, second, { withheld: key }]],
      ["NothingProven", [{ withheld: first }, { withheld: second }, { withheld: key }]],
    ] as const) {
      const envelope = await sealTurn({ ...turn, parts }, made.accounts[NAMED]!);
      expect((await findingOf(made, KEYS, envelope)).finding).to.equal(finding);
    }
  });

  it("is authentic with one part of a turn of the engine, and not without any", async () => {
    const [first, second] = ["first", "second"].map(bytes) as [Uint8Array, Uint8Array];
    const { made, turn } = posted(1, [first, second]);
    for (const [finding, parts] of [
      ["MessageAuthentic", [{ withheld: first }, second]],
      ["MessageAuthentic", [first, { withheld: second }]],
      ["NothingProven", [{ withheld: first }, { withheld: second }]],
    ] as const) {
      const envelope = await sealTurn({ ...turn, parts }, made.accounts[NAMED]!);
      expect((await findingOf(made, ENGINE, envelope)).finding).to.equal(finding);
    }
  });

  it("is authentic between two parties with all parts only: all was for the keeper", async () => {
    const both = [0, 1];
    const made = new MadeUpRound([both, both, [0], [1], both], { parties: 2 }).commitAll().postUntil(1);
    const [first, second] = ["first", "second"].map(bytes) as [Uint8Array, Uint8Array];
    made.post(0);
    const turn = { id: made.id, exchange: 1, from: 1, parts: [first, second] };
    made.post(1, digestOf(turn));
    for (const [finding, parts] of [
      ["MessageAuthentic", [first, second]],
      ["NothingProven", [{ withheld: first }, second]],
      ["NothingProven", [first, { withheld: second }]],
    ] as const) {
      const envelope = await sealTurn({ ...turn, parts }, made.accounts[1]!);
      expect((await findingOf(made, 3, envelope, 1)).finding).to.equal(finding);
    }
  });

  it("proves another turn than the one posted, also where bodies are withheld", async () => {
    const { made, turn } = posted(1, [bytes("a"), bytes("b")]);
    for (const parts of [
      [bytes("b"), bytes("a")],
      [bytes("a"), { withheld: bytes("c") }],
      [{ withheld: bytes("a") }, { withheld: bytes("c") }],
      [bytes("a")],
      [],
    ]) {
      const envelope = await sealTurn({ ...turn, parts }, made.accounts[NAMED]!);
      expect((await findingOf(made, ENGINE, envelope)).finding).to.equal("EquivocationProven");
      const another = await sealTurn({ ...turn, parts }, made.accounts[KEEPER]!);
      expect((await findingOf(made, ENGINE, another)).finding).to.equal("NothingProven");
    }
  });

  it("proves nothing with a turn that the party does not have, has not posted, or in which it stopped", async () => {
    const { made, turn } = posted(1, [bytes("a")]);
    for (const exchange of [2, 3, 13, 2 ** 32 - 1]) {
      const envelope = await sealTurn({ ...turn, exchange }, made.accounts[NAMED]!);
      expect((await findingOf(made, SHARE, envelope)).finding, `${exchange}`).to.equal("NothingProven");
    }
    const own = await sealTurn(turn, made.accounts[NAMED]!);
    // Its own turn, but the claim is about another exchange, or another party's turn in this one.
    expect((await findingOf(made, KEYS, own)).finding).to.equal("NothingProven");
    expect((await findingOf(made, ENGINE - 1, own)).finding).to.equal("NothingProven");
    expect((await findingOf(made, ENGINE, own)).finding).to.equal("MessageAuthentic");
    const stopped = new MadeUpRound(EXCHANGES).commitAll().postUntil(1);
    stopped.refuse(NAMED);
    expect((await findingOf(stopped, ENGINE, own)).finding).to.equal("NothingProven");
    expect((await findingOf(stopped, ENGINE, null)).finding).to.equal("RefusalOnChain");
    expect((await findingOf(stopped, KEYS, null)).finding).to.equal("NothingProven");
    expect((await findingOf(stopped, ENGINE, null, 1)).finding).to.equal("NothingProven");
  });

  it("proves a share whose points are not the committed ones, and only a share", async () => {
    // The made-up parties have committed to no points at all: any are others. They have a row each.
    const points = new Uint8Array(33 + 64).fill(1);
    for (const [exchange, step, finding] of [
      [2, SHARE, "CommitmentBroken"],
      [3, PROOF, "MessageAuthentic"],
    ] as const) {
      for (const body of [points, new Uint8Array(0), new Uint8Array(33 + 63)]) {
        const { made, turn } = posted(exchange, [body]);
        const envelope = await sealTurn(turn, made.accounts[NAMED]!);
        expect((await findingOf(made, step, envelope)).finding).to.equal(finding);
        const hidden = await sealTurn({ ...turn, parts: [{ withheld: body }] }, made.accounts[NAMED]!);
        expect((await findingOf(made, step, hidden)).finding).to.equal("NothingProven");
      }
    }
  });

  it("proves the silence of each of several parties that were due", async () => {
    const made = new MadeUpRound(EXCHANGES).commitAll();
    made.post(1);
    made.expire([[1, 3000n]]);
    for (const [party, finding] of [
      [0, "SilenceProven"],
      [1, "NothingProven"],
      [2, "SilenceProven"],
    ] as const) {
      expect((await findingOf(made, null, null, party)).finding).to.equal(finding);
    }
  });
});
