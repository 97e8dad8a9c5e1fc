// A proof from companies that know only their own part and from three nodes, all in one process:
// what they would send each other, step by step (docs/sealed-own-part.md). A reference: it keeps
// masks in memory only, and says nothing of links or journals.
import type { Hex } from "viem";
import type { Random } from "../../math/random.ts";
import { encodeProof } from "../codec.ts";
import { checkCommitments } from "../digests.ts";
import { addUp } from "../prover/company.ts";
import type { Setting } from "../prover/setting.ts";
import { type ProverState, type Secret, startProving } from "../prover/state.ts";
import { aspects, stepsOf } from "../steps.ts";
import { type Named, Transcript } from "../transcript.ts";
import {
  blindedSummands,
  checkChallenge,
  checkInner,
  checkSolution,
  checkSupport,
  innerSummands,
  solutionSums,
  supportSums,
} from "./check.ts";
import { checkAllShares, checkDealtPoints, type Dealing, deal } from "./dealing.ts";
import { type NodeState, startNode } from "./node.ts";
import {
  agreeOnParts,
  type Covers,
  completeOwnPart,
  declareOwnPart,
  numbersCommitment,
  type OwnPart,
  ownCovers,
  type SplitSetting,
} from "./own.ts";
import { type Held, NODE_INDICES, nodeSeeds } from "./shares.ts";
import { companyStep, LAST_STEP_BEFORE_DEALING, nodeStep, summandsOf } from "./steps.ts";

/** A round whose outcome each company knows in part. */
export interface OwnPartRound {
  readonly setting: SplitSetting;
  /** S. */
  readonly digest: Hex;
  /** Per party. */
  readonly own: readonly OwnPart[];
  /** Per party the number of its rows, an equality counted once. */
  readonly rows: readonly number[];
  /** Per party: 32 bytes shared with each other one. */
  readonly secrets: readonly ReadonlyMap<number, Uint8Array>[];
}

/** What stands before step 1: the setting with what was declared, and each company's secret. */
export interface Beginning {
  readonly setting: SplitSetting & Setting;
  readonly secrets: readonly Secret[];
  readonly covers: readonly Covers[];
}

/** Exchanges 1 and 2. Throws as `declareOwnPart`, `agreeOnParts` and `completeOwnPart`. */
export function beginOwnParts({ setting, digest, own, rows, secrets }: OwnPartRound, random: Random): Beginning {
  const commitments = own.map((each) => numbersCommitment(digest, each, random.fork(`salt ${each.party}`).bytes(32)));
  const covers = own.map(({ party }) => ownCovers(setting, { digest, commitments }, party, secrets[party]!));
  const declared = own.map((each, k) => declareOwnPart(setting, each, covers[k]!));
  const agreed = agreeOnParts(setting, declared, rows);
  const complete = own.map((each, k) => completeOwnPart(setting, agreed, each, covers[k]!));
  return { setting: { ...setting, agreed }, secrets: complete, covers };
}

/** The proof. Throws what its steps throw, before anything is sent that depends on a departure. */
export function proveOwnParts(round: OwnPartRound, random: Random): Uint8Array {
  const { setting, secrets } = beginOwnParts(round, random);
  const { statement } = setting;
  const steps = stepsOf(statement.kind, statement.parties);
  const transcript = new Transcript(round.digest);
  const states = secrets.map((secret, k) =>
    startProving(setting, secret, random.fork(`company ${k}`), transcript.challenges),
  );
  const points = new Map();
  const scalars = new Map<string, bigint>();
  const sent: Named[] = states.map(() => ({ points: new Map(), scalars: new Map() }));
  let nodes: readonly NodeState[] = [];
  for (const [s, step] of steps.entries()) {
    const seen = { scalars, opened: sent.map((own) => own.scalars) };
    const messages = states.map((state) => companyStep(state, s));
    const ofNodes = nodes.map((node) => nodeStep(node, s, seen));
    const sum = addUp(step, summandsOf(setting, messages, ofNodes));
    if (s === 0) checkCommitments(statement, setting.srsDigest, sum.points);
    transcript.add(step, sum);
    for (const [name, point] of sum.points) points.set(name, point);
    for (const [name, scalar] of sum.scalars) scalars.set(name, scalar);
    for (const [k, message] of messages.entries()) remember(sent[k]!, message);
    if (s === LAST_STEP_BEFORE_DEALING) nodes = dealAndCheck({ states, sent, transcript }, random);
  }
  return encodeProof(steps, { points, scalars });
}

function remember(own: Named, { points, scalars }: Named): void {
  for (const [name, point] of points) (own.points as Map<string, unknown>).set(name, point);
  for (const [name, scalar] of scalars) (own.scalars as Map<string, bigint>).set(name, scalar);
}

/** What companies and nodes have when they deal. */
export interface BeforeDealing {
  readonly states: readonly ProverState[];
  /** Per company, what it sent so far. */
  readonly sent: readonly Named[];
  readonly transcript: Pick<Transcript, "state" | "challenges">;
}

function dealAndCheck(before: BeforeDealing, random: Random): readonly NodeState[] {
  const setting = before.states[0]!.setting as SplitSetting;
  const dealings = before.states.map((state, k) => deal(setting, state, before.sent[k]!, random.fork(`dealing ${k}`)));
  const nodes = startNodes(before, dealings, random);
  checkTogether(before, dealings, nodes);
  return nodes;
}

/**
 * The nodes, from what was dealt to them.
 * @throws SealedError ShareMismatch (with the party).
 */
export function startNodes(
  { states, sent, transcript }: BeforeDealing,
  dealings: readonly Dealing[],
  random: Random,
): readonly NodeState[] {
  const setting = states[0]!.setting as SplitSetting;
  for (const [party, { points }] of dealings.entries()) checkDealtPoints(setting, party, points, sent[party]!);
  return NODE_INDICES.map((node) => {
    const received = dealings.map(({ points, shares }) => ({ points, shares: shares[node] }));
    checkAllShares(setting, node, received, random.fork(`check of node ${node}`));
    return startNode({
      ...{ node, setting, challenges: transcript.challenges },
      ...{ seeds: nodeSeeds(node, random.fork("nodes")), random: random.fork(`masks of node ${node}`) },
      shares: received.map(({ shares }) => shares),
    });
  });
}

/**
 * *Check*: nobody goes on unless all sums are as they must be.
 * @throws SealedError SharesDiffer; with a party SupportWrong, SolutionDiffers, InnerProductWrong.
 */
export function checkTogether(
  { states, sent, transcript }: BeforeDealing,
  dealings: readonly Dealing[],
  nodes: readonly NodeState[],
): void {
  const setting = states[0]!.setting as SplitSetting;
  const { challenges } = transcript;
  const beta = checkChallenge(
    transcript.state,
    dealings.map(({ points }) => points),
  );
  checkSupport(
    setting,
    nodes.map((node) => supportSums(node, beta)),
  );
  if (!aspects(setting.statement.kind).primal) return;
  for (const { secret } of states) {
    const known = { party: secret.party, columns: secret.columns, epsilon: challenges.get("epsilon")!, beta };
    checkSolution(
      setting,
      known,
      nodes.map((node) => solutionSums(node, secret.party, beta)),
    );
  }
  const targets = sent.map(({ scalars }) => scalars.get("t")!);
  const summands = nodes.map((node) => innerSummands(node, targets));
  const shared = nodes.map((_, node): Held => [summands[node]!, summands[(node + 1) % nodes.length]!]);
  checkInner(nodes.map((node, i) => blindedSummands(node, shared[i]!)));
}
