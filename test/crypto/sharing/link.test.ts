// Messages other than a protocol expects, on the links of nodes in one process; secrets and digests
// of pairs.
import { expect } from "chai";
import { THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { receiveInput, shareInput } from "../../../client/crypto/sharing/input.ts";
import { connectLinks, type NodeIndex } from "../../../client/crypto/sharing/link.ts";
import { createPairKey, pairSecrets } from "../../../client/crypto/sharing/pair-secrets.ts";
import { recordLink } from "../../../client/crypto/sharing/recorded-links.ts";
import { CryptoError, ProtocolError } from "../../../client/errors.ts";
import {
  createNodes,
  NODES,
  neighbourSeeds,
  type Observed,
  observeLinks,
  runShared,
  seeded,
} from "../../support/sharing.ts";

/**
 * Code and party of the error that ends the program at `node` when `tamper` changes what it
 * receives.
 */
async function failureAt(
  node: NodeIndex,
  tamper: (message: Observed) => Uint8Array | undefined,
  program: Parameters<typeof runShared>[3],
): Promise<readonly [string, number | undefined] | "none"> {
  const links = observeLinks(connectLinks(), (message) => (message.node === node ? tamper(message) : undefined));
  const nodes = createNodes({ links });
  // The others may wait for ever for a node that has stopped, so the test waits for this one only.
  return new Promise((resolve) => {
    void runShared(nodes, [[1n, -1n]], seeded(5), async (arithmetic, shares) => {
      try {
        await program(arithmetic, shares);
        if (arithmetic.node === node) resolve("none");
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        if (arithmetic.node === node) resolve([error.code, error.party]);
      }
    });
  });
}

function codeOf(error: unknown): string {
  if (error instanceof ProtocolError) return error.code;
  throw error;
}

describe("links between nodes", function () {
  this.timeout(120_000);

  it("refuse messages of another length and name their sender", async () => {
    const links = connectLinks();
    for (const [node, { next, previous }] of links.entries()) {
      next.send(new Uint8Array(3));
      const failure = await links[(node + 1) % 3]!.previous.receive(4).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(ProtocolError).with.property("code", "MessageLength");
      expect(failure).to.have.property("party", node);
      previous.send(new Uint8Array(3));
      expect(await links[(node + 2) % 3]!.next.receive(3)).to.have.length(3);
    }
  });

  it("send a copy, so that the sender can use its memory again", async () => {
    const [first, second] = connectLinks();
    const memory = Uint8Array.of(1, 2, 3);
    first.next.send(memory);
    memory.fill(9);
    first.next.send(memory);
    expect(await second.previous.receive(3)).to.deep.equal(Uint8Array.of(1, 2, 3));
    expect(await second.previous.receive(3)).to.deep.equal(Uint8Array.of(9, 9, 9));
  });

  it("a node stops at an opened value on which both others differ", async () => {
    // Once in the digests that precede it (32 bytes), once in the value itself.
    const flip =
      (length: number) =>
      ({ from, bytes }: Observed) =>
        from === "next" && bytes.length === length ? bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte)) : undefined;
    for (const node of NODES) {
      expect(
        await failureAt(
          node,
          () => undefined,
          (n, [x]) => n.open(x!),
        ),
      ).to.equal("none");
      for (const length of [32, 16])
        expect(await failureAt(node, flip(length), (n, [x]) => n.open(n.slice(x!, 0, 1)))).to.deep.equal([
          "SharesDiffer",
          undefined,
        ]);
    }
  });

  it("two nodes find out that they hold different shares", async () => {
    const input = { integers: [], words: [1n, 2n], blindings: [] };
    const { messages } = shareInput(THREE_HOLDING, input, seeded(10));
    for (const liedTo of [undefined, ...NODES]) {
      const outcomes = await Promise.all(
        createNodes().map((node) => {
          const bytes = messages[node.node]!.slice();
          if (node.node === liedTo) bytes[bytes.length - 1]! ^= 1; // in the correction, or in a second seed
          const counts = { integers: 0, words: 2, blindings: 0 };
          const shares = node.importInput(receiveInput(THREE_HOLDING, node.node, bytes, counts));
          return node.requireSameShares(shares).then(() => "agreed", codeOf);
        }),
      );
      // The second part of the message is a component of node liedTo and of one neighbour: both
      // notice.
      expect(outcomes.filter((outcome) => outcome === "SharesDiffer")).to.have.length(liedTo === undefined ? 0 : 2);
    }
  });

  it("have digests on which both ends agree, until a message changes on its way", async () => {
    for (const changed of [false, true]) {
      let first = true;
      const observed = observeLinks(connectLinks(), ({ node, bytes }) => {
        const change = changed && first && node === 1;
        if (change) first = false;
        return change ? bytes.map((byte) => byte ^ 1) : undefined;
      });
      const recorded = observed.map(({ next, previous }) => ({
        next: recordLink(next),
        previous: recordLink(previous),
      }));
      await runShared(createNodes({ links: recorded }), [[3n]], seeded(6), async (node, [x]) => {
        await node.reshare(node.product(x!, x!));
        await node.open(node.zeros(1)).catch(() => {});
      });
      const digests = recorded.map(({ next, previous }) => ({ next: next.digests(), previous: previous.digests() }));
      const agree = NODES.map((node) => {
        const [near, far] = [digests[node]!.next, digests[(node + 1) % 3]!.previous];
        return Buffer.compare(near.sent, far.received) === 0 && Buffer.compare(near.received, far.sent) === 0;
      });
      expect(agree.every((same) => same)).to.equal(!changed);
    }
  });

  it("count rounds, messages and bytes by phase", async () => {
    const counts = new Map<string, number>();
    const meters = NODES.map((node) => ({
      add: (phase: string, counted: string, amount: number) => {
        const key = `${node} ${phase} ${counted}`;
        counts.set(key, (counts.get(key) ?? 0) + amount);
      },
    }));
    await runShared(createNodes({ meters }), [Array.from({ length: 10 }, () => 1n)], seeded(7), async (node, [x]) => {
      node.phase("multiply");
      const [square] = await node.truncate(40, node.product(x!, x!));
      node.phase("open");
      await node.open(square);
    });
    for (const node of NODES) {
      expect(counts.get(`${node} multiply rounds`)).to.equal(2);
      expect(counts.get(`${node} multiply bytes`)).to.equal(210);
      expect(counts.get(`${node} open rounds`)).to.equal(2);
      expect(counts.get(`${node} open messages`)).to.equal(4);
      expect(counts.get(`${node} open bytes`)).to.equal(320 + 64);
    }
  });
});

