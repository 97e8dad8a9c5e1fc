// The parts of the network code that need no network: addresses, keys, quota, address book,
// backoff.
import { expect } from "chai";
import type { Address } from "viem";
import type { PeerRecord } from "../../client/chain/registry/read-peer.ts";
import { NetworkError } from "../../client/errors.ts";
import { createAddressBook } from "../../client/network/address-book.ts";
import { addressesOf, formatAddresses, parseAddresses } from "../../client/network/addresses.ts";
import { keyOf, peerIdOf, privateKeyOf, publicKeyOf } from "../../client/network/identity.ts";
import { backoffMs, DEFAULT_LIMITS } from "../../client/network/limits.ts";
import { PeerQuota } from "../../client/network/peer-quota.ts";
import { accountOf, rejection, seedOf } from "../support/network.ts";

function addressCode(text: string): string {
  try {
    parseAddresses(text);
  } catch (error) {
    if (error instanceof NetworkError) return error.code;
    throw error;
  }
  return "none";
}

describe("addresses of a peer", () => {
  it("are TCP at an IP address or a name", () => {
    const good = [
      "/ip4/10.0.0.7/tcp/4001",
      "/ip6/::1/tcp/1",
      "/dns4/acme.example/tcp/4001",
      "/dns/acme.example/tcp/65535",
    ];
    expect(parseAddresses(good.join(" ")).map(String)).to.deep.equal(good);
    expect(formatAddresses(good)).to.equal(good.join(" "));
    expect(parseAddresses("")).to.deep.equal([]);
  });

  it("of any other kind are refused, however registered", () => {
    const bad = [
      " ",
      "/ip4/10.0.0.7/tcp/4001 ",
      "/ip4/10.0.0.7/tcp/4001  /ip4/10.0.0.8/tcp/4001",
      "/ip4/10.0.0.7/tcp/4001\n/ip4/10.0.0.8/tcp/4001",
      "/ip4/10.0.0.7/tcp/70000",
      "/ip4/10.0.0.777/tcp/1",
      "/ip4/10.0.0.7/udp/4001",
      "/ip4/10.0.0.7",
      "/ip4/10.0.0.7/tcp/4001/ws",
      `/ip4/10.0.0.7/tcp/4001/p2p/${peerIdOf(`0x${"11".repeat(32)}`)}`,
      "/unix/tmp/socket",
      "/dnsaddr/acme.example",
      "http://acme.example",
      "\u0000",
      Array(9).fill("/ip4/10.0.0.7/tcp/4001").join(" "),
      `/dns4/${"a".repeat(1024)}/tcp/1`,
    ];
    for (const text of bad) expect(addressCode(text), JSON.stringify(text.slice(0, 60))).to.equal("AddressInvalid");
  });

  it("are dialled for one peer only", async () => {
    const id = peerIdOf(await publicKeyOf(seedOf("a")));
    const [address] = addressesOf(id, parseAddresses("/ip4/10.0.0.7/tcp/4001"));
    expect(String(address)).to.equal(`/ip4/10.0.0.7/tcp/4001/p2p/${id}`);
  });
});

