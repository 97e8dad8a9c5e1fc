// What leaks in a round, in short plain sentences, from the engine and the public sizes alone: said before the round or beside its
// outcome. Each sentence stands for an attack of this room that works at these sizes; docs/security.md has the measured figures.
import { InputError } from "../errors.ts";
import type { PublicRound } from "../protocol/engine.ts";
import { ENGINE_NAMES, type EngineName } from "../protocol/engines.ts";
import { NODES, shapeOf } from "../protocol/mpc/shape.ts";
import { shapeOf as ringShape } from "../protocol/multi-party/shape.ts";
import { type Shape as TwoPartyShape, shapeOf as twoPartyShape } from "../protocol/two-party/shape.ts";

export type Advice =
  /** Nothing but the outcome and a count is seen, as long as the parties that compute keep to the protocol and do not collude. */
  | "safe against one curious node"
  /** Other parties read the rows with little effort. */
  | "do not use"
  /** What is hidden is hidden from a glance only, or as long as nobody colludes. */
  | "only with partners you trust";

export interface Leakage {
  readonly advice: Advice;
  /** Complete sentences, the gravest first. */
  readonly findings: readonly string[];
}

type Name = (party: number) => string;

/** Choices of columns up to which monomial-search.ts searches: seconds at most. */
const SEARCHABLE = 200_000;

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - i + 1)) / i;
  return result;
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function baseline(round: PublicRound, name: Name): Leakage {
  const rows = round.inequalities.map((count, party) => count + round.equalities[party]!);
  const alone = rows.flatMap((count, party) => (count === 1 ? [party] : []));
  return {
    advice: "do not use",
    findings: [
      ...(sum(round.inequalities) > 0
        ? ["every party can read the inequalities of all others, up to their units: all if a party has no equalities"]
        : []),
      ...(alone.length > 0 ? [`the one row of ${list(alone.map(name))} is published as good as openly`] : []),
      "every party can tell sparse rows of the others from the space that their published rows span, and test any guess of a row",
      "the costs are public among the parties",
      "rows that a party changes between rounds can be counted",
    ],
  };
}

/** Whether Alice can use her own rows to name the columns of what she sees of Bob's. */
function hasKey({ aliceRows, bobRows }: TwoPartyShape): boolean {
  const onlyInequalities = aliceRows.equalities + bobRows.equalities === 0;
  return onlyInequalities && aliceRows.inequalities >= 2 && bobRows.inequalities > 0;
}

/**
 * Whether the search of monomial-search.ts undoes the engine's disguise at these sizes within seconds. Only the two-party engines
 * rest on a disguise that such a search undoes. Throws ProtocolError `RoundUnsuitable` when the engine does not take the round.
 */
export function isSearchable(engine: string, round: PublicRound): boolean {
  if (!engine.startsWith("two-party/")) return false;
  const shape = twoPartyShape(round);
  return hasKey(shape) && shape.variables >= 3 && binomial(shape.width, shape.variables + 1) <= SEARCHABLE;
}

/** What Alice finds out about Bob's rows, by the sizes. */
function behindTheDisguise(round: PublicRound, name: Name): Leakage {
  const shape = twoPartyShape(round);
  const { alice, bob, aliceRows, bobRows, variables } = shape;
  const [a, b] = [name(alice), name(bob)];
  const onlyInequalities = aliceRows.equalities + bobRows.equalities === 0;
  const keyed = hasKey(shape);
  const searchable = isSearchable("two-party/paillier", round);
  const findings = [
    ...(keyed
      ? [
          `with its own rows as the key, ${a} can read every inequality of ${b}, up to its unit, and the costs, at any size, if few coefficients of ${a}'s rows are 0`,
        ]
      : []),
    ...(searchable
      ? [
          `${variables} columns and ${aliceRows.rows + bobRows.rows} rows: ${a} can find their order and scale by search, if two of its rows have no zeros`,
        ]
      : []),
    ...(bobRows.inequalities > 0
      ? [
          onlyInequalities
            ? `${a} can read all ${bobRows.inequalities} inequalities of ${b} up to the order and scale of columns, if no variable without cost looks like a slack`
            : `${a} can tell sparse rows of ${b} up to the order and scale of columns`,
        ]
      : []),
    `${a} can tell which of two known candidates is the data of ${b}`,
    `with two parties, the published reduced costs show ${a} the sum of the costs and of ${b}'s rows times their multipliers`,
  ];
  return { advice: keyed || searchable ? "do not use" : "only with partners you trust", findings };
}

