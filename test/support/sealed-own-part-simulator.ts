// Simulates what one company, and the node that it may be, sees of a proof of which each company
// knows its own part: everything that the others send, from public points, from what the company
// learns, and from the trapdoor (docs/sealed-own-part.md, "Zero knowledge"). Rows, costs, solutions
// and multipliers of the others are not used.
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import type { NodeIndex } from "../../client/crypto/sharing/link.ts";
import { sum } from "../../client/math/field.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import type { CommittedPoints } from "../../client/sealed/digests.ts";
import { power, randomScalars, reduce } from "../../client/sealed/field.ts";
import { lineContext } from "../../client/sealed/linearise.ts";
import type { LineContext } from "../../client/sealed/lines.ts";
import { blameOwnParts, type OwnPartBlame } from "../../client/sealed/own-part/blame.ts";
import {
  blindedSummands,
  checkChallenge,
  checkInner,
  checkSolution,
  checkSupport,
  innerSummands,
  solutionSums,
  supportSums,
} from "../../client/sealed/own-part/check.ts";
import {
  checkDealtPoints,
  checkDealtShares,
  type DealtPoints,
  deal,
  dealtBy,
} from "../../client/sealed/own-part/dealing.ts";
import { componentsOf } from "../../client/sealed/own-part/joint.ts";
import { jointIdentities } from "../../client/sealed/own-part/joint-rules.ts";
import { type NodeState, startNode } from "../../client/sealed/own-part/node.ts";
import {
  agreeOnParts,
  completeOwnPart,
  type Declared,
  declareOwnPart,
  type OwnPart,
  ownCovers,
} from "../../client/sealed/own-part/own.ts";
import { type Held, nodeSeeds } from "../../client/sealed/own-part/shares.ts";
import { companyStep, LAST_STEP_BEFORE_DEALING, nodeStep, summandsOf } from "../../client/sealed/own-part/steps.ts";
import { openedPlace } from "../../client/sealed/place.ts";
import { combine, evaluate, valuesOn } from "../../client/sealed/polynomial.ts";
import { addUp } from "../../client/sealed/prover/company.ts";
import { companyIdentities, companyPlace, isOwner, ownParts } from "../../client/sealed/prover/company-rules.ts";
import { coverName, coverOf, coverPoint, pairPoints, sumCoverName } from "../../client/sealed/prover/covers.ts";
import { coveredPart, keeps, type Setting } from "../../client/sealed/prover/setting.ts";
import { type Secret, startProving } from "../../client/sealed/prover/state.ts";
import { scalesOf } from "../../client/sealed/statement.ts";
import { aspects, type Step, stepsOf } from "../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../client/sealed/transcript.ts";
import { testSeed } from "./certificate.ts";
import type { PlantedRound } from "./sealed-own-part.ts";
import { type SimulatorView, simulateStep } from "./sealed-simulator.ts";

/** What the simulator is given of a round: all of one company's, and points of the others. */
export interface Simulated {
  readonly round: Pick<PlantedRound, "setting" | "digest" | "key" | "rows" | "string">;
  /** The company that is real: what the engine told it, and its secrets with others. */
  readonly real: OwnPart;
  readonly secrets: ReadonlyMap<number, Uint8Array>;
  /** z of the columns that it keeps, by column. */
  readonly reduced: readonly bigint[];
  /** If it owns the objective: what all others' parts of the sum come to, in kinds 1 and 2. */
  readonly othersSum: bigint;
  /** Per party. */
  readonly committed: readonly CommittedPoints[];
}

type Points = Map<string, G1>;

const uniform = (random: Random) => G1.BASE.multiply(randomBelow(random, GROUP_ORDER));

