// One of four nodes changes one of its messages, whichever it is: honest nodes read the right
// values or stop, and if what changed was sent before the opening, nothing opens.
import { createHash } from "node:crypto";
import { expect } from "chai";
import { sumOf } from "../../../client/crypto/four-sharing/accounts.ts";
import { connectFour, NODES, type NodeIndex } from "../../../client/crypto/four-sharing/link.ts";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { sampled } from "../../support/sampled.ts";
import { createFour, type FourMessage, observeFour, runShared, seeded } from "../../support/sharing.ts";

const X = [-(5n << 40n), 3n << 41n, 1n << 45n];
const Y = [7n << 40n, 2n << 40n, -(1n << 50n)];

type Operation = (node: Arithmetic, x: Shares, y: Shares) => Promise<Shares>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "opens an input": async (_, x) => x,
  "multiplies and reshares": async (node, x, y) => (await node.reshare(node.product(x, y)))[0],
  "multiplies a matrix by a matrix": async (node, x, y) => (await node.reshare(node.matrixMatrix(x, y, 1)))[0],
  truncates: async (node, x, y) => (await node.truncate(40, node.product(x, y)))[0],
  "tests signs": (node, x) => node.negative(x),
  "multiplies by signs": async (node, x, y) => (await node.negativeTimes(x, y)).products,
  "finds the least": async (node, x, y) => (await node.argmin(x, y)).payload,
  "finds the least ratio": async (node, x, y) => (await node.argminRatio(y, node.gather(x, [1, 1, 2]))).denominator,
  "takes a reciprocal": (node, x) => node.reciprocal(node.slice(x, 1, 1)),
  "multiplies what it has multiplied": async (node, x, y) => {
    const [z] = await node.reshare(node.product(x, y));
    const [w] = await node.reshare(node.outer(node.slice(z, 0, 1), y));
    return node.negative(w);
  },
};

/** Messages that a node sends in an opening, after three commitments and three accounts. */
const LAST_SENT = 2;
const COMPARING = 6;

interface Run {
  /** What each node read, or the error with which it stopped. */
  readonly read: readonly (readonly bigint[] | ProtocolError)[];
  /** In the order in which they were sent, as sent. */
  readonly sent: readonly FourMessage[];
}

async function run(
  operation: Operation,
  change: (message: FourMessage, index: number) => Uint8Array | undefined,
): Promise<Run> {
  const sent: FourMessage[] = [];
  const local = connectFour();
  const counts = NODES.map(() => 0);
  const links = observeFour(local, (message) => {
    const changed = change(message, counts[message.from]!++);
    sent.push({ ...message, bytes: (changed ?? message.bytes).slice() });
    return changed;
  });
  const read = await runShared(createFour({ links }), [X, Y], seeded(90), async (node, [x, y]) => {
    try {
      return await node.open(await operation(node, x!, y!));
    } catch (error) {
      local[node.node]!.end();
      if (error instanceof ProtocolError) return error;
      throw error;
    }
  });
  return { read, sent };
}

const ofNode = (sent: readonly FourMessage[], node: NodeIndex) => sent.filter(({ from }) => from === node);

/** What a cheater may do to a message: change a bit of it anywhere, or all of it. */
function changesOf(bytes: Uint8Array, seed: number): Uint8Array[] {
  const random = seeded(seed % 251);
  const at = Number(randomBelow(random, BigInt(bytes.length)));
  return [bytes.with(at, bytes[at]! ^ (1 << Number(randomBelow(random, 8n)))), bytes.map((byte) => byte ^ 0xff)];
}

