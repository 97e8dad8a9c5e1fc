// The digest of a verifying key is that of the contracts' struct SealedKey, behind its tag.
import { expect } from "chai";
import { encodeAbiParameters, keccak256, parseAbiParameters, stringToHex } from "viem";
import { keyDigest } from "../../client/sealed/contract-key.ts";
import { buildSealed } from "../support/sealed.ts";
import { plainForm } from "../support/sealed-inputs.ts";

const POINT = "(uint256, uint256)";
const SECOND = "(uint256, uint256, uint256, uint256)";
const KEY = parseAbiParameters(`bytes32, (uint256, bytes32, ${SECOND}, ${SECOND}, ${POINT}, ${POINT}, ${POINT})`);

describe("sealed: the digest of a key", () => {
  const round = buildSealed({ kind: "optimal" }, "key digest");

  it("covers every entry, G2 with the imaginary part first", () => {
    const { size, srsDigest, sigma, tau, limbs, bounds, columns } = plainForm({
      ...round,
      proof: new Uint8Array(),
    }).key;
    const words = [BigInt(size), srsDigest, sigma, tau, limbs, bounds, columns];
    const encoded = encodeAbiParameters(KEY, [keccak256(stringToHex("concordat/sealed/key/v1")), words] as never);
    expect(keyDigest(round.key)).to.equal(keccak256(encoded));
  });
});
