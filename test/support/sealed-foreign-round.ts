// Rounds for the second prover: matrices of any numbers, and the hidden numbers that follow from
// x, w or a ray by docs/sealed.md, "What is proven".
import { keccak256 } from "viem/utils";
import { dot, sum } from "../../client/math/field.ts";
import { randomScalars, reduce } from "../../client/sealed/field.ts";
import { interpolate, withMasks } from "../../client/sealed/polynomial.ts";
import { G2 } from "../../client/sealed/srs.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import type { VerifyingKey } from "../../client/sealed/verifying-key.ts";
import { TEST_ID, testSeed } from "./certificate.ts";
import { refusal } from "./sealed.ts";
import {
  commitForeign,
  type ForeignInput,
  maskMatrix,
  type Numbers,
  proveForeign,
  publicVectors,
} from "./sealed-foreign-prover.ts";

/** Rows are (b_i, M_i1, …, M_in) with M x ≤ b; the first company owns the objective. */
export interface ForeignRound {
  readonly statement: SealedStatement;
  readonly rows: readonly (readonly (readonly bigint[])[])[];
  readonly costs: readonly bigint[];
}

/** x, multipliers per party and a ray, as far as the kind has them; x at scale 10^δ, w at 10^ω. */
export interface Witness {
  readonly x?: readonly bigint[];
  readonly w?: readonly (readonly bigint[])[];
  readonly ray?: readonly bigint[];
}

const pad = (values: readonly bigint[], size: number) => [
  ...values,
  ...new Array<bigint>(size - values.length).fill(0n),
];
const above = (value: bigint) => (value > 0n ? value : 0n);

/** A round of size 16 with integers as solution and multipliers, and small tolerances. */
export function foreignRound(
  rows: ForeignRound["rows"],
  costs: readonly bigint[],
  change: Partial<SealedStatement> = {},
): ForeignRound {
  const statement: SealedStatement = {
    ...TEST_ID,
    ...{ kind: "optimal", size: 16, columns: costs.length, parties: rows.length, objectiveOwner: 0 },
    decimals: { solution: 0, multiplier: 0 },
    tolerances: { residual: 2n, dual: 2n, gap: 5n },
    bounds: costs.map(() => 50n),
    commitments: rows.map(() => "0x" as const),
    ...change,
  };
  return { statement, rows, costs };
}

/** A_k on H × H. */
export function entriesOf({ statement: { size } }: ForeignRound, rows: ForeignRound["rows"][number]): bigint[][] {
  const own = rows.map(([b, ...M]) => pad([-b!, ...M], size));
  return [...own, ...Array.from({ length: size - own.length }, () => pad([], size))];
}