/** Y_p and g_p of the others: uniform, but where the real company knows what they come to. */
function simulateDeclared(
  given: Simulated,
  own: Declared,
  covers: ReturnType<typeof ownCovers>,
  random: Random,
): Declared[] {
  const { setting } = given.round;
  const { statement, split, domain } = setting;
  const { kind, parties, size, objectiveOwner } = statement;
  const { party, matrix, rows, costs } = given.real;
  const { dual } = aspects(kind);
  const others = Array.from({ length: parties }, (_, k) => k).filter((k) => k !== party);
  const parts = others.map(() => (dual ? randomScalars(random, size) : []));
  const covered = dual ? coveredPart(domain, matrix, rows.get("w")!, coverOf(party, covers.pairs)) : [];
  const unit = kind === "optimal" ? scalesOf(statement).unit : 0n;
  const prices = costs === null ? [] : valuesOn(size, costs);
  for (const j of covered.keys()) {
    for (const [i, other] of others.entries()) if (split.keepers[j] === other) parts[i]![j] = 0n;
    if (kind === "optimal" && j === 0) for (const part of parts) part[j] = 0n;
    else if (split.keepers[j] === party) {
      const due = given.reduced[j]! - covered[j]! - unit * (prices[j] ?? 0n);
      parts[0]![j] = reduce(due - sum(parts.slice(1).map((part) => part[j]!)));
    }
  }
  const shares = others.map((other) =>
    kind === "optimal" || other === objectiveOwner ? 0n : randomBelow(random, GROUP_ORDER),
  );
  if (kind !== "optimal" && party === objectiveOwner) {
    const cover = BigInt(domain.limbSize) * coverOf(party, covers.sumPairs)[0]!;
    shares[0] = reduce(given.othersSum - cover - sum(shares.slice(1)));
  }
  const declared: Declared[] = [];
  for (const [i, other] of others.entries()) declared[other] = { part: parts[i]!, share: shares[i]! };
  declared[party] = own;
  return declared;
}

/** [P_kj] and [G_kj] of a pair of others, the same at both ends. */
function simulateCovers(given: Simulated, own: ReadonlyMap<string, G1>, random: Random): Points[] {
  const { parties, kind } = given.round.setting.statement;
  const published = Array.from({ length: parties }, (): Points => new Map());
  const names = [...(aspects(kind).dual ? [coverName] : []), ...(kind === "optimal" ? [] : [sumCoverName])];
  for (const name of names)
    for (let k = 0; k < parties; k++)
      for (let j = k + 1; j < parties; j++) {
        const real = own.get(name(k, j)) ?? own.get(name(j, k));
        const point = real ?? uniform(random);
        published[k]!.set(name(k, j), point);
        published[j]!.set(name(j, k), point);
      }
  return published;
}

/** The lines of a company's part, or of a node's, with what is simulated of it. */
interface Actor {
  readonly view: SimulatorView;
  readonly known: (step: Step) => void;
}

/** The company's secret, the proof that it sees, and whom it would name. */
export interface SimulatedView {
  readonly secret: Secret;
  readonly bytes: Uint8Array;
  readonly blame: OwnPartBlame;
}

