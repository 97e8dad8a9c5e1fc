// A company's side of a sealed proof, message by message. Derives every challenge itself from all
// companies' messages, and answers each step once (docs/sealed.md, "One transcript for each
// commitment"). Keeps its masks in memory only. Variable-time in secrets.
import type { Hex } from "viem";
import { G1 } from "../../crypto/curve/bn254.ts";
import { SealedError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { reduce } from "../field.ts";
import type { SealedStatement } from "../statement.ts";
import { type Step, stepsOf } from "../steps.ts";
import { type Named, Transcript } from "../transcript.ts";
import { checkAgreed, checkOwnNumbers } from "./agreement.ts";
import type { Exchange } from "./blame.ts";
import { checkPartCloses } from "./closing.ts";
import { makes } from "./company-rules.ts";
import { checkKnown } from "./known.ts";
import { onceForEach } from "./once.ts";
import type { Setting } from "./setting.ts";
import { messageOf, type Secret, startProving } from "./state.ts";
import { WORK } from "./steps.ts";

/** A company that proves. */
export interface Company {
  /** x̂, null in kind 1, and the challenges so far: what `findBlame` needs besides the messages. */
  readonly seen: Pick<Exchange, "point" | "challenges">;
  /** Its message of step 0. */
  start(): Named;
  /**
   * Takes all companies' messages of `step`, in party order, and returns its own of the next step;
   * null after the last one.
   * @throws SealedError StepRepeated when `step` is not the one that is due, MessageUnexpected
   *   (with the party) for an entry that is not its sender's to make or when its own message was changed,
   *   ShapeMismatch when the messages do not make up the step, CommitmentMismatch (with the party)
   *   after step 0 for points that are not the committed ones, AgreementWrong before step 6 when the
   *   outcome does not fit this party's own numbers.
   */
  answer(step: number, messages: readonly Named[]): Named | null;
}

/** A second proof would show the masks of a matrix. */
const begin = onceForEach("a proof was begun");

/**
 * `digest`: S. `random`: uniform and used for nothing else, since it determines the masks. Ends the
 * use of the commitment, also when it refuses for this party's own numbers: each outcome that it is
 * offered is a guess of them.
 * @throws SealedError AgreementWrong when the shares, declared parts or masks of x̂ do not fit the
 *   outcome, StepRepeated when a proof was begun for the same masked matrix, NumberOutOfRange when a
 *   number does not fit its field. Tell the others only that there is no proof, not why.
 */
export function createCompany(setting: Setting, digest: Hex, secret: Secret, random: Random): Company {
  checkAgreed(setting, secret);
  begin(secret.matrix);
  checkOwnNumbers(setting, secret);
  const transcript = new Transcript(digest);
  const steps = stepsOf(setting.statement.kind, setting.statement.parties);
  const state = startProving(setting, secret, random, transcript.challenges);
  const { party } = secret;
  let due = 0;
  let sent = messageOf(state, steps[0]!);
  return {
    get seen() {
      return { point: state.whole.get("x") ?? null, challenges: transcript.challenges };
    },
    start: () => sent,
    answer: (step, messages) => {
      if (step !== due)
        throw new SealedError(
          "StepRepeated",
          `step ${step} of this proof is not due: one commitment has one transcript`,
        );
      const sum = sumMessages(steps[step]!, messages, setting.statement);
      if (!isSame(messages[party]!, sent))
        throw new SealedError("MessageUnexpected", "this party's own message came back changed", party);
      checkKnown(state, sum);
      due++;
      transcript.add(steps[step]!, sum);
      if (due === steps.length) return null;
      if (steps[due]!.points.includes("q")) checkPartCloses(state);
      WORK[due]!(state);
      sent = messageOf(state, steps[due]!);
      return sent;
    },
  };
}

function isSame(a: Named, b: Named): boolean {
  const points = [...a.points].every(([name, point]) => b.points.get(name)?.equals(point) === true);
  const scalars = [...a.scalars].every(([name, scalar]) => b.scalars.get(name) === scalar);
  return points && scalars && a.points.size === b.points.size && a.scalars.size === b.scalars.size;
}

/**
 * The entries of a step: each the sum of the companies' parts.
 * @throws SealedError MessageUnexpected (with the party) for an entry that is not its sender's to
 *   make; ShapeMismatch unless there is a message of every company, which together have every entry
 *   of the step and no other.
 */
export function sumMessages(
  step: Step,
  messages: readonly Named[],
  statement: Pick<SealedStatement, "size" | "parties" | "objectiveOwner">,
): Named {
  const sum = addUp(
    step,
    messages.map((message, party) => ({ message, party, makes: (name) => makes({ statement }, party, name) })),
  );
  if (messages.length !== statement.parties) throw notTheStep();
  return sum;
}

/** What somebody sends in a step, and which entries it makes, alone or as a summand. */
export interface Summand {
  readonly message: Named;
  readonly party: number;
  readonly makes: (name: string) => boolean;
}

/** The entries of a step: each the sum of all summands. Throws as `sumMessages`. */
export function addUp(step: Step, summands: readonly Summand[]): Named {
  const points = new Map<string, G1>();
  const scalars = new Map<string, bigint>();
  for (const { message, party, makes } of summands) {
    const names = [...message.points.keys(), ...message.scalars.keys()];
    const foreign = names.find((name) => !makes(name));
    if (foreign !== undefined)
      throw new SealedError("MessageUnexpected", `party ${party} sent ${foreign}, which another party makes`, party);
    for (const [name, point] of message.points) points.set(name, (points.get(name) ?? G1.ZERO).add(point));
    for (const [name, scalar] of message.scalars) scalars.set(name, reduce((scalars.get(name) ?? 0n) + scalar));
  }
  const same = (names: readonly string[], found: ReadonlyMap<string, unknown>) =>
    found.size === names.length && names.every((name) => found.has(name));
  if (!same(step.points, points) || !same(step.scalars, scalars)) throw notTheStep();
  return { points, scalars };
}

function notTheStep(): SealedError {
  return new SealedError("ShapeMismatch", "the companies' messages do not make up the step");
}
