// AssemblyScript: what the kernel exports. `npm run build` compiles it to ../kernel-wasm.ts.
export { encodeDigits, firstPlaces, multiplyDigits, multiplyPlaces, nextPlaces, signBits } from "./carry";
export { choose, negateWhere } from "./choose";
export { addLow, maskBits, maskNumbers, takeLow } from "./deal";
export { findZeros, signLanes, termLanes, unaryDigits, xorTopBits } from "./lanes";
export { columnTerms, digitsBytes, digitsOf, multiply, roomBytes } from "./matrices";
export { matrixVector, outer, product, vectorMatrix, weigh } from "./products";
export { add, addConstant, gather, pick, prefixSums, put, scale, scatter, subtract, xor } from "./ring";
export { subtractTags, truncateClose, truncateDeal, truncateTags } from "./truncate";

/** First address that is free. */
export function heapBase(): usize {
  return __heap_base;
}
