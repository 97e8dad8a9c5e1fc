// What companies and nodes send in the steps of a proof of which each company knows its own part
// only, and who makes which entry (docs/sealed-own-part.md, "Steps").
import { checkPartCloses } from "../prover/closing.ts";
import type { Summand } from "../prover/company.ts";
import { makes } from "../prover/company-rules.ts";
import type { Keeping } from "../prover/setting.ts";
import { messageOf, type ProverState } from "../prover/state.ts";
import { WORK } from "../prover/steps.ts";
import { stepsOf } from "../steps.ts";
import type { Named } from "../transcript.ts";
import { JOINT_WORK, jointMessage, nodeMakes, type Seen } from "./joint.ts";
import type { NodeState } from "./node.ts";

/** After this step companies deal, and nodes and companies check. */
export const LAST_STEP_BEFORE_DEALING = 4;

/** A company's message of a step; it checks that its part closes before it sends its part of q. */
export function companyStep(state: ProverState, s: number): Named {
  const { kind, parties } = state.setting.statement;
  const step = stepsOf(kind, parties)[s]!;
  if (step.points.includes("q")) checkPartCloses(state);
  WORK[s]!(state);
  return messageOf(state, step);
}

/** A node's message of a step. */
export function nodeStep(node: NodeState, s: number, seen: Seen): Named {
  const { kind, parties } = node.setting.statement;
  JOINT_WORK.get(s)?.(node, seen);
  return jointMessage(node, stepsOf(kind, parties)[s]!);
}

/** Who makes what in a step. */
export function summandsOf(setting: Keeping, companies: readonly Named[], nodes: readonly Named[]): readonly Summand[] {
  return [
    ...companies.map((message, party) => ({
      message,
      party,
      makes: (name: string) => makes(setting, party, name),
    })),
    ...nodes.map((message, party) => ({ message, party, makes: nodeMakes })),
  ];
}
