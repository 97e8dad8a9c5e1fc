/**
 * The holders of rows in `masked`: the dealer first, the representative last. engine.ts has the
 * flow, what each party learns and what is not protected.
 *
 *   every holder    splits its part of [BA′ BM′ Bb′]; the representative's need not be split
 *   dealer          draws Q; tells the owner RQ − T and Enc(CᵀQ), and everybody X* = QY*
 *   representative  adds up what it gets to X = BA′ − R; tells the owner X and XQ₂ + T
 */
import type { Matrix } from "../../../math/matrix.ts";
import { concatBytes, readBody } from "../../codec.ts";
import type { EngineOutcome } from "../../engine.ts";
import { chain, done, hear, type Side, saying } from "../../side.ts";
import { solutionOf } from "../answer.ts";
import { type Closing, checkSolution, type Draft, draftOf, holderClosing } from "../closing.ts";
import { drawPart, type HolderSecrets } from "../contribution.ts";
import { multiplyCosts, readCosts } from "../costs.ts";
import {
  type Duals,
  encodeReceipt,
  encodeSolution,
  readDuals,
  readPoint,
  readSolution,
  type Solution,
} from "../messages.ts";
import { drawLambda } from "../mixing.ts";
import { assertMonomial, drawMonomial, timesVector } from "../monomial.ts";
import { PRODUCT_PHASE } from "../phases.ts";
import { encodeResidues, splitColumns } from "../residues.ts";
import type { Seat } from "../seat.ts";
import { type ConsortiumShape, SEED_BYTES } from "../shape.ts";
import { COST_WIDTHS, encodeSum, readPart, readSeed } from "./messages.ts";
import { blindProduct, dealtBy, firstShare, maskProduct } from "./product.ts";
import { coefficientMask, hidePart, sumModulo } from "./shares.ts";

/** What a holder has drawn for itself. */
interface Own {
  readonly secrets: HolderSecrets;
  readonly part: Matrix;
}

function drawOwn({ input, context }: Seat): Own {
  const { shape, meter } = context;
  const { random, rows, party } = input;
  const holder = shape.holders.find((one) => one.party === party)!;
  const lambda = drawLambda(shape, random.fork("lambda"));
  return drawPart(shape, holder, lambda, { rows, random, meter });
}

/** A holder's own share of its part, and the seeds of the rest. */
function split({ input, context }: Seat, { part }: Own) {
  const seeds = {
    coefficients: input.random.fork("coefficient mask").bytes(SEED_BYTES),
    rest: input.random.fork("rest mask").bytes(SEED_BYTES),
  };
  return { ...seeds, share: encodeResidues(hidePart(context.shape, part, seeds), context.shape) };
}

/** The owner's kind and ŷ, with what follows for this holder. */
interface Heard {
  readonly verdict: Duals;
  readonly draft: Draft;
}

function hearVerdict(shape: ConsortiumShape, { secrets }: Own): Side<Heard> {
  return {
    send: [],
    receive: async (body) => {
      const reader = readBody(body, "kind and ŷ", shape.owner);
      const verdict = readDuals(shape, reader);
      return done([], { verdict, draft: draftOf(shape, secrets, verdict, reader) });
    },
  };
}

/** Sends `send`, then takes the others' receipts. */
function close(
  shape: ConsortiumShape,
  { secrets }: Own,
  { draft }: Heard,
  closing: Closing,
): Promise<Side<EngineOutcome>> {
  checkSolution(shape, secrets.rows, closing.solution);
  return holderClosing(shape, secrets, draft, closing);
}

/** The end of the protocol for every holder but the dealer, from the owner's ŷ on. */
function closingSide(shape: ConsortiumShape, own: Own): Promise<Side<EngineOutcome>> {
  return chain(hearVerdict(shape, own), async (heard) => {
    const { kind } = heard.verdict;
    return {
      send: [encodeReceipt(kind, heard.draft.receipt)],
      receive: async (body) => {
        const solution = readSolution(shape, kind, readBody(body, "solution X*", shape.dealer.party));
        return close(shape, own, heard, { solution, send: [] });
      },
    };
  });
}

