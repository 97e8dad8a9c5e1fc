// The end of a run whose answer opens only if it is proven. The nodes have found it blindly, and
// nobody vouches for a word of it; proofs read the inputs. The nodes prove that it is an optimum
// (optimum.ts); if it is not, that the program is infeasible (infeasible.ts); if that fails, too,
// that it is unbounded (unbounded.ts). The first statement that holds ends the session, and no
// other is proven after it: so what shows is one of four ends. Numbers open of an optimum alone. Of
// vectors that prove the other kinds a node can choose among many, and with their certificates it
// would read the rows of others.
import { GROUP_ORDER } from "../../../crypto/curve/bn254.ts";
import type { ElementComponents } from "../../../crypto/proven/digits.ts";
import type { Keep, Proven } from "../../../crypto/proven/finish-opening.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import { openProven } from "../../../crypto/proven/prove.ts";
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { balanced } from "../../../math/field.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import type { Answer } from "../outcome/answer.ts";
import type { Judged, Opened } from "../outcome/opening.ts";
import { unitFarkas, unitRay } from "../outcome/unit-vectors.ts";
import { type JointShape, jointShape } from "../shape.ts";
import { farkasLimits } from "./direction-limits.ts";
import type { Provable } from "./equations.ts";
import { infeasibleStatement } from "./infeasible.ts";
import type { SharedInputs } from "./inputs.ts";
import { limitsOf } from "./limits.ts";
import { optimumStatement } from "./optimum.ts";
import { type Data, dataOf } from "./point.ts";
import { unboundedStatement } from "./unbounded.ts";

/** What proofs are about, and what stores the opening of each before anything opens. */
export interface Proving {
  readonly inputs: SharedInputs;
  readonly keeping: (proof: number) => Keep;
}

/** A kind of answer. */
interface Kind {
  readonly statement: (node: ProvingNode, data: Data, judged: Judged) => Promise<Provable>;
  /** From what opens. */
  readonly answerOf: (opened: readonly bigint[], shape: JointShape) => Answer;
}

function componentsOf(a: Arithmetic, answer: Shares): ElementComponents {
  const bytes = a.exportShares(answer);
  const half = bytes.length / 2;
  return [bytes.subarray(0, half), bytes.subarray(half)];
}

/** 2^width is added to the numbers of equalities, which can be negative. */
function withOffset({ run: { tableau } }: Judged, byRow: Shares, width: number): Shares {
  const { arithmetic: a, layout } = tableau;
  const { rows, inequalities } = layout;
  const equalities = a.slice(byRow, inequalities, rows - inequalities);
  return a.concat([a.slice(byRow, 0, inequalities), a.addPublic(equalities, 1n << BigInt(width))]);
}

const OPTIMUM: Kind = {
  statement: (node, data, judged) => {
    const { point, multipliers } = judged.candidates;
    const { arithmetic: a } = judged.run.tableau;
    const answer = a.concat([point.fine, withOffset(judged, multipliers.fine, limitsOf(data.round).w)]);
    const cuts = { x: point.cut, w: multipliers.cut };
    return optimumStatement(node, data, { components: componentsOf(a, answer), cuts });
  },
  answerOf: (opened, { columns }) => ({
    ...{ kind: "optimal", x: opened.slice(0, columns), multipliers: opened.slice(columns) },
  }),
};

const INFEASIBLE: Kind = {
  statement: async (node, data, judged) => {
    const { arithmetic: a } = judged.run.tableau;
    a.phase("refinement");
    const vector = withOffset(judged, await unitFarkas(judged.run), farkasLimits(data.round).entry);
    return infeasibleStatement(node, data, componentsOf(a, vector));
  },
  answerOf: () => ({ kind: "none", cause: "proven-infeasible" }),
};

const UNBOUNDED: Kind = {
  statement: async (node, data, judged) => {
    const { point } = judged.candidates;
    const { arithmetic: a } = judged.run.tableau;
    a.phase("refinement");
    const components = componentsOf(a, a.concat([point.fine, await unitRay(judged.run)]));
    return unboundedStatement(node, data, { components, cuts: { x: point.cut } });
  },
  answerOf: () => ({ kind: "none", cause: "proven-unbounded" }),
};

const KINDS = [OPTIMUM, INFEASIBLE, UNBOUNDED] as const;

/** What has opened in a proof; `proof`: which of the session's, from 0. */
export function answerOf({ outcome, rest }: Proven, proof: number, round: PublicRound): Opened {
  if (outcome === null) return { answer: { kind: "none", cause: "unproven" }, rest };
  const values = outcome.map((value) => balanced(value, GROUP_ORDER));
  return { answer: KINDS[proof]!.answerOf(values, jointShape(round)), rest };
}

/**
 * What is proven of the inputs, if the last basis gives something that passes. No numbers open but
 * those of an optimum. Throws what statements and `openProven` throw.
 */
export async function openCertified(node: ProvingNode, judged: Judged, { inputs, keeping }: Proving): Promise<Opened> {
  const { round } = judged.run.program;
  const data = dataOf(round, inputs);
  for (const [proof, { statement: statementOf }] of KINDS.entries()) {
    const { statement, outcome } = await statementOf(node, data, judged);
    const proven = await openProven(node, statement, outcome, keeping(proof));
    if (proven.outcome !== null) return answerOf(proven, proof, round);
    // The next proof needs the links.
    await proven.rest();
  }
  return { answer: { kind: "none", cause: "unproven" } };
}
