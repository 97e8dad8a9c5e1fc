// Disclosures from an accepted sealed proof. One company plays, alone. Its receiver, and whoever
// the receiver shows the disclosure to, learns the claimed numbers and nothing else
// (docs/sealed-disclosure.md, "Zero knowledge"). Not protected: what claims tell together; whether
// a disclosure is shown to others. Multi-point openings are those of Boneh, Drake, Fisch & Gabizon
// (2020). Variable-time in secrets.
import type { G1 } from "../../crypto/curve/bn254.ts";
import { SealedError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { encodeProof } from "../codec.ts";
import { domainOf } from "../domain.ts";
import { Transcript } from "../transcript.ts";
import { type AcceptedProof, readSealed } from "./accepted.ts";
import { disclosureSeed, disclosureSteps } from "./argument.ts";
import { checkClaims, checkWishes, type Wish } from "./claims.ts";
import type { OwnPart } from "./own.ts";
import { disclosureMessage, startDisclosing } from "./state.ts";
import { claimsOf } from "./values.ts";
import { type Disclosure, verifyDisclosure } from "./verify.ts";
import { DISCLOSURE_WORK } from "./work.ts";

/**
 * Discloses what is wished for, in the order of docs/sealed-disclosure.md, from a company's part of
 * an accepted proof. Masks follow from `random` and from what is disclosed: the same wishes give
 * the same bytes.
 * @throws SealedError DisclosureInvalid for wishes that no claim can fulfil; DisclosureJoint for
 *   numbers of a solution whose masks no company has alone; DisclosureNotOwn when
 *   the part is not that of the proof; the refusals of `verifySealed` for a proof that is none.
 */
export function discloseSealed(
  accepted: AcceptedProof,
  own: OwnPart,
  wishes: readonly Wish[],
  random: Random,
): Disclosure {
  const { statement } = accepted;
  const { party } = own;
  checkWishes(statement, party, wishes);
  requireSolution(own, wishes);
  const domain = domainOf(statement.size);
  const claims = claimsOf(statement, domain, own, wishes);
  checkClaims(statement, party, claims);
  const seed = disclosureSeed(accepted, { party, claims });
  const transcript = new Transcript(seed);
  const state = startDisclosing(
    { ...{ statement, domain, own, party, claims }, epsilon: readSealed(accepted).epsilon },
    transcript.challenges,
    random.fork("disclosures").fork(seed),
  );
  const steps = disclosureSteps(claims);
  const points = new Map<string, G1>();
  for (const [s, step] of steps.entries()) {
    DISCLOSURE_WORK[s]!(state);
    const message = disclosureMessage(state, step);
    transcript.add(step, message);
    for (const [name, point] of message.points) points.set(name, point);
  }
  const disclosure = { party, claims, proof: encodeProof(steps, { points, scalars: state.scalars }) };
  checkOwn(accepted, disclosure);
  return disclosure;
}

/** Variables and the objective open x̂. */
function requireSolution({ solution }: OwnPart, wishes: readonly Wish[]): void {
  if (solution !== null || wishes.every(({ what }) => what !== "variable" && what !== "objective")) return;
  throw new SealedError(
    "DisclosureJoint",
    "in this round each company knows its own part of the outcome only, and no company can prove variables or the objective " +
      "alone: disclose rows or the dual value",
  );
}

/** Nothing leaves that does not verify: its quotients would show what they left over. */
function checkOwn(accepted: AcceptedProof, disclosure: Disclosure): void {
  try {
    verifyDisclosure(accepted, disclosure);
  } catch (error) {
    if (!(error instanceof SealedError && error.code === "DisclosureFailed")) throw error;
    throw new SealedError(
      "DisclosureNotOwn",
      "these rows, numbers and masks are not those that this party's part of the proof was made from: " +
        "disclose from the home that took part in the round",
    );
  }
}
