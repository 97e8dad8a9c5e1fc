/**
 * The holders of rows in `plain`, in the order of the ring: the dealer first, the representative
 * last. Algorithms 1 and 2 of Zhu et al., J. Guangdong Univ. of Technology; engine.ts says what
 * each party learns and what is not protected.
 *
 *   dealer          starts the ring; deals Q₁ to the owner and Q₂ to the representative
 *   the others      add their part to the ring
 *   representative  ends the ring with BA′; helps the owner to BA′Q, CᵀQ and X* = Q₁Y* + Q₂Y*
 */
import type { Matrix } from "../../../math/matrix.ts";
import { blameAsync, concatBytes, readBody } from "../../codec.ts";
import type { EngineOutcome } from "../../engine.ts";
import type { Side } from "../../side.ts";
import { checkSolution, draftOf, holderClosing } from "../closing.ts";
import type { HolderSecrets } from "../contribution.ts";
import { multiplyCosts, readCosts } from "../costs.ts";
import { encodePoint, encodeReceipt, type MaskedPoint, readPoint, readResult } from "../messages.ts";
import { drawLambda } from "../mixing.ts";
import { drawMonomial, timesVector } from "../monomial.ts";
import { blocksFor, drawKey, encodeKey, readCiphertexts } from "../paillier.ts";
import { PRODUCT_PHASE } from "../phases.ts";
import { balance, encodeResidues, splitColumns } from "../residues.ts";
import type { Seat } from "../seat.ts";
import { type ConsortiumShape, SEED_BYTES } from "../shape.ts";
import type { HolderShape } from "../sizes.ts";
import { encodeRing, encodeSecondShare, type RingMessage, readRing, readSecondShare } from "./messages.ts";
import {
  costShareWidths,
  encryptConstraints,
  openConstraints,
  productWidths,
  shareMultiplications,
} from "./product.ts";
import { addToRing, zeros } from "./ring.ts";
import { completeProduct, firstShare, secondShare } from "./shares.ts";

/** The holder's side from the owner's result on; `send` is what it sends before. */
function closingSide(shape: ConsortiumShape, secrets: HolderSecrets, send: readonly Uint8Array[]): Side<EngineOutcome> {
  return {
    send,
    receive: async (body) => {
      const reader = readBody(body, "result", shape.owner);
      const result = readResult(shape, reader);
      checkSolution(shape, secrets.rows, result);
      const draft = draftOf(shape, secrets, result, reader);
      const send = [encodeReceipt(result.kind, draft.receipt)];
      return holderClosing(shape, secrets, draft, { solution: result, send });
    },
  };
}

/** The dealer's side: it sends everything that comes before the result at once. */
function dealerSide({ input, context }: Seat): Side<EngineOutcome> {
  const { shape, meter } = context;
  const { random, rows } = input;
  const before = { lambda: drawLambda(shape, random.fork("lambda")), partial: zeros(shape) };
  const { secrets, after } = addToRing(shape, shape.dealer, before, { rows, random, meter });
  const seed = random.fork("share of Q").bytes(SEED_BYTES);
  const q = drawMonomial(shape.variables, random.fork("Q"));
  const share = secondShare(q, firstShare(seed, shape.variables));
  return closingSide(shape, secrets, [encodeRing(after, shape), seed, encodeSecondShare(share)]);
}

/** Takes the ring's message from the previous holder and adds this holder's part. */
function joinRing(
  { input, context }: Seat,
  holder: HolderShape,
  next: (secrets: HolderSecrets, after: RingMessage) => Side<EngineOutcome>,
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

/** Q₂Y*, and Q₂ times the ray. */
function shareOfPoint(share: Matrix, { kind, y, ray }: MaskedPoint): MaskedPoint {
  return { kind, y: timesVector(share, y), ray: timesVector(share, ray) };
}

/** What the representative has from the ring and from the dealer. */
interface RepresentativeSecrets {
  readonly secrets: HolderSecrets;
  readonly total: Matrix;
  /** Q₂. */
  readonly share: Matrix;
}

/** The representative's side once it has the ring's total and Q₂. */
function helpOwner({ input, context }: Seat, { secrets, total, share }: RepresentativeSecrets): Side<EngineOutcome> {
  const { random } = input;
  const { shape, meter } = context;
  const { owner } = shape;
  const { variables, rest } = splitColumns(total, shape);
  const x = balance(variables, shape);
  return {
    send: [],
    receive: async (body) => {
      const costs = await readCosts(context, body);
      const key = drawKey(context, random.fork("key"));
      const encrypted = await encryptConstraints(context, key, x, random.fork("encryption"));
      const factor = { factor: share, widths: costShareWidths(shape) };
      const product = await multiplyCosts(context, costs, factor, random.fork("costs"));
      const first = concatBytes([
        encodeKey(key),
        key.publicKey.encodeCiphertexts(encrypted.flat()),
        encodeResidues(rest, shape),
        costs.key.encodeCiphertexts(product),
      ]);
      return {
        send: [first],
        receive: async (masked) => {
          const reader = readBody(masked, "encrypted product", owner);
          const blocks = blocksFor(key.publicKey, shape.rows, productWidths(shape));
          const ciphertexts = await readCiphertexts(reader, key.publicKey, shape.variables, blocks);
          reader.end();
          const opened = await blameAsync(reader, () => openConstraints(context, key, ciphertexts));
          meter.add(PRODUCT_PHASE, "multiplications", shareMultiplications(shape));
          return {
            send: [encodeResidues(completeProduct(shape, opened, x, share), shape)],
            receive: async (solved) => {
              const point = readPoint(shape, readBody(solved, "solution of the masked problem", owner));
              return closingSide(shape, secrets, [encodePoint(shareOfPoint(share, point))]);
            },
          };
        },
      };
    },
  };
}

/** The side of a party that holds rows. */
export function holderSide(seat: Seat): Side<EngineOutcome> {
  const { shape } = seat.context;
  const holder = shape.holders.find(({ party }) => party === seat.input.party)!;
  if (holder === shape.dealer) return dealerSide(seat);
  return joinRing(seat, holder, (secrets, after) => {
    if (holder !== shape.representative) return closingSide(shape, secrets, [encodeRing(after, shape)]);
    return {
      send: [],
      receive: async (body) => helpOwner(seat, { secrets, total: after.partial, share: readSecondShare(shape, body) }),
    };
  });
}
