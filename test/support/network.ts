// Companies on loopback: a registry and message stores in memory, real nodes between them. Does
// nothing on import.
import { noise } from "@chainsafe/libp2p-noise";
import { yamux } from "@chainsafe/libp2p-yamux";
import type { StreamHandler } from "@libp2p/interface";
import { tcp } from "@libp2p/tcp";
import { createLibp2p, type Libp2p } from "libp2p";
import { type Address, getAddress, type Hex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { PeerRecord } from "../../client/chain/registry/read-peer.ts";
import { ChainError } from "../../client/errors.ts";
import { createRandom } from "../../client/math/random.ts";
import { createAddressBook } from "../../client/network/address-book.ts";
import { formatAddresses } from "../../client/network/addresses.ts";
import type { NetworkEvent } from "../../client/network/events.ts";
import { MESSAGE_PROTOCOL } from "../../client/network/frames.ts";
import { keyOf, privateKeyOf } from "../../client/network/identity.ts";
import { DEFAULT_LIMITS, type NetworkLimits } from "../../client/network/limits.ts";
import { createNetwork, type Network } from "../../client/network/network.ts";
import type { MessageStore } from "../../client/network/serve.ts";
import { encodeEnvelope, signEnvelope } from "../../client/round/envelope.ts";
import { type ExchangeId, encodeExchangeId } from "../../client/round/exchange-id.ts";
import type { Part } from "../../client/round/parts.ts";
import type { ScheduleEntry } from "../../client/round/schedule.ts";

/** Retries at once, so that tests need not wait. */
export const TEST_LIMITS: NetworkLimits = { ...DEFAULT_LIMITS, retryFirstMs: 5, retryMaxMs: 50 };

export const COORDINATOR: Address = getAddress("0x5fbdb2315678afecb367f032d93f642f64180aa3");

export function exchangeId(exchange: number, round = 1n): ExchangeId {
  return { chainId: 31_337n, coordinator: COORDINATOR, round, exchange };
}

export function seedOf(label: string): Uint8Array {
  return createRandom(Buffer.alloc(32, label)).bytes(32);
}

export function accountOf(label: string): PrivateKeyAccount {
  return privateKeyToAccount(`0x${Buffer.from(seedOf(`account ${label}`)).toString("hex")}`);
}

/** An encoded envelope, signed by `account`. */
export async function envelopeBytes(
  account: PrivateKeyAccount,
  message: ExchangeId,
  from: number,
  parts: readonly Part[],
): Promise<Uint8Array> {
  return encodeEnvelope(await signEnvelope({ ...message, from, parts }, account));
}

/** A message of a schedule, of at most 1,000 bytes. */
export function entryOf(from: number, to: number | null, exchange: number): ScheduleEntry {
  return { from, to, exchange, content: `${from} to ${to ?? "all"}`, phase: "test", bytes: 1000 };
}

/** Envelopes in memory, each for some accounts. */
export class MemoryStore implements MessageStore {
  readonly #messages = new Map<string, { readonly bytes: Uint8Array; readonly readers: readonly Address[] }>();
  readonly #rounds = new Set<bigint>();

  add(message: ExchangeId, bytes: Uint8Array, readers: readonly Address[]): void {
    this.#rounds.add(message.round);
    this.#messages.set(Buffer.from(encodeExchangeId(message)).toString("hex"), { bytes, readers });
  }

  async find(message: ExchangeId, accounts: readonly Address[]) {
    if (!this.#rounds.has(message.round)) return "unknown-round" as const;
    const found = this.#messages.get(Buffer.from(encodeExchangeId(message)).toString("hex"));
    if (found === undefined) return "not-yet" as const;
    return found.readers.some((reader) => accounts.includes(reader)) ? found.bytes : ("not-for-you" as const);
  }
}

export interface Company {
  readonly account: PrivateKeyAccount;
  readonly address: Address;
  readonly network: Network;
  readonly store: MemoryStore;
  readonly events: NetworkEvent[];
}

export interface CompanyOptions {
  readonly limits?: NetworkLimits;
  /** Seed of the network key; by default that of the label. */
  readonly seed?: Uint8Array;
  readonly store?: MessageStore;
  readonly now?: () => number;
  /** Whether to enter the registry; yes by default. */
  readonly register?: boolean;
}

/** The registry, and every node that was started, to be closed at the end. */
export class Consortium {
  readonly registry = new Map<Address, PeerRecord>();
  /** How many of the next look-ups fail. */
  outages = 0;
  readonly #accounts = new Set<Address>();
  readonly #running: (() => Promise<void>)[] = [];

  register(account: Address, key: Hex, addresses: string): void {
    const version = (this.registry.get(account)?.version ?? 0n) + 1n;
    this.registry.set(account, { key, addresses, version });
  }

  /**
   * Starts a node for company `label` and registers it; every started company is a partner of every
   * other.
   */
  async start(label: string, options: CompanyOptions = {}): Promise<Company> {
    const account = accountOf(label);
    const store = new MemoryStore();
    const events: NetworkEvent[] = [];
    const now = options.now ?? (() => performance.now());
    const lookUp = async (address: Address) => {
      if (this.outages > 0) {
        this.outages -= 1;
        throw new ChainError("ChainUnreachable", "the chain's node is down");
      }
      return this.registry.get(address) ?? null;
    };
    const book = createAddressBook({ lookUp, accounts: () => [...this.#accounts], now, maxAgeMs: 0, minAgeMs: 0 });
    const network = await createNetwork({
      seed: options.seed ?? seedOf(label),
      listen: ["/ip4/127.0.0.1/tcp/0"],
      book,
      store: options.store ?? store,
      limits: options.limits ?? TEST_LIMITS,
      now,
      onEvent: (event) => events.push(event),
    });
    this.#running.push(() => network.close());
    if (options.register ?? true) {
      this.#accounts.add(account.address);
      this.register(account.address, network.key, formatAddresses(network.addresses));
    }
    return { account, address: account.address, network, store, events };
  }

  /** Enters a bare node. */
  add(node: Libp2p, account: Address): void {
    this.#running.push(async () => {
      for (const connection of node.getConnections()) connection.abort(new Error("the test is over"));
      await node.stop();
    });
    this.#accounts.add(account);
    this.register(account, keyOf(node.peerId)!, addressesOfNode(node));
  }

  async close(): Promise<void> {
    await Promise.all(this.#running.map((stop) => stop()));
  }
}

/** Resolves when an event of `events` satisfies `wanted`; looks at each turn of the event loop. */
export async function seen(
  events: readonly NetworkEvent[],
  wanted: (event: NetworkEvent) => boolean,
): Promise<NetworkEvent> {
  for (;;) {
    const found = events.find(wanted);
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The error that `promise` rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it should have been refused");
}

/** A bare node without any of our code, for misbehaving. The consortium closes it. */
export async function startRawNode(
  consortium: Consortium,
  label: string,
  handler: StreamHandler = () => undefined,
): Promise<Libp2p> {
  const node = await rawNode(label, handler);
  consortium.add(node, accountOf(label).address);
  return node;
}

/** The same, but the caller registers and stops it. */
export async function rawNode(label: string, handler: StreamHandler): Promise<Libp2p> {
  const node = await createLibp2p({
    privateKey: await privateKeyOf(seedOf(label)),
    addresses: { listen: ["/ip4/127.0.0.1/tcp/0"] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  });
  await node.handle(MESSAGE_PROTOCOL, handler);
  return node;
}

/** The addresses to register: those at which it listens. */
export function addressesOfNode(node: Libp2p): string {
  return formatAddresses(node.getMultiaddrs().map((address) => address.toString().replace(/\/p2p\/.*$/, "")));
}
