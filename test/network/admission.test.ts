// Places for connections that have not shown who they are: who gets one, and who loses it.
import { expect } from "chai";
import { addressGroup } from "../../client/network/address-group.ts";
import { Admission, DEFAULT_ADMISSION } from "../../client/network/admission.ts";
import { PeerHosts } from "../../client/network/peer-hosts.ts";
import { summarise } from "../../client/network/summary.ts";

const PEER = "10.0.0.1";

function admission(limits = { strangers: { total: 4, perAddress: 2 }, peers: { total: 3, perAddress: 2 } }) {
  const dropped: string[] = [];
  let reported = 0;
  const places = new Admission({
    limits,
    isPeer: (group) => group === PEER || group.startsWith("10.0.1."),
    onDropped: () => {
      reported += 1;
    },
  });
  const enter = (host: string, name = host) => places.enter(host, () => dropped.push(name));
  return { enter, dropped, reported: () => reported };
}

describe("places before the handshake", () => {
  it("from one address the newest takes that of the oldest", () => {
    const { enter, dropped, reported } = admission();
    for (const name of ["a", "b", "c", "d"]) enter("192.0.2.1", name);
    expect(dropped).to.deep.equal(["a", "b"]);
    expect(reported()).to.equal(2);
  });

  it("are given back when a connection closes or shows its key", () => {
    const { enter, dropped } = admission();
    for (let i = 0; i < 100; i++) {
      const leave = enter("192.0.2.1", `${i}`);
      leave();
      leave();
    }
    expect(dropped).to.deep.equal([]);
  });

  it("in all are few: the address that has most of them loses its oldest", () => {
    const { enter, dropped } = admission();
    for (const host of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) enter(host);
    enter("192.0.2.2", "second of 192.0.2.2");
    enter("192.0.2.4");
    expect(dropped).to.deep.equal(["192.0.2.2"]);
    enter("192.0.2.5");
    expect(dropped).to.deep.equal(["192.0.2.2", "192.0.2.1"]);
  });

  it("of a peer's address are never taken by strangers, from however many addresses they come", () => {
    const { enter, dropped } = admission(DEFAULT_ADMISSION);
    enter(PEER, "peer");
    for (let i = 0; i < 10_000; i++) enter(`172.16.${i >> 8}.${i & 255}`, "stranger");
    expect(dropped)
      .to.have.length(10_000 - DEFAULT_ADMISSION.strangers.total)
      .and.not.to.include("peer");
  });

  it("of peers' addresses are limited, too, for each and in all", () => {
    const { enter, dropped } = admission();
    for (const name of ["a", "b", "c"]) enter(PEER, name);
    expect(dropped).to.deep.equal(["a"]);
    for (const host of ["10.0.1.1", "10.0.1.2"]) enter(host);
    expect(dropped).to.deep.equal(["a", "b"]);
  });
});

describe("groups of addresses", () => {
  it("are an IPv4 address, however it is written", () => {
    expect(addressGroup("192.0.2.1")).to.equal("192.0.2.1");
    expect(addressGroup("::ffff:192.0.2.1")).to.equal("192.0.2.1");
    expect(addressGroup("::FFFF:192.0.2.1")).to.equal("192.0.2.1");
    expect(addressGroup("::ffff:c000:201")).to.equal("192.0.2.1");
  });

  it("are a /64 of IPv6, however it is written", () => {
    const group = "2001:db8:0:7::/64";
    for (const host of [
      "2001:db8:0:7::1",
      "2001:0DB8:0000:0007:ffff:ffff:ffff:ffff",
      "2001:db8:0:7::",
      "2001:db8::7:1:2:3:4",
      "2001:db8:0:7::192.0.2.1",
      "2001:db8:0:7::1%eth0",
    ])
      expect(addressGroup(host), host).to.equal(group);
    expect(addressGroup("2001:db8:0:8::1")).not.to.equal(group);
    expect(addressGroup("::1")).to.equal("0:0:0:0::/64");
  });
});

describe("addresses of peers", () => {
  it("are few for each: the one not heard of for longest is forgotten", () => {
    const hosts = new PeerHosts();
    hosts.learn("0x01", "192.0.2.200");
    for (let i = 0; i < 8; i++) hosts.learn("0x02", `192.0.2.${i}`);
    hosts.learn("0x02", "192.0.2.0");
    hosts.learn("0x02", "2001:db8::1");
    expect(hosts.has("192.0.2.1")).to.equal(false);
    for (const host of ["192.0.2.0", "192.0.2.7", "192.0.2.200", "2001:db8::2"])
      expect(hosts.has(addressGroup(host)), host).to.equal(true);
  });
});

describe("a summary of many events", () => {
  it("tells the first at once and the others together", () => {
    let time = 0;
    const reports: number[] = [];
    const count = summarise({ now: () => time, everyMs: 1000, report: (events) => reports.push(events) });
    for (time = 0; time < 2500; time += 10) count();
    expect(reports).to.deep.equal([1, 100, 100]);
  });
});
