// A round's terms between clients: asked for like a message of the round, under an exchange
// that no schedule has (docs/wire.md). They are not signed: their digest is on chain.
import type { Address } from "viem";
import { ProtocolError } from "../../errors.ts";
import { roundParams } from "../../round/agreement.ts";
import { paramsDigest, type RoundParams } from "../../round/params.ts";
import { decodeTerms, type Terms, termsDigest } from "../../round/terms.ts";
import { agreedRound } from "../agreed-round.ts";

/** No schedule has so many exchanges; the next is that of offers (client/links/offer.ts). */
export const TERMS_EXCHANGE = 0xffff_fffe;

/** Terms that are served, and to whom. */
export interface SharedTerms {
  /** Of the round's parties. */
  readonly accounts: readonly Address[];
  /** As `encodeTerms` gives them. */
  readonly terms: Uint8Array;
}

/** Longest terms that are fetched; longer ones go by file. */
const LARGEST = 16 * 1024 * 1024;
/** Of a party without its variables, and of one variable: a name of 255 escaped characters. */
const PARTY_BYTES = 4096;
const VARIABLE_BYTES = 1700;

/** Bytes that the terms of a round with these parameters may have. */
export function largestTerms({ parties, columns }: Pick<RoundParams, "parties" | "columns">): number {
  return Math.min(LARGEST, (parties.length + 1) * (PARTY_BYTES + columns * VARIABLE_BYTES));
}

/** Throws ProtocolError "TermsDiffer" unless the chain has the digest of these bytes. */
export function checkTermsDigest(bytes: Uint8Array, { terms: digest }: Pick<RoundParams, "terms">): void {
  if (termsDigest(bytes) === digest) return;
  throw new ProtocolError("TermsDiffer", "these are not the terms whose digest is on chain");
}

/**
 * Terms whose digest is on chain. Throws ProtocolError "RoundDiffers" when the other parameters on
 * chain do not follow from them, and what decodeTerms and agreedRound find wrong.
 */
export function readTerms(bytes: Uint8Array, params: RoundParams): Terms {
  const terms = decodeTerms(bytes);
  const { agreement } = agreedRound(terms);
  if (paramsDigest(roundParams(agreement)) === paramsDigest(params)) return terms;
  throw new ProtocolError(
    "RoundDiffers",
    "the round was opened on other conditions than its terms say: do not join it, and ask whoever opened it",
  );
}
