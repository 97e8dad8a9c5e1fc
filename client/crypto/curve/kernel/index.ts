// AssemblyScript: what the kernel exports. `npm run build` compiles it to ../kernel-wasm.ts.
import { read } from "./field";
import { COORDINATES, chooseField, WIDTH } from "./montgomery";
import { POINT } from "./pairs";

export { sum, sumBytes } from "./sum";
export { levelRoots, scale, transform, transformBytes } from "./transform";
export { add, addMultiple, addProducts, windowSums } from "./vector";

/** Bytes of a point in the kernel's form. */
export function pointBytes(): usize {
  return POINT;
}

/**
 * Converts finite points: x, then y, 32 bytes each, little endian, below p. Does not check that
 * they are on the curve.
 */
export function readPoints(target: usize, words: usize, count: u32): void {
  chooseField(COORDINATES);
  for (let i: u32 = 0; i < 2 * count; i++) {
    read(target, words);
    target += WIDTH;
    words += 32;
  }
}

/** First address that is free. */
export function heapBase(): usize {
  return __heap_base;
}
