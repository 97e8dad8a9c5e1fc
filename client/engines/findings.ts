// What can be found out in a round, as data and in English: who plays an engine, or looks at its
// round, is told the same, and a page puts it into other languages. Parties are numbers, and are
// called as the reader calls them.
import { counted, listed } from "../math/counted.ts";
import type { NameOf, Said, ValuesOf } from "../said.ts";

type Parties = readonly number[];

interface Nodes {
  readonly nodes: Parties;
}

/** Of a round in which each company learns its own part only. */
interface Own {
  readonly own: boolean;
}

const outcomeOf = (own: boolean): string => (own ? "its own part of the outcome" : "the outcome");
const knownOf = (own: boolean): string => (own ? `${outcomeOf(own)} and what follows from it` : outcomeOf(own));

export const findingSentences = {
  TwoNodesRead: ({ nodes }: Nodes, name: NameOf) =>
    `any two of ${listed(nodes.map(name))} together can read all rows and costs exactly`,
  OneOfFourDeparts: ({ nodes, own }: Nodes & Own, name: NameOf) =>
    `one of ${listed(nodes.map(name))} that departs from the protocol can stop the round, also when it has read ${outcomeOf(own)} and before the others have, or make the run start again, twice, with the same random numbers`,
  OneOfThreeDeparts: ({ nodes, own, bits }: Nodes & Own & { bits: number }, name: NameOf) =>
    `one of ${listed(nodes.map(name))} that departs from the protocol can choose what the bits say that open, at most ${bits} before ${outcomeOf(own)} and one more at each start, read other numbers in its place in each of three epochs, and stop the round`,
  OneOfProversDeparts: ({ nodes, bits }: Nodes & { bits: number }, name: NameOf) =>
    `one of ${listed(nodes.map(name))} that departs from the protocol can choose what the bits say that open, at most ${bits} before the outcome, one more at each start and two for the proofs, and which opens of all optima that pass the proof, which can tell it rows of others; it can stop the round, also when it has read the outcome and before the others have, or make the run start again, twice`,
  NodesCount: ({ nodes, buckets, bits, most }: Nodes & { buckets: number; bits: string; most: number }, name: NameOf) =>
    `${listed(nodes.map(name))} learn in which of ${buckets} buckets of iterations the run ends, and so does anyone who counts their messages: at most ${bits} bits, which tell apart two known candidates for all data that end in different buckets; each attempt that fails shows one bit more, at most ${most} in all`,
  NoneOfFourLearns: ({ nodes, own }: Nodes & Own, name: NameOf) =>
    `none of ${listed(nodes.map(name))} alone learns anything else beyond ${knownOf(own)}, whatever it does, but for how numbers round in a run that starts again`,
  NoProverLearns: ({ nodes }: Nodes, name: NameOf) =>
    `none of ${listed(nodes.map(name))} alone learns anything else beyond the outcome, whatever it does, but what these bits and this choice tell it: the outcome opens only when it is proven to be an optimum to within small tolerances, and of a program without one only whether it is infeasible or unbounded`,
  NoneOfThreeLearns: ({ nodes, own }: Nodes & Own, name: NameOf) =>
    `none of ${listed(nodes.map(name))} alone learns anything else beyond ${knownOf(own)}, if it keeps to the protocol`,
  AllButOneSubtract:
    "whatever the engine, all parties but one together can subtract their own parts from the outcome, which leaves what it shows of the last one's",
  OwnVariables:
    "each company learns the variables that its file names and the multipliers of its rows; others see in the announcements which it names",
  ValueToAll: "if there are costs, all learn the objective's value",
  ValueToOwner:
    "if there are costs, the objective's value is known to their owner, whose file names all variables that have any",
  KindToAll: "of a program without an optimum all learn which kind it is, and nothing else",
  AllButOneLack:
    "whatever the engine, all companies but one together can lack no more of the outcome than the last one's multipliers and slacks, the variables that it alone names, and what only it learns of reduced costs and value",

  OwnerReads: ({ owner, count, some }: { owner: number; count: number; some: boolean }, name: NameOf) =>
    `${name(owner)} can read ${some ? "some of" : "all"} the ${counted(count, "inequality", "inequalities")} up to the order and scale of columns`,
  OwnerReadsUnits: ({ owner }: { owner: number }, name: NameOf) =>
    `with its own costs and the solution as the key, ${name(owner)} can read them up to their units, in columns where costs differ or the solution is not 0`,
  OwnerTells: ({ owner }: { owner: number }, name: NameOf) =>
    `${name(owner)} can tell which of two known candidates is the holders' data`,
  EndsKnowOrder: (
    { owner, dealer, representative }: { owner: number; dealer: number; representative: number },
    name: NameOf,
  ) =>
    `${name(owner)} and ${name(dealer)} together know the order and scale of columns, as do ${name(owner)} and ${name(representative)}`,
  HoldersKnowCosts: ({ holders }: { holders: number }) =>
    `all ${holders} holders together know the costs, whatever the engine`,
  SecondReadsFirst: ({ first, second }: { first: number; second: number }, name: NameOf) =>
    `${name(second)} can read the inequalities of ${name(first)} up to their units: its whole feasible region`,
  LastReadsAll: ({ last }: { last: number }, name: NameOf) =>
    `${name(last)} can read those of all holders before it, as one`,
  EndsReadBetween: ({ first, last, between }: { first: number; last: number; between: Parties }, name: NameOf) =>
    `${name(first)} and ${name(last)} together can read the inequalities of ${listed(between.map(name))}`,
  EndsReadSparse: (
    { dealer, representative, between }: { dealer: number; representative: number; between: Parties },
    name: NameOf,
  ) =>
    `${name(dealer)} and ${name(representative)} together can read the coefficients of sparse rows of ${listed(between.map(name))}`,
  NoHolderAlone: ({ dealer }: { dealer: number }, name: NameOf) =>
    `no holder that keeps to the protocol learns another's rows or the costs alone: what it gets of them is uniform or encrypted; ${name(dealer)} could deal wrong numbers and read the costs off the answer`,

  AllReadInequalities:
    "every party can read the inequalities of all others, up to their units: all if a party has no equalities",
  OneRowShown: ({ parties }: { parties: Parties }, name: NameOf) =>
    `the one row of ${listed(parties.map(name))} is shown to all parties practically in the clear`,
  AllFindSparse:
    "every party can find sparse rows of the others in the space that their mixed rows span, and test any guess of a row",
  AllKnowCosts: "all parties know the costs",
  AllCountChanges: "every party can count the rows that another one changes between rounds",

  ReadsWithOwnRows: ({ alice, bob }: { alice: number; bob: number }, name: NameOf) =>
    `with its own rows as the key, ${name(alice)} can read every inequality of ${name(bob)}, up to its unit, and the costs, at any size, if few coefficients of ${name(alice)}'s rows are 0`,
  FindsBySearch: ({ alice, columns, rows }: { alice: number; columns: number; rows: number }, name: NameOf) =>
    `${counted(columns, "column")} and ${counted(rows, "row")}: ${name(alice)} can find their order and scale by search, if two of its rows have no zeros`,
  ReadsInequalities: ({ alice, bob, count }: { alice: number; bob: number; count: number }, name: NameOf) =>
    `${name(alice)} can read ${count === 1 ? "the one inequality" : `all ${count} inequalities`} of ${name(bob)} up to the order and scale of columns, if no variable without cost looks like a slack`,
  TellsSparse: ({ alice, bob }: { alice: number; bob: number }, name: NameOf) =>
    `${name(alice)} can tell sparse rows of ${name(bob)} up to the order and scale of columns`,
  TellsCandidates: ({ alice, bob }: { alice: number; bob: number }, name: NameOf) =>
    `${name(alice)} can tell which of two known candidates is the data of ${name(bob)}`,
  ReducedCostsShow: ({ alice, bob }: { alice: number; bob: number }, name: NameOf) =>
    `with two parties, the reduced costs of the outcome, which both have even if it is sealed, show ${name(alice)} the sum of the costs and of ${name(bob)}'s rows times their multipliers`,
  ReadsByLattice: ({ alice, bob, rows }: { alice: number; bob: number; rows: number }, name: NameOf) =>
    `${name(bob)} can read ${rows === 1 ? "the one row" : `all ${rows} rows`} of ${name(alice)} exactly, by lattice reduction, within seconds`,
} as const;

/** What can be found out. */
export type Finding = Said;

type Code = keyof typeof findingSentences;

export function finding<Own extends Code>(code: Own, ...[values]: ValuesOf<typeof findingSentences, Own>): Finding {
  return { code, values: (values ?? {}) as Finding["values"] };
}
