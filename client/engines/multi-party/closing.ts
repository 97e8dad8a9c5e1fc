// The end of the protocol for a holder of rows: it checks the owner's result on its own rows,
// computes its multipliers, tells the others that it accepts, and waits for the same from them.
//
// A proof of infeasibility has no tolerance, and one common factor must bring all its multipliers
// into the certificate's 87 bits. Each holder sees only its own multipliers −(B + λE)ᵀŷ, so the
// receipts carry what the choice of that factor needs: the greatest common divisor and the largest
// magnitude of each holder's multipliers. The multipliers become public in the certificate; the
// divisor also reveals one number about det B.
import { SolverError } from "../../errors.ts";
import { type PartyRows, VALUE_LIMIT } from "../../lp/model/normal.ts";
import { dot, magnitude } from "../../math/field.ts";
import { divideRounded, gcd } from "../../math/rational.ts";
import type { Kind } from "../../round/verdict.ts";
import { type BodyReader, readBody } from "../codec.ts";
import type { EngineOutcome } from "../engine.ts";
import { done, type Side } from "../side.ts";
import { foldMultipliers } from "./artificial.ts";
import {
  EMPTY_RECEIPT,
  encodeReceipt,
  guardsOf,
  type Receipt,
  type Result,
  readReceipt,
  readResult,
} from "./messages.ts";
import { unmixMultipliers } from "./mixing.ts";
import type { HolderSecrets } from "./ring.ts";
import type { RingShape } from "./shape.ts";

/**
 * The outcome before the receipts are known; for an infeasible problem with unscaled multipliers.
 */
interface Draft {
  readonly outcome: EngineOutcome;
  readonly interior: readonly bigint[] | null;
  readonly receipt: Receipt;
}

function rowsOf(rows: PartyRows): { coefficients: readonly bigint[]; rhs: bigint; equality: boolean }[] {
  const list = ({ coefficients, rhs }: PartyRows["inequalities"], equality: boolean) =>
    rhs.map((value, i) => ({ coefficients: coefficients[i]!, rhs: value, equality }));
  return [...list(rows.inequalities, false), ...list(rows.equalities, true)];
}

function checkPoint(shape: RingShape, rows: PartyRows, x: readonly bigint[], reader: BodyReader): void {
  const { decimals, tolerances } = shape.round;
  const unit = 10n ** BigInt(decimals.solution);
  for (const { coefficients, rhs, equality } of rowsOf(rows)) {
    const over = dot(coefficients, x) - unit * rhs;
    if (over > tolerances.residual || (equality && over < -tolerances.residual))
      throw reader.error(
        "ResidualTooLarge",
        "X* does not satisfy the receiver's rows within the tolerance; if it was computed honestly, the round needs more " +
          "solution decimals or a wider residual tolerance",
      );
  }
}

function checkRay(rows: PartyRows, ray: readonly bigint[], reader: BodyReader): void {
  for (const { coefficients, equality } of rowsOf(rows)) {
    const along = dot(coefficients, ray);
    if (along > 0n || (equality && along < 0n))
      throw reader.error("ResultWrong", "its direction of unboundedness leaves the receiver's rows");
  }
}

function checkSigns(secrets: HolderSecrets, multipliers: readonly bigint[], reader: BodyReader): void {
  if (multipliers.slice(0, secrets.holder.inequalities).some((value) => value < 0n))
    throw reader.error("ResultWrong", "a multiplier of one of the receiver's inequalities is negative");
}

function tooLarge(): SolverError {
  return new SolverError(
    "MultiplierTooLarge",
    "a multiplier does not fit the certificate; rescale the problem's units or use fewer decimals",
  );
}

function largestOf(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 0n);
}

