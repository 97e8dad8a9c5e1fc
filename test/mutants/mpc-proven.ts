// Mutants of the engine `mpc/proven`: without any of these checks something else than a proven
// optimum opens, or a node that departs from the protocol gets further.
import type { Mutant } from "./mutant.ts";

const proving = (name: string) => `client/crypto/proven/${name}.ts`;
const certify = (name: string) => `client/engines/mpc/certify/${name}.ts`;
const PROVE = ["test/crypto/proven/prove.test.ts"];
const SESSIONS = ["test/engines/mpc/certify/proven.test.ts"];
const OPTIMUM = ["test/engines/mpc/certify/optimum.test.ts"];
const INFEASIBLE = ["test/engines/mpc/certify/infeasible.test.ts"];
const UNBOUNDED = ["test/engines/mpc/certify/unbounded.test.ts"];

/** Leaves out the equations of a statement one by one. */
function without(
  id: string,
  whats: readonly string[],
  { file, equations }: { readonly file: string; readonly equations: string },
  tests: readonly string[],
): Mutant[] {
  const all = equations.split(", ");
  return whats.map((what, index) => ({
    ...{ id: `${id}${index}`, what: `${what} may be as they like`, file: certify(file), tests },
    search: `equations: [${equations}]`,
    replace: `equations: [${all.filter((_, i) => i !== index).join(", ")}]`,
  }));
}

export const MPC_PROVEN_MUTANTS: readonly Mutant[] = [
  {
    id: "G01",
    what: "the outcome opens whatever the verdict is",
    file: proving("prove"),
    search: "if (values[0] !== 0n)",
    replace: "if (values.length === 0)",
    tests: PROVE,
  },
  {
    id: "G02",
    what: "the verdict shows by how much a statement is missed",
    file: proving("prove"),
    search: "dotAddend(randomShares(node, 1), difference)",
    replace: "difference.first",
    tests: PROVE,
  },
  {
    id: "G03",
    what: "nodes do not compare what they have in common before a challenge",
    file: proving("prove"),
    search: "await requireSame(node, [...about, outcome, z]);",
    replace: "",
    tests: PROVE,
  },
  {
    id: "G04",
    what: "a node takes any component of an opening",
    file: proving("prove"),
    search: "if (!areEqual(digestOf([third]), digest)) throw differ(node);",
    replace: "",
    tests: PROVE,
  },
  {
    id: "G05",
    what: "a node takes any copy of what was committed to",
    file: proving("prove"),
    search: "if (!areEqual(digestOf([bytes]), digest)) throw differ(node);",
    replace: "",
    tests: PROVE,
  },
  {
    id: "G06",
    what: "a node takes the component that one of two others sends",
    file: proving("prove"),
    search: "if (!areEqual(next, previous)) throw differ(node);",
    replace: "",
    tests: PROVE,
  },
  {
    id: "G07",
    what: "a node opens before both others have found digests equal",
    file: proving("prove"),
    search: "if (NEIGHBOURS.some((neighbour) => !areEqual(theirs[neighbour], agreed))) throw differ(node);",
    replace: "void theirs;",
    tests: PROVE,
  },
  {
    id: "G08",
    what: "a node may send a number that is not below the order of the group",
    file: proving("field"),
    search: "if (!isBelowOrder(words, i))\n      throw",
    replace: "if (words.length === 0)\n      throw",
    tests: PROVE,
  },
  {
    id: "G24",
    what: "products of bits are sent as they are",
    file: proving("bits"),
    search: "return product ^ added[i]! ^ removed[i]!;",
    replace: "return product;",
    tests: ["test/crypto/proven/digits.test.ts"],
  },
  {
    id: "G22",
    what: "a node does not store that it begins to open",
    file: proving("prove"),
    search: "await begin();",
    replace: "",
    tests: SESSIONS,
  },
  {
    id: "G23",
    what: "a node that has begun to open plays another epoch",
    file: "client/engines/mpc/session.ts",
    search: "if (OpenedBits.opens(known))",
    replace: "if (known.length === 0)",
    tests: SESSIONS,
  },
  {
    id: "G09",
    what: "digits need not be 0 or 1",
    file: certify("equations"),
    search: "each(digits, (component) => component.times(weights))",
    replace: "zeros(weights.length)",
    tests: OPTIMUM,
  },
  ...without(
    "G1",
    ["rows", "reduced costs", "the gap", "upper bounds", "the point's signs", "signs of multipliers", "inputs"],
    { file: "optimum", equations: "ofPoint.rows, reduced, gap, ofPoint.room, ofPoint.signs, ofPrices, sums" },
    OPTIMUM,
  ),
  {
    id: "G20",
    what: "numbers of the point may be half a unit of the grid below 0",
    file: certify("point"),
    search: "least: -(1n << BigInt(SIGN_BITS))",
    replace: "least: -(1n << 39n)",
    tests: OPTIMUM,
  },
  {
    id: "G21",
    what: "multipliers of inequalities may be half a unit of the grid below 0",
    file: certify("optimum"),
    search: "least: least(SIGN_BITS)",
    replace: "least: least(39)",
    tests: OPTIMUM,
  },
  ...without(
    "G3",
    ["columns", "right-hand sides", "signs of multipliers", "inputs"],
    { file: "infeasible", equations: "columns, value, signs, sums" },
    INFEASIBLE,
  ),
  ...without(
    "G4",
    ["rows", "upper bounds", "the point's signs", "rows along the ray", "costs along it", "its signs", "inputs"],
    { file: "unbounded", equations: "ofPoint.rows, ofPoint.room, ofPoint.signs, ray, value, signs, sums" },
    UNBOUNDED,
  ),
  ...[INFEASIBLE, UNBOUNDED].map((tests, index) => ({
    id: `G5${index}`,
    what: "a proof may live on its tolerances",
    file: certify("direction-limits"),
    search: "const least = two(allowed) * most + 1n;",
    replace: "const least = two(allowed) + most - most + 1n;",
    tests,
  })),
  {
    id: "G52",
    what: "all digits of a Farkas vector open",
    file: certify("infeasible"),
    search: "outcome: weights(DROPPED_BITS)",
    replace: "outcome: weights(0 * DROPPED_BITS)",
    tests: INFEASIBLE,
  },
  {
    id: "G53",
    what: "all digits of a ray open",
    file: certify("unbounded"),
    search: "shifted(ofRay, DROPPED_BITS)",
    replace: "shifted(ofRay, 0 * DROPPED_BITS)",
    tests: UNBOUNDED,
  },
  {
    id: "G54",
    what: "a round may need more digits than a proof that it is infeasible has",
    file: certify("direction-limits"),
    search: "requireFits(two(SUM_BITS + 2) * sum + two(product + 1) + two(value) + least);",
    replace: "requireFits(0n * least);",
    tests: INFEASIBLE,
  },
  {
    id: "G55",
    what: "nothing is proven of a program without an optimum",
    file: certify("certify"),
    search: "of [OPTIMUM, INFEASIBLE, UNBOUNDED]) {",
    replace: "of [OPTIMUM, INFEASIBLE, UNBOUNDED].slice(0, 1)) {",
    tests: SESSIONS,
  },
];
