// The end of a run whose answer opens only if it is proven to be an optimum. The nodes have found
// it blindly, and nobody vouches for a word of it; the proof reads the inputs (optimum.ts).
import { GROUP_ORDER } from "../../../crypto/curve/bn254.ts";
import type { Keep, Proven } from "../../../crypto/proven/finish-opening.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import { openProven } from "../../../crypto/proven/prove.ts";
import { balanced } from "../../../math/field.ts";
import type { Judged, Opened } from "../outcome/opening.ts";
import type { SharedInputs } from "./inputs.ts";
import { limitsOf } from "./limits.ts";
import { optimumStatement } from "./optimum.ts";

/** What a proof is about, and what stores its opening before anything opens. */
export interface Proving {
  readonly inputs: SharedInputs;
  readonly keep: Keep;
}

/** What has opened, as an answer for so many columns. */
export function answerOf({ outcome, rest }: Proven, columns: number): Opened {
  if (outcome === null) return { answer: { kind: "none", cause: "unproven" }, rest };
  const values = outcome.map((value) => balanced(value, GROUP_ORDER));
  return { answer: { kind: "optimal", x: values.slice(0, columns), multipliers: values.slice(columns) }, rest };
}

/**
 * The optimum of the inputs, if the last basis gives one that passes; otherwise no answer, and
 * nothing opens. Throws what `optimumStatement` and `openProven` throw.
 */
export async function openCertified(
  node: ProvingNode,
  { run, candidates }: Judged,
  { inputs, keep }: Proving,
): Promise<Opened> {
  const { arithmetic: a, layout } = run.tableau;
  const { round } = run.program;
  const { rows, inequalities, columns } = layout;
  const { point, multipliers } = candidates;
  const equalities = a.slice(multipliers.fine, inequalities, rows - inequalities);
  const offset = 1n << BigInt(limitsOf(round).w);
  const answer = a.concat([point.fine, a.slice(multipliers.fine, 0, inequalities), a.addPublic(equalities, offset)]);
  const bytes = a.exportShares(answer);
  const half = bytes.length / 2;
  const components = [bytes.subarray(0, half), bytes.subarray(half)] as const;
  const cuts = { x: point.cut, w: multipliers.cut };
  const { statement, outcome } = await optimumStatement(node, round, inputs, { components, cuts });
  return answerOf(await openProven(node, statement, outcome, keep), columns);
}
