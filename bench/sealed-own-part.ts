// Processor times of a proof of which each company knows its own part, per company and per node,
// with what it does as a company apart: one run of an optimum of three companies for each size of
// reference string. Of each stage, and of all, what the slowest of the three takes. "dealing" is
// for a node the check of its shares; "check" is what docs/sealed-own-part.md calls so.
// Run: node bench/sealed-own-part.ts, or node bench/sealed-own-part.ts 512 for the largest size
import { encodeProof } from "../client/sealed/codec.ts";
import { srsCommitter } from "../client/sealed/committer.ts";
import {
  blindedSummands,
  checkChallenge,
  checkSolution,
  checkSupport,
  innerSummands,
  solutionSums,
  supportSums,
} from "../client/sealed/own-part/check.ts";
import { checkAllShares, checkDealtPoints, deal } from "../client/sealed/own-part/dealing.ts";
import { type NodeState, startNode } from "../client/sealed/own-part/node.ts";
import { beginOwnParts } from "../client/sealed/own-part/prove.ts";
import { type Held, NODE_INDICES, nodeSeeds } from "../client/sealed/own-part/shares.ts";
import { companyStep, LAST_STEP_BEFORE_DEALING, nodeStep, summandsOf } from "../client/sealed/own-part/steps.ts";
import { addUp } from "../client/sealed/prover/company.ts";
import { startProving } from "../client/sealed/prover/state.ts";
import { stepsOf } from "../client/sealed/steps.ts";
import { Transcript } from "../client/sealed/transcript.ts";
import { verifySealed } from "../client/sealed/verify.ts";
import { testSeed } from "../test/support/certificate.ts";
import { plantOwnParts } from "../test/support/sealed-own-part.ts";

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [64, 128];
const PARTIES = 3;

/** Processor time so far, in seconds. */
function processor(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds by stage and by index of who works. */
class Times {
  readonly #stages = new Map<string, number[]>();

  measure<T>(stage: string, who: number, run: () => T): T {
    const before = processor();
    const result = run();
    const own = this.#stages.get(stage) ?? new Array<number>(PARTIES).fill(0);
    own[who]! += processor() - before;
    this.#stages.set(stage, own);
    return result;
  }

  /** Of the slowest. */
  longest(): ReadonlyMap<string, string> {
    const all = Array.from({ length: PARTIES }, (_, who) =>
      [...this.#stages.values()].reduce((sum, own) => sum + own[who]!, 0),
    );
    const rows = [...this.#stages, ["in all", all] as const];
    return new Map(rows.map(([stage, own]) => [stage, `${Math.max(...own).toFixed(2)} s`]));
  }
}

/** A third of n rows each; every fifth variable is named by two companies. */
function prove(size: number): void {
  const columns = size - 3;
  const names = Array.from({ length: columns }, (_, j) => (j % 5 === 0 ? [0, 1 + (j % 2)] : [j % PARTIES]));
  const inequalities = new Array<number>(PARTIES).fill(Math.floor(columns / PARTIES));
  const round = plantOwnParts({ kind: "optimal", size, names, inequalities, owner: 0 }, `bench ${size}`);
  const { statement, key, digest, string } = round;
  const committer = srsCommitter(string.srs);
  const random = testSeed("bench");
  const begun = beginOwnParts({ ...round, setting: { ...round.setting, committer } }, random);
  const { setting, secrets } = begun;
  const [ofCompanies, ofNodes] = [new Times(), new Times()];
  const steps = stepsOf(statement.kind, statement.parties);
  const transcript = new Transcript(digest);
  const { challenges } = transcript;
  const states = secrets.map((secret, k) => startProving(setting, secret, random.fork(`company ${k}`), challenges));
  const whole = { points: new Map(), scalars: new Map<string, bigint>() };
  const sent = states.map(() => ({ points: new Map(), scalars: new Map<string, bigint>() }));
  let nodes: readonly NodeState[] = [];

  const dealAndCheck = (): readonly NodeState[] => {
    const dealings = states.map((state, k) =>
      ofCompanies.measure("dealing", k, () => deal(setting, state, sent[k]!, random.fork(`dealing ${k}`))),
    );
    for (const k of states.keys())
      ofCompanies.measure("check", k, () => {
        for (const [party, { points }] of dealings.entries()) checkDealtPoints(setting, party, points, sent[party]!);
      });
    const started = NODE_INDICES.map((node) =>
      ofNodes.measure("dealing", node, () => {
        const received = dealings.map(({ points, shares }) => ({ points, shares: shares[node] }));
        checkAllShares(setting, node, received, random.fork(`check ${node}`));
        return startNode({
          ...{ node, setting, challenges, seeds: nodeSeeds(node, random), random: random.fork(`node ${node}`) },
          shares: received.map(({ shares }) => shares),
        });
      }),
    );
    const beta = checkChallenge(
      transcript.state,
      dealings.map(({ points }) => points),
    );
    const support = started.map((state, node) => ofNodes.measure("check", node, () => supportSums(state, beta)));
    for (const [k, { secret }] of states.entries()) {
      const solution = started.map((state, node) => ofNodes.measure("check", node, () => solutionSums(state, k, beta)));
      const known = { party: k, columns: secret.columns, epsilon: challenges.get("epsilon")!, beta };
      ofCompanies.measure("check", k, () => {
        checkSupport(setting, support);
        checkSolution(setting, known, solution);
      });
    }
    const targets = sent.map(({ scalars }) => scalars.get("t")!);
    const inner = started.map((state, node) => ofNodes.measure("check", node, () => innerSummands(state, targets)));
    for (const [node, state] of started.entries()) {
      const shared: Held = [inner[node]!, inner[(node + 1) % PARTIES]!];
      ofNodes.measure("check", node, () => blindedSummands(state, shared));
    }
    return started;
  };

  for (const [s, step] of steps.entries()) {
    const seen = { scalars: whole.scalars, opened: sent.map(({ scalars }) => scalars) };
    const messages = states.map((state, k) => ofCompanies.measure(`step ${s}`, k, () => companyStep(state, s)));
    const joint = nodes.map((node, i) => ofNodes.measure(`step ${s}`, i, () => nodeStep(node, s, seen)));
    const sum = addUp(step, summandsOf(setting, messages, joint));
    transcript.add(step, sum);
    for (const [k, message] of [sum, ...messages].entries()) {
      const to = k === 0 ? whole : sent[k - 1]!;
      for (const [name, point] of message.points) to.points.set(name, point);
      for (const [name, scalar] of message.scalars) to.scalars.set(name, scalar);
    }
    if (s === LAST_STEP_BEFORE_DEALING) nodes = dealAndCheck();
  }
  verifySealed(statement, key, encodeProof(steps, whole));
  const [company, node] = [ofCompanies.longest(), ofNodes.longest()];
  console.log(`R = ${size}, n = ${columns}, m = ${PARTIES * inequalities[0]!}`);
  console.table(
    Object.fromEntries([...company].map(([stage, time]) => [stage, { company: time, node: node.get(stage) ?? "" }])),
  );
}

for (const size of sizes) prove(size);
