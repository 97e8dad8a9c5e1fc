// Mutants of the engine `mpc/four`, and of what it shares with `mpc`: without any of these checks a
// node that departs from the protocol gets further, or is not named.
import type { Mutant } from "./mutant.ts";

const file = (name: string) => `client/engines/mpc/${name}.ts`;
const SESSION = ["test/engines/mpc/session.test.ts"];
const FOUR_NODES = ["test/engines/mpc/four-nodes.test.ts"];
const MISDEALT = ["test/engines/mpc/misdealt.test.ts"];
const START = ["test/engines/mpc/start.test.ts"];

export const MPC_FOUR_MUTANTS: readonly Mutant[] = [
  {
    id: "E01",
    what: "a checkpoint is stored before joint messages are compared",
    file: file("session"),
    search: "    await a.confirm();\n    const state",
    replace: "    const state",
    tests: FOUR_NODES,
  },
  {
    id: "E02",
    what: "nodes resume without comparing what they resume from",
    file: file("session"),
    search: "for (const part of Object.values(tableau.parts)) await a.requireSameShares(part);",
    replace: "",
    tests: FOUR_NODES,
  },
  {
    id: "E03",
    what: "masks of four nodes are the same in every start",
    file: file("nodes/four"),
    search: 'hkdfSync("sha256", secret, salt,',
    replace: 'hkdfSync("sha256", secret, new Uint8Array(32),',
    tests: SESSION,
  },
  {
    id: "E04",
    what: "a node that closes with another outcome is not named",
    file: file("odd-one"),
    search: "return odd.length === 1 ? odd[0] : undefined;",
    replace: "return undefined;",
    tests: SESSION,
  },
  {
    id: "E05",
    what: "an odd node is named although the others do not agree",
    file: file("odd-one"),
    search: "rest.every((other) => same(first!, other)) && !same(own, first!)",
    replace: "!same(own, first!)",
    tests: SESSION,
  },
  {
    id: "E06",
    what: "closings need not agree",
    file: file("closing"),
    search: "if (answers.every((answer) => same(answer, answers[0]!))) return;",
    replace: "if (answers.length > 0) return;",
    tests: SESSION,
  },
  {
    id: "E07",
    what: "the ends of links need not agree",
    file: file("closing"),
    search: "if (doubtful.length === 0) return;",
    replace: "if (doubtful.length >= 0) return;",
    tests: SESSION,
  },
  {
    id: "E08",
    what: "a node that all links in doubt have in common is not named",
    file: file("closing"),
    search: "common.length === 1 ? common[0] : undefined,",
    replace: "undefined,",
    tests: SESSION,
  },
  {
    id: "E09",
    what: "an input need not agree with the digests that its party told everybody",
    file: file("messages"),
    search: "if (!matchesDigests(nodes.holding, node, bytes, digests))",
    replace: "if (bytes.length === 0)",
    tests: MISDEALT,
  },
  {
    id: "E10",
    what: "a round may have fewer parties than nodes",
    file: file("shape"),
    search: "if (parties < count) {",
    replace: "if (parties < 0) {",
    tests: ["test/engines/mpc/engine.test.ts"],
  },
  {
    id: "E11",
    what: "nodes start from what they were told, whatever the others were told",
    file: file("start"),
    search: "if (Buffer.compare(theirs, digest) !== 0)",
    replace: "if (theirs.length === 0)",
    tests: START,
  },
  {
    id: "E12",
    what: "a node of another epoch may start",
    file: file("start"),
    search: "if (starts[peer]!.epoch !== own.epoch)",
    replace: "if (starts[peer]!.epoch < 0)",
    tests: START,
  },
  {
    id: "E14",
    what: "a node may contribute something else to the seed than it committed to",
    file: file("start"),
    search: "if (Buffer.compare(commitmentTo(starts[peer]!.contribution), commitments[peer]!) !== 0)",
    replace: "if (commitments.length === 0)",
    tests: START,
  },
  {
    id: "E15",
    what: "a node shows its contribution to the seed before it has heard the others'",
    file: file("start"),
    search: `const hash = createHash("sha256").update("concordat/mpc/v1/contribution/commitment").update(contribution);
  return new Uint8Array(hash.digest());`,
    replace: "return Uint8Array.from(contribution);",
    tests: START,
  },
  {
    id: "E13",
    what: "one node's word suffices for a bit that opened before",
    file: file("session"),
    search: "nodes.departing + 1",
    replace: "1",
    tests: FOUR_NODES,
  },
];