export function simulateOthers(given: Simulated): SimulatedView {
  const { round, real, secrets, committed } = given;
  const { digest, key, string, rows } = round;
  const { party } = real;
  const random = testSeed("simulate others");
  const { parties, kind } = round.setting.statement;
  const others = Array.from({ length: parties }, (_, k) => k).filter((k) => k !== party);
  const commitments = committed.map((): `0x${string}` => `0x${Buffer.from(random.bytes(32)).toString("hex")}`);
  const covers = ownCovers(round.setting, { digest, commitments }, party, secrets);
  const declared = simulateDeclared(
    given,
    declareOwnPart(round.setting, real, covers),
    covers,
    random.fork("declared"),
  );
  const setting: PlantedRound["setting"] & Setting = {
    ...round.setting,
    agreed: agreeOnParts(round.setting, declared, rows),
  };
  const secret = completeOwnPart(setting, setting.agreed, real, covers);
  const published = simulateCovers(
    given,
    new Map([
      ...pairPoints(setting.committer, party, covers.pairs),
      ...pairPoints(setting.committer, party, covers.sumPairs, sumCoverName),
    ]),
    random.fork("covers"),
  );

  const steps = stepsOf(kind, parties);
  const transcript = new Transcript(digest);
  const { challenges } = transcript;
  const challenge = (name: string) => challenges.get(name)!;
  const state = startProving(setting, secret, random.fork("real"), challenges);
  const sent = published.map((points) => ({ points: new Map(points), scalars: new Map<string, bigint>() }));
  const whole = { points: new Map<string, G1>(), scalars: new Map<string, bigint>() };
  const ofNodes = { points: new Map<string, G1>(), scalars: new Map<string, bigint>() };
  const simulatedRound = {
    ...round,
    statement: setting.statement,
    committed: committed.map((points) => ({ points })),
    string,
  };
  const companies = new Map(others.map((p) => [p, companyActor(p)] as const));
  let node: NodeState | null = null;
  let actors: ReadonlyMap<number, Actor> = new Map();

  /** A simulated company. */
  function companyActor(p: number): Actor {
    const points: Points = new Map([
      ["G", G1.BASE],
      [`A/${p}`, committed[p]!.matrix],
      [coverName(p), coverPoint(p, published[p]!, parties)],
      [sumCoverName(p), coverPoint(p, published[p]!, parties, sumCoverName)],
      ...(isOwner(setting, p)
        ? ([
            ["c", committed[p]!.costs!],
            ["N", key.limbs],
          ] as const)
        : []),
      ...(ownParts(setting, p).includes("C")
        ? ([
            ["U", setting.committer.line(setting.split.kept[p]!.bounds)],
            ["J", key.columns],
          ] as const)
        : []),
    ]);
    const scalars = new Map<string, bigint>();
    const context = () => {
      const place = companyPlace(setting, p, { own: scalars, point: null, challenges });
      return lineContext(companyIdentities(setting, p), place, { scalars, challenges });
    };
    const { makes } = summandsOf(setting, sent, [])[p]!;
    return {
      view: { round: simulatedRound, random: random.fork(`company ${p}`), challenge, context, points, scalars, makes },
      known: (step) => {
        if (isOwner(setting, p) && step.scalars.includes("N"))
          scalars.set("N", evaluate(setting.vectors.N, challenge("zeta")));
      },
    };
  }

  const jointContext = (scalars: ReadonlyMap<string, bigint>): LineContext => {
    const opened = sent.map((own) => own.scalars);
    const place = openedPlace(setting.statement, setting.domain, {
      scalars: new Map([...whole.scalars, ...scalars]),
      challenges,
    });
    return lineContext(jointIdentities(setting, { opened, challenges }), place, { scalars, challenges });
  };

  /** A node's summands of the linearised identity at ζ: uniform, but for the sum of all three. */
  const remainders = new Map<number, bigint>();
  const drawRemainders = () => {
    const simulated = [...actors.keys()];
    const total = jointContext(ofNodes.scalars).values({ name: "Lin", points: [] })[0]!;
    let rest = total;
    if (node !== null) {
      const { coefficients } = jointContext(node.scalars);
      const components = componentsOf(node);
      const own = combine([...coefficients].map(([name, by]) => [by, components.get(name) ?? []] as const));
      rest = reduce(rest - evaluate(own, challenge("zeta")));
    }
    for (const [i, index] of simulated.entries()) {
      const last = i === simulated.length - 1;
      const value = last ? reduce(rest) : randomBelow(random.fork(`remainder ${index}`), GROUP_ORDER);
      remainders.set(index, value);
      rest -= value;
    }
  };

  /** A simulated node, from the public points of its components. */
  function nodeActor(index: NodeIndex, dealt: readonly DealtPoints[]): Actor {
    const points: Points = new Map([["G", G1.BASE]]);
    for (const [p, own] of dealt.entries())
      for (const [i, { symbol }] of dealtBy(setting, p).entries()) {
        const name = symbol === "h/C" ? `h/C/${p}` : symbol;
        if (symbol !== "l/C" && symbol !== "x") points.set(name, (points.get(name) ?? G1.ZERO).add(own[i]![index]));
      }
    const scalars = new Map<string, bigint>();
    const context = (): LineContext => {
      if (remainders.size === 0) drawRemainders();
      const { values, ...rest } = jointContext(scalars);
      return { ...rest, values: (opening) => (opening.name === "Lin" ? [remainders.get(index)!] : values(opening)) };
    };
    const { makes } = summandsOf(setting, [], [sent[0]!])[0]!;
    return {
      view: { round: simulatedRound, random: random.fork(`node ${index}`), challenge, context, points, scalars, makes },
      known: () => {},
    };
  }

  const merge = (to: typeof whole, { points, scalars }: Named) => {
    for (const [name, point] of points) to.points.set(name, (to.points.get(name) ?? G1.ZERO).add(point));
    for (const [name, scalar] of scalars) to.scalars.set(name, reduce((to.scalars.get(name) ?? 0n) + scalar));
  };

  /** Dealing and *Check*, with the real node if the company is one. */
  function dealAndCheck(): void {
    const own = deal(setting, state, sent[party]!, random.fork("dealing"));
    const index = party < 3 ? (party as NodeIndex) : null;
    const shares: (readonly Held[])[] = [];
    const points: DealtPoints[] = [];
    for (let p = 0; p < parties; p++) {
      const due = dealtBy(setting, p);
      if (p === party) {
        points.push(own.points);
        shares.push(index === null ? [] : own.shares[index]);
        continue;
      }
      const held = due.map(({ length }): Held => [randomScalars(random, length), randomScalars(random, length)]);
      shares.push(held);
      points.push(
        due.map(({ symbol }, i) => {
          const at = index ?? 0;
          const [first, second] = [setting.committer.line(held[i]![0]), setting.committer.line(held[i]![1])];
          const third = sent[p]!.points.get(symbol)!.subtract(first).subtract(second);
          const triple: [G1, G1, G1] = [G1.ZERO, G1.ZERO, G1.ZERO];
          for (const [offset, point] of [first, second, third].entries()) triple[(at + offset) % 3] = point;
          return triple;
        }),
      );
    }
    for (const [p, all] of points.entries()) checkDealtPoints(setting, p, all, sent[p]!);
    actors = new Map(([0, 1, 2] as const).filter((i) => i !== index).map((i) => [i, nodeActor(i, points)] as const));
    const beta = checkChallenge(transcript.state, points);
    const known = { party, columns: secret.columns, epsilon: challenge("epsilon"), beta };
    if (index === null) return;
    for (const [p, all] of points.entries()) checkDealtShares(setting, p, all, { node: index, shares: shares[p]! });
    node = startNode({
      ...{ node: index, setting, shares, challenges },
      ...{ seeds: nodeSeeds(index, random.fork("seeds")), random: random.fork("masks of the node") },
    });
    // The third component is what makes the sum the one that the company expects.
    const around = (held: Held, total: readonly bigint[]): Held[] => {
      const third = total.map((value, i) => reduce(value - held[0][i]! - held[1][i]!));
      const sentBy: Held[] = [];
      sentBy[index] = held;
      sentBy[(index + 1) % 3] = [held[1], third];
      sentBy[(index + 2) % 3] = [third, held[0]];
      return sentBy;
    };
    const support = supportSums(node, beta);
    checkSupport(setting, around(support, new Array<bigint>(support[0].length).fill(0n)));
    if (!aspects(kind).primal) return;
    const keepers = [...new Set(setting.split.keepers)].sort((a, b) => a - b);
    const ray = secret.columns.get("ray");
    const expected = keepers.map((keeper) =>
      secret.columns.get("x")!.reduce((total, x, j) => {
        const counts = setting.split.names[j]!.includes(party) && keeps(setting, keeper, j);
        const value = x + challenge("epsilon") * (ray?.[j] ?? 0n);
        return counts ? reduce(total + value * power(beta, j)) : total;
      }, 0n),
    );
    checkSolution(setting, known, around(solutionSums(node, party, beta), expected));
    const summands = innerSummands(
      node,
      sent.map(({ scalars }) => scalars.get("t")!),
    );
    const shared: Held = [summands, randomScalars(random, parties)];
    const blinded = blindedSummands(node, shared);
    const second = randomScalars(random, parties);
    checkInner([blinded, second, second.map((value, k) => reduce(-value - blinded[k]!))]);
  }

  for (const [s, step] of steps.entries()) {
    const seen = { scalars: new Map(whole.scalars), opened: sent.map((own) => new Map(own.scalars)) };
    const messages = Array.from({ length: parties }, (_, p) => {
      const actor = companies.get(p);
      if (actor === undefined) return companyStep(state, s);
      actor.known(step);
      return simulateStep(step, actor.view);
    });
    const joint = ([0, 1, 2] as const).flatMap((i) => {
      const actor = actors.get(i);
      if (actor !== undefined) return [simulateStep(step, actor.view)];
      return node === null ? [] : [nodeStep(node, s, seen)];
    });
    const sumOfStep = addUp(step, summandsOf(setting, messages, joint));
    transcript.add(step, sumOfStep);
    merge(whole, sumOfStep);
    for (const [p, message] of messages.entries()) merge(sent[p]!, message);
    for (const message of joint) merge(ofNodes, message);
    if (s === LAST_STEP_BEFORE_DEALING) dealAndCheck();
  }
  const bytes = encodeProof(steps, whole);
  const blame = blameOwnParts(setting, key, { parts: sent, joint: ofNodes, challenges });
  return { secret, bytes, blame };
}
