// The contract that verifies sealed proofs, on a chain in the same process, without a coordinator.
import { type BaseContract, Interface, type Signer } from "ethers";
import hre from "hardhat";
import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters, stringToHex } from "viem";
import { type PlainInput, plainForm, type SealedInput } from "./sealed-inputs.ts";

const SOURCE = "contracts/verifiers/SealedVerifier.sol";

export interface SealedChain {
  readonly verifier: BaseContract;
  readonly sender: Signer;
}

export async function createSealedChain(): Promise<SealedChain> {
  await compileSealedVerifier();
  const { ethers } = await hre.network.create();
  return { verifier: await ethers.deployContract("SealedVerifier"), sender: (await ethers.getSigners())[0]! };
}

/** Interface and runtime code. */
export async function compileSealedVerifier(): Promise<{ readonly abi: Interface; readonly code: Hex }> {
  await hre.tasks.getTask("build").run({ quiet: true, files: [SOURCE] });
  const { abi, deployedBytecode } = await hre.artifacts.readArtifact("SealedVerifier");
  return { abi: new Interface(abi), code: deployedBytecode as Hex };
}

const KEY = parseAbiParameters("bytes32, uint256, bytes32, uint256[4], uint256[4], uint256[2], uint256[2], uint256[2]");

/** What a round stores of its key. */
function keyDigest({ size, srsDigest, sigma, tau, limbs, bounds, columns }: PlainInput["key"]): Hex {
  const tag = keccak256(stringToHex("concordat/sealed/key/v1"));
  return keccak256(encodeAbiParameters(KEY, [tag, BigInt(size), srsDigest as Hex, sigma, tau, limbs, bounds, columns]));
}

/** The arguments of `verify` for plain data, in a round that has stored the digest of this key. */
export function plainArguments({ statement, key, proof }: PlainInput): readonly unknown[] {
  const { bounds: _, ...stated } = statement;
  return [{ ...stated, keyDigest: keyDigest(key) }, key, proof];
}

/** The arguments of `verify`, in a round that has stored the digest of this key. */
export function verifyArguments(input: SealedInput): readonly unknown[] {
  return plainArguments(plainForm(input));
}

/** "accepted" and S, or the refusal and the number that it carries. */
export interface SealedVerdict {
  readonly code: string;
  readonly party: number | undefined;
  readonly digest?: string;
}

/** What the contract says. Rethrows what is no refusal of its own. */
export async function verifyOnChain({ verifier }: SealedChain, call: readonly unknown[]): Promise<SealedVerdict> {
  try {
    const digest = await verifier.getFunction("verify").staticCall(...call);
    return { code: "accepted", party: undefined, digest };
  } catch (error) {
    for (let cause: unknown = error; typeof cause === "object" && cause !== null; cause = Reflect.get(cause, "cause")) {
      const data: unknown = Reflect.get(cause, "data");
      const refused = typeof data === "string" ? parseRefusal(verifier.interface, data) : null;
      if (refused !== null) return refused;
    }
    throw error;
  }
}

/** The verifier's custom errors are this prefix followed by the reasons of docs/sealed.md. */
const PREFIX = /^Sealed(?=[A-Z])/;

/** A refusal of the contract, from what it reverted with; null for anything else. */
export function parseRefusal(abi: Interface, data: string): SealedVerdict | null {
  const parsed = data.length >= 10 ? abi.parseError(data) : null;
  if (parsed === null || !PREFIX.test(parsed.name)) return null;
  const [index] = parsed.args;
  return { code: parsed.name.replace(PREFIX, ""), party: index === undefined ? undefined : Number(index) };
}

/** Gas of a transaction that does nothing but verify. */
export async function verifyGas({ verifier, sender }: SealedChain, call: readonly unknown[]): Promise<number> {
  const data = verifier.interface.encodeFunctionData("verify", [...call]);
  const sent = await sender.sendTransaction({ to: await verifier.getAddress(), data, gasLimit: 10_000_000n });
  return Number((await sent.wait())!.gasUsed);
}
