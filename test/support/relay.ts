// Contracts that stand between an account and the coordinator, as bytecode. Does nothing on import.

const hex = (value: number, bytes: number) => value.toString(16).padStart(2 * bytes, "0");

/**
 * CALL `target` with memory [0, size), where `size` is code that pushes the size; reverts if the
 * call fails. `at`: number of bytes of code before this.
 */
function call(target: string, size: string, at: number): string {
  const body = `5f5f${size}5f5f73${target.slice(2)}5af1`;
  // PUSH2 beyond JUMPI PUSH0 PUSH0 REVERT JUMPDEST
  const end = at + body.length / 2 + 7;
  return `${body}61${hex(end, 2)}575f5ffd5b`;
}

/** Creation code of a contract that forwards its calldata to `target`. */
export function forwarderCode(target: string): string {
  // CALLDATASIZE PUSH0 PUSH0 CALLDATACOPY … STOP
  const runtime = `365f5f37${call(target, "36", 4)}00`;
  // PUSH1 length DUP1 PUSH1 9 PUSH0 CODECOPY PUSH0 RETURN
  return `0x60${hex(runtime.length / 2, 1)}8060095f395ff3${runtime}`;
}

/**
 * Creation code that calls `target` with each of `calls` in turn while it runs, and leaves no
 * contract.
 */
export function callingCode(target: string, calls: readonly string[]): string {
  const CALL_BYTES = 49;
  let [code, data] = ["", ""];
  for (const one of calls) {
    const [length, offset] = [one.length / 2 - 1, calls.length * CALL_BYTES + 1 + data.length / 2];
    const size = `62${hex(length, 3)}`;
    // PUSH3 length PUSH3 offset PUSH0 CODECOPY
    const copy = `${size}62${hex(offset, 3)}5f39`;
    code += copy + call(target, size, code.length / 2 + copy.length / 2);
    data += one.slice(2);
  }
  return `0x${code}00${data}`;
}
