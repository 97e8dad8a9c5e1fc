// Nothing that the auditor reads from outside makes it fail without a code, and what it prints is
// exact.
import { expect } from "chai";
import fc from "fast-check";
import { readEnvelope } from "../../auditor/evidence/envelope.ts";
import { JsonValue } from "../../auditor/evidence/json.ts";
import { AuditError } from "../../auditor/index.ts";
import { decimal, utc } from "../../auditor/report/decimal.ts";

describe("auditor: reading", () => {
  it("takes any bytes for an envelope or for none", () => {
    const head = fc.constantFrom("", "CCD2", "CCD3");
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 400 }), (magic, rest) => {
        const bytes = Buffer.concat([Buffer.from(magic), rest]);
        const envelope = readEnvelope(bytes);
        if (bytes.length < 158 || bytes.subarray(0, 4).toString() !== "CCD3") expect(envelope).to.equal(null);
        if (envelope === null) return;
        expect(envelope.exchange).to.equal(bytes.readUInt32BE(88));
        const sizes = envelope.parts.map(({ body }) => (body === null ? 1 + 32 : 1 + 4 + body.length));
        expect(sizes.reduce((sum, size) => sum + size, 158)).to.equal(bytes.length);
      }),
    );
  });

  it("takes any JSON for a value of the wanted kind or refuses it by code", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = new JsonValue(value, "file");
        for (const read of [
          () => json.get("constructor").list(),
          () => json.list(2),
          () => json.index(3),
          () => json.integer(1n << 72n),
          () => json.hex(32),
          () => json.word(),
          () => json.text(),
        ]) {
          try {
            read();
          } catch (error) {
            expect(error).to.be.instanceOf(AuditError);
            expect((error as AuditError).code).to.equal("FileInvalid");
          }
        }
      }),
    );
  });

  it("prints scaled integers exactly", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(45), (value, decimals) => {
        const [whole, fraction = ""] = decimal(value, decimals).split(".");
        expect(fraction.length).to.be.at.most(decimals);
        expect(fraction.endsWith("0")).to.equal(false);
        expect(BigInt(`${whole}${fraction.padEnd(decimals, "0")}`)).to.equal(value);
      }),
    );
  });

  it("writes any second that a node may name", () => {
    expect(utc(1_796_040_000)).to.equal("2026-11-30T12:00:00Z");
    expect(utc(253_402_300_799)).to.equal("9999-12-31T23:59:59Z");
    for (const seconds of [253_402_300_800, Number.MAX_SAFE_INTEGER])
      expect(utc(seconds)).to.equal(`second ${seconds} after 1970`);
  });
});
