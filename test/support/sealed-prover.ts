// A prover of sealed outcomes that can be made to cheat: all companies in one place, with a hook
// into what they computed and into what they send.
import type { G1 } from "../../client/crypto/curve/bn254.ts";
import { Vector } from "../../client/crypto/curve/vector.ts";
import type { Random } from "../../client/math/random.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import type { Identity } from "../../client/sealed/identities.ts";
import type { Line } from "../../client/sealed/lines.ts";
import {
  combine,
  divideByVanishing,
  interpolate,
  interpolateOnCoset,
  type Polynomial,
} from "../../client/sealed/polynomial.ts";
import { sumMessages } from "../../client/sealed/prover/company.ts";
import { pairPoints } from "../../client/sealed/prover/covers.ts";
import { cosetGrid, ownIdentities } from "../../client/sealed/prover/grid.ts";
import { messageOf, type ProverState, startProving } from "../../client/sealed/prover/state.ts";
import { WORK } from "../../client/sealed/prover/steps.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../client/sealed/transcript.ts";
import { type Rules, rulesOf, verifyByRules } from "../../client/sealed/verify.ts";
import { testSeed } from "./certificate.ts";
import { refusal, type SealedRound } from "./sealed.ts";

/** Departures from the protocol. */
export interface Cheat {
  /** Identities that the quotient heeds; those of the specification unless given. */
  readonly identities?: readonly Identity[];
  /** Changes what the companies computed in a step, before it is sent. */
  readonly computed?: (step: number, states: readonly ProverState[]) => void;
  /** Changes a step's sums before they enter the transcript. */
  readonly sent?: (step: number, points: Map<string, G1>, states: readonly ProverState[]) => void;
}

export interface CheatedProof {
  readonly bytes: Uint8Array;
  readonly states: readonly ProverState[];
  /** Each company's messages of steps 0 to 9. */
  readonly messages: readonly (readonly Named[])[];
}

/** A proof by companies that all follow `cheat`. */
export function proveCheating(round: SealedRound, cheat: Cheat, random: Random = testSeed("cheat")): CheatedProof {
  const { statement } = round;
  const setting = { ...round.setting, identities: cheat.identities ?? round.setting.identities };
  const transcript = new Transcript(round.digest);
  const states = round.secrets.map((secret, k) =>
    startProving(setting, secret, random.fork(`company ${k}`), transcript.challenges),
  );
  const steps = stepsOf(statement.kind, statement.parties);
  const points = new Map<string, G1>();
  const scalars = new Map<string, bigint>();
  const sent: Named[][] = [];
  for (const [s, step] of steps.entries()) {
    for (const state of states) WORK[s]!(state);
    cheat.computed?.(s, states);
    const messages = states.map((state) => messageOf(state, step));
    const sum = sumMessages(step, messages, statement);
    const changed = new Map(sum.points);
    cheat.sent?.(s, changed, states);
    transcript.add(step, { points: changed, scalars: sum.scalars });
    for (const [name, point] of changed) points.set(name, point);
    for (const [name, scalar] of sum.scalars) scalars.set(name, scalar);
    sent.push(messages);
  }
  const bytes = encodeProof(steps, { points, scalars });
  return { bytes, states, messages: states.map((_, k) => sent.map((messages) => messages[k]!)) };
}

/** The rules without one identity or line; the others keep their weights. */
export function rulesWithout(round: SealedRound, left: (name: string) => boolean): Rules {
  const { identities, lines } = rulesOf(round.statement);
  const nothing: Identity["form"] = () => ({ constant: 0n, terms: [] });
  return {
    identities: identities.map((identity) => (left(identity.name) ? { ...identity, form: nothing } : identity)),
    lines: lines.filter((line: Line) => !left(line.name)),
  };
}

/** "accepted", or the code of the refusal. */
export function verdictOf(round: SealedRound, bytes: Uint8Array, rules: Rules = rulesOf(round.statement)): string {
  const { statement, setting, key } = round;
  return refusal(() => verifyByRules(rules, { statement, domain: setting.domain, key }, bytes)).code;
}

/** Adds `change` to a company's polynomial. */
export function addTo(state: ProverState, name: string, change: Polynomial): void {
  state.polynomials.set(
    name,
    combine([
      [1n, state.polynomials.get(name) ?? []],
      [1n, change],
    ]),
  );
}

/** The polynomial that is `value` at one place of the subgroup of order `size` and 0 elsewhere. */
export function spike(size: number, index: number, value: bigint): Polynomial {
  return combine([[value, interpolate(Array.from({ length: size }, (_, i) => (i === index ? 1n : 0n)))]]);
}

/** [P_kj] by name, as a company publishes them. */
export function publishedPairs({ setting, secret }: Pick<ProverState, "setting" | "secret">): ReadonlyMap<string, G1> {
  return pairPoints(setting.committer, secret.party, secret.pairs);
}

/** A company's q by division with remainder, which is dropped; on a coset of order 4D. */
export function quotientWithoutRemainder(state: ProverState): bigint[] {
  const values = ownIdentities(state, cosetGrid(state));
  return divideByVanishing(interpolateOnCoset(Vector.of(values)), state.setting.domain.limbSize);
}
