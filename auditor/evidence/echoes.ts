// The last posted exchange of a round with a sealed outcome: what each party saw of the last
// exchange that was not posted. Each digest must be signed by the party whose turn it is, and all
// parties must have seen the same; since every turn echoes the one before, they then saw the same
// of all.
import type { History, Post } from "../chain/history.ts";
import type { Params } from "../chain/params.ts";
import { isSealed } from "../chain/sealed-params.ts";
import type { Checks } from "../report/check.ts";
import { counted, listed } from "../report/counted.ts";
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
      const text = `Party ${post.party} posted something other than the digests of ${counted(parties.length, "turn")}.`;
      checks.add("failed", "transcript", "EchoInvalid", text);
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
    checks.add(
      "passed",
      "transcript",
      "EchoesAgree",
      `${counted(echoes.length, "party", "parties")} posted that they saw the same turns of all parties in exchange ${exchange}, the last that is not posted, each signed by its party's account.`,
    );
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
      checks.add(
        "failed",
        "transcript",
        "EchoInvalid",
        `Party ${by.party} posted that it saw a turn of party ${party} which party ${party}'s account did not sign.`,
      );
    else if (signed === "unknown")
      checks.add(
        "unknown",
        "transcript",
        "SignatureUnknown",
        `Whether party ${party} signed the turn that party ${by.party} saw cannot be checked: the node no longer has the state of block ${by.block.number}.`,
      );
  }
  if (seen.size < 2) return isSigned;
  const shown = [...seen.values()].map((to) => listed("party", to, "parties")).join(", another to ");
  checks.add(
    "failed",
    "transcript",
    "EchoesDiffer",
    `Party ${party} signed ${counted(seen.size, "different turn")} of one exchange that is not posted: it showed one to ${shown}.`,
  );
  return false;
}
