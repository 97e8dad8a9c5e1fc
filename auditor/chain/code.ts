// Checks the contracts' code: that it exists, that it is the expected code where one is given, and
// that it cannot change.
import { dataLength, dataSlice, getBytes, keccak256 } from "ethers";
import type { Checks } from "../report/check.ts";
import { phrase } from "../words/english.ts";
import type { ChainView } from "./view.ts";

/** Where a value is in bytecode, in bytes. */
interface Place {
  readonly start: number;
  readonly length: number;
}

/** What runtime bytecode is to be compared with. */
export interface ExpectedCode {
  readonly bytes: number;
  /** The places of each immutable, in the order of declaration. */
  readonly immutables: readonly (readonly Place[])[];
  /** keccak256 of the bytecode with every immutable zero. */
  readonly digest: string;
}

/** The parts of a compiler's artifact that determine the code of a deployed contract. */
export interface Artifact {
  readonly deployedBytecode: string;
  /** By the number of the declaration. */
  readonly immutableReferences?: Readonly<Record<string, readonly Place[]>>;
}

/** What to compare a deployed contract with. */
export function expectedCode({ deployedBytecode, immutableReferences = {} }: Artifact): ExpectedCode {
  const declared = Object.entries(immutableReferences).sort(([a], [b]) => Number(a) - Number(b));
  const immutables = declared.map(([, places]) => places);
  return {
    ...{ bytes: dataLength(deployedBytecode), immutables },
    digest: keccak256(immutables.flat().reduce(withoutValue, deployedBytecode)),
  };
}

/** EIP-1967: keccak256 of "eip1967.proxy.implementation", ".beacon" and ".admin", each less one. */
const PROXY_SLOTS = [
  "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50",
  "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103",
];

const PUSH1 = 0x60;
const PUSH32 = 0x7f;
/** Instructions that run another contract's code in this one's place, or remove this one. */
const CHANGING: Readonly<Record<number, string>> = { 242: "CALLCODE", 244: "DELEGATECALL", 255: "SELFDESTRUCT" };

export interface DeployedContract {
  readonly name: "coordinator" | "verifier" | "sealed verifier" | "contract for shares";
  readonly address: string;
  /** The values of its immutables, in the order of declaration. */
  readonly immutables: readonly string[];
}

/** Checks the code of a contract. */
export async function checkCode(
  view: ChainView,
  { name, address, immutables }: DeployedContract,
  expected: ExpectedCode | undefined,
  checks: Checks,
): Promise<void> {
  const code = await view.code(address);
  const contract = phrase(`contract/${name}`);
  if (code === "0x" || code.startsWith("0xef01")) {
    checks.add("failed", "contracts", "NoCode", phrase("NoCode", { contract, address }));
    return;
  }
  if (expected === undefined) {
    checks.add("skipped", "contracts", "CodeNotCompared", phrase("CodeNotCompared", { contract }));
  } else {
    checks.expect(isSameCode(code, expected, immutables), "contracts", "CodeCompared", [
      phrase("CodeCompared", { contract, address }),
      phrase("CodeDiffers", { contract, address }),
    ]);
  }
  const slots = await Promise.all(PROXY_SLOTS.map((slot) => view.storage(address, slot)));
  const changing = changingInstructions(code);
  checks.expect(slots.every((value) => BigInt(value) === 0n) && changing.length === 0, "contracts", "CodeFixed", [
    phrase("CodeFixed", { contract }),
    changing.length > 0
      ? phrase("CodeChanging", { contract, instructions: changing })
      : phrase("CodeOfProxy", { contract }),
  ]);
}

/** Whether the code is the expected code, with these values in the places of its immutables. */
function isSameCode(code: string, { bytes, immutables, digest }: ExpectedCode, values: readonly string[]): boolean {
  if (dataLength(code) !== bytes || immutables.length !== values.length) return false;
  const areValues = immutables.every((places, i) =>
    places.every(({ start, length }) => BigInt(dataSlice(code, start, start + length)) === BigInt(values[i]!)),
  );
  return areValues && keccak256(immutables.flat().reduce(withoutValue, code)) === digest;
}

/** The code with zeros in a place. */
function withoutValue(code: string, { start, length }: Place): string {
  return `${code.slice(0, 2 + 2 * start)}${"0".repeat(2 * length)}${code.slice(2 + 2 * (start + length))}`;
}

/**
 * Names of the instructions in `code` that would let it change; the compiler's metadata at its end
 * are left out.
 */
function changingInstructions(code: string): string[] {
  const bytes = getBytes(code);
  const metadata = bytes.length >= 2 ? 256 * bytes.at(-2)! + bytes.at(-1)! + 2 : 0;
  const end = metadata < bytes.length ? bytes.length - metadata : bytes.length;
  const found = new Set<string>();
  for (let at = 0; at < end; at++) {
    const instruction = bytes[at]!;
    if (CHANGING[instruction] !== undefined) found.add(CHANGING[instruction]);
    if (instruction >= PUSH1 && instruction <= PUSH32) at += instruction - PUSH1 + 1;
  }
  return [...found];
}
