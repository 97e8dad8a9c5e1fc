// From what the engine told each company of an optimum to one sealed proof that anyone can verify,
// where each company knows its own part only. In the exchanges of exchanges.ts,
//   1. every company commits to its own numbers, and opens the commitment to its rows;
//   2. declares its part of the reduced costs of columns that others keep, under its cover;
//   3. makes its part of steps 1 to 4 of the proof;
//   4. deals shares of what it committed to to parties 0, 1 and 2, the nodes;
//   5. nodes open to all sums that have to be 0 outside a company's own columns, and to each company
//      sums of the solution that it knows; or complain of shares that are none;
//   6. nodes share inner products of rows and solution again, 7. and open them under factors that
//      nobody knows. All send in 6, if only nothing: so a product opens only after each company has
//      found the solution to be the one that it knows;
//   8. every company makes its part of steps 5 to 9, nodes also theirs of the joint part.
// Who learns what: the public learns the proof's statement. A company learns the variables that its
// file names, multipliers and slacks of its own rows, and the reduced costs of the columns that it
// keeps; the owner of the objective also its value. Whether somebody refuses, everybody sees.
// Not protected: what docs/sealed-own-part.md lists, "What is not protected"; from two nodes
// together, anything. Nodes keep to the protocol; companies may depart.
// Restarting: as where companies all know the outcome (client/play/seal/seal.ts). Messages to one
// party follow from the same as those to all.
// Source: docs/sealed-own-part.md.
import type { Hex } from "viem";
import { type NodeIndex, nextOf } from "../../../crypto/sharing/link.ts";
import { concatBytes, readBody } from "../../../engines/codec.ts";
import { sealedDigest } from "../../../sealed/digests.ts";
import { checkChallenge, checkInner, checkSolution, checkSupport } from "../../../sealed/own-part/check.ts";
import { checkDealtPoints, type Dealing, deal } from "../../../sealed/own-part/dealing.ts";
import { nodeMakes } from "../../../sealed/own-part/joint.ts";
import {
  agreeOnParts,
  type Covers,
  completeOwnPart,
  declareOwnPart,
  numbersCommitment,
  type OwnPart,
  ownCovers,
  SALT_BYTES,
  type SplitSetting,
} from "../../../sealed/own-part/own.ts";
import { NODE_INDICES } from "../../../sealed/own-part/shares.ts";
import { companyStep, LAST_STEP_BEFORE_DEALING, nodeStep } from "../../../sealed/own-part/steps.ts";
import { makes } from "../../../sealed/prover/company-rules.ts";
import { pairPoints } from "../../../sealed/prover/covers.ts";
import { type ProverState, startProving } from "../../../sealed/prover/state.ts";
import type { Named } from "../../../sealed/transcript.ts";
import { commitmentStep, requireCommitted } from "../commitments.ts";
import type { KeptPart } from "../kept-part.ts";
import { requireSamePairs } from "../pairs.ts";
import { proofRandom } from "../seal.ts";
import type { PartOfOutcome } from "../settlement.ts";
import { type Advance, Answers, type HeardTurn, type SealingSide } from "../side.ts";
import { encodeStep, readStep } from "../step.ts";
import type { SeenDealing } from "./complaint.ts";
import { decodeDealtPoints, encodeDealtPoints, encodeShares } from "./dealing.ts";
import { decodeDeclaration, encodeDeclaration } from "./declaration.ts";
import { nodeOf, OWN_PART_EXCHANGES, type OwnPartExchange, receiversOf } from "./exchanges.ts";
import { type OwnPartInput, splitSetting } from "./input.ts";
import { complaintMessage, readSupport, SealingNode, takeDealings } from "./node.ts";
import { decodeNumbers, encodeNumbers, type Numbers } from "./numbers.ts";
import { knownObjective, knownReducedCosts, ownNumbers } from "./own-numbers.ts";
import { decodeSolution } from "./solution.ts";
import { decodeSummands } from "./sums.ts";
import { OwnPartTranscript } from "./transcript.ts";

const NOTHING = new Uint8Array(0);

/** A company's side, exchange by exchange. */
export class OwnPartSealing implements SealingSide {
  readonly #input: OwnPartInput;
  readonly #setting: SplitSetting;
  /** S. */
  readonly #digest: Hex;
  readonly #own: OwnPart;
  readonly #node: NodeIndex | null;
  readonly #answers: Answers<OwnPartExchange>;
  #known: PartOfOutcome;
  #part: KeptPart | null = null;
  #numbers: readonly Numbers[] = [];
  #covers: Covers | null = null;
  #state: ProverState | null = null;
  #transcript: OwnPartTranscript | null = null;
  #dealing: Dealing | null = null;
  #dealings: readonly SeenDealing[] = [];
  #beta = 0n;
  /** This party as a node, once it has its shares. */
  #sealingNode: SealingNode | null = null;