function draftOf(shape: RingShape, secrets: HolderSecrets, result: Result, reader: BodyReader): Draft {
  const { holder, rows, system, block } = secrets;
  if (result.kind !== "infeasible") checkPoint(shape, rows, result.x, reader);
  if (result.kind === "unbounded") {
    checkRay(rows, result.ray, reader);
    return { outcome: result, interior: null, receipt: EMPTY_RECEIPT };
  }
  const unmask = (duals: readonly bigint[]) =>
    foldMultipliers(system, unmixMultipliers(block, duals), holder.inequalities + holder.equalities);
  const folded = unmask(result.duals);
  if (result.kind === "infeasible") {
    const interior = result.interior === null ? null : unmask(result.interior);
    checkSigns(secrets, folded, reader);
    checkSigns(secrets, interior ?? [], reader);
    const divisor = folded.reduce(gcd, 0n);
    const receipt = { divisor, largest: largestOf(folded), interiorLargest: largestOf(interior ?? []) };
    return { outcome: { kind: "infeasible", multipliers: folded }, interior, receipt };
  }
  const grid = 10n ** BigInt(guardsOf(shape).dual);
  const multipliers = folded.map((value) => divideRounded(value, grid));
  checkSigns(secrets, multipliers, reader);
  if (largestOf(multipliers) >= VALUE_LIMIT) throw tooLarge();
  return { outcome: { kind: "optimal", x: result.x, multipliers }, interior: null, receipt: EMPTY_RECEIPT };
}

function combined(a: Receipt, b: Receipt): Receipt {
  const larger = (x: bigint, y: bigint) => (x > y ? x : y);
  return {
    divisor: gcd(a.divisor, b.divisor),
    largest: larger(a.largest, b.largest),
    interiorLargest: larger(a.interiorLargest, b.interiorLargest),
  };
}

/** The receipts that a party waits for. */
export interface Receipts {
  readonly kind: Kind;
  /** The holders whose receipts are awaited, in order. */
  readonly holders: readonly number[];
  /** The receipts so far combined, the party's own included. */
  readonly known: Receipt;
}

/** Sends `send`, then waits for the receipts; `then` gets all of them combined. */
export function awaitReceipts(
  send: readonly Uint8Array[],
  { kind, holders, known }: Receipts,
  then: (all: Receipt) => EngineOutcome,
): Side<EngineOutcome> {
  const [next, ...others] = holders;
  if (next === undefined) return done(send, then(known));
  return {
    send,
    receive: async (body) =>
      awaitReceipts([], { kind, holders: others, known: combined(known, readReceipt(kind, next, body)) }, then),
  };
}

/**
 * The multipliers of a proof of infeasibility scaled to 87 bits by the factor common to all
 * holders, as `farkasMultipliers` does.
 */
function scaled({ outcome, interior }: Draft, { divisor, largest, interiorLargest }: Receipt): EngineOutcome {
  if (outcome.kind !== "infeasible" || divisor === 0n) return outcome;
  if (largest / divisor < VALUE_LIMIT)
    return { kind: "infeasible", multipliers: outcome.multipliers.map((value) => value / divisor) };
  if (interior === null || interiorLargest === 0n) throw tooLarge();
  const multipliers = interior.map((value) => divideRounded(value * (VALUE_LIMIT >> 1n), interiorLargest));
  return { kind: "infeasible", multipliers };
}

/** The holder's side from the owner's result on; `send` is what it sends before. */
export function closingSide(
  shape: RingShape,
  secrets: HolderSecrets,
  send: readonly Uint8Array[],
): Side<EngineOutcome> {
  const own = secrets.holder.party;
  const others = shape.holders.map(({ party }) => party).filter((party) => party !== own);
  return {
    send,
    receive: async (body) => {
      const reader = readBody(body, "result", shape.owner);
      const result = readResult(shape, reader);
      const draft = draftOf(shape, secrets, result, reader);
      const receipt = encodeReceipt(result.kind, draft.receipt);
      const receipts = { kind: result.kind, holders: others, known: draft.receipt };
      return awaitReceipts([receipt], receipts, (all) => scaled(draft, all));
    },
  };
}
