// What the auditor knows of the messages of a turn. The chain says who sends in which exchange, and
// the specification what the settlement sends; what the engine sends to whom, neither says.
import type { Turn } from "../certificate/digests.ts";
import type { Params } from "../chain/params.ts";
import { isSealed } from "../chain/sealed-params.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import type { Envelope } from "./envelope.ts";
import { unpostedExchanges } from "./unposted.ts";

/**
 * All turns of a round, by exchange and then by party, those that are not posted at the end: a
 * client counts its steps in this order.
 */
export function turnsOf(params: Params): Turn[] {
  const posted = params.senders.map((own, exchange) => ({ own, exchange }));
  const unposted = unpostedExchanges(params).map((exchange) => ({ own: [...params.parties.keys()], exchange }));
  return [...posted, ...unposted].flatMap(({ own, exchange }) => own.map((from) => ({ exchange, from })));
}

/** What a party's client calls the file of a turn. */
export function turnFile({ exchange, from }: Turn): string {
  return `${String(exchange).padStart(2, "0")}-${String(from).padStart(3, "0")}.bin`;
}

/** What the specification says of the last exchanges of a round. */
export interface Settlement {
  /** Posted exchanges of the engine, before those of the settlement. */
  readonly first: number;
  /**
   * Per party, the exchange of its share of the outcome; its proof is in a later one. Null where
   * the outcome is sealed: the one posted exchange then has digests of what was not posted.
   */
  readonly shares: readonly number[] | null;
}

/**
 * The settlement's exchanges, which are the last ones; null where the schedule has none that the
 * specification knows. Between two parties, the objective's owner sends its share first.
 */
export function settlementOf(params: Params): Settlement | null {
  const { parties, senders, objectiveOwner: owner } = params;
  const all = [...parties.keys()];
  const isHidden = isSealed(params);
  const shares = isHidden ? [] : parties.length === 2 ? [[owner], [1 - owner]] : [all];
  const last = [...shares, all];
  const first = senders.length - last.length;
  const isAsSpecified = last.every((own, i) => String(senders[first + i]) === String(own));
  // The keys are in exchange 0, along with messages of the engine.
  if (first < 1 || !isAsSpecified || senders[0]!.length < all.length) return null;
  if (isHidden) return { first, shares: null };
  return { first, shares: all.map((party) => first + shares.findIndex((own) => own.includes(party))) };
}

/**
 * Whether the turn has what a party saw of the exchanges that are not posted. Everybody may fetch
 * it, and nobody needs it to settle.
 */
export function isEcho({ exchange }: Turn, params: Params): boolean {
  return isSealed(params) && exchange === settlementOf(params)?.first;
}

/** Whether `own` sent the turn or must have received something in it. */
export function concerns({ exchange, from }: Turn, own: number, params: Params): boolean {
  if (from === own) return true;
  if (isEcho({ exchange, from }, params)) return false;
  if (params.parties.length === 2) return true;
  const settlement = settlementOf(params);
  return settlement !== null && (exchange === 0 || exchange >= settlement.first);
}

/**
 * What is wrong with the parts of an envelope of a transcript: their number, or that one is
 * withheld which was for everybody. Null where nothing is, as far as is known.
 */
export function partsFault(
  { exchange, parts }: Envelope,
  params: Params,
): readonly [code: string, said: Phrase] | null {
  const settlement = settlementOf(params);
  const isSettlement = settlement !== null && exchange >= settlement.first;
  if (parts.length === 0) return ["PartsMismatch", phrase("message/Empty")];
  if (isSettlement && parts.length > 1) return ["PartsMismatch", phrase("message/Several", { count: parts.length })];
  // The last message of exchange 0 is a key, and the settlement's only one is for everybody, too.
  const isForAll = settlement !== null && (exchange === 0 || isSettlement);
  if (isForAll && parts.at(-1)!.body === null) return ["MessageWithheld", phrase("message/Withheld")];
  return null;
}

/** Whether an envelope lacks a message that its keeper should have received, as far as is known. */
export function lacksMessage(envelope: Envelope, params: Params): boolean {
  const fault = partsFault(envelope, params);
  if (fault !== null) return fault[0] === "MessageWithheld";
  const withheld = envelope.parts.filter(({ body }) => body === null);
  return withheld.length > (params.parties.length === 2 ? 0 : envelope.parts.length - 1);
}