  /**
   * Throws what `ownNumbers` and `knownObjective` throw, and SealedError `StatementInvalid` for a
   * round that cannot be split among its parties.
   */
  constructor(input: OwnPartInput) {
    const { party, round, outcome, ownParts, committed, random } = input;
    const { statement, key } = round;
    const { parties } = statement;
    this.#input = input;
    this.#setting = splitSetting(round, ownParts);
    this.#digest = sealedDigest(statement, key);
    this.#own = ownNumbers(input, this.#setting);
    this.#node = nodeOf(party);
    this.#known = {
      ...{ outcome, objective: knownObjective(input) },
      reducedCosts: knownReducedCosts(this.#setting, party, new Map()),
    };
    const salt = random.fork("sealed/own-part/numbers").bytes(SALT_BYTES);
    const numbers = { commitment: numbersCommitment(this.#digest, this.#own, salt), points: committed.points };
    this.#answers = new Answers({ party, parties }, OWN_PART_EXCHANGES, [encodeNumbers(this.#setting, numbers)]);
  }

  get sent(): readonly Uint8Array[] {
    return this.#answers.sent;
  }

  get own(): PartOfOutcome {
    return this.#known;
  }

  /** Nobody has all masks of x̂. */
  get part(): KeptPart | null {
    return this.#part;
  }

  /**
   * Takes all companies' turns of the exchange that is due. Throws what `Answers` throws;
   * ProtocolError naming the party at fault (`CommitmentMismatch`, `ShareMismatch`,
   * `ComplaintUnfounded`, `ProofInvalid`, those of the messages), or nobody (`ProofInvalid`) where
   * a pair or the nodes departed; SealedError of check.ts and own.ts in client/sealed/own-part.
   */
  next(turns: readonly HeardTurn[]): Advance {
    const messages = this.#answers.next(turns, (exchange) => this.#receive(exchange, turns));
    return messages === null ? { proof: this.#transcript!.proof() } : { messages };
  }

  #receive(exchange: OwnPartExchange, turns: readonly HeardTurn[]): readonly Uint8Array[] | null {
    switch (exchange.stage) {
      case "numbers":
        return [this.#declare(turns)];
      case "declare":
        return [this.#begin(turns)];
      case "prove":
        return this.#takeStep(exchange.step, turns);
      case "deal":
        return this.#takeDealings(turns);
      case "check":
        return this.#takeSums(turns);
      case "multiply":
        return [this.#takeSummands(turns)];
      case "open":
        return [this.#takeProducts(turns)];
    }
  }

  #declare(turns: readonly HeardTurn[]): Uint8Array {
    const { party, round, secrets } = this.#input;
    const setting = this.#setting;
    this.#numbers = turns.map(({ messages }, from) => decodeNumbers(messages[0]!, setting, from));
    requireCommitted(round, this.#commitments());
    const commitments = this.#numbers.map(({ commitment }) => commitment);
    const covers = ownCovers(setting, { digest: this.#digest, commitments }, party, secrets);
    this.#covers = covers;
    const declared = declareOwnPart(setting, this.#own, covers);
    return encodeDeclaration(setting, party, {
      declared,
      pairPoints: pairPoints(setting.committer, party, covers.pairs),
    });
  }

  /** Step 0. */
  #commitments(): Named[] {
    return commitmentStep(this.#numbers.map(({ points }) => points));
  }

  /** Sets up the proof; its first step. */
  #begin(turns: readonly HeardTurn[]): Uint8Array {
    const { party, round, random } = this.#input;
    const { inequalities, equalities, key } = round;
    const declarations = turns.map(({ messages }, from) => decodeDeclaration(messages[0]!, this.#setting, from));
    const published = declarations.map((own) => own.pairPoints);
    requireSamePairs(published);
    const rows = inequalities.map((count, k) => count + equalities[k]!);
    const agreed = agreeOnParts(
      this.#setting,
      declarations.map(({ declared }) => declared),
      rows,
    );
    const setting = { ...this.#setting, agreed };
    const secret = completeOwnPart(this.#setting, agreed, this.#own, this.#covers!);
    this.#known = { ...this.#known, reducedCosts: knownReducedCosts(setting, party, secret.columns) };
    this.#part = { rows: secret.rows, columns: new Map(), pointMasks: null };
    this.#transcript = new OwnPartTranscript(setting, key, this.#digest, published);
    this.#state = startProving(setting, secret, proofRandom(random), this.#transcript.challenges);
    this.#transcript.add(this.#transcript.steps[0]!, this.#commitments(), []);
    return this.#step(1);
  }

  /** This party's message of a step, as a company and as a node. */
  #step(s: number): Uint8Array {
    const { party } = this.#input;
    const { steps, seen } = this.#transcript!;
    const ofCompany = encodeStep(steps[s]!, this.#makes(party), companyStep(this.#state!, s));
    if (this.#sealingNode === null) return ofCompany;
    const ofNode = encodeStep(steps[s]!, nodeMakes, nodeStep(this.#sealingNode.state, s, seen));
    return concatBytes([ofCompany, ofNode]);
  }

  #makes(party: number): (name: string) => boolean {
    return (name) => makes(this.#setting, party, name);
  }

  #takeStep(s: number, turns: readonly HeardTurn[]): readonly Uint8Array[] | null {
    const transcript = this.#transcript!;
    const step = transcript.steps[s]!;
    const ofNodes: Named[] = [];
    const ofCompanies = turns.map(({ messages }, from) => {
      const reader = readBody(messages[0]!, "step of a sealed proof", from);
      const own = readStep(reader, step, this.#makes(from));
      if (s > LAST_STEP_BEFORE_DEALING && nodeOf(from) !== null) ofNodes.push(readStep(reader, step, nodeMakes));
      reader.end();
      return own;
    });
    transcript.add(step, ofCompanies, ofNodes);
    if (s === transcript.steps.length - 1) return null;
    return s === LAST_STEP_BEFORE_DEALING ? this.#deal() : [this.#step(s + 1)];
  }

  #deal(): readonly Uint8Array[] {
    const { party, random } = this.#input;
    const sent = this.#transcript!.parts[party]!;
    const dealing = deal(this.#setting, this.#state!, sent, random.fork("sealed/own-part/dealing"));
    this.#dealing = dealing;
    const shares = this.#receivers("deal").map((to) => encodeShares(dealing, nodeOf(to)!));
    return [encodeDealtPoints(dealing.points), ...shares];
  }

  /** Whom this party has messages for in an exchange. */
  #receivers(stage: OwnPartExchange["stage"]): readonly number[] {
    const { party, round } = this.#input;
    return receiversOf(stage, round.statement.parties, party);
  }

  #takeDealings(turns: readonly HeardTurn[]): readonly Uint8Array[] {
    const { secrets, random } = this.#input;
    const [setting, node, transcript] = [this.#setting, this.#node, this.#transcript!];
    this.#dealings = turns.map(({ messages, envelope }, from) => {
      const points = decodeDealtPoints(messages[0]!, setting, from);
      checkDealtPoints(setting, from, points, transcript.parts[from]!);
      return { points, envelope };
    });
    this.#beta = checkChallenge(
      transcript.state,
      this.#dealings.map(({ points }) => points),
    );
    if (node === null) return [NOTHING];
    const masks = random.fork("sealed/own-part/node");
    const beginning = { node, setting, secrets, random: masks, beta: this.#beta, challenges: transcript.challenges };
    const taken = takeDealings(beginning, this.#dealing!, turns, this.#dealings);
    const receivers = this.#receivers("check");
    if (!(taken instanceof SealingNode)) return [complaintMessage(taken), ...receivers.map(() => NOTHING)];
    this.#sealingNode = taken;
    return [taken.support(), ...receivers.map((to) => taken.solutionFor(to))];
  }

  /** *Support* and *Solution*. */
  #takeSums(turns: readonly HeardTurn[]): readonly Uint8Array[] {
    const { party } = this.#input;
    const setting = this.#setting;
    const support = NODE_INDICES.map((node) => readSupport(turns[node]!.messages[0]!, setting, node, this.#dealings));
    requireSilence(turns, (from) => nodeOf(from) === null);
    checkSupport(setting, support);
    const epsilon = this.#transcript!.challenges.get("epsilon")!;
    const solution = NODE_INDICES.map((node) => {
      if (node === party) return this.#sealingNode!.solution(party);
      const body = turns[node]!.messages[1 + this.#placeAmong("check", node)]!;
      return decodeSolution(body, setting, node);
    });
    checkSolution(setting, { party, columns: this.#own.columns, epsilon, beta: this.#beta }, solution);
    if (this.#sealingNode === null) return [NOTHING];
    const targets = this.#transcript!.parts.map(({ scalars }) => scalars.get("t")!);
    return [NOTHING, this.#sealingNode.summands(targets)];
  }

  /** This party's place among the receivers of another one. */
  #placeAmong(stage: OwnPartExchange["stage"], from: number): number {
    return receiversOf(stage, this.#setting.statement.parties, from).indexOf(this.#input.party);
  }

  #takeSummands(turns: readonly HeardTurn[]): Uint8Array {
    requireSilence(turns, () => true);
    const node = this.#node;
    if (node === null) return NOTHING;
    const next = nextOf(node);
    const body = turns[next]!.messages[1 + this.#placeAmong("multiply", next)]!;
    return this.#sealingNode!.blinded(decodeSummands(body, turns.length, next));
  }

  /** *Inner products*; then step 5. */
  #takeProducts(turns: readonly HeardTurn[]): Uint8Array {
    requireSilence(turns, (from) => nodeOf(from) === null);
    checkInner(NODE_INDICES.map((node) => decodeSummands(turns[node]!.messages[0]!, turns.length, node)));
    return this.#step(LAST_STEP_BEFORE_DEALING + 1);
  }
}

/** What a party has nothing to say in is empty, to all. */
function requireSilence(turns: readonly HeardTurn[], isDue: (from: number) => boolean): void {
  for (const [from, { messages }] of turns.entries())
    if (isDue(from)) readBody(messages[0]!, "empty message", from).end();
}
