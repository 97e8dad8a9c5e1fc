// Gas per call and bytecode per contract, as committed. Everything is seeded, so a difference is a
// change of the contracts or of the certificate. `node scripts/snapshots.ts` writes what it
// measures instead of comparing.
import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import hre from "hardhat";
import type { Kind } from "../../client/round/verdict.ts";
import { type RoundShape, scheduleOf } from "../support/certificate.ts";
import { type Chain, createChain } from "../support/chain.ts";
import { chainParams, commitTo, DIGEST, openRound, readyRound, transact } from "../support/rounds.ts";

const update = process.env["UPDATE_SNAPSHOTS"] === "1";
const EIP_170_LIMIT = 24_576;
/** In addition to a constant, for two parties with n columns and n rows. */
const GAS_PER_ITEM = 9350;
/** Whatever its place in the round. */
const GAS_PER_POST = 40_000;

async function compare(name: string, measured: object): Promise<void> {
  const file = new URL(`./${name}.snapshot.json`, import.meta.url);
  if (update) await writeFile(file, `${JSON.stringify(measured, null, 2)}\n`);
  const committed: unknown = JSON.parse(await readFile(file, "utf8"));
  expect(measured, `${name}: if the change is meant, run node scripts/snapshots.ts and commit`).to.deep.equal(
    committed,
  );
}

async function gasOf(transaction: Promise<ContractTransactionResponse>): Promise<number> {
  return Number((await (await transaction).wait())!.gasUsed);
}

/**
 * n columns with one upper bound, and n rows: each party has half of them, and some are equalities.
 */
function square(kind: Kind, size: number): RoundShape {
  const bounds = new Array<bigint>(size).fill(10n ** 6n);
  return { kind, columns: size, inequalities: [size / 2, size / 2 - 2], equalities: [0, 2], owner: 1, bounds };
}

/** On a chain of its own, since what was stored before changes the price of storing. */
async function settleGas(shape: RoundShape): Promise<number> {
  const chain = await createChain();
  const { id, certificate } = await readyRound(chain, shape, `snapshot ${shape.kind}`);
  return gasOf(transact(chain, 0, "settle", [id.round, certificate.header, "0x", certificate.blocks]));
}

describe("snapshots", function () {
  this.timeout(180_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  it("gas", async () => {
    const gas: Record<string, number> = {};
    const params = chainParams(chain, square("optimal", 10), { schedule: scheduleOf([[0, 1], [1]]) });
    gas["open, 2 parties, 2 exchanges"] = await gasOf(transact(chain, 0, "open", [params]));
    const { round } = await openRound(chain, params);
    gas["commit, first"] = await gasOf(commitTo(chain, 1, round, params.bond));
    gas["commit, last"] = await gasOf(commitTo(chain, 2, round, params.bond));
    gas["post, first of an exchange"] = await gasOf(transact(chain, 1, "post", [round, 0, 0, DIGEST]));
    gas["post, last of an exchange"] = await gasOf(transact(chain, 2, "post", [round, 0, 1, DIGEST]));
    gas["post, last of the round"] = await gasOf(transact(chain, 2, "post", [round, 1, 1, DIGEST]));
    for (const [what, used] of Object.entries(gas))
      if (what.startsWith("post")) expect(used).to.be.at.most(GAS_PER_POST);
    for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
      for (const size of [10, 50, 100]) {
        gas[`settle ${kind}, n = m = ${size}`] = await settleGas(square(kind, size));
      }
      const slope = gas[`settle ${kind}, n = m = 100`]! - gas[`settle ${kind}, n = m = 50`]!;
      gas[`settle ${kind}, per row or column`] = slope / 100;
      expect(slope / 100).to.be.at.most(GAS_PER_ITEM);
    }
    await compare("gas", gas);
  });

  it("bytecode", async () => {
    const sizes: Record<string, number> = {};
    for (const name of ["CertificateVerifier", "RoundCoordinator", "PeerRegistry"]) {
      const { deployedBytecode } = await hre.artifacts.readArtifact(name);
      sizes[name] = (deployedBytecode.length - 2) / 2;
      expect(sizes[name], name).to.be.at.most(EIP_170_LIMIT);
    }
    await compare("bytecode", sizes);
  });
});
