// Disclosures for tests: from a proven round, by a discloser that can be made to cheat, and what
// each verifier says of them.
import { bytesToHex } from "viem/utils";
import { WHATS as AUDITORS_WHATS } from "../../auditor/sealed/disclosure/claims.ts";
import {
  verifyDisclosure as verifyAsAuditor,
  verifyClaims as verifyClaimsAsAuditor,
} from "../../auditor/sealed/disclosure/verify.ts";
import type { G1 } from "../../client/crypto/curve/bn254.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { type AcceptedProof, readSealed } from "../../client/sealed/disclosure/accepted.ts";
import { disclosureSeed, disclosureSteps } from "../../client/sealed/disclosure/argument.ts";
import type { Claim, Wish } from "../../client/sealed/disclosure/claims.ts";
import {
  type DisclosureLine,
  type DisclosureView,
  disclosureLines,
  disclosureOpenings,
  openingLine,
} from "../../client/sealed/disclosure/openings.ts";
import { type OwnPart, ownPart } from "../../client/sealed/disclosure/own.ts";
import { type DisclosureState, disclosureMessage, startDisclosing } from "../../client/sealed/disclosure/state.ts";
import { type Disclosure, verifyByLines, verifyDisclosure } from "../../client/sealed/disclosure/verify.ts";
import { DISCLOSURE_WORK, quotientAtXi, quotientTogether } from "../../client/sealed/disclosure/work.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { proveTogether } from "../../client/sealed/prover/prove.ts";
import { Transcript } from "../../client/sealed/transcript.ts";
import { testSeed } from "./certificate.ts";
import { buildSealed, refusal, type SealedRound, type SealedShape } from "./sealed.ts";
import { plainForm } from "./sealed-inputs.ts";

/** A round with an accepted proof, and each company's side of it. */
export interface DisclosableRound {
  readonly round: SealedRound;
  readonly accepted: AcceptedProof;
  readonly own: readonly OwnPart[];
}

export function disclosable(shape: SealedShape, seed: string): DisclosableRound {
  return disclosableRound(buildSealed(shape, seed));
}

export function disclosableRound(round: SealedRound): DisclosableRound {
  const { statement, key, setting, secrets } = round;
  const random = testSeed("prove");
  const accepted = { statement, key, proof: proveTogether(setting, round.digest, secrets, random) };
  const own = secrets.map((secret, k) =>
    ownPart(accepted, setting.committer, secret, testSeed("prove").fork(`company ${k}`)),
  );
  return { round, accepted, own };
}

/** What a kind of outcome lets a company disclose, by example. */
export function wishesOf(round: SealedRound, party: number): Wish[] {
  const { kind, objectiveOwner, columns } = round.statement;
  const ofKind: Readonly<Record<typeof kind, readonly Wish["what"][]>> = {
    optimal: ["variable", "multiplier", "slack", "dual value", "objective"],
    infeasible: ["multiplier", "dual value"],
    unbounded: ["variable", "slack"],
  };
  const places = { variable: [1, columns], multiplier: [0, 2], slack: [1, 2], "dual value": [0], objective: [0] };
  return ofKind[kind]
    .filter((what) => what !== "objective" || party === objectiveOwner)
    .flatMap((what) => places[what].map((index) => ({ what, index })));
}

type Verdict = ReturnType<typeof refusal>;

/** A disclosure as the auditor reads it. */
function plainDisclosure({ party, claims, proof }: Disclosure) {
  return {
    ...{ party, proof: bytesToHex(proof) },
    claims: claims.map(({ what, ...rest }) => ({ ...rest, type: AUDITORS_WHATS.indexOf(what) })),
  };
}

/** What client and auditor say of a disclosure. */
export function disclosureVerdicts(accepted: AcceptedProof, disclosure: Disclosure): Record<string, Verdict> {
  return {
    client: refusal(() => verifyDisclosure(accepted, disclosure)),
    auditor: refusal(() => verifyAsAuditor(plainForm(accepted), plainDisclosure(disclosure))),
  };
}

/** The same for a sealed proof that is known to be accepted. */
export function claimVerdicts(accepted: AcceptedProof, disclosure: Disclosure): Record<string, Verdict> {
  return {
    client: refusal(() => verifyByLines(disclosureLines, accepted, disclosure)),
    auditor: refusal(() => verifyClaimsAsAuditor(plainForm(accepted), plainDisclosure(disclosure))),
  };
}

/** What `disclosureVerdicts` gives when both say the same. */
export function bothSay(code: string, party?: number): Record<string, Verdict> {
  return { client: { code, party }, auditor: { code, party } };
}

/** Departures from the protocol. */
export interface DisclosureCheat {
  /** Changes what was computed in a step, before it is sent; step 1 is the first. */
  readonly computed?: (step: number, state: DisclosureState) => void;
  /** Changes a step's points before they enter the transcript. */
  readonly sent?: (step: number, points: Map<string, G1>, state: DisclosureState) => void;
}

/** A disclosure of any claims, with a proof that follows `cheat`. */
export function discloseCheating(
  accepted: AcceptedProof,
  own: OwnPart,
  claims: readonly Claim[],
  cheat: DisclosureCheat,
): Disclosure & { readonly state: DisclosureState } {
  const { statement } = accepted;
  const { party } = own;
  const transcript = new Transcript(disclosureSeed(accepted, { party, claims }));
  const domain = domainOf(statement.size);
  const state = startDisclosing(
    { ...{ statement, domain, own, party, claims }, epsilon: readSealed(accepted).epsilon },
    transcript.challenges,
    testSeed("cheat"),
  );
  const points = new Map<string, G1>();
  const steps = disclosureSteps(claims);
  for (const [s, step] of steps.entries()) {
    DISCLOSURE_WORK[s]!(state);
    cheat.computed?.(s + 1, state);
    const message = disclosureMessage(state, step);
    const sent = new Map(message.points);
    cheat.sent?.(s + 1, sent, state);
    transcript.add(step, { points: sent, scalars: message.scalars });
    for (const [name, point] of sent) points.set(name, point);
  }
  return { party, claims, proof: encodeProof(steps, { points, scalars: state.scalars }), state };
}

/** "accepted", or the code of the client's refusal by given lines. */
export function verdictByLines(
  linesOf: (view: DisclosureView) => readonly DisclosureLine[],
  accepted: AcceptedProof,
  disclosure: Disclosure,
): string {
  return refusal(() => verifyByLines(linesOf, accepted, disclosure)).code;
}

/** What a cheat without some openings and lines would send: W and W′ without them. */
export function without(left: (name: string) => boolean): Pick<DisclosureCheat, "computed"> {
  return {
    computed: (step, state) => {
      if (step < 3) return;
      const openings = disclosureOpenings(state).filter(({ name }) => !left(name));
      if (step === 3) state.polynomials.set("W", quotientTogether(state, openings));
      if (step === 4) state.polynomials.set("W'", quotientAtXi(state, openings));
    },
  };
}

/** The lines of a verifier without some openings and lines. */
export function linesWithout(left: (name: string) => boolean): (view: DisclosureView) => readonly DisclosureLine[] {
  return (view) => {
    const [, ...others] = disclosureLines(view);
    const openings = disclosureOpenings(view).filter(({ name }) => !left(name));
    return [openingLine(openings, view.challenge), ...others.filter(({ name }) => !left(name))];
  };
}
