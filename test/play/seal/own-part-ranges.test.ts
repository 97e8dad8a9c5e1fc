// Numbers and lengths of what nodes get and send of shares: the largest number below r passes, r
// names its sender, and so does a byte too many or too few.
import { expect } from "chai";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { readBody } from "../../../client/engines/codec.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { encodeWords, WORD_BYTES } from "../../../client/math/words.ts";
import { decodeShares, sharesBytes } from "../../../client/play/seal/own-part/dealing.ts";
import { decodeSummands, heldBytes, readHeld, summandsBytes } from "../../../client/play/seal/own-part/sums.ts";
import { NODE_INDICES, SEED_BYTES } from "../../../client/sealed/own-part/shares.ts";
import { plantOwnParts, THREE } from "../../support/sealed-own-part.ts";

const SENDER = 1;
const COUNT = 3;
const { setting } = plantOwnParts({ ...THREE, kind: "optimal" }, "ranges");

interface Message {
  readonly name: string;
  readonly bytes: number;
  /** Where the numbers begin that are looked at: the first of them and the last. */
  readonly places: readonly number[];
  readonly decode: (body: Uint8Array) => unknown;
}

const messages: readonly Message[] = [
  ...NODE_INDICES.map((node): Message => {
    const bytes = sharesBytes(setting, SENDER, node);
    // Node 0 has a seed before numbers, node 1 numbers before a seed, node 2 seeds alone.
    const places = { 0: [SEED_BYTES, bytes - WORD_BYTES], 1: [0, bytes - SEED_BYTES - WORD_BYTES], 2: [] }[node];
    return {
      name: `shares of node ${node}`,
      bytes,
      places,
      decode: (body) => decodeShares(body, setting, SENDER, node),
    };
  }),
  {
    name: "components of sums",
    ...{ bytes: heldBytes(COUNT), places: [0, heldBytes(COUNT) - WORD_BYTES] },
    decode: (body) => readHeld(readBody(body, "sums", SENDER), COUNT),
  },
  {
    name: "summands",
    ...{ bytes: summandsBytes(COUNT), places: [0, summandsBytes(COUNT) - WORD_BYTES] },
    decode: (body) => decodeSummands(body, COUNT, SENDER),
  },
];

describe("play: numbers of shares", () => {
  for (const { name, bytes, places, decode } of messages)
    it(`are below r, and as many as are due: ${name}`, () => {
      const ending = (body: Uint8Array) => {
        try {
          decode(body);
          return "read";
        } catch (error) {
          if (!(error instanceof ProtocolError)) throw error;
          return `${error.code} ${error.party}`;
        }
      };
      const withNumber = (place: number, value: bigint) => {
        const body = new Uint8Array(bytes);
        body.set(encodeWords([value]), place);
        return ending(body);
      };
      for (const place of places) {
        expect(withNumber(place, GROUP_ORDER - 1n)).to.equal("read");
        expect(withNumber(place, GROUP_ORDER)).to.equal(`NumberOutOfRange ${SENDER}`);
      }
      expect(ending(new Uint8Array(bytes))).to.equal("read");
      for (const length of [bytes - 1, bytes + 1, bytes + WORD_BYTES, 0])
        expect(ending(new Uint8Array(length)), `${length}`).to.equal(`MessageLength ${SENDER}`);
    });
});
