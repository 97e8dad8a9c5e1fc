// What a proof holds, step by step, and the challenges between (docs/sealed.md, "Polynomials and
// steps"). Points, scalars and challenges go by the page's symbols; "l_C.3" is l_C(ζη^3), and
// "N(zeta)", "Phi(eta zeta)" and so on are opened values.
import { INFEASIBLE, UNBOUNDED } from "../certificate/types.ts";
import { LIMBS, type SealedStatement } from "./types.ts";

export interface Step {
  readonly points: readonly string[];
  readonly scalars: readonly string[];
  /** Drawn once the step is in the transcript. */
  readonly challenges: readonly string[];
}

/** What proofs of a kind are about. */
export interface Aspects {
  /** Rows at a point: kinds 0 and 2. */
  readonly rows: boolean;
  /** Columns at multipliers: kinds 0 and 1. */
  readonly columns: boolean;
}

export function aspectsOf({ kind }: Pick<SealedStatement, "kind">): Aspects {
  return { rows: kind !== INFEASIBLE, columns: kind !== UNBOUNDED };
}

/** "0"..: the parties as indices of names. */
export function partiesOf({ parties }: Pick<SealedStatement, "parties">): string[] {
  return Array.from({ length: parties }, (_, k) => String(k));
}

/** Step 0 (A_k and c), then steps 1 to 9. */
export function stepsOf(statement: Pick<SealedStatement, "kind" | "parties">): readonly Step[] {
  const { rows, columns } = aspectsOf(statement);
  const parties = partiesOf(statement);
  const each = (symbol: string) => parties.map((k) => `${symbol}_${k}`);
  const withC = (symbol: string) => [`${symbol}_C`, ...each(symbol)];
  const ifRows = (...names: string[]) => (rows ? names : []);
  const ifColumns = (...names: string[]) => (columns ? names : []);
  const limbs = withC("l").flatMap((name) => Array.from({ length: LIMBS }, (_, q) => `${name}.${q}`));
  const opened = ["Phi(eta zeta)", "N(zeta)", ...ifRows("Psi(chi zeta)", "x(zeta)"), ...ifColumns("y_e")];
  const step = (points: string[], scalars: string[], challenges: string[]): Step => ({ points, scalars, challenges });
  return [
    step([...each("A"), "c"], [], []),
    step([...withC("l"), "m", ...ifColumns("V")], [], ["theta", "epsilon", ...each("lambda")]),
    step([...withC("h"), "h_T", ...ifRows("x", "T")], [], ["alpha", "beta"]),
    step([...ifRows("a", "Q_1"), ...ifColumns(...each("e"))], [...ifRows("t"), ...ifColumns("v")], each("mu")),
    step(ifColumns("Q_2"), [], ["nu", "nu'"]),
    step(["Phi", ...ifRows("Psi")], [], ["gamma"]),
    step(["q"], [], ["zeta"]),
    step(ifColumns("W_e"), [...limbs, ...opened], ["rho"]),
    step(["W"], [], ["xi"]),
    step(["W'"], [], ["pi"]),
  ];
}
