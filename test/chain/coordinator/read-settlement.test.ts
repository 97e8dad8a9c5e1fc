// A client that was offline reads the certificate that settled a round, however it reached the
// coordinator and whatever limits the chain node has.
import { expect } from "chai";
import { createPublicClient, custom, HttpRequestError } from "viem";
import { hardhat } from "viem/chains";
import { verifyCertificate } from "../../../client/certificate/verify.ts";
import { settlementReader } from "../../../client/chain/coordinator/read-settlement.ts";
import { ChainError } from "../../../client/errors.ts";
import { AUDITED_SHAPE } from "../../support/audit.ts";
import { type Chain, createChain } from "../../support/chain.ts";
import { rejection } from "../../support/network.ts";
import { type ReadyRound, readyRound } from "../../support/rounds.ts";
import { SETTLEMENTS } from "../../support/settlements.ts";

type Rpc = { readonly method: string; readonly params?: unknown };

describe("reading a settlement", function () {
  this.timeout(180_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  /** A reader through a node; `watch` can refuse its answers. */
  function reader(round: bigint, watch: (asked: Rpc) => void = () => undefined) {
    const request = async (asked: Rpc) => {
      watch(asked);
      return chain.ethers.provider.send(asked.method, (asked.params ?? []) as unknown[]);
    };
    const transport = custom({ request: request as never }, { retryCount: 0 });
    const publicClient = createPublicClient({ chain: hardhat, transport, cacheTime: 0 });
    return async () =>
      settlementReader({ publicClient, coordinator: (await chain.coordinator.getAddress()) as `0x${string}` }, round);
  }

  const ready = (seed: string) => readyRound(chain, { kind: "optimal", ...AUDITED_SHAPE }, seed);
  const readWith = async (round: bigint, watch?: (asked: Rpc) => void) => (await reader(round, watch)())();

  for (const [name, settle] of Object.entries(SETTLEMENTS)) {
    it(`finds it in ${name}`, async () => {
      const { id, certificate, statement } = await ready(name);
      expect(await readWith(id.round)).to.equal(null);
      await settle({ chain, id, certificate });
      const found = await readWith(id.round);
      expect(found).to.deep.equal({ header: certificate.header, blocks: certificate.blocks });
      expect(() => verifyCertificate(statement, found!)).to.not.throw();
    });
  }

  describe("from nodes that limit the logs of one request", () => {
    let round: ReadyRound;

    before(async () => {
      round = await ready("limits");
      await chain.helpers.mine(40);
      await SETTLEMENTS["a plain transaction"]!({ chain, ...round });
      await chain.helpers.mine(50);
    });

    const blocksOf = ({ params }: Rpc) => {
      const [filter] = params as { fromBlock: string; toBlock: string }[];
      return Number(filter!.toBlock) - Number(filter!.fromBlock) + 1;
    };

    const REFUSALS = {
      "-32005": Object.assign(new Error("query exceeds max block range 10"), { code: -32005 }),
      "-32602": Object.assign(new Error("query returned more than 10000 results"), { code: -32602 }),
      "-32000": Object.assign(new Error("block range is too wide"), { code: -32000 }),
      413: new HttpRequestError({ url: "http://node.example", status: 413 }),
      "none known": Object.assign(new Error("no"), { code: -1 }),
    };
    for (const [code, refusal] of Object.entries(REFUSALS)) {
      for (const history of [true, false]) {
        it(`asks for fewer blocks at a refusal ${code}, ${history ? "with" : "without"} the state of old blocks`, async () => {
          let asked = 0;
          const found = await readWith(round.id.round, (call) => {
            if (call.method === "eth_call" && !history)
              throw Object.assign(new Error("missing trie node"), { code: -32000 });
            if (call.method !== "eth_getLogs") return;
            asked++;
            if (blocksOf(call) > 10) throw refusal;
          });
          expect(found?.blocks).to.deep.equal(round.certificate.blocks);
          expect(asked).to.be.at.most(history ? 12 : 24);
        });
      }
    }

    it("asks for more blocks again once a node has stopped refusing everything", async () => {
      const rest = await ready("busy");
      await chain.helpers.mine(200);
      await SETTLEMENTS["a plain transaction"]!({ chain, ...rest });
      let isBusy = true;
      let asked = 0;
      const read = await reader(rest.id.round, (call) => {
        if (call.method === "eth_call") throw Object.assign(new Error("missing trie node"), { code: -32000 });
        if (call.method !== "eth_getLogs") return;
        if (isBusy) throw new HttpRequestError({ url: "http://node.example", status: 429 });
        asked++;
      })();
      expect(await rejection(read())).to.be.instanceOf(ChainError);
      isBusy = false;
      expect((await read())?.blocks).to.deep.equal(rest.certificate.blocks);
      expect(asked).to.be.at.most(60);
    });

    it("asks an absent node once", async () => {
      let asked = 0;
      const read = readWith(round.id.round, ({ method }) => {
        if (method !== "eth_getLogs") return;
        asked++;
        throw new HttpRequestError({ url: "http://node.example" });
      });
      expect(await rejection(read))
        .to.be.instanceOf(ChainError)
        .with.property("code", "ChainUnreachable");
      expect(asked).to.equal(1);
    });

    it("goes on where it was when the node fails meanwhile, and says so when it gives no logs", async () => {
      const ranges: string[] = [];
      let isDown = false;
      const read = await reader(round.id.round, (call) => {
        if (call.method === "eth_call") throw Object.assign(new Error("missing trie node"), { code: -32000 });
        if (call.method !== "eth_getLogs") return;
        if (isDown || blocksOf(call) > 1) throw REFUSALS["-32005"];
        ranges.push(JSON.stringify(call.params));
        isDown = ranges.length === 5;
      })();
      const failed = await rejection(read());
      expect(failed).to.be.instanceOf(ChainError).with.property("code", "ChainUnreachable");
      isDown = false;
      expect((await read())?.blocks).to.deep.equal(round.certificate.blocks);
      expect(new Set(ranges).size).to.equal(ranges.length);
    });
  });
});
