// A client pays only into a coordinator, and looks partners up only in a registry, with this
// version's code; otherwise it refuses and says what is there instead.
import { readFile } from "node:fs/promises";
import { expect } from "chai";
import hre from "hardhat";
import { type Address, concatHex, createPublicClient, custom, type Hex, pad, slice } from "viem";
import { hardhat } from "viem/chains";
import { checkCoordinator, checkRegistry } from "../../../client/chain/coordinator/check-contract.ts";
import { openRound, withdrawBonds } from "../../../client/chain/coordinator/transact.ts";
import type { Engine } from "../../../client/engines/engine.ts";
import { decoyOt } from "../../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../../client/engines/two-party/engine.ts";
import { ChainError } from "../../../client/errors.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { roundParams } from "../../../client/round/agreement.ts";
import { type LocalChain, startLocalChain } from "../../../lab/chain/local-chain.ts";
import { type Chain, createChain } from "../../support/chain.ts";
import { agree, playCompanies } from "../../support/companies.ts";
import { rejection } from "../../support/network.ts";
import { ALICE, BOB } from "../../support/paper-example.ts";

const SOMEWHERE: Address = "0x00000000000000000000000000000000000c0de5";

async function expectRefusal(work: Promise<unknown>, code: string, what = ""): Promise<void> {
  expect(await rejection(work), what)
    .to.be.instanceOf(ChainError)
    .with.property("code", code);
}