/** X* = QY*, and Q times the ray. */
function unmask(shape: ConsortiumShape, q: Matrix, kind: Duals["kind"], body: Uint8Array): Solution {
  const reader = readBody(body, "solution of the masked problem", shape.owner);
  const point = readPoint(shape, reader);
  if (point.kind !== kind) throw reader.error("ResultWrong", `it is not of the kind of ŷ, ${kind}`);
  if ([...point.y, ...point.ray].some((value) => value < 0n))
    throw reader.error("ResultWrong", "a masked variable is negative");
  return solutionOf(shape, kind, timesVector(q, point.y), timesVector(q, point.ray));
}

async function dealerSide(seat: Seat, own: Own): Promise<Side<EngineOutcome>> {
  const { input, context } = seat;
  const { shape, meter } = context;
  const { random } = input;
  const q = drawMonomial(shape.variables, random.fork("Q"));
  assertMonomial(q);
  const seed = random.fork("product").bytes(SEED_BYTES);
  const dealt = dealtBy(shape, seed);
  const { share, coefficients, rest } = split(seat, own);
  const first = [share, rest, encodeResidues(firstShare(shape, q, dealt), shape), seed];

  const senders = shape.holders.slice(1, -1).map(({ party }) => party);
  const seeds = hear(senders, (body, sender) => readSeed(sender, body));
  return chain(saying(first, seeds), async (others) => ({
    send: [],
    receive: async (body) => {
      const costs = await readCosts(context, body);
      const mask = sumModulo(
        [coefficients, ...others].map((one) => coefficientMask(shape, one)),
        shape,
      );
      // Q has one entry in each column.
      meter.add(PRODUCT_PHASE, "multiplications", shape.rows * shape.variables);
      const factor = { factor: q, widths: COST_WIDTHS };
      const product = await multiplyCosts(context, costs, factor, random.fork("costs"));
      const message = concatBytes([
        encodeResidues(maskProduct(shape, mask, q, dealt), shape),
        costs.key.encodeCiphertexts(product),
      ]);
      return chain(saying([message], hearVerdict(shape, own)), async (heard) => ({
        send: [],
        receive: async (point) => {
          const { kind } = heard.verdict;
          const solution = unmask(shape, q, kind, point);
          const send = [encodeSolution(solution), encodeReceipt(kind, heard.draft.receipt)];
          return close(shape, own, heard, { solution, send });
        },
      }));
    },
  }));
}

function representativeSide({ context }: Seat, own: Own): Promise<Side<EngineOutcome>> {
  const { shape, meter } = context;
  const senders = shape.holders.slice(0, -1).map(({ party }) => party);
  const shares = hear(senders, (body, sender) => readPart(shape, sender, body));
  return chain(shares, async (parts) => ({
    send: [],
    receive: async (body) => {
      const dealt = dealtBy(shape, readSeed(shape.dealer.party, body));
      const total = sumModulo([own.part, ...parts], shape);
      meter.add(PRODUCT_PHASE, "multiplications", shape.rows * shape.variables ** 2);
      const blinded = blindProduct(shape, splitColumns(total, shape).variables, dealt);
      return saying([encodeSum({ total, blinded }, shape)], await closingSide(shape, own));
    },
  }));
}

/** The side of a party that holds rows. */
export async function holderSide(seat: Seat): Promise<Side<EngineOutcome>> {
  const { shape } = seat.context;
  const own = drawOwn(seat);
  if (own.secrets.holder === shape.dealer) return dealerSide(seat, own);
  if (own.secrets.holder === shape.representative) return representativeSide(seat, own);
  const { share, rest, coefficients } = split(seat, own);
  return saying([share, rest, coefficients], await closingSide(shape, own));
}
