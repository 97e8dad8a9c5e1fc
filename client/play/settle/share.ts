// A party's share of the outcome: exact numbers from its rows, and its part of the sums under
// pairwise masks.
import { x25519 } from "@noble/curves/ed25519.js";
import { concat, keccak256 } from "viem/utils";
import { dualPart } from "../../certificate/dual.ts";
import { objectiveValue } from "../../certificate/outcome.ts";
import { maskDualPart, sumMaskedDualParts } from "../../certificate/summation.ts";
import type { PublicOutcome } from "../../certificate/types.ts";
import { ProtocolError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { requireWithin } from "../../round/bounds.ts";
import type { SettlementInput } from "./input.ts";
import { answerDigest, KEY_BYTES, type Share } from "./messages.ts";
import { rowValues } from "./row-values.ts";

/** This party's secret X25519 key for the masks; `random` is the round's own. */
function secretKey(random: Random): Uint8Array {
  return random.fork("settlement/key").bytes(KEY_BYTES);
}

/** The public key that all others get in the round's first exchange. */
export function publicKey(random: Random): Uint8Array {
  return x25519.getPublicKey(secretKey(random));
}

/**
 * Throws CertificateError `BoundExceeded` when the outcome exceeds
 * an upper bound, `ResidualTooLarge` or `SlackInvalid` when it does not meet this party's rows,
 * ProtocolError `KeyInvalid` naming a party whose key is of small order.
 */
export function ownShare(input: SettlementInput): Share {
  const { party, statement, rows, committed, outcome } = input;
  if (outcome.kind !== "infeasible") requireWithin(outcome.x, input.bounds);
  const values = rowValues(rows, outcome, statement);
  const unmasked =
    outcome.kind === "unbounded"
      ? null
      : dualPart(outcome.kind, { rows, blindings: committed.blindings }, outcome.multipliers, statement.decimals);
  const pairs = { party, secrets: pairSecrets(input), label: maskLabel(input) };
  const owns = rows.objective;
  return {
    points: committed.points,
    ...values,
    objective: owns === null || outcome.kind === "infeasible" ? 0n : objectiveValue(owns, outcome.x),
    objectiveAlongRay: owns === null || outcome.kind !== "unbounded" ? 0n : objectiveValue(owns, outcome.ray),
    dual: unmasked === null ? null : maskDualPart(unmasked, pairs),
  };
}

/**
 * Label of this one sum. A run replayed from its seed, but with another outcome or other keys of
 * its peers, gets other masks: the same masks on two vectors would reveal their difference.
 */
function maskLabel({ statement, outcome, keys }: SettlementInput): string {
  const { chainId, coordinator, round } = statement;
  return `${chainId}/${coordinator}/${round}/${outcome.kind}/${keccak256(concat([...keys, answerDigest(outcome)]))}`;
}

function pairSecrets({ party: ownParty, random, keys }: SettlementInput): (Uint8Array | null)[] {
  return keys.map((key, party) => (party === ownParty ? null : pairSecret(random, key, party)));
}

/**
 * What this party shares with the one that sent `key`. Throws ProtocolError `KeyInvalid` naming the
 * sender of a key of small order.
 */
export function pairSecret(random: Random, key: Uint8Array, from: number): Uint8Array {
  try {
    return x25519.getSharedSecret(secretKey(random), key);
  } catch (cause) {
    throw new ProtocolError("KeyInvalid", `party ${from} sent a key of small order`, from, { cause });
  }
}

/** The outcome that all shares together give. Throws ProtocolError `MaskedPartInvalid`. */
export function publicOutcome({ statement, outcome }: SettlementInput, shares: readonly Share[]): PublicOutcome {
  const of = <List extends keyof Share>(list: List) => shares.map((share) => share[list]);
  const owner = shares[statement.objectiveOwner]!;
  const { objective } = owner;
  if (outcome.kind === "unbounded") {
    const { x, ray } = outcome;
    return {
      kind: "unbounded",
      x,
      ray,
      objective,
      slacks: of("slacks"),
      residuals: of("residuals"),
      raySlacks: of("raySlacks"),
      dual: owner.objectiveAlongRay,
    };
  }
  const duals = of("dual").filter((dual) => dual !== null);
  const dual = { multipliers: of("multipliers"), ...sumMaskedDualParts(duals, statement.columns) };
  if (outcome.kind === "infeasible") return { kind: "infeasible", ...dual };
  return { kind: "optimal", x: outcome.x, objective, slacks: of("slacks"), residuals: of("residuals"), ...dual };
}
