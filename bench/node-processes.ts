// Node processes on loopback for the benchmarks: the parent forks a program once for each node,
// collects the addresses on which the nodes listen, tells every node those of all, and the nodes
// connect, over the links of a session as between companies.
import { fork } from "node:child_process";
import { type Links, type NodeIndex, neighbours, previousOf } from "../client/crypto/sharing/link.ts";
import type { SessionPeers } from "../client/engines/engine.ts";
import { type Address, listenForSessions } from "../client/links/listener.ts";
import { openSession, type SessionLinks } from "../client/links/session.ts";
import { createRandom } from "../client/math/random.ts";
import { perNode } from "../test/support/links.ts";
import { delayedAddress } from "./delay.ts";

const NODES = [0, 1, 2] as const;

/** Secrets that each of three nodes shares with its neighbours; entry i is node i's. */
export function neighbourSecrets(): { readonly next: Uint8Array; readonly previous: Uint8Array }[] {
  const random = createRandom(new Uint8Array(32).fill(1));
  const secrets = NODES.map(() => random.bytes(32));
  return NODES.map((node) => ({ next: secrets[node]!, previous: secrets[previousOf(node)]! }));
}

export interface Forked {
  /** Follow the node's index. */
  readonly args?: readonly string[];
  readonly nodes?: number;
  /** How long a byte is on its way from one node to another, in milliseconds. */
  readonly delayMs?: number;
}

/**
 * Runs `file` as nodes 0, 1, … (the first argument) until all end. Returns what they report, by
 * node.
 */
export async function forkNodes<T>(file: string, { args = [], nodes = 3, delayMs = 0 }: Forked = {}): Promise<T[][]> {
  const all = Array.from({ length: nodes }, (_, node) => node);
  const reports: T[][] = all.map(() => []);
  const children = all.map((node) => fork(file, [String(node), ...args]));
  const told = all.map(() => Promise.withResolvers<Address>());
  const ends = children.map((child, node) => {
    child.on("message", (message: { readonly address: Address } | { readonly report: T }) => {
      if ("report" in message) reports[node]!.push(message.report);
      else told[node]!.resolve(message.address);
    });
    return new Promise<void>((resolve, reject) => {
      child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`node ${node} ended with ${code}`))));
    });
  });
  const connect = async () => {
    const direct = await Promise.all(told.map(({ promise }) => promise));
    const relays = delayMs === 0 ? [] : await Promise.all(direct.map((address) => delayedAddress(address, delayMs)));
    const addresses = direct.map((address, node) => relays[node]?.address ?? address);
    for (const child of children) child.send(addresses);
    return () => {
      for (const relay of relays) relay.close();
    };
  };
  const connected = connect();
  await Promise.all(ends);
  (await connected)();
  return reports;
}

/** In a forked node: the links to the others. */
export async function connectNode({
  node,
  context,
  secrets,
}: SessionPeers): Promise<Pick<SessionLinks, "links" | "close">> {
  const listener = await listenForSessions("127.0.0.1", 0);
  const endpoint = openSession({ node, name: { id: context, epoch: 0 }, secrets, listener });
  const told = new Promise<Address[]>((resolve) => process.once("message", (message) => resolve(message as Address[])));
  process.send!({ address: listener.address });
  const { links, close } = await endpoint.connect(await told, new AbortController().signal);
  return {
    links,
    close: () => {
      close();
      listener.close();
      process.disconnect();
    },
  };
}

/** In a forked node, one of three: the links to the others, and a way to end them. */
export async function joinNodes(node: NodeIndex): Promise<{ readonly links: Links; leave(): void }> {
  const secrets = perNode(node, neighbourSecrets()[node]!);
  const session = await connectNode({ node, context: new Uint8Array(32), secrets });
  return { links: neighbours(node, session.links), leave: session.close };
}

/** In a forked node: hands the parent a result. */
export function report(value: unknown): void {
  process.send!({ report: value });
}
