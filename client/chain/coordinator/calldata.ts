// Decodes the arguments of a call as a Solidity contract reads them. The caller chose their
// encoding, and the contract accepts any whose offsets and lengths it can follow: offsets that wrap
// around, parts that overlap or come in another order, no padding at the end. A decoder for the
// canonical encoding alone could not read every settlement that the chain accepts.

import { type AbiParameter, bytesToHex, type Hex, hexToBytes } from "viem";
import { ConcordatError } from "../../errors.ts";

/** The data cannot be a call of the function. */
export class CalldataInvalid extends Error {}

const WORD = 32n;
const MODULUS = 1n << 256n;
const SELECTOR_BYTES = 4;
/**
 * Maximum number of bytes read from one call: overlapping parts could otherwise grow without limit.
 */
const MAX_BYTES = 1 << 26;

/**
 * Arguments of the function with these inputs, in viem's form (integers of up to 48 bits as
 * numbers, structs as objects). Throws CalldataInvalid.
 */
export function readArguments(inputs: readonly AbiParameter[], data: Hex): unknown[] {
  const reader = new ArgumentReader(hexToBytes(data).subarray(SELECTOR_BYTES));
  return reader.members(inputs, 0n).map(([, value]) => value);
}

class ArgumentReader {
  readonly #data: Uint8Array;
  #left = MAX_BYTES;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  /** Beyond the end the EVM reads zeros. */
  #word(at: bigint): bigint {
    return BigInt(bytesToHex(this.#slice(at, Number(WORD))));
  }

  #slice(at: bigint, length: number): Uint8Array {
    this.#left -= length;
    if (this.#left < 0) throw new CalldataInvalid("its offsets lead to more than 64 MB");
    const slice = new Uint8Array(length);
    if (at < BigInt(this.#data.length)) slice.set(this.#data.subarray(Number(at), Number(at) + length));
    return slice;
  }

  #length(at: bigint): number {
    const length = this.#word(at);
    if (length > BigInt(this.#data.length)) throw new CalldataInvalid("a length exceeds the call");
    return Number(length);
  }

  /** Consecutive values from `frame` on, with their names; offsets are relative to `frame`. */
  members(parameters: readonly AbiParameter[], frame: bigint): [string, unknown][] {
    let at = frame;
    return parameters.map((parameter) => {
      const value = this.#value(parameter, frame, at);
      at = (at + headBytes(parameter)) % MODULUS;
      return [parameter.name ?? "", value];
    });
  }

  #value(parameter: AbiParameter, frame: bigint, head: bigint): unknown {
    const at = isDynamic(parameter) ? (frame + this.#word(head)) % MODULUS : head;
    const { type } = parameter;
    if (type.endsWith("[]")) return this.#array({ ...parameter, type: type.slice(0, -2) }, at);
    if ("components" in parameter) return Object.fromEntries(this.members(parameter.components, at));
    if (type === "bytes") return bytesToHex(this.#slice((at + WORD) % MODULUS, this.#length(at)));
    return scalar(type, this.#word(at));
  }

  #array(item: AbiParameter, at: bigint): unknown[] {
    const frame = (at + WORD) % MODULUS;
    const size = headBytes(item);
    const indices = Array.from({ length: this.#length(at) }, (_, i) => (frame + BigInt(i) * size) % MODULUS);
    return indices.map((head) => this.#value(item, frame, head));
  }
}

function isDynamic(parameter: AbiParameter): boolean {
  const { type } = parameter;
  if (type === "bytes" || type.endsWith("[]")) return true;
  return "components" in parameter && parameter.components.some(isDynamic);
}

/** Length of a parameter's head, in bytes. */
function headBytes(parameter: AbiParameter): bigint {
  if (isDynamic(parameter) || !("components" in parameter)) return WORD;
  return parameter.components.reduce((sum, component) => sum + headBytes(component), 0n);
}

function scalar(type: string, word: bigint): unknown {
  const [, kind, bits] = /^(u?int|bytes)(\d+)$/.exec(type) ?? [];
  if (kind === undefined) throw new ConcordatError("TypeUnknown", `the ABI type ${type} is not supported`);
  const size = Number(bits);
  if (kind === "bytes")
    return `0x${word
      .toString(16)
      .padStart(64, "0")
      .slice(0, 2 * size)}`;
  const value = kind === "int" ? BigInt.asIntN(size, word) : BigInt.asUintN(size, word);
  return size <= 48 ? Number(value) : value;
}
