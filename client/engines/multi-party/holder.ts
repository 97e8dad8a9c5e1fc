/**
 * The holders of rows, in the order of the ring: the dealer first, the representative last.
 * Algorithms 1 and 2 of Zhu et al., J. Guangdong Univ. of Technology; engine.ts has the flow, what
 * each party learns and what is not protected.
 *
 *   dealer          starts the ring; deals Q₁ to the owner and Q₂ to the representative; knows Q, never a sum of the ring
 *   the others      add their part to the ring
 *   representative  ends the ring with X = BA′ + R₀; helps the owner to BA′Q, CᵀQ and X* = Q₁Y* + Q₂Y*
 */
import { type Matrix, multiply } from "../../math/matrix.ts";
import { concatBytes, readBody } from "../codec.ts";
import type { EngineOutcome } from "../engine.ts";
import type { Side } from "../side.ts";
import { closingSide } from "./closing.ts";
import {
  encodeOwnerDeal,
  encodePoint,
  encodeRepresentativeDeal,
  encodeResidues,
  encodeRing,
  type MaskedPoint,
  type RepresentativeDeal,
  readPoint,
  readRepresentativeDeal,
  readRing,
} from "./messages.ts";
import { drawLambda } from "./mixing.ts";
import { drawMonomial, firstShare, SEED_BYTES, secondShare } from "./monomial.ts";
import {
  blameAsync,
  blocksFor,
  drawKey,
  encodeKey,
  encryptConstraints,
  multiplyCosts,
  openConstraints,
  PRODUCT_PHASE,
  productWidths,
  readCiphertexts,
  readKey,
} from "./product.ts";
import { addToRing, type HolderSecrets, ringMask } from "./ring.ts";
import type { Seat } from "./seat.ts";
import type { HolderShape, RingShape } from "./shape.ts";
import { completeProduct, maskProduct, openTotal, shareMultiplications } from "./shares.ts";

function zeros(shape: RingShape): bigint[][] {
  return Array.from({ length: shape.rows }, () => new Array<bigint>(shape.width).fill(0n));
}

/** The dealer's side: it sends everything that comes before the result at once. */
function dealerSide({ mode, input, context }: Seat): Side<EngineOutcome> {
  const { shape, meter } = context;
  const { random, rows } = input;
  const maskSeed = mode === "masked" ? random.fork("ring mask").bytes(SEED_BYTES) : null;
  const blindSeed = mode === "masked" ? random.fork("product blind").bytes(SEED_BYTES) : null;
  const lambda = drawLambda(shape, random.fork("lambda"));
  const before = { lambda, partial: maskSeed === null ? zeros(shape) : ringMask(shape, maskSeed) };
  const { secrets, after } = addToRing(shape, shape.dealer, before, { rows, random, meter });

  const shareSeed = random.fork("share of Q").bytes(SEED_BYTES);
  const q = drawMonomial(shape.variables, random.fork("Q"));
  const share = secondShare(q, firstShare(shareSeed, shape.variables));
  if (maskSeed !== null) meter.add(PRODUCT_PHASE, "multiplications", shareMultiplications(shape));
  const mask =
    maskSeed === null || blindSeed === null
      ? null
      : { seed: maskSeed, product: maskProduct(shape, maskSeed, share, blindSeed) };
  return closingSide(shape, secrets, [
    encodeRing(after, shape),
    encodeOwnerDeal({ shareSeed, mask }, shape),
    encodeRepresentativeDeal({ share, blindSeed }),
  ]);
}

/** Takes the ring's message from the previous holder and adds this holder's part. */
function joinRing(
  { input, context }: Seat,
  holder: HolderShape,
  next: (secrets: HolderSecrets, after: ReturnType<typeof addToRing>["after"]) => Side<EngineOutcome>,
): Side<EngineOutcome> {
  const { shape, meter } = context;
  const { rows, random } = input;
  const before = shape.holders[shape.holders.indexOf(holder) - 1]!.party;
  return {
    send: [],
    receive: async (body) => {
      const message = readRing(shape, before, body);
      const { secrets, after } = addToRing(shape, holder, message, { rows, random, meter });
      return next(secrets, after);
    },
  };
}

function times(share: Matrix, vector: readonly bigint[]): bigint[] {
  if (vector.length === 0) return [];
  return multiply(
    share,
    vector.map((value) => [value]),
    1,
  ).map((row) => row[0]!);
}

/** Q₂Y*, and Q₂ times the ray. */
function shareOfPoint(share: Matrix, { kind, y, ray }: MaskedPoint): MaskedPoint {
  return { kind, y: times(share, y), ray: times(share, ray) };
}

/** What the representative has from the ring and from the dealer. */
interface RepresentativeSecrets {
  readonly secrets: HolderSecrets;
  readonly total: Matrix;
  readonly deal: RepresentativeDeal;
}

/** The representative's side once it has the ring's total and Q₂. */
function helpOwner({ input, context }: Seat, { secrets, total, deal }: RepresentativeSecrets): Side<EngineOutcome> {
  const { random } = input;
  const { shape } = context;
  const { owner } = shape;
  const { x, rest } = openTotal(shape, total);
  return {
    send: [],
    receive: async (body) => {
      const reader = readBody(body, "encrypted costs", owner);
      const ownerKey = await readKey(reader, context);
      const costs = await readCiphertexts(reader, ownerKey, 1, shape.variables);
      reader.end();
      const key = drawKey(context, random.fork("key"));
      const encrypted = await encryptConstraints(context, key, x, random.fork("encryption"));
      const factors = { encrypted: costs[0]!, second: deal.share };
      const product = await multiplyCosts(context, ownerKey, factors, random.fork("costs"));
      const first = concatBytes([
        encodeKey(key),
        key.publicKey.encodeCiphertexts(encrypted.flat()),
        encodeResidues(rest, shape),
        ownerKey.encodeCiphertexts(product),
      ]);
      return {
        send: [first],
        receive: async (masked) => {
          const maskedReader = readBody(masked, "encrypted product", owner);
          const blocks = blocksFor(key.publicKey, shape.rows, productWidths(shape));
          const ciphertexts = await readCiphertexts(maskedReader, key.publicKey, shape.variables, blocks);
          maskedReader.end();
          const opened = await blameAsync(maskedReader, () => openConstraints(context, key, ciphertexts));
          context.meter.add(PRODUCT_PHASE, "multiplications", shareMultiplications(shape));
          const completed = completeProduct(shape, opened, x, deal);
          return {
            send: [encodeResidues(completed, shape)],
            receive: async (solved) => {
              const point = readPoint(shape, readBody(solved, "solution of the masked problem", owner));
              return closingSide(shape, secrets, [encodePoint(shareOfPoint(deal.share, point))]);
            },
          };
        },
      };
    },
  };
}

/** The side of a party that holds rows. */
export function holderSide(seat: Seat): Side<EngineOutcome> {
  const { mode, input, context } = seat;
  const { shape } = context;
  const holder = shape.holders.find(({ party }) => party === input.party)!;
  if (holder === shape.dealer) return dealerSide(seat);
  return joinRing(seat, holder, (secrets, after) => {
    if (holder !== shape.representative) return closingSide(shape, secrets, [encodeRing(after, shape)]);
    return {
      send: [],
      receive: async (body) => {
        const deal = readRepresentativeDeal(shape, mode === "masked", body);
        return helpOwner(seat, { secrets, total: after.partial, deal });
      },
    };
  });
}
