// A proof by companies that know only their own part, with hooks into what companies and nodes
// compute, send and deal.
import { expect } from "chai";
import { G1 } from "../../client/crypto/curve/bn254.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { reduce } from "../../client/sealed/field.ts";
import { blameOwnParts, type OwnPartBlame } from "../../client/sealed/own-part/blame.ts";
import { type Dealing, deal } from "../../client/sealed/own-part/dealing.ts";
import type { NodeState } from "../../client/sealed/own-part/node.ts";
import { type Beginning, beginOwnParts, checkTogether, startNodes } from "../../client/sealed/own-part/prove.ts";
import { companyStep, LAST_STEP_BEFORE_DEALING, nodeStep, summandsOf } from "../../client/sealed/own-part/steps.ts";
import { addUp } from "../../client/sealed/prover/company.ts";
import { pairPoints, sumCoverName } from "../../client/sealed/prover/covers.ts";
import { messageOf, type ProverState, startProving } from "../../client/sealed/prover/state.ts";
import { WORK } from "../../client/sealed/prover/steps.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../client/sealed/transcript.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import { testSeed } from "./certificate.ts";
import { refusal } from "./sealed.ts";
import { type PlantedRound, plantOwnParts, THREE } from "./sealed-own-part.ts";

/** Departures from the protocol. */
export interface Departures {
  /** A company that does not check its own part. */
  readonly careless?: number;
  /** Changes what companies computed in a step, before it is sent. */
  readonly computed?: (step: number, states: readonly ProverState[]) => void;
  readonly sent?: (step: number, party: number, message: Named) => Named;
  readonly dealt?: (party: number, dealing: Dealing) => Dealing;
  /** Changes what nodes hold, before they check. */
  readonly held?: (nodes: readonly NodeState[]) => readonly NodeState[];
  readonly nodeSent?: (step: number, node: number, message: Named) => Named;
}

export interface PlayedProof extends Beginning {
  readonly bytes: Uint8Array;
  readonly states: readonly ProverState[];
  readonly nodes: readonly NodeState[];
  readonly parts: readonly Named[];
  /** Per node, what it sent in steps 5 to 9. */
  readonly ofNodes: readonly Named[];
  readonly challenges: ReadonlyMap<string, bigint>;
  readonly blame: () => OwnPartBlame;
}

function empty(): { points: Map<string, G1>; scalars: Map<string, bigint> } {
  return { points: new Map(), scalars: new Map() };
}

function add(to: ReturnType<typeof empty>, { points, scalars }: Named): void {
  for (const [name, point] of points) to.points.set(name, (to.points.get(name) ?? G1.ZERO).add(point));
  for (const [name, scalar] of scalars) to.scalars.set(name, reduce((to.scalars.get(name) ?? 0n) + scalar));
}

/** What a company published before step 1. */
export function publishedCovers({ setting, covers }: Beginning, party: number): ReadonlyMap<string, G1> {
  const { pairs, sumPairs } = covers[party]!;
  return new Map([
    ...pairPoints(setting.committer, party, pairs),
    ...pairPoints(setting.committer, party, sumPairs, sumCoverName),
  ]);
}

export function playOwnParts(round: PlantedRound, departures: Departures = {}): PlayedProof {
  const random = testSeed("own part");
  const beginning = beginOwnParts(round, random);
  const { setting, secrets } = beginning;
  const { kind, parties } = setting.statement;
  const steps = stepsOf(kind, parties);
  const transcript = new Transcript(round.digest);
  const states = secrets.map((secret, k) =>
    startProving(setting, secret, random.fork(`company ${k}`), transcript.challenges),
  );
  const parts = states.map((_, k) => ({
    points: new Map(publishedCovers(beginning, k)),
    scalars: new Map<string, bigint>(),
  }));
  let nodes: readonly NodeState[] = [];
  const ofNodes = [empty(), empty(), empty()];
  const whole = empty();
  for (const [s, step] of steps.entries()) {
    const seen = { scalars: new Map(whole.scalars), opened: parts.map((own) => new Map(own.scalars)) };
    const computed = states.map((state, k) => {
      if (k !== departures.careless) return companyStep(state, s);
      WORK[s]!(state);
      return messageOf(state, step);
    });
    departures.computed?.(s, states);
    const own = departures.computed === undefined ? computed : states.map((state) => messageOf(state, step));
    const messages = own.map((message, k) => departures.sent?.(s, k, message) ?? message);
    const joint = nodes.map((node, i) => {
      const message = nodeStep(node, s, seen);
      return departures.nodeSent?.(s, i, message) ?? message;
    });
    const sum = addUp(step, summandsOf(setting, messages, joint));
    transcript.add(step, sum);
    add(whole, sum);
    for (const [k, message] of messages.entries()) add(parts[k]!, message);
    for (const [i, message] of joint.entries()) add(ofNodes[i]!, message);
    if (s !== LAST_STEP_BEFORE_DEALING) continue;
    const before = { states, sent: parts, transcript };
    const dealings = states.map((state, k) => {
      const dealing = deal(setting, state, parts[k]!, random.fork(`dealing ${k}`));
      return departures.dealt?.(k, dealing) ?? dealing;
    });
    const started = startNodes(before, dealings, random);
    nodes = departures.held?.(started) ?? started;
    checkTogether(before, dealings, nodes);
  }
  const joint = empty();
  for (const message of ofNodes) add(joint, message);
  const { challenges } = transcript;
  return {
    ...beginning,
    ...{ bytes: encodeProof(steps, whole), states, nodes, parts, ofNodes, challenges },
    blame: () => blameOwnParts(setting, round.key, { parts, joint, challenges }),
  };
}

/** "accepted", or the code of the refusal. */
export function verdictOfPlayed({ statement, key }: PlantedRound, { bytes }: PlayedProof): string {
  return refusal(() => verifySealed(statement, key, bytes)).code;
}

/** Adds 1 to an entry of a message, if it has it. */
export function bump({ points, scalars }: Named, name: string): Named {
  const [point, scalar] = [points.get(name), scalars.get(name)];
  return {
    points: point === undefined ? points : new Map([...points, [name, point.add(G1.BASE)]]),
    scalars: scalar === undefined ? scalars : new Map([...scalars, [name, reduce(scalar + 1n)]]),
  };
}

/** Expects that a lie of a node is refused, and blamed on the nodes. */
export function expectLieOfNode(lie: { readonly kind: Kind; readonly node: number; readonly entry: string }): void {
  const { kind, node, entry } = lie;
  const round = plantOwnParts({ ...THREE, kind }, `depart ${kind}`);
  const nodeSent = (_: number, sender: number, message: Named) => (sender === node ? bump(message, entry) : message);
  const played = playOwnParts(round, { nodeSent });
  expect(verdictOfPlayed(round, played), `${kind} ${entry}`).to.equal("EquationFailed");
  expect(played.blame(), `${kind} ${entry}`).to.deep.equal({ parties: [], pairs: [], nodes: true });
}

/** Expects that a lie of company 2 after step 3 is refused, and names it. */
export function expectLieOfCompany(entry: string): void {
  const round = plantOwnParts({ ...THREE, kind: "optimal" }, "depart optimal");
  const sent = (step: number, party: number, message: Named) =>
    party === 2 && step > 3 ? bump(message, entry) : message;
  const played = playOwnParts(round, { sent });
  expect(verdictOfPlayed(round, played), entry).to.equal("EquationFailed");
  expect(played.blame(), entry).to.deep.equal({ parties: [2], pairs: [], nodes: false });
}