/** The hidden numbers that a witness asks for, whether it meets the conditions or not. */
export function hiddenOf(round: ForeignRound, witness: Witness): { columns: Numbers; rows: Numbers[] } {
  const { kind, size, tolerances, decimals, bounds } = round.statement;
  const [x0, u] = [10n ** BigInt(decimals.solution), 10n ** BigInt(decimals.multiplier)];
  const entries = round.rows.map((own) => entriesOf(round, own));
  const x = pad([x0, ...(witness.x ?? [])], size);
  const ray = pad([0n, ...(witness.ray ?? [])], size);
  const w = round.rows.map((_, k) => pad(witness.w?.[k] ?? [], size).with(size - 2, 1n));
  const c = pad([0n, ...round.costs], size);
  const upper = pad([x0, ...bounds], size);
  const rows = entries.map((matrix, k): Numbers => {
    const over = matrix.map((row) => dot(row, x));
    const r = over.map(above);
    const s = over.map((value) => above(-value));
    const fields = { w: w[k]!, s, r, "r'": r.map((value) => tolerances.residual - value) };
    if (kind === "infeasible") return { w: w[k]!, s: pad([], size) };
    return kind === "optimal" ? fields : { ...fields, "s'": matrix.map((row) => -dot(row, ray)) };
  });
  const pulled = x.map((_, j) => sum(entries.map((matrix, k) => sum(matrix.map((row, i) => row[j]! * w[k]![i]!)))));
  const z = pulled.map((value, j) => (j === 0 ? 0n : value + u * c[j]!));
  const below = z.map((value) => above(-value));
  const complement = upper.map((bound, j) => bound - x[j]!);
  const columns: Numbers = {
    optimal: {
      ...{ x, "x'": complement, "z+": z.map(above) },
      ...{ "z-": below, "z-'": below.map((value) => tolerances.dual - value) },
    },
    infeasible: { "z+": pulled, y: pad([], size) },
    unbounded: { x, "x'": complement, ray, y: pad([], size) },
  }[kind];
  close({ columns, rows });
  return { columns, rows };

  /** What is left goes into the slot. */
  function close(numbers: { columns: Numbers; rows: Numbers[] }): void {
    const [steps, own] = [numbers.columns["y"], numbers.rows[0]!["s"]!];
    const step = kind === "infeasible" ? x0 : u;
    const weights = sum(w.flat());
    const left = {
      optimal: () =>
        tolerances.gap -
        dot(x, z.map(above)) -
        dot(complement, below) -
        sum(numbers.rows.map((row) => dot(row["w"]!, row["s"]!) + dot(row["w"]!, row["r"]!))),
      infeasible: () => x0 * pulled[0]! - tolerances.residual * weights - 1n,
      unbounded: () => -u * dot(c, ray) - tolerances.dual * sum(ray) - 1n,
    }[kind]();
    own[size - 1] = steps === undefined || left < 0n ? left : left % step;
    if (steps !== undefined) steps[size - 1] = left < 0n ? 0n : left / step;
  }
}

const random = testSeed("foreign");
const [sigma, tau] = randomScalars(random.fork("trapdoor"), 2) as [bigint, bigint];

/** A key to a string of any size, of which nothing but the trapdoor is known. */
export function foreignKey(statement: SealedStatement, trapdoor = { sigma, tau }): VerifyingKey {
  const { N, U, J } = publicVectors(statement);
  return {
    ...{ size: statement.size, srsDigest: keccak256("0x") },
    ...{ sigma: G2.BASE.multiply(trapdoor.sigma), tau: G2.BASE.multiply(trapdoor.tau) },
    limbs: commitForeign(trapdoor, N),
    bounds: commitForeign(trapdoor, U),
    columns: commitForeign(trapdoor, J),
  };
}

/** A proof by the second prover, and what the verifier says to it. */
export function foreignVerdict(
  round: ForeignRound,
  numbers: Pick<ForeignInput, "columns" | "rows">,
  change: Partial<ForeignInput> = {},
): string {
  const { size } = round.statement;
  const trapdoor = change.trapdoor ?? { sigma, tau };
  const key = foreignKey(round.statement, trapdoor);
  const { statement, bytes } = proveForeign({
    ...{ statement: round.statement, key, trapdoor, random: random.fork("masks") },
    matrices: round.rows.map((own, k) => maskMatrix(entriesOf(round, own), random.fork(`matrix ${k}`))),
    costs: [withMasks(interpolate(pad([0n, ...round.costs], size).map(reduce)), size, [3n, 5n])],
    ...numbers,
    ...change,
  });
  return refusal(() => verifySealed(statement, key, bytes)).code;
}

/** min −x − y, x + y ≤ 20 and x ≤ 7, of two companies. */
export const OPTIMAL = {
  round: foreignRound([[[20n, 1n, 1n]], [[7n, 1n, 0n]]], [-1n, -1n]),
  witness: { x: [7n, 13n], w: [[1n], []] },
};

/** x + y ≤ 20 and x + y ≥ 60. */
export const INFEASIBLE = {
  round: foreignRound([[[20n, 1n, 1n]], [[-60n, -1n, -1n]]], [-1n, -1n], { kind: "infeasible" }),
  witness: { w: [[1n], [1n]] },
};

/** min −x − 3y, x ≥ −20 and x − y ≤ 7. */
export const UNBOUNDED = {
  round: foreignRound([[[20n, -1n, 0n]], [[7n, 1n, -1n]]], [-1n, -3n], { kind: "unbounded" }),
  witness: { x: [0n, 0n], ray: [0n, 1n] },
};
