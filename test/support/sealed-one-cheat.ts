// Sealed proofs that one dishonest company makes together with honest ones, which run the client's
// own code. The cheat sees the others' messages of a step before it sends its own.
import type { G1 } from "../../client/crypto/curve/bn254.ts";
import { CryptoError, SealedError } from "../../client/errors.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { type Blame, findBlame } from "../../client/sealed/prover/blame.ts";
import { createCompany, sumMessages } from "../../client/sealed/prover/company.ts";
import { messageOf, type ProverState, startProving } from "../../client/sealed/prover/state.ts";
import { WORK } from "../../client/sealed/prover/steps.ts";
import { type Step, stepsOf } from "../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../client/sealed/transcript.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import { testSeed } from "./certificate.ts";
import { refusal, type SealedRound } from "./sealed.ts";
import { publishedPairs } from "./sealed-prover.ts";

/** A message that may be written to. */
export interface OpenMessage {
  readonly points: Map<string, G1>;
  readonly scalars: Map<string, bigint>;
}

/** How one company departs from the protocol. */
export interface OneCheat {
  readonly party: number;
  /** Changes what it computed in a step; all later steps follow from it. */
  readonly computed?: (step: number, state: ProverState) => void;
  /** Changes its message once it has seen the others' of the same step; its own entry is null. */
  readonly sent?: (step: number, own: OpenMessage, others: readonly (Named | null)[]) => void;
}

/** How a proof with a cheat ended. */
export interface Ending {
  /** "accepted", or the code of the refusal; of a verifier, or of honest companies that stop. */
  readonly code: string;
  readonly stoppedAt: number | null;
  /** Parties that an honest company or the verifier names. */
  readonly named: readonly (number | undefined)[];
  /** After a whole exchange. */
  readonly blame: Blame | null;
}

/** Plays a proof to its end, or until an honest company stops. */
export function playWithCheat(round: SealedRound, cheat: OneCheat): Ending {
  const { statement, setting, key, digest, secrets } = round;
  const steps = stepsOf(statement.kind, statement.parties);
  const transcript = new Transcript(digest);
  const own = startProving(setting, secrets[cheat.party]!, testSeed("cheat"), transcript.challenges);
  // A fresh copy of the matrix stands for a fresh process: companies begin one proof for each.
  const honest = secrets.map((secret, k) =>
    k === cheat.party
      ? null
      : createCompany(setting, digest, { ...secret, matrix: [...secret.matrix] }, testSeed(`honest ${k}`)),
  );
  const parts: OpenMessage[] = secrets.map((secret) => ({
    points: new Map(publishedPairs({ setting, secret })),
    scalars: new Map(),
  }));
  const proof: OpenMessage = { points: new Map(), scalars: new Map() };
  let sent: (Named | null)[] = honest.map((company) => company?.start() ?? null);
  for (const [s, step] of steps.entries()) {
    const message = cheatingMessage(cheat, own, { s, step, others: sent });
    const messages = sent.map((other) => other ?? message);
    for (const [k, part] of parts.entries()) add(part, messages[k]!);
    const answers = honest.map((company) => (company === null ? null : attempt(() => company.answer(s, messages))));
    const stopped = answers.filter((answer) => answer !== null && "code" in answer);
    if (stopped.length > 0) {
      const named = stopped.map(({ party }) => party);
      return { code: stopped[0]!.code, stoppedAt: s, named, blame: null };
    }
    const sum = sumMessages(step, messages, statement);
    add(proof, sum);
    transcript.add(step, sum);
    sent = answers.map((answer) => answer?.message ?? null);
  }
  const { code, party } = refusal(() => verifySealed(statement, key, encodeProof(steps, proof)));
  const point = own.whole.get("x") ?? null;
  const blame = findBlame(setting, key, { parts, point, challenges: transcript.challenges });
  return { code, stoppedAt: null, named: party === undefined ? [] : [party], blame };
}

function cheatingMessage(
  cheat: OneCheat,
  own: ProverState,
  { s, step, others }: { readonly s: number; readonly step: Step; readonly others: readonly (Named | null)[] },
): Named {
  WORK[s]!(own);
  cheat.computed?.(s, own);
  const { points, scalars } = messageOf(own, step);
  const message = { points: new Map(points), scalars: new Map(scalars) };
  cheat.sent?.(s, message, others);
  return message;
}

function add(to: OpenMessage, { points, scalars }: Named): void {
  for (const [name, point] of points) to.points.set(name, point);
  for (const [name, scalar] of scalars) to.scalars.set(name, scalar);
}

type Answer =
  | { readonly message: Named | null }
  | { readonly code: string; readonly party: number | undefined; readonly message?: never };

function attempt(act: () => Named | null): Answer {
  try {
    return { message: act() };
  } catch (error) {
    if (error instanceof SealedError) return { code: error.code, party: error.party };
    if (error instanceof CryptoError) return { code: error.code, party: undefined };
    throw error;
  }
}
