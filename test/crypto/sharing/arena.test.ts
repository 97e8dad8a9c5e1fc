// Memory of a node up to its limit; what is never written costs address space only.
import { expect } from "chai";
import { Arena } from "../../../client/crypto/sharing/arena.ts";
import { CryptoError } from "../../../client/errors.ts";

const GIB = 2 ** 30;

describe("memory of a node", () => {
  it("grows to 4 GiB, whatever is asked for at once, and refuses more", () => {
    const arena = new Arena(2);
    const early = arena.bytes(arena.allocate(16), 16);
    const first = arena.allocate(GIB);
    const second = arena.allocate(GIB);
    // From 2 GiB on an address has its top bit set; from 2.7 GiB on half as much again is too much.
    const third = arena.allocate(0.9 * GIB);
    const fourth = arena.allocate(GIB);
    expect([second - first, third - second]).to.deep.equal([GIB, GIB]);
    arena.write(fourth + GIB - 16, new Uint8Array(16).fill(7));
    expect([...arena.bytes(fourth + GIB - 16, 16)]).to.deep.equal(new Array(16).fill(7));
    // Views from before are of the same memory.
    early.fill(5);
    expect([...arena.bytes(first - 16, 16)]).to.deep.equal(new Array(16).fill(5));
    const mark = arena.mark();
    expect(() => arena.allocate(GIB / 8))
      .to.throw(CryptoError)
      .with.property("code", "SharesLength");
    // What was refused has taken nothing.
    expect(arena.mark()).to.equal(mark);
    expect(arena.allocate(16)).to.equal(mark);
  });

  it("takes half of what it can address at once", () => {
    const arena = new Arena(2);
    const at = arena.allocate(2 * GIB);
    expect(arena.allocate(16) - at).to.equal(2 * GIB);
  });
});
