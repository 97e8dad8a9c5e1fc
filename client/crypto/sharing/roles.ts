// Who is who in a test by lanes (lanes.ts).
import type { Links, NodeIndex } from "./link.ts";
import type { MaskStream } from "./masks.ts";
import type { Party } from "./party.ts";

/** The comparer as 0, the next node as 1, the previous one as 2. */
export type Role = 0 | 1 | 2;

export function roleOf(node: NodeIndex, comparer: NodeIndex): Role {
  return ((node + 3 - comparer) % 3) as Role;
}

/** An evaluator's neighbours by what they do, and the masks that it has with each. */
export interface Evaluator {
  readonly comparer: keyof Links;
  readonly partner: keyof Links;
  readonly withComparer: MaskStream;
  readonly withPartner: MaskStream;
}

export function evaluatorOf({ masks }: Party, role: 1 | 2): Evaluator {
  const [comparer, partner] = role === 1 ? (["previous", "next"] as const) : (["next", "previous"] as const);
  return { comparer, partner, withComparer: masks[comparer], withPartner: masks[partner] };
}
