// The end of the protocol for a holder of rows: it computes its multipliers from ŷ, checks X* on
// its own rows, and waits for the receipts of the others.
//
// A proof of infeasibility has no tolerance, and one common factor must bring all its multipliers
// into the certificate's 87 bits. Each holder sees only its own multipliers −(B_·i + λ_iE_i)ᵀŷ, so
// the receipts carry what the choice of that factor needs: the greatest common divisor and the
// largest magnitude of each holder's multipliers. The multipliers become public in the certificate;
// the divisor also reveals one number about det B.
import { ProtocolError } from "../../errors.ts";
import { farkasTooLarge, multipliersOf, requireMultipliersFit } from "../../lp/exact/fits.ts";
import { type PartyRows, VALUE_LIMIT } from "../../lp/model/normal.ts";
import { dot, magnitude } from "../../math/field.ts";
import { divideRounded, gcd } from "../../math/rational.ts";
import type { Kind } from "../../round/verdict.ts";
import type { BodyReader } from "../codec.ts";
import type { EngineOutcome } from "../engine.ts";
import { chain, done, hear, type Side, saying } from "../side.ts";
import { foldMultipliers } from "./artificial.ts";
import type { HolderSecrets } from "./contribution.ts";
import { guardsOf } from "./grids.ts";
import { type Duals, EMPTY_RECEIPT, type Receipt, readReceipt, type Solution } from "./messages.ts";
import { unmixMultipliers } from "./mixing.ts";
import type { ConsortiumShape } from "./shape.ts";

/** A holder's multipliers; for an infeasible problem not yet at the scale common to all holders. */
export interface Draft {
  readonly multipliers: readonly bigint[];
  /** Those of the second proof of infeasibility, if there is one. */
  readonly interior: readonly bigint[] | null;
  readonly receipt: Receipt;
}

function rowsOf(rows: PartyRows): { coefficients: readonly bigint[]; rhs: bigint; equality: boolean }[] {
  const list = ({ coefficients, rhs }: PartyRows["inequalities"], equality: boolean) =>
    rhs.map((value, i) => ({ coefficients: coefficients[i]!, rhs: value, equality }));
  return [...list(rows.inequalities, false), ...list(rows.equalities, true)];
}

function checkSigns({ holder }: HolderSecrets, multipliers: readonly bigint[], reader: BodyReader): void {
  if (multipliers.slice(0, holder.inequalities).some((value) => value < 0n))
    throw reader.error("ResultWrong", "a multiplier of one of the receiver's inequalities is negative");
}

function largestOf(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 0n);
}

/**
 * A holder's multipliers from the owner's ŷ. Throws ProtocolError `ResultWrong` naming the owner,
 * SolverError `MultiplierTooLarge`.
 */
export function draftOf(shape: ConsortiumShape, secrets: HolderSecrets, verdict: Duals, reader: BodyReader): Draft {
  if (verdict.kind === "unbounded") return { multipliers: [], interior: null, receipt: EMPTY_RECEIPT };
  const { holder, system, block } = secrets;
  const unmask = (duals: readonly bigint[]) =>
    foldMultipliers(system, unmixMultipliers(block, duals), holder.inequalities + holder.equalities);
  const folded = unmask(verdict.duals);
  if (verdict.kind === "infeasible") {
    const interior = verdict.interior === null ? null : unmask(verdict.interior);
    checkSigns(secrets, folded, reader);
    checkSigns(secrets, interior ?? [], reader);
    const divisor = folded.reduce(gcd, 0n);
    const receipt = { divisor, largest: largestOf(folded), interiorLargest: largestOf(interior ?? []) };
    return { multipliers: folded, interior, receipt };
  }
  const grid = 10n ** BigInt(guardsOf(shape).dual);
  const multipliers = folded.map((value) => divideRounded(value, grid));
  checkSigns(secrets, multipliers, reader);
  requireMultipliersFit(multipliersOf(holder.party, multipliers), null);
  return { multipliers, interior: null, receipt: EMPTY_RECEIPT };
}

/**
 * Checks X* on the holder's rows. Throws ProtocolError `ResidualTooLarge`, `ResultWrong` that name
 * nobody: whoever mixed rows, solved or unmasked may be at fault.
 */
