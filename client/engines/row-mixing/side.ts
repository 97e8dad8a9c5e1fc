/**
 * The protocol of the two baselines: one random matrix B = [B_·1 … B_·p] mixes the rows of all
 * parties; party i draws its block of columns and keeps it secret. Equations (1) to (5) of Liu et
 * al., J. Guangdong Univ. of Technology 33(5), 2016, section 1.1, after Mangasarian, Optimization
 * Letters 6(3), 2012, and Li et al., Optimization Letters 7(1), 2013.
 *
 *   exchange 0   party i → all   B_·i A_i, B_·i b_i, B_·i D_i (each party with rows); c (the owner of the objective)
 *   exchange 1   owner → all     the exact answer to min cᵀx, BAx + BDx_s = Bb, x, x_s ≥ 0; or a proof that there is none
 *   exchange 2   party i → all   consent: the answer holds for the published problem and for its own rows
 *
 * Every party could solve; the owner does so for all, since a problem may have several optima and a
 * round needs one. Party i computes its multipliers w_i = −B_·iᵀŷ itself. For an infeasible problem
 * a consent also tells all parties the common divisor and the size of its sender's multipliers
 * (closing.ts). mangasarian.ts and li.ts say who learns what and what is not protected.
 *
 * Departures from the papers: B and D are integers and everything is exact; rows with and without a
 * slack are mixed together. Nobody can check whether a party published products of its committed
 * rows. If it did not, x misses the rows of others (`MixingFailed`) or the certificate fails.
 */
import type { ExactOutcome } from "../../lp/exact/outcome.ts";
import type { EqualityProgram } from "../../lp/exact/standard.ts";
import { readBody } from "../codec.ts";
import type { EngineInput, EngineOutcome } from "../engine.ts";
import { chain, done, hear, type Side, saying } from "../side.ts";
import { checkAnswer } from "./answer.ts";
import { closingOf, joinScales, type Own } from "./closing.ts";
import { encodeAnswer, encodeConsent, encodePublished, readAnswer, readConsent, readPublished } from "./messages.ts";
import { type Mixing, publish, publishedProgram } from "./mixing.ts";
import { confirmersOf, type MixingShape, type PartyShape, publishersOf } from "./shape.ts";

/** Solves the published problem exactly. */
export type SolvePublished = (program: EqualityProgram) => Promise<ExactOutcome>;

function othersOf(parties: readonly PartyShape[], own: number): number[] {
  return parties.map(({ party }) => party).filter((party) => party !== own);
}

function consentSide(
  shape: MixingShape,
  own: Own,
  answer: ExactOutcome,
): Side<EngineOutcome> | Promise<Side<EngineOutcome>> {
  const { kind } = answer;
  const { scale, finish } = closingOf(shape, own, answer);
  const others = othersOf(confirmersOf(shape), own.shape.party);
  const consents = hear(others, (body, party) => readConsent(kind, party, body));
  const first = own.shape.rows > 0 ? [encodeConsent(kind, scale)] : [];
  return chain(saying(first, consents), async (scales) => done([], finish(scales.reduce(joinScales, null))));
}

/** The answer that all parties hold: the owner computes it, the others check it. */
async function answerSide(
  shape: MixingShape,
  party: number,
  program: EqualityProgram,
  solve: SolvePublished,
): Promise<Side<ExactOutcome>> {
  if (party === shape.owner) {
    const answer = await solve(program);
    return done([encodeAnswer(answer)], answer);
  }
  return {
    send: [],
    receive: async (body) => {
      const reader = readBody(body, "answer to the published problem", shape.owner);
      const answer = readAnswer(shape, reader);
      checkAnswer(program, answer, reader);
      return done([], answer);
    },
  };
}

/** One party's side of the whole protocol, with its B_·i and D_i. */
export async function mixingSide(
  shape: MixingShape,
  { party, rows }: EngineInput,
  mixing: Mixing,
  solve: SolvePublished,
): Promise<Side<EngineOutcome>> {
  const own: Own = { shape: shape.parties[party]!, rows, mixing };
  const published = publish(shape, rows, mixing);
  const publishers = publishersOf(shape);
  const senders = othersOf(publishers, party);
  const others = hear(senders, (body, sender) => readPublished(shape, shape.parties[sender]!, body));
  const first = publishers.includes(own.shape) ? [encodePublished(shape, own.shape, published)] : [];
  return chain(saying(first, others), async (heard) => {
    const all = shape.parties.map((_, i) => (i === party ? published : (heard[senders.indexOf(i)] ?? null)));
    return chain(await answerSide(shape, party, publishedProgram(shape, all), solve), async (answer) =>
      consentSide(shape, own, answer),
    );
  });
}
