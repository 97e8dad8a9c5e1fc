// Who spoilt a proof that does not verify (docs/sealed-own-part.md, "Who can be named"): the lines
// of each company's part alone, and of the joint part.
import { G1 } from "../../crypto/curve/bn254.ts";
import { reduce } from "../field.ts";
import { lineContext, linesHold } from "../linearise.ts";
import { type LineContext, linesOf } from "../lines.ts";
import { openedPlace } from "../place.ts";
import { type Blame, findBlame } from "../prover/blame.ts";
import type { Setting } from "../prover/setting.ts";
import type { Named } from "../transcript.ts";
import type { VerifyingKey } from "../verifying-key.ts";
import { jointIdentities } from "./joint-rules.ts";
import type { SplitSetting } from "./own.ts";

/** The whole exchange of a proof, as all saw it. */
export interface OwnPartExchange {
  /** Everything that each company sent: steps 0 to 9, [P_kj] and [G_kj]. */
  readonly parts: readonly Named[];
  /** The sums of what the nodes sent in steps 5 to 9. */
  readonly joint: Named;
  readonly challenges: ReadonlyMap<string, bigint>;
}

export interface OwnPartBlame extends Blame {
  /** Every company's part is right and the joint part is not: one of the nodes departed. */
  readonly nodes: boolean;
}

/** If nobody is to blame, the proof verifies. */
export function blameOwnParts(
  setting: SplitSetting & Setting,
  key: VerifyingKey,
  exchange: OwnPartExchange,
): OwnPartBlame {
  const blame = findBlame(setting, key, { ...exchange, point: null });
  return { ...blame, nodes: blame.parties.length === 0 && !isJointRight(setting, key, exchange) };
}

function isJointRight(
  setting: SplitSetting,
  key: VerifyingKey,
  { parts, joint, challenges }: OwnPartExchange,
): boolean {
  const { statement, domain } = setting;
  const opened = parts.map(({ scalars }) => scalars);
  // Φ and Ψ are the joint part's own; all other values at ζ are those of the whole proof.
  const scalars = new Map([...sumOf(opened), ...joint.scalars]);
  const identities = jointIdentities(setting, { opened, challenges });
  const context = lineContext(identities, openedPlace(statement, domain, { scalars, challenges }), {
    scalars: joint.scalars,
    challenges,
  });
  const points = new Map<string, G1>([...joint.points, ["G", G1.BASE]]);
  for (const [party, { points: own }] of parts.entries()) {
    for (const name of ["a", "c"]) {
      const point = own.get(name);
      if (point !== undefined) points.set(name, (points.get(name) ?? G1.ZERO).add(point));
    }
    const inverses = own.get("h/C");
    if (inverses !== undefined) points.set(`h/C/${party}`, inverses);
  }
  const opening = linesOf(statement.kind)
    .filter(({ tau }) => tau === "W'")
    .map((line) => ({
      ...line,
      left: (whole: LineContext) => line.left(whole).filter(([name]) => points.has(name)),
    }));
  return linesHold(opening, context, { points, sigma: key.sigma, tau: key.tau });
}

function sumOf(all: readonly ReadonlyMap<string, bigint>[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [name, value] of all.flatMap((own) => [...own])) sums.set(name, reduce((sums.get(name) ?? 0n) + value));
  return sums;
}
