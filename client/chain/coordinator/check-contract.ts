// Whether what stands at an address is this version's contract: its runtime code, byte for byte,
// immutables left out; and for a coordinator that the verifier it names is this version's, too.
// Before money is put into a coordinator or partners are looked up in a registry.
import { type Address, concatHex, getAddress, type Hex, keccak256, type PublicClient, size, slice } from "viem";
import { ChainError, ConcordatError } from "../../errors.ts";
import { asChainError } from "../chain-error.ts";
import { type ContractCode, type ContractName, contractCode } from "./contract-code.ts";
import { earlierCode } from "./earlier-code.ts";

/** Bytes of an immutable: a word. */
const WORD = 32;
/** EIP-7702: code of an account that runs another's. */
const DELEGATION = "0xef0100";
/** EIP-1167, and keccak256 of "eip1967.proxy.implementation" and ".beacon", each less one. */
const MINIMAL_PROXY = "0x363d3d373d3d3d363d73";
const PROXY_SLOTS: readonly Hex[] = [
  "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50",
];

const NAMES: Readonly<Record<ContractName, string>> = {
  RoundCoordinator: "coordinator",
  CertificateVerifier: "verifier",
  PeerRegistry: "peer registry",
};

export interface ContractAt {
  readonly publicClient: PublicClient;
  readonly coordinator: Address;
}

/**
 * Throws ChainError unless this version's coordinator and verifier are there, or with `earlier`
 * those of a version before: "ContractMissing", "ContractDelegated", "ContractProxy",
 * "ContractOutdated", "ContractUnknown", and what `asChainError` gives for a node that fails.
 */
export async function checkCoordinator({ publicClient, coordinator }: ContractAt, earlier = false): Promise<void> {
  const { code, known } = await checkCode(publicClient, "RoundCoordinator", coordinator, earlier);
  const words = known.immutables.map((start) => slice(code, start, start + WORD));
  const [verifier] = words;
  if (verifier === undefined || words.some((word) => word !== verifier) || !verifier.startsWith(`0x${"00".repeat(12)}`))
    throw wrong("ContractUnknown", "RoundCoordinator", coordinator, "it does not name one verifier");
  await checkCode(publicClient, "CertificateVerifier", getAddress(slice(verifier, 12)), earlier);
}

/** Throws as checkCoordinator does unless this version's peer registry is there. */
export async function checkRegistry(publicClient: PublicClient, registry: Address): Promise<void> {
  await checkCode(publicClient, "PeerRegistry", registry, false);
}

/** Codes of contracts that are not what they should be, however often one looks. */
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
      const text = `it is that of version ${before.version}, which this version does not play with: deploy anew with \`concordat deploy --again\`, or use that version`;
      throw fail("ContractOutdated", text);
    }
    const other =
      before?.contract ?? (Object.keys(NAMES) as ContractName[]).find((name) => isCode(code, contractCode[name]));
    if (other !== undefined) throw fail("ContractUnknown", `there is the ${NAMES[other]}: were two addresses swapped?`);
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

/** Whether `code` is the known one wherever that has no immutables. */
function isCode(code: Hex, { bytes, immutables, digest }: ContractCode): boolean {
  if (size(code) !== bytes) return false;
  let masked = code;
  for (const start of immutables) {
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
