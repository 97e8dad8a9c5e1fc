// A chain in a process of its own with a round of every kind that the explorer shows, and the files
// that companies would give an auditor of them. Does nothing on import.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BaseContract, ContractFactory, JsonRpcProvider, Wallet } from "ethers";
import { type Hex, keccak256, numberToHex, stringToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import type { RoundId } from "../../client/round/id.ts";
import { disclosureText } from "../../client/sealed/disclosure/file.ts";
import { discloseSealed } from "../../client/sealed/disclosure/prove.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { AUDITED_SHAPE } from "./audit.ts";
import { drawProgram, type RoundShape, testSeed } from "./certificate.ts";
import type { DeployedChain } from "./chain.ts";
import { digestOf, type SealedTurn, sealTurn } from "./made-up-round.ts";
import { chainParams, commitTo, openRound, readyRound, transact } from "./rounds.ts";
import { buildSealed } from "./sealed.ts";
import { type DisclosableRound, disclosableRound, wishesOf } from "./sealed-disclosures.ts";
import { digestOfTerms, termsWith, testSetupFile, writeTerms } from "./sealed-files.ts";
import { readySealedRound, settleSealedArguments } from "./sealed-rounds.ts";

const ACCOUNTS = 5;
const SEED = "a round to explore";
const SEALED_SEED = "sealed";
const SEALED = { kind: "optimal", inequalities: [2, 1], equalities: [0, 1], owner: 1 } as const;
const TERMS = termsWith(Array.from({ length: 5 }, (_, j) => `${j + 1}e2`));
const ENGINE = keccak256(stringToBytes("two-party/paillier"));

export interface RoundsToExplore {
  readonly node: NodeProcess;
  readonly chain: DeployedChain;
  readonly coordinator: string;
  /** Numbers of the rounds. */
  readonly rounds: Readonly<Record<"plain" | "sealed" | "infeasible" | "expired" | "open", bigint>>;
  /** Paths of what companies give an auditor. */
  readonly files: {
    /** Of the plain round: honest, and with a number changed. */
    readonly disclosure: string;
    readonly falseDisclosure: string;
    /** Of the sealed round: numbers of its outcome, its set-up and its terms. */
    readonly numbers: string;
    readonly setup: string;
    readonly terms: string;
    /** Folders, of the expired round. */
    readonly transcript: string;
    readonly evidence: string;
  };
  close(): Promise<void>;
}

/** Coordinator and verifiers on a node, with accounts that the node funds. */
export async function deployedOn(node: NodeProcess): Promise<DeployedChain> {
  const provider = new JsonRpcProvider(node.url, undefined, { cacheTimeout: -1, batchMaxCount: 1 });
  provider.pollingInterval = 20;
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) => new Wallet(fundedKey(i), provider));
  const artifacts = await loadArtifacts();
  const deploy = async (name: "CertificateVerifier" | "SealedVerifier" | "RoundCoordinator", ...args: string[]) => {
    const { abi, bytecode } = artifacts[name];
    const contract = await new ContractFactory(abi as never, bytecode, accounts[0]!).deploy(...args);
    await contract.waitForDeployment();
    return contract as BaseContract;
  };
  const verifier = await deploy("CertificateVerifier");
  const sealedVerifier = await deploy("SealedVerifier");
  const addresses = await Promise.all([verifier.getAddress(), sealedVerifier.getAddress()]);
  const coordinator = await deploy("RoundCoordinator", ...addresses);
  const { chainId } = await provider.getNetwork();
  return { accounts, verifier, sealedVerifier, coordinator, chainId };
}