describe("one of four nodes that departs from the protocol", function () {
  this.timeout(120_000);

  for (const [name, operation] of Object.entries(OPERATIONS)) {
    it(`changes one message while everybody ${name}`, async () => {
      const honest = await run(operation, () => undefined);
      const [expected] = honest.read as [bigint[]];
      for (const values of honest.read) expect(values).to.deep.equal(expected);
      let stopped = 0;
      for (const cheater of NODES)
        for (const [index, { bytes }] of sampled([...ofNode(honest.sent, cheater).entries()], 2, cheater))
          for (const changed of changesOf(bytes, index)) {
            const { read, sent } = await run(operation, ({ from }, at) =>
              from === cheater && at === index ? changed : undefined,
            );
            const others = NODES.filter((node) => node !== cheater);
            const what = `node ${cheater}, message ${index}`;
            for (const node of others) {
              const values = read[node]!;
              if (values instanceof ProtocolError) expect(values.code, what).to.be.oneOf(["SharesDiffer", "PeerLost"]);
              else expect(values, what).to.deep.equal(expected);
            }
            expect(
              others.some((node) => read[node] instanceof ProtocolError),
              `${what}: somebody stops`,
            ).to.equal(true);
            const beforeComparison = index < ofNode(honest.sent, cheater).length - LAST_SENT - COMPARING;
            if (!beforeComparison) continue;
            stopped++;
            for (const node of others) {
              expect(read[node], `${what}, node ${node}`).to.be.instanceOf(ProtocolError);
              const most = ofNode(honest.sent, node).length - LAST_SENT;
              expect(ofNode(sent, node).length, `${what}: node ${node} opens nothing`).to.be.at.most(most);
            }
          }
      const most = Math.max(...NODES.map((node) => ofNode(honest.sent, node).length));
      expect(stopped > 0, "messages before the comparison").to.equal(most > LAST_SENT + COMPARING);
    });
  }

  it("does not hear who noticed it, nor what differs", async () => {
    // Node 2 makes node 1 hold a wrong component 0, off by 2^127. The sum that nodes 1 and 3 then
    // know, of which node 3 tells node 2, is off at node 1 by 2^127 times the component of the
    // secret bit that node 2 lacks. With what node 1 hashed, node 2 could try both.
    const joint = "concordat/four-sharing/v1/joint/3 1 2/";
    /** A message has what the sender knows with either of two nodes; the second part counts. */
    const part = 16;
    const flipped = (bytes: Uint8Array) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 0x80);
    for (const secret of [0n, 1n]) {
      const local = connectFour();
      const received: { readonly from: NodeIndex; readonly bytes: Uint8Array }[] = [];
      let lied = false;
      const links = observeFour(local, ({ from, to, bytes }) => {
        if (to === 2) received.push({ from, bytes: bytes.slice() });
        if (lied || from !== 2 || to !== 1) return undefined;
        lied = true;
        return flipped(bytes);
      });
      const random = seeded(94);
      const codes = await runShared(
        createFour({ links }),
        [[3n], [5n], [secret]],
        random,
        async (node, [x, y, bit]) => {
          const [z] = await node.reshare(node.product(x!, y!));
          const [w] = await node.reshare(node.product(z, bit!));
          return node.open(w).catch((error: unknown) => error);
        },
      );
      for (const code of codes) expect(code).to.be.instanceOf(ProtocolError).with.property("code", "SharesDiffer");
      const [first, second, ...rest] = received.filter(({ from }) => from === 3).map(({ bytes }) => bytes);
      const told = [...rest, ...received.filter(({ from }) => from !== 3).map(({ bytes }) => bytes)];
      const guesses = [second!, flipped(second!)].map((guess) =>
        createHash("sha256").update(joint).update(first!.subarray(part)).update(guess.subarray(part)).digest(),
      );
      for (const guess of guesses)
        expect(
          told.some((bytes) => Buffer.from(bytes).includes(guess)),
          `secret ${secret}`,
        ).to.equal(false);
    }
  });

  it("cannot make accounts agree once it has seen those of others", async () => {
    const multiply = OPERATIONS["multiplies and reshares"]!;
    const cheater = 1;
    // The random numbers of both runs are the same, so that the second knows the others' accounts.
    const lie = ({ from, to, bytes }: FourMessage, index: number) =>
      from === cheater && to === 3 && index === 0 ? bytes.map((byte) => byte ^ 1) : undefined;
    const { sent: first } = await run(multiply, lie);
    const accounts = ([0, 2, 3] as const).map((node) => ofNode(first, node).at(-1)!.bytes);
    const cancelling = sumOf(accounts);
    const last = ofNode(first, cheater).length - 3;
    const { read } = await run(multiply, (message, index) =>
      message.from === cheater && index >= last ? cancelling : lie(message, index),
    );
    for (const node of [0, 2, 3] as const)
      expect(read[node]).to.be.instanceOf(ProtocolError).with.property("code", "SharesDiffer");
    expect(sumOf([...accounts, cancelling])).to.deep.equal(new Uint8Array(accounts[0]!.length));
  });

  it("sees other accounts in every comparison, also of the same messages", async () => {
    const seen: string[] = [];
    const links = observeFour(connectFour(), ({ from, to, bytes }) => {
      if (from === 1 && to === 0) seen.push(Buffer.from(bytes).toString("hex"));
      return undefined;
    });
    await runShared(createFour({ links }), [X], seeded(95), async (node) => {
      for (let i = 0; i < 3; i++) await node.confirm();
    });
    expect(new Set(seen).size).to.equal(6);
  });

  it("does not get others to store what comes of a wrong message", async () => {
    for (const cheater of NODES) {
      const local = connectFour();
      let lied = false;
      const links = observeFour(local, ({ from, bytes }) => {
        if (lied || from !== cheater) return undefined;
        lied = true;
        return bytes.map((byte) => byte ^ 1);
      });
      // The product itself is right by now; the error is in what was computed before.
      const codes = await runShared(createFour({ links }), [X, Y], seeded(93), async (node, [x, y]) => {
        // In each of two rounds another node sends nothing.
        for (let i = 0; i < 2; i++) await node.reshare(node.product(x!, y!));
        return node.requireSameShares(x!).then(
          () => "same",
          (error: unknown) => (error instanceof ProtocolError ? error.code : error),
        );
      });
      expect(codes.toSpliced(cheater, 1), `node ${cheater}`).to.deep.equal(new Array(3).fill("SharesDiffer"));
    }
  });

  it("does not resume from shares that differ from those of the others", async () => {
    const shares = await runShared(createFour(), [X], seeded(91), async (node, [x]) => node.exportShares(x!));
    for (const cheater of NODES)
      for (let component = 0; component < 3; component++) {
        const local = connectFour();
        const codes = await runShared(createFour({ links: local }), [], seeded(92), async (node) => {
          const bytes = shares[node.node]!.slice();
          if (node.node === cheater) bytes[component * (bytes.length / 3)]! ^= 1;
          return node.requireSameShares(node.importShares(bytes, X.length)).then(
            () => "same",
            (error: unknown) => (error instanceof ProtocolError ? error.code : error),
          );
        });
        expect(codes.filter((code) => code === "SharesDiffer").length, `node ${cheater}`).to.equal(3);
        expect(codes[(cheater + 1 + component) % 4], "the node that lacks the component").to.equal("same");
      }
  });
});
