// Gas per call and bytecode per contract, as committed. Everything is seeded, so a difference is a
// change of the contracts or of the certificate. `node scripts/snapshots.ts` writes what it
// measures instead of comparing.
import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import hre from "hardhat";
import { KINDS, type Kind } from "../../client/round/verdict.ts";
import { sizeFor } from "../../client/sealed/statement.ts";
import { type RoundShape, scheduleOf, TEST_ID } from "../support/certificate.ts";
import { type Chain, createChain, withParties } from "../support/chain.ts";
import { chainParams, commitTo, DIGEST, openRound, readyRound, transact } from "../support/rounds.ts";
import {
  compileSealedVerifier,
  createSealedChain,
  type SealedChain,
  verifyArguments,
  verifyGas,
  verifyOnChain,
} from "../support/sealed-chain.ts";
import { settleSealedArguments, simulatedSealedRound } from "../support/sealed-rounds.ts";
import { roundToSimulate, simulateProof } from "../support/sealed-simulator.ts";
import {
  adoptArguments,
  deployShares,
  disclosedShare,
  postArguments,
  sendTo,
  settleShared,
  sharedRound,
} from "../support/shares.ts";

const update = process.env["UPDATE_SNAPSHOTS"] === "1";
const EIP_170_LIMIT = 24_576;
/** For a post, wherever it stands in its round. */
const GAS_PER_POST = 40_000;
/**
 * To settle with a sealed proof of two parties, and return their bonds; and for each further party,
 * without its bond.
 */
const SEALED_GAS = 750_000;
const SEALED_GAS_PER_PARTY = 70_000;
/** To post a share. */
const GAS_PER_SHARE = 400_000;
/** Beside a constant; for two parties and n columns and n rows. */
const GAS_PER_ITEM = 9350;

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

/** Of each contract's deployment. */
async function deployGas({ ethers }: Chain): Promise<Record<string, number>> {
  const gas: Record<string, number> = {};
  const deploy = async (name: string, ...values: readonly string[]): Promise<string> => {
    const contract = await ethers.deployContract(name, [...values]);
    gas[`deploy ${name}`] = Number((await contract.deploymentTransaction()!.wait())!.gasUsed);
    return contract.getAddress();
  };
  const verifiers = [await deploy("CertificateVerifier"), await deploy("SealedVerifier")];
  const coordinator = await deploy("RoundCoordinator", ...verifiers);
  await deploy("PeerRegistry");
  await deploy("SealedShares", coordinator);
  return gas;
}

/** n columns of one upper bound and n rows, half of them each party's, some of them equalities. */
function square(kind: Kind, size: number): RoundShape {
  const bounds = new Array<bigint>(size).fill(10n ** 6n);
  return { kind, columns: size, inequalities: [size / 2, size / 2 - 2], equalities: [0, 2], owner: 1, bounds };
}

/** Of each post of a round in which everybody sends in both exchanges, by where it stands. */
async function postGas(own: Chain, parties: number): Promise<Record<string, number>> {
  const chain = await withParties(own, parties);
  const everybody = Array.from({ length: parties }, (_, k) => k);
  const rows = everybody.map(() => 1);
  const shape: RoundShape = { kind: "optimal", columns: 10, inequalities: rows, equalities: rows, owner: 0 };
  const params = chainParams(chain, shape, { schedule: scheduleOf([everybody, everybody]) });
  const { round } = await openRound(chain, params);
  for (const k of everybody) await commitTo(chain, k + 1, round, params.bond);
  const gas: Record<string, number> = {};
  for (const exchange of [0, 1]) {
    for (const k of everybody) {
      const last = exchange === 0 ? "last of an exchange" : "last of the round";
      const place = k === parties - 1 ? last : k === 0 ? "first of an exchange" : "middle";
      const used = await gasOf(transact(chain, k + 1, "post", [round, exchange, k, DIGEST]));
      const name = `post, ${parties} parties, ${place}`;
      gas[name] = Math.max(gas[name] ?? 0, used);
    }
  }
  for (const [name, used] of Object.entries(gas)) expect(used, name).to.be.at.most(GAS_PER_POST);
  return gas;
}

/** On a chain of its own: what was stored before changes the price of storing. */
async function settleGas(shape: RoundShape): Promise<number> {
  const chain = await createChain();
  const { id, certificate } = await readyRound(chain, shape, `snapshot ${shape.kind}`);
  return gasOf(transact(chain, 0, "settle", [id.round, certificate.header, "0x", certificate.blocks]));
}

/** Of a transaction that verifies a sealed proof for n columns, whose size is R. */
async function sealedGas(on: SealedChain, kind: Kind, parties: number, columns: number): Promise<number> {
  const open = {
    ...{ ...TEST_ID, kind, columns, size: sizeFor(columns, columns), objectiveOwner: 0 },
    ...{ decimals: { solution: 6, multiplier: 6 }, tolerances: { residual: 1n, dual: 1n, gap: 10n ** 12n } },
    bounds: new Array<bigint>(columns).fill(10n ** 12n),
  };
  const round = roundToSimulate(open, parties);
  const call = verifyArguments({ statement: round.statement, key: round.key, proof: simulateProof(round) });
  expect((await verifyOnChain(on, call)).code, `${kind}, ${parties} parties`).to.equal("accepted");
  return verifyGas(on, call);
}

