/**
 * The owner of the objective in `plain`, P1 of Algorithm 2: obtains BA′Q, BM′, Bb′ and CᵀQ, solves
 *   (7)  min (CᵀQ)Y,  BA′QY + BM′X_s = Bb′,  Y, X_s ≥ 0
 * exactly, and publishes X* = Q₁Y* + Q₂Y* and ŷ. engine.ts says what each party learns, what is not
 * protected, and names the paper.
 *
 * The owner checks that X* belongs to Y*: CᵀX* = (CᵀQ)Y* over the integers, before rounding. That
 * X* is the optimum of everyone's rows is shown by the certificate, not by this protocol.
 */
import type { ExactOutcome } from "../../../lp/exact/outcome.ts";
import type { EqualityProgram } from "../../../lp/exact/standard.ts";
import { dot } from "../../../math/field.ts";
import { type Matrix, transpose, transposeTimes } from "../../../math/matrix.ts";
import { type BodyReader, readBody } from "../../codec.ts";
import type { EngineOutcome } from "../../engine.ts";
import type { Side } from "../../side.ts";
import { maskedDuals, maskedPoint, maskedProgram, type SolveMasked, solutionOf } from "../answer.ts";
import { ownerClosing } from "../closing.ts";
import { encodeCosts, encryptCosts, openCosts } from "../costs.ts";
import { encodePoint, encodeResult, type MaskedPoint, type Result, readPoint } from "../messages.ts";
import { timesVector } from "../monomial.ts";
import { blocksFor, drawKey, readCiphertexts, readKey } from "../paillier.ts";
import { COSTS_PHASE } from "../phases.ts";
import { balance, readResidues } from "../residues.ts";
import type { Seat } from "../seat.ts";
import type { ConsortiumShape } from "../shape.ts";
import { readFirstShare } from "./messages.ts";
import { costShareWidths, drawMasks, multiplyConstraints, productWidths } from "./product.ts";
import { firstShare, unmaskProduct } from "./shares.ts";

/** The owner's secrets for unmasking. */
interface OwnerSecrets {
  readonly shape: ConsortiumShape;
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
  const x = timesVector(first, y).map((value, j) => value + other[j]!);
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
  const { kind } = outcome;
  if (other.kind !== kind) throw reader.error("ShareWrong", "it is for another kind of outcome");
  const unmask = (y: readonly bigint[], share: readonly bigint[]) =>
    y.length === 0 ? [] : unmaskColumns(secrets, y, share, reader);
  const solution = solutionOf(shape, kind, unmask(sent.y, other.y), unmask(sent.ray, other.ray));
  // Both are of the outcome's kind.
  return { ...solution, ...maskedDuals(shape, outcome) } as Result;
}

/** The owner's side once it has the complete masked problem. */
async function solveAndPublish(
  secrets: OwnerSecrets,
  program: EqualityProgram,
  solve: SolveMasked,
): Promise<Side<EngineOutcome>> {
  const { shape } = secrets;
  const outcome = await solve(program);
  const point = maskedPoint(shape, outcome);
  return {
    send: [encodePoint(point)],
    receive: async (body) => {
      const result = resultOf(secrets, outcome, point, body);
      return ownerClosing(shape, { solution: result, send: [encodeResult(result)] });
    },
  };
}

/** The owner's side of the whole protocol. */
export async function ownerSide({ input, context }: Seat, solve: SolveMasked): Promise<Side<EngineOutcome>> {
  const { shape, meter } = context;
  const { random } = input;
  const costs = input.rows.objective ?? [];
  const n = shape.variables;
  const representative = shape.representative.party;
  const key = drawKey(context, random.fork("key"));
  const encryptedCosts = await encryptCosts(context, key, costs, random.fork("encryption"));

  const multiplied = async (seed: Uint8Array, body: Uint8Array): Promise<Side<EngineOutcome>> => {
    const reader = readBody(body, "encrypted constraints", representative);
    const otherKey = await readKey(reader, context);
    const blocks = blocksFor(otherKey, shape.rows, productWidths(shape));
    const constraints = await readCiphertexts(reader, otherKey, n, blocks);
    const rest = balance(readResidues(reader, shape.rows, shape.slacks + 1, shape), shape);
    const fromSecond = await openCosts(context, key, reader, costShareWidths(shape));

    const first = firstShare(seed, n);
    meter.add(COSTS_PHASE, "multiplications", n * n);
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
        const program = maskedProgram(shape, {
          matrix: unmaskProduct(shape, total, transpose(masks, shape.rows)),
          rest,
          costs: maskedCosts,
        });
        return solveAndPublish({ shape, first, costs, maskedCosts }, program, solve);
      },
    };
  };

  return {
    send: [encodeCosts(key, encryptedCosts)],
    receive: async (body) => {
      const seed = readFirstShare(shape, body);
      return { send: [], receive: (next) => multiplied(seed, next) };
    },
  };
}
