/**
 * The owner of the objective in `masked`: obtains BA′Q, BM′, Bb′ and CᵀQ, solves
 *   (7)  min (CᵀQ)Y,  BA′QY + BM′X_s = Bb′,  Y, X_s ≥ 0
 * exactly, tells everybody ŷ and the dealer Y*, and checks the dealer's X*. engine.ts says what
 * each party learns and what is not protected.
 *
 * X* is on the round's grid, so CᵀX* may differ from (CᵀQ)Y* by what rounding explains. That X* is
 * the optimum of everyone's rows is shown by the certificate, not by this protocol.
 */
import { dot, magnitude, sum } from "../../../math/field.ts";
import type { Matrix } from "../../../math/matrix.ts";
import { type BodyReader, readBody } from "../../codec.ts";
import type { EngineOutcome } from "../../engine.ts";
import { chain, hear, type Side, saying } from "../../side.ts";
import { maskedDuals, maskedPoint, maskedProgram, type SolveMasked } from "../answer.ts";
import { ownerClosing } from "../closing.ts";
import { encodeCosts, encryptCosts, openCosts } from "../costs.ts";
import { guardsOf } from "../grids.ts";
import { encodeDuals, encodePoint, type MaskedPoint, readSolution, type Solution } from "../messages.ts";
import { drawKey } from "../paillier.ts";
import { PRODUCT_PHASE } from "../phases.ts";
import { balance, splitColumns } from "../residues.ts";
import type { Seat } from "../seat.ts";
import type { ConsortiumShape } from "../shape.ts";
import { COST_WIDTHS, readFirstShare, readMaskProduct, readSeed, readSum, type Sum } from "./messages.ts";
import { openProduct } from "./product.ts";
import { restMask, sumModulo } from "./shares.ts";

/** C, and CᵀQ. */
interface Costs {
  readonly costs: readonly bigint[];
  readonly masked: readonly bigint[];
}

/** Throws ProtocolError `ResultWrong` unless X* can be QY*, as far as their costs tell. */
function checkUnmasked(
  shape: ConsortiumShape,
  { costs, masked }: Costs,
  { y, ray }: MaskedPoint,
  { solution, reader }: { readonly solution: Solution; readonly reader: BodyReader },
): void {
  if (solution.kind === "infeasible") return;
  const grid = 10n ** BigInt(guardsOf(shape).x);
  const difference = grid * dot(costs, solution.x) - dot(masked, y);
  const wrong = () =>
    reader.error("ResultWrong", "X* does not cost what the masked solution costs: it is not Q times it");
  if (2n * magnitude(difference) > grid * sum(costs.map(magnitude))) throw wrong();
  if (solution.kind === "optimal") return;
  // The ray in smallest integers is a fraction of Q times the masked one.
  const along = dot(costs, solution.ray);
  if (along >= 0n || dot(masked, ray) % along !== 0n) throw wrong();
}

/** What the owner has before the messages of exchange 1. */
interface Dealt {
  /** Seeds of the S_i. */
  readonly seeds: readonly Uint8Array[];
  /** Q₁. */
  readonly first: Matrix;
}

/** BA′Q, BM′ and Bb′. */
function openRows({ context }: Seat, { seeds, first }: Dealt, { total, blinded }: Sum, unblinding: Matrix) {
  const { shape, meter } = context;
  const { variables: x, rest } = splitColumns(total, shape);
  meter.add(PRODUCT_PHASE, "multiplications", shape.rows * shape.variables ** 2);
  const mask = sumModulo(
    seeds.map((seed) => restMask(shape, seed)),
    shape,
  );
  // [BM′ Bb′] = (Σ P_i − S) + S.
  return {
    matrix: openProduct(shape, { first, x, blinded, unblinding }),
    rest: balance(sumModulo([rest, mask], shape), shape),
  };
}

/** The owner's side of the whole protocol. */
export async function ownerSide(seat: Seat, solve: SolveMasked): Promise<Side<EngineOutcome>> {
  const { input, context } = seat;
  const { shape } = context;
  const { random } = input;
  const { dealer } = shape;
  const costs = input.rows.objective ?? [];
  const key = drawKey(context, random.fork("key"));
  const encrypted = await encryptCosts(context, key, costs, random.fork("encryption"));

  const solved = async (dealt: Dealt, parts: Sum, body: Uint8Array): Promise<Side<EngineOutcome>> => {
    const reader = readBody(body, "RQ − T, encrypted CᵀQ", dealer.party);
    const unblinding = readMaskProduct(shape, reader);
    const masked = await openCosts(context, key, reader, COST_WIDTHS);
    const outcome = await solve(maskedProgram(shape, { ...openRows(seat, dealt, parts, unblinding), costs: masked }));
    const point = maskedPoint(shape, outcome);
    return {
      send: [encodeDuals(maskedDuals(shape, outcome)), encodePoint(point)],
      receive: async (last) => {
        const told = readBody(last, "solution X*", dealer.party);
        const solution = readSolution(shape, outcome.kind, told);
        checkUnmasked(shape, { costs, masked }, point, { solution, reader: told });
        return ownerClosing(shape, { solution, send: [] });
      },
    };
  };

  const holders = shape.holders.slice(0, -1).map(({ party }) => party);
  const seeds = hear(holders, (body, sender) => readSeed(sender, body));
  return chain(saying([encodeCosts(key, encrypted)], seeds), async (heard) => ({
    send: [],
    receive: async (share) => {
      const dealt = { seeds: heard, first: readFirstShare(shape, share) };
      return {
        send: [],
        receive: async (body) => {
          const parts = readSum(shape, body);
          return { send: [], receive: (next) => solved(dealt, parts, next) };
        },
      };
    },
  }));
}
