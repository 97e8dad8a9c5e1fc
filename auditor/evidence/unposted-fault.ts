// What evidence of a turn that is not posted proves (docs/wire.md, "Exchanges that are not
// posted"). The chain has no digest of it, but two signatures of one party under one exchange need
// none: one is in what another party echoed, the other on the turn that the keeper has itself.
import { phrase } from "../words/english.ts";
import { type Claim, type Finding, isSameRound, provesNothing } from "./claim.ts";
import { type Envelope, readEnvelope, type SignedDigest } from "./envelope.ts";
import { type Signed, signedBy } from "./signed.ts";
import { FIRST_UNPOSTED, readEcho, unpostedExchanges } from "./unposted.ts";

/** A node shows all what a company dealt to it (docs/sealed-own-part.md, "Check"). */
const COMPLAINT = "ShareMismatch";

/**
 * `ownCopy` is the turn of the named party that the keeper has, as a file; null where it has none.
 */
export async function withUnposted(claim: Claim, envelope: Envelope, ownCopy: Uint8Array | null): Promise<Finding> {
  const { code, keeper, named } = claim;
  const { from, exchange } = envelope;
  if (!isOfProof(claim, envelope)) return provesNothing(claim, phrase("NoTurnOfRound"));
  const signed = await signedByParty(claim, from, envelope);
  if (signed !== "yes")
    return provesNothing(claim, signed === "no" ? phrase("EnvelopeUnsigned", { party: from }) : phrase("StateGone"));
  if (code === COMPLAINT && from !== named) return provesNothing(claim, phrase("ComplaintSigned", { party: from }));
  const echoed = await withEcho(claim, envelope, ownCopy === null ? null : readEnvelope(ownCopy));
  // A party's own echo shows as well as another's that it has signed two turns.
  if (from !== named || echoed[1] === "EquivocationProven") return echoed;
  return ["unknown", "MessageSigned", phrase("MessageSigned", { party: named, exchange, code, keeper })];
}

/** A turn with another one of the named party in its echo than the one at hand. */
async function withEcho(claim: Claim, envelope: Envelope, own: Envelope | null): Promise<Finding> {
  const { keeper, named, history } = claim;
  const { key, params } = history;
  const { from, parts } = envelope;
  const exchange = envelope.exchange - 1;
  const body = parts[0]?.body ?? null;
  const parties = params.parties.length;
  const echo = exchange < FIRST_UNPOSTED || body === null ? null : readEcho(body, key, { exchange, parties });
  const told = echo?.[named];
  if (told === undefined) return provesNothing(claim, phrase("NoEcho", { party: from }));
  if ((await signedByParty(claim, named, told)) !== "yes")
    return provesNothing(claim, phrase("EchoNotSigned", { by: from, party: named }));
  const isTurn = own !== null && isOfProof(claim, own) && own.exchange === exchange && own.from === named;
  if (!isTurn || (await signedByParty(claim, named, own)) !== "yes")
    return provesNothing(claim, phrase("NoTurnBeside", { party: named, exchange }));
  if (own.digest === told.digest) return provesNothing(claim, phrase("SameTurn", { a: from, b: keeper }));
  const seenBy = from === named ? phrase("OwnEcho") : phrase("ThisParty", { party: from });
  return ["passed", "EquivocationProven", phrase("TwoTurns", { party: named, exchange, echo: seenBy, keeper })];
}

/** Whether it is a turn of a proof among the parties of this round. */
export function isOfProof({ history }: Pick<Claim, "history">, { key, exchange, from }: Envelope): boolean {
  const { params } = history;
  return isSameRound(key, history.key) && from < params.parties.length && unpostedExchanges(params).includes(exchange);
}

/**
 * A contract is asked at the block in which the party posted in the last exchange, in which these
 * are; if it has not, at the head.
 */
export function signedByParty(
  { history, view }: Pick<Claim, "history" | "view">,
  party: number,
  signed: SignedDigest,
): Promise<Signed> {
  const { parties, senders } = history.params;
  const post = history.postOf({ exchange: senders.length - 1, from: party });
  return signedBy(signed, parties[party]!, post?.block.number ?? view.head.number, view);
}
