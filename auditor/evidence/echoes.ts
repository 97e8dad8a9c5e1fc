// The last posted exchange of a round with a sealed outcome: what each party saw of the last
// exchange that was not posted. Each digest must be signed by the party whose turn it is, and all
// parties must have seen the same; since every turn echoes the one before, they then saw the same
// of all.
import type { History, Post } from "../chain/history.ts";
import type { Params } from "../chain/params.ts";
import { isSealed } from "../chain/sealed-params.ts";
import type { Checks } from "../report/check.ts";
import { phrase } from "../words/english.ts";
import type { Envelope, SignedDigest } from "./envelope.ts";
import { settlementOf } from "./parts.ts";
import { type SignatureView, signedBy } from "./signed.ts";
import { echoBytes, lastUnposted, readEcho } from "./unposted.ts";

/** A posted envelope that matches its digest on chain. */
export interface PostedEnvelope {
  readonly post: Post;
  readonly envelope: Envelope;
}

/** What one party says that it saw of another's turn. */
interface Told {
  readonly by: Post;
  readonly turn: SignedDigest;
}

/** Checks the echoes in the last posted exchange; says nothing where the outcome is public. */
export async function checkEchoes(
  posted: readonly PostedEnvelope[],
  { key, params }: History,
  view: SignatureView,
  checks: Checks,
): Promise<void> {
  if (!isSealed(params) || settlementOf(params) === null) return;
  const { parties, senders } = params;
  const bodies: Echo[] = [];
  for (const { post, envelope } of posted) {
    if (post.exchange !== senders.length - 1) continue;
    const [body] = envelope.parts.map((part) => part.body);
    if (body?.length !== echoBytes(parties.length)) {
      const odd = phrase("EchoOdd", { party: post.party, turns: parties.length });
      checks.add("failed", "transcript", "EchoInvalid", odd);
    } else bodies.push({ by: post, told: (exchange) => readEcho(body, key, { exchange, parties: parties.length })! });
  }
  const exchange = await echoedExchange(bodies, params, view);
  const echoes = bodies.map(({ by, told }) => told(exchange).map((turn): Told => ({ by, turn })));
  const agree = await Promise.all(
    parties.map((account, party) =>
      compare(
        echoes.map((echo) => echo[party]!),
        { account, party, view },
        checks,
      ),
    ),
  );
  if (echoes.length > 1 && agree.every((all) => all))
    checks.add("passed", "transcript", "EchoesAgree", phrase("EchoesAgree", { echoes: echoes.length, exchange }));
}

/** A posted echo, read as one of an exchange. */
interface Echo {
  readonly by: Post;
  readonly told: (exchange: number) => readonly SignedDigest[];
}

/**
 * The exchange that is echoed: of those that it may be, the one for which most parties signed the
 * turn that they echo of themselves.
 */
async function echoedExchange(echoes: readonly Echo[], params: Params, view: SignatureView): Promise<number> {
  const signs = async ({ by, told }: Echo, exchange: number) =>
    (await signedBy(told(exchange)[by.party]!, params.parties[by.party]!, by.block.number, view)) === "yes";
  const counts = await Promise.all(
    lastUnposted(params).map(async (exchange) => {
      const signed = await Promise.all(echoes.map((echo) => signs(echo, exchange)));
      return { exchange, count: signed.filter((own) => own).length };
    }),
  );
  return counts.reduce((most, other) => (other.count > most.count ? other : most)).exchange;
}

/** Whether what others saw of a party's turn is one turn that it signed. */
async function compare(
  told: readonly Told[],
  { account, party, view }: { readonly account: string; readonly party: number; readonly view: SignatureView },
  checks: Checks,
): Promise<boolean> {
  const seen = new Map<string, number[]>();
  let isSigned = true;
  for (const { by, turn } of told) {
    const signed = await signedBy(turn, account, by.block.number, view);
    if (signed === "yes") seen.set(turn.digest, [...(seen.get(turn.digest) ?? []), by.party]);
    else isSigned = false;
    if (signed === "no")
      checks.add("failed", "transcript", "EchoInvalid", phrase("EchoUnsigned", { by: by.party, party }));
    else if (signed === "unknown")
      checks.add(
        "unknown",
        "transcript",
        "SignatureUnknown",
        phrase("EchoUnknown", { party, by: by.party, block: by.block.number }),
      );
  }
  if (seen.size < 2) return isSigned;
  const shown = [...seen.values()].map((to) => phrase("TheParties", { parties: to }));
  checks.add("failed", "transcript", "EchoesDiffer", phrase("EchoesDiffer", { party, turns: seen.size, shown }));
  return false;
}
