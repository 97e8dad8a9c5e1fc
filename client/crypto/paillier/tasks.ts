// The work that may run in another thread: pure functions of checked values. The main thread draws
// the randomisers from the run's Random and sends them with the task, so that results do not depend
// on threads.
import type { Matrix } from "../../math/matrix.ts";
import { blind, decryptWithPrimes, encryptWithPrimes, publicArithmetic, secretArithmetic } from "./arithmetic.ts";
import { linearCombinations } from "./matrix.ts";
import { type Stack, stackedCombinations } from "./stacked.ts";

export type Task =
  /** Encryptions with the primes. Secret: stays in this process. */
  | {
      readonly kind: "encrypt";
      readonly p: bigint;
      readonly q: bigint;
      readonly messages: readonly bigint[];
      readonly randomisers: readonly bigint[];
    }
  /** Plaintexts. Secret: stays in this process. */
  | { readonly kind: "decrypt"; readonly p: bigint; readonly q: bigint; readonly ciphertexts: readonly bigint[] }
  /** c·(1 + mN)·rᴺ. */
  | {
      readonly kind: "blind";
      readonly modulus: bigint;
      readonly ciphertexts: readonly bigint[];
      readonly messages: readonly bigint[];
      readonly randomisers: readonly bigint[];
    }
  /** Linear combinations of one list of bases. */
  | {
      readonly kind: "combine";
      readonly modulus: bigint;
      readonly bases: readonly bigint[];
      readonly exponents: Matrix;
    }
  /**
   * Linear combinations of each list of bases, stacked in slots and scaled, one list after the
   * other.
   */
  | ({ readonly kind: "stack"; readonly modulus: bigint } & Stack);

export function runTask(task: Task): bigint[] {
  switch (task.kind) {
    case "encrypt": {
      const key = secretArithmetic(task.p, task.q);
      return task.messages.map((message, i) => encryptWithPrimes(key, message, task.randomisers[i]!));
    }
    case "decrypt": {
      const key = secretArithmetic(task.p, task.q);
      return task.ciphertexts.map((c) => decryptWithPrimes(key, c));
    }
    case "blind": {
      const key = publicArithmetic(task.modulus);
      return task.ciphertexts.map((c, i) => blind(key, c, task.messages[i]!, task.randomisers[i]!));
    }
    case "combine":
      return linearCombinations(publicArithmetic(task.modulus), task.bases, task.exponents);
    case "stack":
      return stackedCombinations(publicArithmetic(task.modulus), task);
  }
}
