// The last posted exchange of a round with a sealed outcome: what each party saw of the last
// exchange that was not posted. Each digest must be signed by the party whose turn it is, and all
// parties must have seen the same; since every turn echoes the one before, they then saw the same
// of all.
import type { History, Post } from "../chain/history.ts";
import type { Checks } from "../report/check.ts";
import { counted, listed } from "../report/counted.ts";
import type { Envelope, SignedDigest } from "./envelope.ts";
import { settlementOf } from "./parts.ts";
import { type SignatureView, signedBy } from "./signed.ts";
import { echoBytes, readEcho, unpostedExchanges } from "./unposted.ts";

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
  const exchange = unpostedExchanges(params).at(-1);
  if (exchange === undefined || settlementOf(params) === null) return;
  const { parties, senders } = params;
  const echoes: (readonly Told[])[] = [];
  for (const { post, envelope } of posted) {
    if (post.exchange !== senders.length - 1) continue;
    const [body] = envelope.parts.map((part) => part.body);
    const echo =
      body?.length === echoBytes(parties.length) ? readEcho(body, key, { exchange, parties: parties.length }) : null;
    if (echo === null) {
      const text = `Party ${post.party} posted something other than the digests of ${counted(parties.length, "turn")}.`;
      checks.add("failed", "transcript", "EchoInvalid", text);
    } else echoes.push(echo.map((turn) => ({ by: post, turn })));
  }
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
