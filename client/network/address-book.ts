// Which account has which network key, according to the registry on chain, cached for a short time.
// The accounts write the registry themselves: several accounts can register the same key, and a
// cached entry may be out of date.
import type { Address, Hex } from "viem";
import type { PeerRecord } from "../chain/registry/read-peer.ts";
import { NetworkError } from "../errors.ts";
import { addressGroup } from "./address-group.ts";
import { parseAddresses } from "./addresses.ts";

const IP = new Set(["ip4", "ip6"]);

export interface AddressBook {
  /** What `account` registered; `fresh` asks the chain again. Null when it never registered. */
  peerOf(account: Address, fresh: boolean): Promise<PeerRecord | null>;
  /** Which of the accounts we deal with have registered this key; none for a stranger. */
  accountsOf(key: Hex): Promise<readonly Address[]>;
  /**
   * Whether one of them registered an IP address in this group (address-group.ts), according to the
   * cached entries.
   */
  isPeerHost(group: string): boolean;
}

export interface AddressBookInput {
  /** Asks the chain. */
  readonly lookUp: (account: Address) => Promise<PeerRecord | null>;
  /** The accounts we deal with at present: the other parties of this node's rounds. */
  readonly accounts: () => readonly Address[];
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
  /**
   * Milliseconds after which an entry expires; a key that was replaced still works for that long.
   */
  readonly maxAgeMs: number;
  /**
   * Milliseconds for which an entry also answers for unknown keys, so that strangers cannot make us
   * ask the chain again sooner.
   */
  readonly minAgeMs: number;
}

interface Entry {
  readonly record: PeerRecord | null;
  readonly groups: ReadonlySet<string>;
  readonly at: number;
}

export function createAddressBook({ lookUp, accounts, now, maxAgeMs, minAgeMs }: AddressBookInput): AddressBook {
  // By account in lower case.
  const entries = new Map<string, Entry>();
  const pending = new Map<string, Promise<Entry>>();

  const ask = (account: Address): Promise<Entry> => {
    const name = account.toLowerCase();
    const asked = pending.get(name);
    if (asked !== undefined) return asked;
    const asking = (async () => {
      const at = now();
      const record = await lookUp(account);
      const entry = { record, groups: groupsOf(record), at };
      entries.set(name, entry);
      return entry;
    })().finally(() => pending.delete(name));
    pending.set(name, asking);
    return asking;
  };
  const within = async (account: Address, ageMs: number): Promise<PeerRecord | null> => {
    const entry = entries.get(account.toLowerCase());
    return (entry !== undefined && now() - entry.at <= ageMs ? entry : await ask(account)).record;
  };
  const holders = async (key: Hex, ageMs: number): Promise<readonly Address[]> => {
    const known = accounts();
    const records = await Promise.all(known.map((account) => within(account, ageMs)));
    return known.filter((_, i) => records[i]?.key.toLowerCase() === key.toLowerCase());
  };
  return {
    peerOf: (account, fresh) => within(account, fresh ? -1 : maxAgeMs),
    accountsOf: async (key) => {
      const found = await holders(key, maxAgeMs);
      return found.length > 0 ? found : holders(key, minAgeMs);
    },
    isPeerHost: (group) => accounts().some((account) => entries.get(account.toLowerCase())?.groups.has(group) ?? false),
  };
}

/** Groups of the registered IP addresses; none if the text is not a list of addresses. */
function groupsOf(record: PeerRecord | null): ReadonlySet<string> {
  try {
    const hosts = parseAddresses(record?.addresses ?? "").map((address) => address.getComponents()[0]!);
    return new Set(hosts.flatMap(({ name, value }) => (IP.has(name) ? [addressGroup(value!)] : [])));
  } catch (error) {
    if (error instanceof NetworkError) return new Set();
    throw error;
  }
}
