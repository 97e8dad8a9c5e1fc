// `concordat explorer` serves no page for addresses that are none, or that would change the page's
// policy.
import { expect } from "chai";
import { explorer } from "../../client/cli/commands/explorer.ts";
import { codeOf } from "../support/codes.ts";

describe("concordat explorer", () => {
  for (const rpc of [
    "ftp://127.0.0.1",
    "127.0.0.1:8545",
    "http://a;sandbox",
    "http://a,b",
    "http://*",
    "http://'self'",
  ])
    it(`refuses ${rpc}`, async () => {
      expect(await codeOf(() => explorer({ rpc: [rpc], port: 0 }))).to.equal("UrlInvalid");
    });
});
