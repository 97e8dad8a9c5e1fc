/**
 * The owner of the objective, P1 of Algorithm 2: obtains BA′Q, BM′, Bb′ and CᵀQ, solves
 *   (7)  min (CᵀQ)Y,  BA′QY + BM′X_s = Bb′,  Y, X_s ≥ 0
 * exactly, and publishes X* = Q₁Y* + Q₂Y* and ŷ. engine.ts says what each party learns, what is not
 * protected, and names the paper.
 *
 * The owner checks that X* belongs to Y*: CᵀX* = (CᵀQ)Y* over the integers, before rounding. That
 * X* is the optimum of everyone's rows is shown by the certificate, not by this protocol.
 */

import { requireFits, requireSolutionFits } from "../../lp/exact/fits.ts";
import type { ExactOutcome } from "../../lp/exact/outcome.ts";
import type { EqualityProgram } from "../../lp/exact/standard.ts";
import { VALUE_LIMIT } from "../../lp/model/normal.ts";
import { dot } from "../../math/field.ts";
import { type Matrix, multiply, transpose, transposeTimes } from "../../math/matrix.ts";
import { divideRounded, primitive, roundTo } from "../../math/rational.ts";
import { type BodyReader, concatBytes, readBody } from "../codec.ts";
import type { EngineOutcome } from "../engine.ts";
import type { Side } from "../side.ts";
import { awaitReceipts } from "./closing.ts";
import {
  EMPTY_RECEIPT,
  encodePoint,
  encodeResult,
  GRID_LIMIT,
  guardsOf,
  type MaskedPoint,
  type OwnerDeal,
  type Result,
  readOwnerDeal,
  readPoint,
  readResidues,
} from "./messages.ts";
import { firstShare } from "./monomial.ts";
import {
  blameAsync,
  blocksFor,
  COSTS_PHASE,
  costWidths,
  drawKey,
  drawMasks,
  encodeKey,
  encryptCosts,
  multiplyConstraints,
  openCosts,
  PRODUCT_PHASE,
  productWidths,
  readCiphertexts,
  readKey,
} from "./product.ts";
import type { Seat } from "./seat.ts";
import type { RingShape } from "./shape.ts";
import { shareMultiplications, unmaskProduct, unmaskRest } from "./shares.ts";

/** Solves a masked problem exactly. */
export type SolveMasked = (program: EqualityProgram) => Promise<ExactOutcome>;

/** Y* on its grid, and the ray, both without the slacks. */
function pointOf(shape: RingShape, outcome: ExactOutcome): MaskedPoint {
  const n = shape.variables;
  const { kind } = outcome;
  if (kind === "infeasible") return { kind, y: [], ray: [] };
  const first = { ...outcome.x, numerators: outcome.x.numerators.slice(0, n) };
  const y = roundTo(first, shape.round.decimals.solution + guardsOf(shape).x);
  requireFits(y, { limit: GRID_LIMIT, code: "SolutionTooLarge", what: "the masked solution" });
  return { kind, y, ray: kind === "unbounded" ? outcome.ray.slice(0, n) : [] };
}

/** The owner's secrets for unmasking. */
interface OwnerSecrets {
  readonly shape: RingShape;
  /** Q₁. */
  readonly first: Matrix;
  /** C, and CᵀQ. */
  readonly costs: readonly bigint[];
  readonly maskedCosts: readonly bigint[];
}

/** QY for a vector in the columns of (7), from both shares, checked against its cost. */
function unmaskColumns(
  { first, costs, maskedCosts }: OwnerSecrets,
  y: readonly bigint[],
  other: readonly bigint[],
  reader: BodyReader,
): bigint[] {
  const column = y.map((value) => [value]);
  const x = multiply(first, column, 1).map((row, j) => row[0]! + other[j]!);
  if (x.some((value) => value < 0n) || dot(costs, x) !== dot(maskedCosts, y))
    throw reader.error(
      "ShareWrong",
      "its share and the owner's do not add up to a solution; the representative or the dealer of Q is at fault",
    );
  return x;
}

