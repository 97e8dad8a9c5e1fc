// Recorded runs of every engine, with what the solving party sees. Paillier keys are short here
// (KEY_BITS): no attack touches the encryption, so their length makes no difference.
import type { NodeIndex } from "../../client/crypto/sharing/link.ts";
import type { Engine, EngineOutcome, Message } from "../../client/engines/engine.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import type { Variant } from "../../client/engines/multi-party/engine.ts";
import { liEngine } from "../../client/engines/row-mixing/li.ts";
import { mangasarianEngine } from "../../client/engines/row-mixing/mangasarian.ts";
import { commitTogether, runEngine } from "../../client/engines/run.ts";
import type { MaskedProduct } from "../../client/engines/two-party/product.ts";
import type { EqualityProgram } from "../../client/lp/exact/standard.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { Random } from "../../client/math/random.ts";
import { type NodeView, nodeView, watchSessions } from "../attacks/node-view.ts";
import { watchedMultiParty, watchedTwoParty } from "../attacks/views.ts";
import type { Dealt } from "./problems.ts";

/** Far too short to be safe. */
export const KEY_BITS = 512;
/** The multi-party products need longer plaintexts. */
export const MULTI_PARTY_KEY_BITS = 1024;

export interface Recorded {
  readonly dealt: Dealt;
  readonly transcript: readonly Message[];
  /**
   * What each party drew its secrets from. An attack uses only its own party's; scoring uses all.
   */
  readonly randoms: readonly Random[];
}

/** A run with the masked problem that one party decodes and solves. */
export interface RecordedMasked extends Recorded {
  readonly outcomes: readonly EngineOutcome[];
  readonly masked: EqualityProgram;
}

export type Baseline = "li" | "mangasarian";

function randomsFor({ parties }: Dealt, random: Random): Random[] {
  return parties.map((_, party) => random.fork(`party ${party}`));
}

function inputsOf({ parties }: Dealt, randoms: readonly Random[]) {
  return parties.map((rows, party) => ({ rows, random: randoms[party]! }));
}

function baselineEngine(name: Baseline): Engine<unknown> {
  return (name === "li" ? liEngine(highsSolver) : mangasarianEngine(highsSolver)) as Engine<unknown>;
}

export async function recordBaseline(name: Baseline, dealt: Dealt, random: Random): Promise<Recorded> {
  const randoms = randomsFor(dealt, random);
  const { transcript } = await runEngine(baselineEngine(name), dealt.round, inputsOf(dealt, randoms));
  return { dealt, transcript, randoms };
}

/**
 * Records what the parties of a baseline publish first, without the solving that follows: enough
 * for attacks on the published rows.
 */
export async function recordOpening(name: Baseline, dealt: Dealt, random: Random): Promise<Recorded> {
  const randoms = randomsFor(dealt, random);
  const engine = baselineEngine(name);
  const transcript: Message[] = [];
  const inputs = inputsOf(dealt, randoms);
  const committed = commitTogether(dealt.round, inputs);
  for (const [party, input] of inputs.entries()) {
    const commitments = committed[party]!;
    transcript.push(...(await engine.start({ party, round: dealt.round, ...input, commitments })).send);
  }
  return { dealt, transcript, randoms };
}

async function recordWatched(
  dealt: Dealt,
  random: Random,
  build: (see: (program: EqualityProgram) => void) => Engine<unknown>,
): Promise<RecordedMasked> {
  const randoms = randomsFor(dealt, random);
  const seen: EqualityProgram[] = [];
  const engine = build((program) => seen.push(program));
  const { transcript, outcomes } = await runEngine(engine, dealt.round, inputsOf(dealt, randoms));
  return { dealt, transcript, outcomes, randoms, masked: seen[0]! };
}

export function recordTwoParty(product: MaskedProduct, dealt: Dealt, random: Random): Promise<RecordedMasked> {
  return recordWatched(dealt, random, (see) => watchedTwoParty(product, highsSolver, see) as Engine<unknown>);
}

export function recordMultiParty(variant: Variant, dealt: Dealt, random: Random): Promise<RecordedMasked> {
  return recordWatched(
    dealt,
    random,
    (see) => watchedMultiParty({ variant, solver: highsSolver, keyBits: MULTI_PARTY_KEY_BITS }, see) as Engine<unknown>,
  );
}

/** A run of `mpc` with what each node sees. */
export interface RecordedNodes extends Recorded {
  readonly outcomes: readonly EngineOutcome[];
  /** Computed on demand: views are large. */
  readonly viewOf: (node: NodeIndex) => NodeView;
  /** In which the run ended. Known to the nodes, and to anyone who counts their messages. */
  readonly buckets: number;
}

/** Four parties, of which 0, 1 and 2 are the nodes. */
export async function recordNodes(dealt: Dealt, random: Random): Promise<RecordedNodes> {
  const { round, parties } = dealt;
  const randoms = randomsFor(dealt, random);
  const session = watchSessions();
  const { transcript, outcomes } = await runEngine(
    mpcEngine({ sessionMeter: session.meter }),
    round,
    inputsOf(dealt, randoms),
    { sessions: session.sessions },
  );
  const committed = commitTogether(round, inputsOf(dealt, randoms));
  const viewOf = (node: NodeIndex) => {
    const known = { node, rows: parties[node]!, random: randoms[node]!, commitments: committed[node]!() };
    return nodeView(round, transcript, session, known);
  };
  return { dealt, transcript, randoms, outcomes, viewOf, buckets: session.buckets() };
}
