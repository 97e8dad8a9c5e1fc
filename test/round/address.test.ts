// An address with a wrong checksum is refused as that, and not as something that is no address.
import { expect } from "chai";
import * as v from "valibot";
import { parseRoundId } from "../../auditor/run.ts";
import { addressOption } from "../../client/cli/commands/init.ts";
import { address } from "../../client/round/address.ts";
import { parseRoundKey } from "../../client/round/round-key.ts";

const RIGHT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const WRONG = "0x5fbDB2315678afecb367f032d93F642f64180aa3";
const SHORT = "0x5FbDB2315678afecb367f032d93F642f64180aa";

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  "the name of a round": (text) => parseRoundKey(`${text}/1`, null),
  "an audit": (text) => parseRoundId(`${text}/1`),
  "an option": (text) => addressOption("--coordinator", text),
  "a file": (text) => v.parse(address, text),
};

describe("addresses", () => {
  for (const [where, read] of Object.entries(readers))
    it(`in ${where}: with the right checksum or in lower case, and nothing else`, () => {
      read(RIGHT);
      read(RIGHT.toLowerCase());
      expect(() => read(WRONG)).to.throw(/checksum/);
      expect(() => read(SHORT)).to.throw(/^(?:(?!checksum).)*$/s);
    });
});