export function checkSolution({ round }: ConsortiumShape, rows: PartyRows, solution: Solution): void {
  if (solution.kind === "infeasible") return;
  const unit = 10n ** BigInt(round.decimals.solution);
  const { residual } = round.tolerances;
  for (const { coefficients, rhs, equality } of rowsOf(rows)) {
    const over = dot(coefficients, solution.x) - unit * rhs;
    if (over > residual || (equality && over < -residual))
      throw new ProtocolError(
        "ResidualTooLarge",
        "X* does not satisfy this party's rows within the tolerance: somebody mixed, solved or unmasked wrongly; if everything " +
          "was computed honestly, the round needs more solution decimals or a wider residual tolerance",
      );
    if (solution.kind !== "unbounded") continue;
    const along = dot(coefficients, solution.ray);
    if (along > 0n || (equality && along < 0n))
      throw new ProtocolError("ResultWrong", "the direction of unboundedness leaves this party's rows");
  }
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
interface Receipts {
  readonly kind: Kind;
  /** The holders whose receipts are awaited, in order. */
  readonly holders: readonly number[];
  /** The receipts so far combined, the party's own included. */
  readonly known: Receipt;
}

/** Sends `send`, then waits for the receipts; `then` gets all of them combined. */
function awaitReceipts(
  send: readonly Uint8Array[],
  { kind, holders, known }: Receipts,
  then: (all: Receipt) => EngineOutcome,
): Promise<Side<EngineOutcome>> {
  const receipts = hear(holders, (body, holder) => readReceipt(kind, holder, body));
  return chain(saying(send, receipts), async (heard) => done([], then(heard.reduce(combined, known))));
}

/** All holders but one, as its receipts come in. */
function otherHolders({ holders }: ConsortiumShape, own: number): number[] {
  return holders.map(({ party }) => party).filter((party) => party !== own);
}

/**
 * The multipliers of a proof of infeasibility scaled to 87 bits by the factor common to all
 * holders, as `farkasMultipliers` does.
 */
function scaled({ multipliers, interior }: Draft, { divisor, largest, interiorLargest }: Receipt): readonly bigint[] {
  if (divisor === 0n) return multipliers;
  if (largest / divisor < VALUE_LIMIT) return multipliers.map((value) => value / divisor);
  if (interior === null || interiorLargest === 0n) throw farkasTooLarge();
  return interior.map((value) => divideRounded(value * (VALUE_LIMIT >> 1n), interiorLargest));
}

/** A holder's outcome, once it has all receipts. Throws SolverError `MultiplierTooLarge`. */
function holderOutcome(solution: Solution, draft: Draft, all: Receipt): EngineOutcome {
  if (solution.kind === "unbounded") return { kind: "unbounded", x: solution.x, ray: solution.ray };
  if (solution.kind === "infeasible") return { kind: "infeasible", multipliers: scaled(draft, all) };
  return { kind: "optimal", x: solution.x, multipliers: draft.multipliers };
}

/** The owner's: it has no rows. */
function ownerOutcome(solution: Solution): EngineOutcome {
  if (solution.kind === "unbounded") return { kind: "unbounded", x: solution.x, ray: solution.ray };
  return solution.kind === "optimal"
    ? { kind: "optimal", x: solution.x, multipliers: [] }
    : { kind: "infeasible", multipliers: [] };
}

/** What a party ends with: X*, and what it sends before it waits for receipts. */
export interface Closing {
  readonly solution: Solution;
  readonly send: readonly Uint8Array[];
}

/** The end for a holder: it sends `send` and waits for the other holders' receipts. */
export function holderClosing(
  shape: ConsortiumShape,
  { holder }: HolderSecrets,
  draft: Draft,
  { solution, send }: Closing,
): Promise<Side<EngineOutcome>> {
  const receipts = { kind: solution.kind, holders: otherHolders(shape, holder.party), known: draft.receipt };
  return awaitReceipts(send, receipts, (all) => holderOutcome(solution, draft, all));
}

/** The same for the owner, who waits for all receipts. */
export function ownerClosing({ holders }: ConsortiumShape, { solution, send }: Closing): Promise<Side<EngineOutcome>> {
  const receipts = { kind: solution.kind, holders: holders.map(({ party }) => party), known: EMPTY_RECEIPT };
  return awaitReceipts(send, receipts, () => ownerOutcome(solution));
}
