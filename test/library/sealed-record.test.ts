// The record of a round with a sealed outcome, as `verifyRound` reads it from a chain: what is
// proven, and that no change of it is accepted.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect } from "chai";
import { KINDS } from "../../client/round/verdict.ts";
import { readRecord, verifyRecord, verifyRound } from "../../client/verify.ts";
import { type Chain, createChain } from "../support/chain.ts";
import { codeOf } from "../support/codes.ts";
import { transact } from "../support/rounds.ts";
import { readySealedRound, settleSealedArguments } from "../support/sealed-rounds.ts";

const SHAPE = { inequalities: [2, 1], equalities: [0, 1], owner: 1 };

interface Json {
  [field: string]: Json;
}

describe("the record of a sealed round", function () {
  this.timeout(180_000);
  let chain: Chain;
  let server: Server;
  let at: { rpc: string; coordinator: `0x${string}` };

  before(async () => {
    chain = await createChain();
    server = createServer(async (request, response) => {
      const { id, method, params } = (await json(request)) as { id: number; method: string; params: unknown[] };
      const result = await chain.ethers.provider.send(method, params ?? []);
      response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const rpc = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    at = { rpc, coordinator: (await chain.coordinator.getAddress()) as `0x${string}` };
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const kind of KINDS)
    it(`proves its kind, and no number: ${kind}`, async () => {
      const own = await readySealedRound(chain, { kind, ...SHAPE }, kind);
      const { round } = own.id;
      expect(await codeOf(() => verifyRound({ ...at, round }))).to.equal("RoundNotSettled");
      await transact(chain, 9, "settleSealed", settleSealedArguments(own));
      const silent = {
        objective: null,
        gap: null,
        interval: null,
        endAtPrices: null,
        violation: null,
        largestResidual: null,
      };
      expect(await verifyRound({ ...at, round })).to.deep.equal({ kind, ...silent, sealed: true });
    });

  it("is refused with the reason when anything in it is changed", async () => {
    const own = await readySealedRound(chain, { kind: "optimal", ...SHAPE }, "changed");
    const { round } = own.id;
    await transact(chain, 9, "settleSealed", settleSealedArguments(own));
    const record = await readRecord({ ...at, round });
    const changed = (change: (record: Json) => void) => {
      const data = JSON.parse(record) as Json;
      change(data);
      return codeOf(() => verifyRecord(JSON.stringify(data)));
    };
    const set = (where: readonly string[], value: unknown) => (data: Json) => {
      const inner = where.slice(0, -1).reduce((json, field) => json[field]!, data);
      inner[where.at(-1)!] = value as Json;
    };
    const digest = `0x${"11".repeat(32)}`;
    for (const [code, where, value] of [
      ["none", ["version"], 3],
      ["KeyMismatch", ["params", "sealedKey"], digest],
      ["KeyMismatch", ["sealed", "key", "srsDigest"], digest],
      ["KeyMismatch", ["sealed", "key", "size"], "32"],
      ["SrsPoint", ["sealed", "key", "limbs", "x"], "1"],
      ["CommitmentMismatch", ["id", "round"], "77"],
      ["CommitmentMismatch", ["commitments", "0"], digest],
      ["ShapeMismatch", ["sealed", "proof"], "0x00"],
      ["ShapeMismatch", ["sealed", "kind"], "infeasible"],
      ["EquationFailed", ["params", "gapTolerance"], "1"],
      ["CommitmentMismatch", ["params", "objectiveOwner"], 0],
      ["RecordInvalid", ["params", "sealedKey"], `0x${"00".repeat(32)}`],
      ["RecordInvalid", ["sealed"], null],
      ["RecordInvalid", ["sealed", "kind"], "feasible"],
      ["RecordInvalid", ["sealed", "key", "tau"], {}],
      ["RecordInvalid", ["params", "sealedKey"], undefined],
    ] as const)
      expect(await changed(set(where, value)), where.join()).to.equal(code);
    expect(await changed((data) => delete data["sealed"])).to.equal("RecordInvalid");
  });
});