function decoys(round: PublicRound, name: Name): Leakage {
  const { alice, bob, aliceRows } = twoPartyShape(round);
  const broken = `${name(bob)} can read all ${aliceRows.rows} rows of ${name(alice)} exactly, by lattice reduction, within seconds`;
  return { advice: "do not use", findings: [broken, ...behindTheDisguise(round, name).findings] };
}

/** What holds for both rings. */
function consortium(round: PublicRound, name: Name): string[] {
  const { holders, owner, dealer, representative } = ringShape(round);
  const inequalities = sum(round.inequalities);
  const some = sum(round.equalities) > 0 ? "some of" : "all";
  const between = holders.slice(1, -1).map(({ party }) => name(party));
  return [
    ...(inequalities > 0
      ? [
          `${name(owner)} can read ${some} the ${inequalities} inequalities up to the order and scale of columns`,
          `with its own costs as the key, ${name(owner)} can read them up to their units where no two variables cost the same`,
        ]
      : []),
    `${name(owner)} can tell which of two known candidates is the holders' data`,
    `${name(owner)} and ${name(dealer.party)} together know the order and scale of columns`,
    ...(between.length > 0
      ? [
          `${name(dealer.party)} and ${name(representative.party)} together can read the inequalities of ${list(between)}`,
        ]
      : []),
    `all ${holders.length} holders together know the costs, whatever the engine`,
  ];
}

function plainRing(round: PublicRound, name: Name): Leakage {
  const { holders, dealer, representative } = ringShape(round);
  const [last, first] = [name(representative.party), name(dealer.party)];
  const second = name(holders[1]!.party);
  return {
    advice: "do not use",
    findings: [
      `${second} can read the inequalities of ${first} up to their units: its whole feasible region`,
      ...(holders.length > 2 ? [`${last} can read those of all holders before it, as one`] : []),
      ...consortium(round, name),
    ],
  };
}

function maskedRing(round: PublicRound, name: Name): Leakage {
  return {
    advice: "only with partners you trust",
    findings: [
      ...consortium(round, name),
      "no holder alone learns another's rows or the costs: its messages are masked",
    ],
  };
}

function shared(round: PublicRound, name: Name): Leakage {
  shapeOf(round);
  const nodes = Array.from({ length: NODES }, (_, node) => name(node));
  return {
    advice: "safe against one curious node",
    findings: [
      `any two of ${list(nodes)} together can read all rows and costs exactly`,
      `one of ${list(nodes)} that departs from the protocol can choose bits that open, read other numbers in place of the outcome in each of three epochs, and stop the round`,
      `${list(nodes)} learn the number of iterations, and so does who counts their messages: it tells two known candidates for all data apart where theirs differ`,
      `none of ${list(nodes)} alone learns anything else beyond the outcome, if it keeps to the protocol`,
      "whatever the engine, all parties but one can subtract their own parts from what the outcome shows of the last one's",
    ],
  };
}

const LEAKAGES: Readonly<Record<EngineName, (round: PublicRound, name: Name) => Leakage>> = {
  mpc: shared,
  "two-party/paillier": behindTheDisguise,
  "two-party/decoy-ot": decoys,
  "multi-party/masked": maskedRing,
  "multi-party/plain": plainRing,
  mangasarian: baseline,
  li: baseline,
};

/**
 * `nameOf` names the parties. Throws InputError `EngineUnknown`, and ProtocolError `RoundUnsuitable` when the engine does not take the
 * round.
 */
export function leakageOf(engine: string, round: PublicRound, nameOf: Name = (party) => `party ${party}`): Leakage {
  const describe = LEAKAGES[engine as EngineName];
  if (describe === undefined)
    throw new InputError("EngineUnknown", `there is no engine "${engine}"; there are ${ENGINE_NAMES.join(", ")}`);
  return describe(round, nameOf);
}
