// Three node processes on loopback for the benchmarks: the parent forks a program once for each
// node, collects the addresses on which the nodes listen, sends all of them to every node, and the
// nodes connect. Their secrets come from a fixed seed.
import { fork } from "node:child_process";
import { type Links, type NodeIndex, neighbours, nextOf, previousOf } from "../client/crypto/sharing/link.ts";
import { type Address, listenForSessions } from "../client/links/listener.ts";
import { openSession } from "../client/links/session.ts";
import { createRandom } from "../client/math/random.ts";

const NODES = [0, 1, 2] as const;

/** Secrets that each node shares with its neighbours; entry i is node i's. */
export function neighbourSecrets(): { readonly next: Uint8Array; readonly previous: Uint8Array }[] {
  const random = createRandom(new Uint8Array(32).fill(1));
  const secrets = NODES.map(() => random.bytes(32));
  return NODES.map((node) => ({ next: secrets[node]!, previous: secrets[(node + 2) % 3]! }));
}

/**
 * Runs `file` as nodes 0, 1 and 2 (the first argument) until all end. Returns what they report, by
 * node.
 */
export async function forkNodes<T>(file: string, args: readonly string[] = []): Promise<T[][]> {
  const addresses: Address[] = [];
  const reports: T[][] = NODES.map(() => []);
  const children = NODES.map((node) => fork(file, [String(node), ...args]));
  const ends = children.map((child, node) => {
    child.on("message", (message: { readonly address: Address } | { readonly report: T }) => {
      if ("report" in message) reports[node]!.push(message.report);
      else addresses[node] = message.address;
      if ("address" in message && Object.keys(addresses).length === NODES.length) {
        for (const other of children) other.send(addresses);
      }
    });
    return new Promise<void>((resolve, reject) => {
      child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`node ${node} ended with ${code}`))));
    });
  });
  await Promise.all(ends);
  return reports;
}

/** In a forked node: the links to the others, and a way to report to the parent. */
export async function joinNodes(node: NodeIndex): Promise<{ readonly links: Links; leave(): void }> {
  const { next, previous } = neighbourSecrets()[node]!;
  const secrets = NODES.map((peer) => (peer === nextOf(node) ? next : peer === previousOf(node) ? previous : null));
  const name = { id: new Uint8Array(32), epoch: 0 };
  const listener = await listenForSessions("127.0.0.1", 0);
  const endpoint = openSession({ node, name, secrets, listener });
  const told = new Promise<Address[]>((resolve) => process.once("message", (message) => resolve(message as Address[])));
  process.send!({ address: listener.address });
  const session = await endpoint.connect(await told, new AbortController().signal);
  return {
    links: neighbours(node, session.links),
    leave: () => {
      session.close();
      listener.close();
      process.disconnect();
    },
  };
}

/** In a forked node: hands the parent a result. */
export function report(value: unknown): void {
  process.send!({ report: value });
}