/** Of a whole transaction that settles a round, without bonds unless there are some to return. */
async function settleSealedGas(kind: Kind, parties: number, columns: number, bond = 0n): Promise<number> {
  const chain = await createChain();
  const own = await simulatedSealedRound(chain, { kind, parties, columns, bond });
  return gasOf(transact(chain, 0, "settleSealed", settleSealedArguments(own)));
}

/** Of whole transactions: to have the proof accepted, and to post each share. */
async function shareGas(parties: number): Promise<{ readonly adopt: number; readonly posts: readonly number[] }> {
  const chain = await createChain();
  const shares = await deployShares(chain);
  const inequalities = Array.from({ length: parties }, () => 3);
  const round = await sharedRound(chain, { kind: "optimal", inequalities }, "share gas");
  await settleShared(chain, round);
  const adopt = await gasOf(sendTo(chain, shares, { call: "adopt", args: adoptArguments(round) }));
  const posts: number[] = [];
  for (const party of round.own.keys())
    posts.push(
      await gasOf(sendTo(chain, shares, { call: "post", args: postArguments(round, disclosedShare(round, party)) })),
    );
  return { adopt, posts };
}

describe("snapshots", function () {
  this.timeout(180_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  it("gas", async () => {
    const gas: Record<string, number> = {};
    const params = chainParams(chain, square("optimal", 10));
    gas["open, 2 parties, 2 exchanges"] = await gasOf(transact(chain, 0, "open", [params]));
    const { round } = await openRound(chain, params);
    gas["commit, first"] = await gasOf(commitTo(chain, 1, round, params.bond));
    gas["commit, last"] = await gasOf(commitTo(chain, 2, round, params.bond));
    for (const parties of [2, 10, 30]) Object.assign(gas, await postGas(chain, parties));
    for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
      for (const size of [10, 50, 100]) {
        gas[`settle ${kind}, n = m = ${size}`] = await settleGas(square(kind, size));
      }
      const slope = gas[`settle ${kind}, n = m = 100`]! - gas[`settle ${kind}, n = m = 50`]!;
      gas[`settle ${kind}, per row or column`] = slope / 100;
      expect(slope / 100).to.be.at.most(GAS_PER_ITEM);
    }
    Object.assign(gas, await deployGas(await createChain()));
    await compare("gas", gas);
  });

  it("gas of sealed proofs", async () => {
    const own = await createSealedChain();
    const gas: Record<string, number> = {};
    for (const kind of KINDS) {
      const [two, three] = [await sealedGas(own, kind, 2, 100), await sealedGas(own, kind, 3, 100)];
      gas[`verify ${kind}, 2 parties, n = m = 100`] = two;
      gas[`verify ${kind}, per further party`] = three - two;
      expect(two).to.be.at.most(SEALED_GAS);
      expect(three - two).to.be.at.most(SEALED_GAS_PER_PARTY);
    }
    const [small, large] = [gas["verify optimal, 2 parties, n = m = 100"]!, await sealedGas(own, "optimal", 2, 400)];
    gas["verify optimal, 2 parties, n = m = 400"] = large;
    expect(Math.abs(large - small) / small).to.be.at.most(0.01);
    for (const kind of KINDS) {
      const two = await settleSealedGas(kind, 2, 100);
      gas[`settle sealed ${kind}, 2 parties, n = m = 100`] = two;
      const [three, bonds] = [await settleSealedGas(kind, 3, 100), await settleSealedGas(kind, 2, 100, 1000n)];
      gas[`settle sealed ${kind}, per further party`] = three - two;
      gas[`settle sealed ${kind}, per bond returned`] = (bonds - two) / 2;
      expect(bonds).to.be.at.most(SEALED_GAS);
      expect(three - two).to.be.at.most(SEALED_GAS_PER_PARTY);
    }
    gas["settle sealed optimal, 2 parties, n = m = 400"] = await settleSealedGas("optimal", 2, 400);
    await compare("sealed-gas", gas);
  });

  it("gas of shares", async () => {
    const gas: Record<string, number> = {};
    for (const parties of [2, 3]) {
      const { adopt, posts } = await shareGas(parties);
      gas[`adopt, ${parties} parties`] = adopt;
      gas[`post first share, ${parties} parties`] = posts[0]!;
      gas[`post last share, ${parties} parties`] = posts.at(-1)!;
      for (const used of posts) expect(used).to.be.at.most(GAS_PER_SHARE);
    }
    await compare("share-gas", gas);
  });

  it("bytecode", async () => {
    await compileSealedVerifier();
    const sizes: Record<string, number> = {};
    for (const name of ["CertificateVerifier", "RoundCoordinator", "PeerRegistry", "SealedVerifier", "SealedShares"]) {
      const { deployedBytecode } = await hre.artifacts.readArtifact(name);
      sizes[name] = (deployedBytecode.length - 2) / 2;
      expect(sizes[name], name).to.be.at.most(EIP_170_LIMIT);
    }
    await compare("bytecode", sizes);
  });
});
