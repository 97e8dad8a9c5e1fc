// Attacks on `mpc/four`: what a node, alone or with another one, reads of the inputs. Of every
// shared word x = x0 + x1 + x2 + x3 mod 2^128 node i lacks x_i alone, so two nodes have all four
// components; one node takes the sum of its three for the word.
import { NODES, type NodeIndex, others } from "../../client/crypto/four-sharing/link.ts";
import { receiveInput } from "../../client/crypto/sharing/input.ts";
import { dealInput } from "../../client/engines/mpc/engine.ts";
import { inputCounts } from "../../client/engines/mpc/input/words.ts";
import { FOUR } from "../../client/engines/mpc/nodes/four.ts";
import { commitTogether } from "../../client/engines/run.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import type { Random } from "../../client/math/random.ts";
import { readInput } from "../attacks/colluding-nodes.ts";
import { elementsIn } from "../attacks/node-view.ts";
import { scoreExactRows, totalScore } from "../attacks/score.ts";
import { type Dealt, rowsOf } from "./problems.ts";
import { measureAttack, type Result } from "./result.ts";

/** Entry j: component j of the words of a party's input; entry i is empty at node i. */
type Components = readonly (readonly bigint[])[];

/** Per node and party, what the node gets of the party's input. */
function recordInputs({ round, parties }: Dealt, random: Random): Components[][] {
  const inputs = parties.map((rows, party) => ({ rows, random: random.fork(`party ${party}`) }));
  const committed = commitTogether(round, inputs);
  const dealt = inputs.map((input, party) => {
    const commitments = committed[party]!;
    return dealInput({ party, round, ...input, commitments }, FOUR, commitments());
  });
  return NODES.map((node) =>
    dealt.map(({ messages }, party) => {
      const counts = inputCounts(round, party, committed[party]!().counts(party).blindings);
      const components = receiveInput(FOUR.holding, node, messages[node]!, counts).map(elementsIn);
      const held = FOUR.holding.held(node);
      return NODES.map((j) => components[held.indexOf(j)] ?? []);
    }),
  );
}

/** The sums of these components, signed. */
function sumOf(components: Components): bigint[] {
  return components[0]!.map((_, k) =>
    BigInt.asIntN(
      128,
      components.reduce((sum, component) => sum + component[k]!, 0n),
    ),
  );
}

/** Both attacks on one dealing of all inputs. */
export async function attackFourNodes(dealt: Dealt, random: Random): Promise<Result[]> {
  const { round, parties } = dealt;
  const inputs = recordInputs(dealt, random);
  const wordsOf = (nodes: readonly NodeIndex[], party: number): bigint[] => {
    const [first] = nodes as [NodeIndex];
    const known = others(first).map((j) => inputs[first]![party]![j]!);
    return sumOf([...known, ...nodes.slice(1).map((node) => inputs[node]![party]![first]!)]);
  };
  const targets = (nodes: readonly NodeIndex[]) =>
    [...parties.keys()].filter((party) => !nodes.includes(party as NodeIndex));
  const attack = (attacker: string, groups: readonly (readonly NodeIndex[])[]): Promise<Result> =>
    measureAttack(
      {
        ...{ engine: "mpc/four", problem: dealt.problem.name, attack: "colluding nodes", attacker, control: false },
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
  const targetOf = (nodes: readonly NodeIndex[], k: number): Matrix => rowsOf(parties[targets(nodes)[k]!]!);
  return [
    await attack(
      "any one node",
      NODES.map((node) => [node]),
    ),
    await attack(
      "any two nodes together",
      NODES.flatMap((first) => NODES.filter((second) => second > first).map((second) => [first, second])),
    ),
  ];
}
