// Reads calldata as Solidity does, not only the canonical encoding: offsets are added modulo 2^256,
// parts may overlap or come in any order, and bytes missing at the end are zero. A settler may
// choose any such encoding, and the contract accepts it.
import { type FunctionFragment, getBytes, hexlify, Interface, type ParamType, type Result } from "ethers";

const MODULUS = 1n << 256n;
/** Most bytes that the calldata may expand to. */
const MAX_BYTES = 64 * 1024 * 1024;

type Value = string | readonly Value[];

/** Arguments of a call of `fragment`. Throws RangeError for calldata that cannot be such a call. */
export function readCall(fragment: FunctionFragment, data: string): Result {
  const bytes = getBytes(data);
  if (hexlify(bytes.subarray(0, 4)) !== fragment.selector) throw new RangeError("another function");
  const memory = new Memory(bytes.subarray(4));
  const values = readAll(memory, fragment.inputs, 0n);
  // A round trip through the canonical encoding gives the arguments as ethers decodes them.
  const abi = new Interface([fragment]);
  const args = abi.decodeFunctionData(fragment, abi.encodeFunctionData(fragment, values as unknown[]));
  args.toArray(true);
  return args;
}

class Memory {
  readonly bytes: Uint8Array;
  #budget = MAX_BYTES;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  read(at: bigint, length: number): string {
    this.#budget -= length;
    if (this.#budget < 0) throw new RangeError("it expands to too many bytes");
    const from = at < BigInt(this.bytes.length) ? Number(at) : this.bytes.length;
    return hexlify(this.bytes.subarray(from, from + length)).padEnd(2 + 2 * length, "0");
  }

  word(at: bigint): bigint {
    return BigInt(this.read(at, 32));
  }

  /** The length at `at`. */
  count(at: bigint): number {
    const count = this.word(at);
    if (count > BigInt(this.bytes.length)) throw new RangeError("a length beyond the calldata");
    return Number(count);
  }
}

/** Values whose heads are consecutive from `base` on. */
function readAll(memory: Memory, types: readonly ParamType[], base: bigint): Value[] {
  const values: Value[] = [];
  let head = base;
  for (const type of types) {
    const at = isDynamic(type) ? (base + memory.word(head)) % MODULUS : head;
    values.push(readOne(memory, type, at));
    head = (head + BigInt(headSize(type))) % MODULUS;
  }
  return values;
}

function readOne(memory: Memory, type: ParamType, at: bigint): Value {
  const inside = (at + 32n) % MODULUS;
  if (type.isTuple()) return readAll(memory, type.components, at);
  if (type.isArray()) return readAll(memory, Array<ParamType>(memory.count(at)).fill(type.arrayChildren), inside);
  if (type.baseType === "bytes") return memory.read(inside, memory.count(at));
  const word = memory.word(at);
  return type.baseType.startsWith("int") ? BigInt.asIntN(256, word).toString() : memory.read(at, 32);
}

function isDynamic(type: ParamType): boolean {
  return type.baseType === "bytes" || type.isArray() || (type.isTuple() && type.components.some(isDynamic));
}

function headSize(type: ParamType): number {
  if (isDynamic(type) || !type.isTuple()) return 32;
  return type.components.reduce((sum, component) => sum + headSize(component), 0);
}
