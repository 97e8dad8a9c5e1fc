// Whether a node's closing contradicts those of the others, with `mpc`, `mpc/four` and
// `mpc/proven`: by a point of what it was dealt, by its answer, or by what went over its links.
// Closings are enough; all nodes sign and post them.
//
// What this rests on: one node at most departs from the protocol (docs/faults.md, "Which node is
// named by closings"). The others then close alike, so the one has a part in all that differs, and
// is named if nobody else has. With three nodes two hold each component, and a point names nobody.
// Whether points add up to a commitment does not matter: with the help of a company that deals
// other numbers, a wrong one can add up where the right one does not.
import { hexlify } from "ethers";
import { isPoint } from "../certificate/group.ts";
import type { History } from "../chain/history.ts";
import type { Place } from "../place.ts";
import { phrase } from "../words/english.ts";
import type { Claim, Finding } from "./claim.ts";
import type { Closing } from "./closing.ts";
import { type Nodes, nodesOf } from "./inputs.ts";
import { pairsOf } from "./own-points.ts";
import { CLOSING, closingsIn, Lack, unlessLacking } from "./told.ts";

/** The node that contradicts the others; null if there is none, or it cannot be told which. */
type Finder = (closings: readonly Closing[], nodes: Nodes, parties: number) => number | null;

/** By the client's codes of these faults. */
const FINDERS = { PointsDiffer: byPoints, OutcomeDiffers: byAnswers, TranscriptDiffers: byTraffic } as const;

/** What a client says of its round and of why it stopped. */
type Stop = Pick<Claim, "code" | "turn"> & { readonly history: Pick<History, "params"> };

/** Whether a client that stopped so keeps the closings of all nodes. */
export function keepsClosings<S extends Stop>(stop: S): stop is S & { readonly code: keyof typeof FINDERS } {
  const { code, turn, history } = stop;
  return Object.hasOwn(FINDERS, code) && turn?.exchange === CLOSING && nodesOf(history.params) !== null;
}

/**
 * What the closings in a folder show of the named party; null where there are none, or it is
 * accused of something else.
 */
export async function withClosings(claim: Claim, folder: Place): Promise<Finding | null> {
  if (!keepsClosings(claim) || !(await folder.exists())) return null;
  const { code, named, history } = claim;
  const { params } = history;
  return unlessLacking(claim, async () => {
    const nodes = nodesOf(params)!;
    const closings = await closingsIn(claim, nodes, folder);
    const find: Finder = FINDERS[code];
    if (find(closings, nodes, params.parties.length) !== named)
      throw new Lack(phrase("NoContradiction", { party: named }));
    return ["passed", code, phrase(code, { party: named })];
  });
}

/** It alone tells another point, of each component of which not all holders tell the same. */
function byPoints(closings: readonly Closing[], { count }: Nodes, parties: number): number | null {
  const odd = new Set<number | null>();
  for (let party = 0; party < parties; party++)
    for (let component = 0; component < count; component++) {
      const told = closings.flatMap(({ node, point }): Said[] => {
        const bytes = point(party, component);
        return bytes === null ? [] : [[node, hexlify(bytes)]];
      });
      if (told.some(([, point]) => point !== told[0]![1]) || !isTold(told[0]![1])) odd.add(oddOne(told, isTold));
    }
  return onlyOne(odd);
}

/** Coordinates of a point, or zeros for infinity. */
function isTold(bytes: string): boolean {
  const [point] = pairsOf(bytes);
  return isPoint(point!) || point!.every((coordinate) => coordinate === 0n);
}

function byAnswers(closings: readonly Closing[]): number | null {
  return oddOne(closings.map(({ node, answer }) => [node, answer]));
}

/** It alone is at an end of every link of which the two ends say different things. */
function byTraffic(closings: readonly Closing[], { count }: Nodes): number | null {
  const nodes = Array.from({ length: count }, (_, node) => node);
  const isInDoubt = (a: number, b: number) => {
    const [own, other] = [closings[a]!.traffic(b), closings[b]!.traffic(a)];
    return own.sent !== other.received || own.received !== other.sent;
  };
  const links = nodes.flatMap((a) => nodes.filter((b) => a < b && isInDoubt(a, b)).map((b) => [a, b]));
  return onlyOne(new Set(nodes.filter((node) => links.every((ends) => ends.includes(node)))));
}

type Said = readonly [node: number, what: string];

/** The only one that says something else than all others, who say the same, and what counts. */
function oddOne(said: readonly Said[], counts: (what: string) => boolean = () => true): number | null {
  const groups = [...Map.groupBy(said, ([, what]) => what)].toSorted(([, a], [, b]) => a.length - b.length);
  if (groups.length !== 2) return null;
  const [[, few], [what, others]] = groups as [[string, Said[]], [string, Said[]]];
  return few.length === 1 && others.length > 1 && counts(what) ? few[0]![0] : null;
}

function onlyOne(found: ReadonlySet<number | null>): number | null {
  const [first, ...others] = found;
  return others.length > 0 ? null : (first ?? null);
}
