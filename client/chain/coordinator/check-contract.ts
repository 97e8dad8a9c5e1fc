// Checks whether the contract at an address is this version's: its runtime code must agree byte for
// byte, except for immutables, and the verifiers that a coordinator names must be this version's,
// too. The client checks this before it pays into a coordinator or looks up partners in a registry.
import { type Address, concatHex, getAddress, type Hex, keccak256, type PublicClient, pad, size, slice } from "viem";
import { ChainError, ConcordatError } from "../../errors.ts";
import { asChainError } from "../chain-error.ts";
import { type ContractCode, type ContractName, contractCode } from "./contract-code.ts";
import { earlierCode } from "./earlier-code.ts";

/** Length of an immutable in bytes: one word. */
const WORD = 32;
/** EIP-7702: prefix of the code of an account that runs another's code. */
const DELEGATION = "0xef0100";
/**
 * The code prefix of EIP-1167, and the storage slots of EIP-1967: keccak256 of
 * "eip1967.proxy.implementation" and of "eip1967.proxy.beacon", each minus one.
 */
const MINIMAL_PROXY = "0x363d3d373d3d3d363d73";
const PROXY_SLOTS: readonly Hex[] = [
  "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50",
];

const NAMES: Readonly<Record<ContractName, string>> = {
  RoundCoordinator: "coordinator",
  CertificateVerifier: "verifier",
  SealedVerifier: "verifier of sealed outcomes",
  PeerRegistry: "peer registry",
  SealedShares: "contract for shares",
};

/** What a coordinator's immutables name, in order of declaration; earlier ones lack the last. */
const VERIFIERS = ["CertificateVerifier", "SealedVerifier"] as const;

export interface ContractAt {
  readonly publicClient: PublicClient;
  readonly coordinator: Address;
}

/**
 * Throws ChainError unless this version's coordinator and both verifiers are there, or, with
 * `earlier`, those of an earlier version: "ContractMissing", "ContractDelegated", "ContractProxy",
 * "ContractOutdated", "ContractUnknown", and the errors of `asChainError` when the chain node
 * fails.
 */
export async function checkCoordinator({ publicClient, coordinator }: ContractAt, earlier = false): Promise<void> {
  const { code, known } = await checkCode(publicClient, "RoundCoordinator", coordinator, earlier);
  for (const [i, places] of known.immutables.entries()) {
    const verifier = VERIFIERS[i]!;
    const [word, ...others] = places.map((start) => slice(code, start, start + WORD));
    if (word === undefined || others.some((other) => other !== word) || !word.startsWith(`0x${"00".repeat(12)}`))
      throw wrong("ContractUnknown", "RoundCoordinator", coordinator, `it does not name one ${NAMES[verifier]}`);
    await checkCode(publicClient, verifier, getAddress(slice(word, 12)), earlier);
  }
}

/** Throws as checkCoordinator does unless this version's peer registry is there. */
export async function checkRegistry(publicClient: PublicClient, registry: Address): Promise<void> {
  await checkCode(publicClient, "PeerRegistry", registry, false);
}

/**
 * Throws as checkCoordinator does unless this version's contract for shares is at this address, for
 * this coordinator.
 */
export async function checkShares({ publicClient, coordinator }: ContractAt, shares: Address): Promise<void> {
  const { code, known } = await checkCode(publicClient, "SealedShares", shares, false);
  const words = known.immutables.flat().map((start) => slice(code, start, start + WORD));
  if (words.every((word) => word === pad(coordinator, { size: WORD }).toLowerCase())) return;
  throw wrong("ContractUnknown", "SealedShares", shares, `it is that of another coordinator than ${coordinator}`);
}

/** Codes for contracts that are wrong, which no retry can change. */
const WRONG = new Set(["ContractDelegated", "ContractProxy", "ContractOutdated", "ContractUnknown"]);

export function isWrongContract(error: unknown): boolean {
  return error instanceof ConcordatError && WRONG.has(error.code);
}

async function checkCode(
  publicClient: PublicClient,
  contract: ContractName,
  address: Address,
  earlier: boolean,
): Promise<{ readonly code: Hex; readonly known: ContractCode }> {
  const fail = (code: string, text: string) => wrong(code, contract, address, text);
  try {
    const code = await publicClient.getCode({ address });
    if (code === undefined || code === "0x")
      throw fail(
        "ContractMissing",
        "there is no contract at this address: check the address, or wait until the RPC node has synchronised",
      );
    const current = contractCode[contract];
    if (isCode(code, current)) return { code, known: current };
    if (code.startsWith(DELEGATION) && size(code) === 23)
      throw fail(
        "ContractDelegated",
        `it is an externally owned account with delegated code, which its owner can replace. ${ADVICE}`,
      );
    const before = earlierCode.find((known) => isCode(code, known));
    if (before?.contract === contract) {
      if (earlier) return { code, known: before };
      const text = `it is that of version ${before.version}, which this version cannot use: deploy anew with \`concordat deploy --again\`, or use that version`;
      throw fail("ContractOutdated", text);
    }
    const other =
      before?.contract ?? (Object.keys(NAMES) as ContractName[]).find((name) => isCode(code, contractCode[name]));
    if (other !== undefined) throw fail("ContractUnknown", `this is the ${NAMES[other]}: were two addresses swapped?`);
    if (await isProxy(publicClient, address, code))
      throw fail("ContractProxy", `it is a proxy, whose code somebody can replace. ${ADVICE}`);
    throw fail("ContractUnknown", `its code matches neither this version nor an earlier one. ${ADVICE}`);
  } catch (error) {
    throw asChainError(error, `the code of ${address}`);
  }
}

const ADVICE = "Pay nothing into it; ask whoever deployed it, or deploy with `concordat deploy`";

function wrong(code: string, contract: ContractName, address: Address, text: string): ChainError {
  return new ChainError(code, `the ${NAMES[contract]} at ${address}: ${text}`);
}

/** Whether `code` equals the known code, except for its immutables. */
function isCode(code: Hex, { bytes, immutables, digest }: ContractCode): boolean {
  if (size(code) !== bytes) return false;
  let masked = code;
  for (const start of immutables.flat()) {
    const [before, after] = [slice(masked, 0, start), start + WORD < bytes ? slice(masked, start + WORD) : "0x"];
    masked = concatHex([before, `0x${"00".repeat(WORD)}`, after as Hex]);
  }
  return keccak256(masked) === digest;
}

async function isProxy(publicClient: PublicClient, address: Address, code: Hex): Promise<boolean> {
  if (code.startsWith(MINIMAL_PROXY)) return true;
  const slots = await Promise.all(PROXY_SLOTS.map((slot) => publicClient.getStorageAt({ address, slot })));
  return slots.some((value) => value !== undefined && value !== "0x" && BigInt(value) !== 0n);
}