describe("secrets of a pair of nodes", function () {
  this.timeout(120_000);

  const [a, b] = [createPairKey(seeded(8)), createPairKey(seeded(9))];
  const context = new Uint8Array(32).fill(1);

  it("are the same at both ends, differ by purpose and by round", () => {
    const [here, there] = [pairSecrets(a.secret, b.public, context), pairSecrets(b.secret, a.public, context)];
    expect(here).to.deep.equal(there);
    expect(here.masks).not.to.deep.equal(here.link);
    expect(pairSecrets(a.secret, b.public, new Uint8Array(32)).masks).not.to.deep.equal(here.masks);
  });

  it("are not made from keys of another length or low order", () => {
    for (const key of [new Uint8Array(31), new Uint8Array(32), new Uint8Array([1, ...new Uint8Array(31)])]) {
      expect(() => pairSecrets(a.secret, key, context))
        .to.throw(CryptoError)
        .with.property("code", "PairKey");
    }
  });

  it("have 32 bytes as seeds of masks, and epochs count from 0", () => {
    const [seeds] = neighbourSeeds(1) as [ReturnType<typeof neighbourSeeds>[number]];
    expect(() => createNodes({ epoch: -1 }))
      .to.throw(CryptoError)
      .with.property("code", "Epoch");
    expect(seeds.next).to.have.length(32);
  });
});