describe("the contracts' code", function () {
  this.timeout(180_000);
  let chain: Chain;
  let publicClient: ReturnType<typeof createPublicClient>;
  let coordinator: Address;
  let code: Hex;

  before(async () => {
    chain = await createChain();
    const request = ({ method, params }: { method: string; params?: unknown }) =>
      chain.ethers.provider.send(method, (params ?? []) as unknown[]);
    publicClient = createPublicClient({
      chain: hardhat,
      transport: custom({ request: request as never }),
      cacheTime: 0,
    });
    coordinator = (await chain.coordinator.getAddress()) as Address;
    code = (await publicClient.getCode({ address: coordinator }))!;
  });

  const check = (at: Address, earlier?: boolean) =>
    checkCoordinator({ publicClient: publicClient as never, coordinator: at }, earlier);

  async function checkWith(put: Hex, earlier?: boolean): Promise<void> {
    await chain.helpers.setCode(SOMEWHERE, put);
    await check(SOMEWHERE, earlier);
  }

  it("is that of this version: coordinator, verifiers and registry", async () => {
    await check(coordinator);
    const registry = await chain.ethers.deployContract("PeerRegistry");
    await checkRegistry(publicClient as never, (await registry.getAddress()) as Address);
    await checkWith(code);
  });

  it("is not there, or somebody's who can exchange it", async () => {
    await expectRefusal(check("0x00000000000000000000000000000000000e0477"), "ContractMissing");
    await expectRefusal(checkWith(concatHex(["0xef0100", coordinator])), "ContractDelegated");
    const minimal = concatHex(["0x363d3d373d3d3d363d73", coordinator, "0x5af43d82803e903d91602b57fd5bf3"]);
    await expectRefusal(checkWith(minimal), "ContractProxy");
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    await chain.helpers.setStorageAt(SOMEWHERE, slot, pad(coordinator));
    await expectRefusal(checkWith("0x6000"), "ContractProxy");
    await chain.helpers.setStorageAt(SOMEWHERE, slot, `0x${"00".repeat(32)}`);
  });

  it("differs in one byte, wherever it is, or in length", async () => {
    const { immutableReferences } = await hre.artifacts.readArtifact("RoundCoordinator");
    const masked = Object.values(immutableReferences!).flat();
    const isMasked = (at: number) => masked.some(({ start, length }) => at >= start && at < start + length);
    const bytes = (code.length - 2) / 2;
    for (let at = 0; at < bytes; at += 997) {
      if (isMasked(at)) continue;
      const other = Buffer.from(code.slice(2), "hex");
      other[at]! ^= 1;
      await expectRefusal(checkWith(`0x${other.toString("hex")}`), "ContractUnknown", `byte ${at}`);
    }
    await expectRefusal(checkWith(concatHex([code, "0x00"])), "ContractUnknown");
    await expectRefusal(checkWith(slice(code, 0, bytes - 1)), "ContractUnknown");
    await expectRefusal(check((await chain.verifier.getAddress()) as Address), "ContractUnknown");
  });

  it("names a verifier that is none of this version, or two", async () => {
    const registry = await chain.ethers.deployContract("PeerRegistry");
    const right = [await chain.verifier.getAddress(), await chain.sealedVerifier.getAddress()];
    for (const i of right.keys())
      for (const [verifier, reason] of [
        [await registry.getAddress(), "ContractUnknown"],
        [right[1 - i]!, "ContractUnknown"],
        [chain.accounts[0]!.address, "ContractMissing"],
      ] as const) {
        const other = await chain.ethers.deployContract("RoundCoordinator", right.with(i, verifier));
        await expectRefusal(check((await other.getAddress()) as Address), reason);
      }
    const { immutableReferences } = await hre.artifacts.readArtifact("RoundCoordinator");
    const starts = Object.values(immutableReferences!).map(([place]) => place!.start);
    for (const at of starts.flatMap((start) => [start, start + 31])) {
      const other = Buffer.from(code.slice(2), "hex");
      other[at]! ^= 1;
      await expectRefusal(checkWith(`0x${other.toString("hex")}`), "ContractUnknown", `immutable, byte ${at}`);
    }
  });

  for (const [vector, immutables] of [
    ["coordinator-before-bounds", [7116, 11_224]],
    ["coordinator-before-rename", [7240, 10_518]],
  ] as const) {
    it(`is that of an earlier version: nothing is paid into it, but withdrawn from it: ${vector}`, async () => {
      const { deployedBytecode } = JSON.parse(
        await readFile(new URL(`../../vectors/${vector}.json`, import.meta.url), "utf8"),
      );
      const word = pad((await chain.verifier.getAddress()) as Address).slice(2);
      let earlier = deployedBytecode as string;
      for (const start of immutables) {
        earlier = earlier.slice(0, 2 + 2 * start) + word + earlier.slice(2 + 2 * (start + 32));
      }
      await expectRefusal(checkWith(earlier as Hex), "ContractOutdated");
      await checkWith(earlier as Hex, true);
      await expectRefusal(checkWith("0x6000", true), "ContractUnknown");
    });
  }

  describe("of a coordinator with a back door", () => {
    let local: LocalChain;

    before(async () => {
      local = await startLocalChain(2);
    });
    after(() => local.close());

    it("is refused by open, commit and withdraw, also when the node has shown the right code before", async () => {
      const [first] = local.sessions;
      const { publicClient: node } = first!;
      const right = (await node.getCode({ address: first!.coordinator }))!;
      await node.request({ method: "hardhat_setCode", params: [SOMEWHERE, concatHex([right, "0x5b"])] } as never);
      let isLying = true;
      const lying = Object.assign(Object.create(node), {
        getCode: async (asked: { address: Address }) =>
          isLying && asked.address === SOMEWHERE ? right : node.getCode(asked),
      });
      const sessions = local.sessions.map((session) => ({ ...session, publicClient: lying, coordinator: SOMEWHERE }));
      const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;
      const agreement = agree({ sessions }, [ALICE, BOB], engine);
      isLying = false;
      await expectRefusal(openRound(sessions[0]!, roundParams(agreement)), "ContractUnknown");
      isLying = true;
      const { results } = await playCompanies({ ...local, sessions }, [ALICE, BOB], engine, agreement, {
        // The round is open: from here on the node shows the code that is really there.
        change: (input) => {
          isLying = false;
          return input;
        },
      });
      // The company that stops first stops the other.
      const reasons = results.map((result) => result.status === "rejected" && Reflect.get(result.reason, "code"));
      expect(reasons).to.include("ContractUnknown").and.not.include(false);
      expect(await node.getBalance({ address: SOMEWHERE })).to.equal(0n);
      await expectRefusal(withdrawBonds(sessions[0]!), "ContractUnknown");
    });
  });
});