export async function roundsToExplore(): Promise<RoundsToExplore> {
  const node = await startNode("anvil");
  const folder = await mkdtemp(join(tmpdir(), "explore-"));
  const close = async () => {
    await node.kill();
    await rm(folder, { recursive: true });
  };
  try {
    const chain = await deployedOn(node);
    const plain = await settledPlain(chain, { kind: "optimal", ...AUDITED_SHAPE });
    const sealed = await readySealedRound(chain, SEALED, SEALED_SEED, { terms: digestOfTerms(TERMS) });
    // The same round with what each company keeps, to disclose from.
    const disclosable = disclosableRound(buildSealed({ ...SEALED, change: () => sealed.id }, SEALED_SEED));
    const { proof } = disclosable.accepted;
    await transact(chain, 4, "settleSealed", settleSealedArguments({ ...sealed, proof }));
    const infeasible = await settledPlain(chain, { kind: "infeasible", ...AUDITED_SHAPE });
    const { id: expired, turn } = await expiredRound(chain, node);
    const open = await openRound(chain, chainParams(chain, { kind: "optimal", ...AUDITED_SHAPE }));
    // Enough for all blocks of the rounds to be final.
    await node.mine(80);
    const files = {
      ...(await disclosures(folder, { kind: "optimal", ...AUDITED_SHAPE }, plain)),
      numbers: await written(folder, "numbers.json", disclosedNumbers(disclosable)),
      setup: await written(folder, "setup.bin", await testSetupFile()),
      terms: await writeTerms(folder, TERMS),
      transcript: await transcript(folder, turn),
      evidence: await evidence(folder, expired),
    };
    const rounds = {
      ...{ plain: plain.round, sealed: sealed.id.round, infeasible: infeasible.round },
      ...{ expired: expired.round, open: open.round },
    };
    return { node, chain, coordinator: await chain.coordinator.getAddress(), rounds, files, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What party 1 can disclose, as a file. */
function disclosedNumbers({ round, accepted, own }: DisclosableRound): string {
  return disclosureText(accepted, discloseSealed(accepted, own[1]!, wishesOf(round, 1), testSeed("disclose")));
}

async function settledPlain(chain: DeployedChain, shape: RoundShape): Promise<RoundId> {
  const { id, certificate } = await readyRound(chain, shape, SEED, { engine: ENGINE });
  await transact(chain, 1, "settle", [id.round, certificate.header, "0x", certificate.blocks]);
  return id;
}

/** A round in which party 0 sends its turn, and party 1 falls silent. */
async function expiredRound(chain: DeployedChain, node: NodeProcess) {
  const id = await openRound(chain, chainParams(chain, { kind: "optimal", ...AUDITED_SHAPE }, { engine: ENGINE }));
  for (const party of [1, 2]) await commitTo(chain, party, id.round, 1000n);
  const turn: SealedTurn = { id, exchange: 0, from: 0, parts: [new Uint8Array([1, 2, 3])] };
  await transact(chain, 1, "post", [id.round, 0, 0, digestOf(turn)]);
  await node.passTime(601);
  await transact(chain, 0, "expire", [id.round]);
  return { id, turn };
}

async function written(folder: string, name: string, content: Uint8Array | string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

const about = ({ chainId, coordinator, round }: RoundId) => ({
  ...{ chainId: `${chainId}`, coordinator, round: `${round}` },
});

/** All rows of party 0, as `readyRound` drew them. */
async function disclosures(folder: string, shape: RoundShape, id: RoundId) {
  const word = (value: bigint): Hex => numberToHex(value, { size: 32 });
  const random = testSeed(SEED);
  const own = drawProgram(shape, random.fork("program")).rows[0]!;
  const { points, blindings } = commitRows(own, random.fork("commit/0"));
  const all = [own.inequalities, own.equalities].flatMap(({ coefficients, rhs }) =>
    coefficients.map((row, i) => ({ row, rhs: rhs[i]! })),
  );
  const disclosure = {
    ...{ ...about(id), version: 1, party: 0, columns: shape.columns },
    points: points.rows.map(({ x, y }) => [word(x), word(y)]),
    objectivePoint: null,
    rows: all.map(({ row, rhs }, index) => ({
      ...{ index, coefficients: row.map(String), rhs: `${rhs}`, blinding: word(blindings.rows[index]!) },
      name: ["saw_hours", "drying", "delivery"][index] ?? `row ${index}`,
    })),
    objective: null,
    variables: ["boards", "beams", "battens"],
  };
  const [first, ...others] = disclosure.rows;
  const changed = { ...disclosure, rows: [{ ...first!, rhs: `${BigInt(first!.rhs) + 1n}` }, ...others] };
  return {
    disclosure: await written(folder, "disclosure.json", JSON.stringify(disclosure)),
    falseDisclosure: await written(folder, "false-disclosure.json", JSON.stringify(changed)),
  };
}

/** Party 0's transcript: the one turn that was sent. */
async function transcript(folder: string, turn: SealedTurn): Promise<string> {
  const own = join(folder, "transcript");
  await mkdir(join(own, "messages"), { recursive: true });
  await written(own, "round.json", JSON.stringify({ ...about(turn.id), version: 3, party: 0 }));
  await written(own, "messages/00-000.bin", await sealTurn(turn, privateKeyToAccount(fundedKey(1))));
  return own;
}

/** What party 0's client keeps when party 1 is silent. */
async function evidence(folder: string, id: RoundId): Promise<string> {
  const own = join(folder, "evidence");
  await mkdir(own);
  const fault = { code: "DeadlinePassed", party: 1, step: 1, posted: null };
  await written(own, "fault.json", JSON.stringify({ ...about(id), version: 2, party: 0, fault }));
  return own;
}
