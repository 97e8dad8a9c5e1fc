// Attacks on the engines in which one node may depart from the protocol: what a node, alone or with
// another one, reads of the inputs as they are dealt. With `mpc/four` node i lacks component i of
// every shared word, with `mpc/proven` component i + 2, so two nodes have all components; one node
// takes the sum of its own for the word.
import { receiveInput } from "../../client/crypto/sharing/input.ts";
import { dealInput } from "../../client/engines/mpc/engine.ts";
import { inputCounts } from "../../client/engines/mpc/input/words.ts";
import type { NodeSet } from "../../client/engines/mpc/nodes/node-set.ts";
import { commitTogether } from "../../client/engines/run.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import type { Random } from "../../client/math/random.ts";
import { readInput } from "../attacks/colluding-nodes.ts";
import { elementsIn } from "../attacks/node-view.ts";
import { scoreExactRows, totalScore } from "../attacks/score.ts";
import { type Dealt, rowsOf } from "./problems.ts";
import { measureAttack, type Result } from "./result.ts";

/** By component, those of the words of a party's input that a node holds. */
type Components = ReadonlyMap<number, readonly bigint[]>;

/** Per node and party, what the node gets of the party's input. */
function recordInputs({ round, parties }: Dealt, set: NodeSet, random: Random): Components[][] {
  const inputs = parties.map((rows, party) => ({ rows, random: random.fork(`party ${party}`) }));
  const committed = commitTogether(round, inputs);
  const dealt = inputs.map((input, party) => {
    const commitments = committed[party]!;
    return dealInput({ party, round, ...input, commitments }, set, commitments());
  });
  return Array.from({ length: set.count }, (_, node) =>
    dealt.map(({ messages }, party) => {
      const counts = inputCounts(round, party, committed[party]!().counts(party).blindings);
      const components = receiveInput(set.holding, node, messages[node]!, counts).map(elementsIn);
      return new Map(set.holding.held(node).map((component, k) => [component, components[k]!]));
    }),
  );
}

/** The sums of these components, signed. */
function sumOf(components: Components): bigint[] {
  const [first, ...others] = components.values();
  return first!.map((value, k) =>
    BigInt.asIntN(
      128,
      others.reduce((sum, component) => sum + component[k]!, value),
    ),
  );
}

/** Both attacks on one dealing of all inputs. */
export async function attackDealing(dealt: Dealt, set: NodeSet, random: Random): Promise<Result[]> {
  const { round, parties } = dealt;
  const inputs = recordInputs(dealt, set, random);
  const wordsOf = (nodes: readonly number[], party: number): bigint[] =>
    sumOf(new Map(nodes.flatMap((node) => [...inputs[node]![party]!])));
  const targets = (nodes: readonly number[]) => [...parties.keys()].filter((party) => !nodes.includes(party));
  const targetOf = (nodes: readonly number[], k: number): Matrix => rowsOf(parties[targets(nodes)[k]!]!);
  const attack = (attacker: string, groups: readonly (readonly number[])[]): Promise<Result> =>
    measureAttack(
      {
        ...{ engine: set.engine, problem: dealt.problem.name, attack: "colluding nodes", attacker, control: false },
        ...{ alone: groups[0]!.length === 1, target: "rows of the others", precision: "exact" },
      },
      () => groups.map((nodes) => targets(nodes).map((party) => readInput(round, party, wordsOf(nodes, party)).rows)),
      (found) =>
        totalScore(found.flatMap((own, i) => own.map((rows, k) => scoreExactRows(rows, targetOf(groups[i]!, k))))),
      groups.reduce(
        (sum, nodes) => sum + targets(nodes).reduce((n, party) => n + rowsOf(parties[party]!).length, 0),
        0,
      ),
    );
  const nodes = [...inputs.keys()];
  return [
    await attack(
      "any one node",
      nodes.map((node) => [node]),
    ),
    await attack(
      "any two nodes together",
      nodes.flatMap((first) => nodes.filter((second) => second > first).map((second) => [first, second])),
    ),
  ];
}