/** The result that the owner publishes. */
function resultOf(secrets: OwnerSecrets, outcome: ExactOutcome, sent: MaskedPoint, body: Uint8Array): Result {
  const { shape } = secrets;
  const reader = readBody(body, "share of the solution", shape.representative.party);
  const other = readPoint(shape, reader);
  if (other.kind !== sent.kind) throw reader.error("ShareWrong", "it is for another kind of outcome");
  if (outcome.kind === "infeasible") return outcome;
  const guards = guardsOf(shape);
  const grid = 10n ** BigInt(guards.x);
  const unmask = (y: readonly bigint[], share: readonly bigint[]) => unmaskColumns(secrets, y, share, reader);
  const x = unmask(sent.y, other.y).map((value) => divideRounded(value, grid));
  requireSolutionFits(x);
  if (outcome.kind === "unbounded") {
    const ray = primitive(unmask(sent.ray, other.ray));
    requireFits(ray, { limit: VALUE_LIMIT, code: "RayTooLarge", what: "the direction of unboundedness" });
    return { kind: "unbounded", x, ray };
  }
  const duals = roundTo(outcome.duals, shape.round.decimals.multiplier + guards.dual);
  requireFits(duals, { limit: GRID_LIMIT, code: "MultiplierTooLarge", what: "a masked multiplier" });
  return { kind: "optimal", x, duals };
}

function outcomeOf(result: Result): EngineOutcome {
  if (result.kind === "unbounded") return result;
  return result.kind === "optimal"
    ? { kind: "optimal", x: result.x, multipliers: [] }
    : { kind: "infeasible", multipliers: [] };
}

/** The owner's side once it has the complete masked problem. */
async function solveAndPublish(
  secrets: OwnerSecrets,
  program: EqualityProgram,
  solve: SolveMasked,
): Promise<Side<EngineOutcome>> {
  const { shape } = secrets;
  const outcome = await solve(program);
  const point = pointOf(shape, outcome);
  return {
    send: [encodePoint(point)],
    receive: async (body) => {
      const result = resultOf(secrets, outcome, point, body);
      const holders = shape.holders.map(({ party }) => party);
      const receipts = { kind: result.kind, holders, known: EMPTY_RECEIPT };
      return awaitReceipts([encodeResult(result)], receipts, () => outcomeOf(result));
    },
  };
}

/** The owner's side of the whole protocol. */
export async function ownerSide({ mode, input, context }: Seat, solve: SolveMasked): Promise<Side<EngineOutcome>> {
  const { shape } = context;
  const { random } = input;
  const costs = input.rows.objective ?? [];
  const n = shape.variables;
  const representative = shape.representative.party;
  const key = drawKey(context, random.fork("key"));
  const encryptedCosts = await encryptCosts(context, key, costs, random.fork("encryption"));

  const multiplied = async (deal: OwnerDeal, body: Uint8Array): Promise<Side<EngineOutcome>> => {
    const reader = readBody(body, "encrypted constraints", representative);
    const otherKey = await readKey(reader, context);
    const blocks = blocksFor(otherKey, shape.rows, productWidths(shape));
    const constraints = await readCiphertexts(reader, otherKey, n, blocks);
    const rest = readResidues(reader, shape.rows, shape.slacks + 1, shape);
    const [ofSecond] = await readCiphertexts(reader, key.publicKey, 1, blocksFor(key.publicKey, n, costWidths(shape)));
    reader.end();
    const fromSecond = await blameAsync(reader, () => openCosts(context, key, ofSecond!));

    const first = firstShare(deal.shareSeed, n);
    context.meter.add(COSTS_PHASE, "multiplications", n * n);
    const maskedCosts = transposeTimes(first, costs, n).map((value, t) => value + fromSecond[t]!);
    const masks = drawMasks(shape, random.fork("masks"));
    const blinding = random.fork("re-randomisation");
    const product = await multiplyConstraints(context, otherKey, { encrypted: constraints, first, masks }, blinding);
    return {
      send: [otherKey.encodeCiphertexts(product.flat())],
      receive: async (opened) => {
        const openedReader = readBody(opened, "masked product", representative);
        const total = readResidues(openedReader, shape.rows, n, shape);
        openedReader.end();
        if (deal.mask !== null) context.meter.add(PRODUCT_PHASE, "multiplications", shareMultiplications(shape));
        const disguise = { masks: transpose(masks, shape.rows), first, mask: deal.mask };
        const matrix = unmaskProduct(shape, total, disguise);
        const { slacks, rhs } = unmaskRest(shape, rest, deal.mask);
        const program = {
          matrix: matrix.map((row, i) => [...row, ...slacks[i]!]),
          rhs,
          costs: [...maskedCosts, ...new Array<bigint>(shape.slacks).fill(0n)],
        };
        return solveAndPublish({ shape, first, costs, maskedCosts }, program, solve);
      },
    };
  };

  return {
    send: [concatBytes([encodeKey(key), key.publicKey.encodeCiphertexts(encryptedCosts)])],
    receive: async (body) => {
      const deal = readOwnerDeal(shape, mode === "masked", body);
      return { send: [], receive: (next) => multiplied(deal, next) };
    },
  };
}