describe("keys of peers", () => {
  it("are the seed's, and the peer id is the key", async () => {
    const key = await publicKeyOf(seedOf("a"));
    expect(key).to.have.length(66);
    expect(await publicKeyOf(seedOf("b"))).not.to.equal(key);
    expect(keyOf(peerIdOf(key))).to.equal(key);
    // RFC 8032, test 1.
    const seed = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
    expect(await publicKeyOf(seed)).to.equal("0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  });

  it("of the wrong length are refused", async () => {
    const error = await rejection(privateKeyOf(new Uint8Array(31)));
    expect(error).to.be.instanceOf(NetworkError).with.property("code", "SeedLength");
    expect(() => peerIdOf("0x1234"))
      .to.throw(NetworkError)
      .with.property("code", "KeyInvalid");
  });
});

describe("the quota of a peer", () => {
  const limits = { ...DEFAULT_LIMITS, requestsAtOnce: 2, requestsPerSecond: 10, requestBurst: 3 };

  it("bounds requests at once, for each peer alone", () => {
    const quota = new PeerQuota(limits, () => 0);
    expect([quota.enter("0x01"), quota.enter("0x01"), quota.enter("0x01")]).to.deep.equal([
      "served",
      "served",
      "crowd",
    ]);
    expect(quota.enter("0x02")).to.equal("served");
    quota.leave("0x01");
    expect(quota.enter("0x01")).to.equal("served");
  });

  it("bounds the rate, and fills up with time", () => {
    let time = 0;
    const quota = new PeerQuota(limits, () => time);
    const request = () => {
      const entered = quota.enter("0x01");
      if (entered === "served") quota.leave("0x01");
      return entered;
    };
    expect([request(), request(), request(), request()]).to.deep.equal(["served", "served", "served", "rate"]);
    time += 99;
    expect(request()).to.equal("rate");
    time += 1;
    expect([request(), request()]).to.deep.equal(["served", "rate"]);
    time += 3_600_000;
    expect([request(), request(), request(), request()]).to.deep.equal(["served", "served", "served", "rate"]);
  });
});

describe("the address book", () => {
  const [a, b, c] = ["a", "b", "c"].map((label) => accountOf(label).address) as [Address, Address, Address];
  const KEY_1 = `0x${"11".repeat(32)}` as const;
  const KEY_2 = `0x${"22".repeat(32)}` as const;

  function open(records: Map<Address, PeerRecord>) {
    const state = { time: 0, asked: 0 };
    const lookUp = async (account: Address) => {
      state.asked += 1;
      return records.get(account) ?? null;
    };
    const now = () => state.time;
    return { state, book: createAddressBook({ lookUp, accounts: () => [a, b], now, maxAgeMs: 100, minAgeMs: 10 }) };
  }

  it("remembers for a while, and asks again when told to", async () => {
    const records = new Map([[a, { key: KEY_1, addresses: "", version: 1n }]]);
    const { state, book } = open(records);
    expect((await book.peerOf(a, false))?.key).to.equal(KEY_1);
    records.set(a, { key: KEY_2, addresses: "", version: 2n });
    expect((await book.peerOf(a, false))?.key).to.equal(KEY_1);
    expect((await book.peerOf(a, true))?.key).to.equal(KEY_2);
    state.time += 101;
    records.delete(a);
    expect(await book.peerOf(a, false)).to.equal(null);
    expect(state.asked).to.equal(3);
  });

  it("knows every account of a key, and forgets a key that was replaced", async () => {
    const records = new Map([
      [a, { key: KEY_1, addresses: "", version: 1n }],
      [b, { key: KEY_1, addresses: "", version: 1n }],
      [c, { key: KEY_1, addresses: "", version: 1n }],
    ]);
    const { state, book } = open(records);
    // c is not one of the company's partners.
    expect(await book.accountsOf(KEY_1)).to.deep.equal([a, b]);
    records.set(b, { key: KEY_2, addresses: "", version: 2n });
    state.time += 101;
    expect(await book.accountsOf(KEY_1)).to.deep.equal([a]);
    expect(await book.accountsOf(KEY_2)).to.deep.equal([b]);
  });

  it("is not made to ask the chain by strangers again and again", async () => {
    const { state, book } = open(new Map([[a, { key: KEY_1, addresses: "", version: 1n }]]));
    for (let i = 0; i < 50; i++) expect(await book.accountsOf(KEY_2)).to.deep.equal([]);
    expect(state.asked).to.equal(2);
    state.time += 11;
    await Promise.all(Array.from({ length: 50 }, () => book.accountsOf(KEY_2)));
    expect(state.asked).to.equal(4);
  });

  it("tells a newcomer from a stranger soon", async () => {
    const records = new Map<Address, PeerRecord>();
    const { state, book } = open(records);
    expect(await book.accountsOf(KEY_1)).to.deep.equal([]);
    records.set(b, { key: KEY_1, addresses: "", version: 1n });
    state.time += 11;
    expect(await book.accountsOf(KEY_1)).to.deep.equal([b]);
  });
});

describe("backoff", () => {
  it("doubles up to a cap", () => {
    const limits = { ...DEFAULT_LIMITS, retryFirstMs: 50, retryMaxMs: 300 };
    expect([0, 1, 2, 3, 4, 2000].map((attempt) => backoffMs(attempt, limits))).to.deep.equal([
      50, 100, 200, 300, 300, 300,
    ]);
  });
});
