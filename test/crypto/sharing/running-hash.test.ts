// A running hash is SHA-256 of everything so far, in whatever pieces it came.
import { createHash } from "node:crypto";
import { expect } from "chai";
import { RunningHash } from "../../../client/crypto/sharing/running-hash.ts";
import { seeded } from "../../support/sharing.ts";

describe("running hash", () => {
  it("is SHA-256 of all pieces, also between them", () => {
    const hash = new RunningHash();
    const whole: Uint8Array[] = [];
    for (const [i, length] of [0, 1, 8191, 1, 8192, 0, 8193, 5, 8187, 4, 100_000, 3].entries()) {
      const piece = seeded(i).bytes(length);
      hash.update(piece);
      whole.push(piece);
      const expected = createHash("sha256").update(Buffer.concat(whole)).digest();
      expect(Buffer.from(hash.digest()), `piece ${i}`).to.deep.equal(expected);
    }
  });

  it("keeps no reference to a piece", () => {
    const [hash, piece] = [new RunningHash(), new Uint8Array(10)];
    hash.update(piece);
    piece.fill(1);
    expect(Buffer.from(hash.digest())).to.deep.equal(createHash("sha256").update(new Uint8Array(10)).digest());
  });
});
