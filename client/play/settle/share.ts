// A party's share of the outcome: exact numbers from its rows, and its part of the sums under
// pairwise masks.
import { x25519 } from "@noble/curves/ed25519.js";
import { concat, hexToBytes, keccak256 } from "viem/utils";
import { dualPart } from "../../certificate/dual.ts";
import { objectiveValue, primalPart, raySlacks } from "../../certificate/outcome.ts";
import { maskDualPart, sumMaskedDualParts } from "../../certificate/summation.ts";
import type { PublicOutcome } from "../../certificate/types.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import { encodeWords } from "../../math/words.ts";
import { requireWithin } from "../../round/bounds.ts";
import type { SettlementInput } from "./input.ts";
import { KEY_BYTES, type Share } from "./messages.ts";

/** This party's secret X25519 key; its public key goes into its first message. */
export function secretKey({ random }: SettlementInput): Uint8Array {
  return random.fork("settlement/key").bytes(KEY_BYTES);
}

/** keccak256 of x̂, followed by the ray if there is one. */
export function answerDigest(outcome: EngineOutcome): Uint8Array {
  const answer =
    outcome.kind === "infeasible" ? [] : outcome.kind === "optimal" ? outcome.x : [...outcome.x, ...outcome.ray];
  return hexToBytes(keccak256(encodeWords(answer)));
}

/**
 * This party's share; `keys` of all parties in order. Throws CertificateError `BoundExceeded` when
 * the outcome exceeds an upper bound, `ResidualTooLarge` or `SlackInvalid` when it does not satisfy
 * this party's rows, ProtocolError `KeyInvalid` naming a party whose key is of small order.
 */
export function ownShare(input: SettlementInput, keys: readonly Uint8Array[]): Share {
  const { party, statement, rows, committed, outcome } = input;
  const { decimals, tolerances } = statement;
  if (outcome.kind !== "infeasible") requireWithin(outcome.x, input.bounds);
  const primal =
    outcome.kind === "infeasible"
      ? { slacks: [], residuals: [] }
      : primalPart(rows, decimals, outcome.x, tolerances.residual);
  const unmasked =
    outcome.kind === "unbounded"
      ? null
      : dualPart(outcome.kind, { rows, blindings: committed.blindings }, outcome.multipliers, decimals);
  const pairs = { party, secrets: pairSecrets(input, keys), label: maskLabel(input, keys) };
  const owns = rows.objective;
  return {
    points: committed.points,
    multipliers: outcome.kind === "unbounded" ? [] : outcome.multipliers,
    ...primal,
    raySlacks: outcome.kind === "unbounded" ? raySlacks(rows, outcome.ray) : [],
    objective: owns === null || outcome.kind === "infeasible" ? 0n : objectiveValue(owns, outcome.x),
    objectiveAlongRay: owns === null || outcome.kind !== "unbounded" ? 0n : objectiveValue(owns, outcome.ray),
    dual: unmasked === null ? null : maskDualPart(unmasked, pairs),
  };
}

/**
 * Label of this one sum. A run replayed from its seed, but with another outcome or other keys of
 * its peers, gets other masks: the same masks on two vectors would reveal their difference.
 */
function maskLabel({ statement, outcome }: SettlementInput, keys: readonly Uint8Array[]): string {
  const { chainId, coordinator, round } = statement;
  return `${chainId}/${coordinator}/${round}/${outcome.kind}/${keccak256(concat([...keys, answerDigest(outcome)]))}`;
}

function pairSecrets(input: SettlementInput, keys: readonly Uint8Array[]): (Uint8Array | null)[] {
  const own = secretKey(input);
  return keys.map((key, party) => {
    if (party === input.party) return null;
    try {
      return x25519.getSharedSecret(own, key);
    } catch (cause) {
      throw new ProtocolError("KeyInvalid", `party ${party} sent a key of small order`, party, { cause });
    }
  });
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
