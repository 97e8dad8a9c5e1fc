// What a party saw in the exchange before, sent along with its next unposted turn: the digest that
// each party signed, with the signature. Nothing else binds unposted turns. A party that sends
// others another turn than us shows two signatures under one exchange, and is named; so is a party
// that claims a turn which nobody signed. The turn that is posted in the end has the echo of the
// last exchange, which binds all before it.
import type { Address } from "viem";
import { bytesToHex, concat, hexToBytes } from "viem/utils";
import type { BodyReader } from "../../engines/codec.ts";
import { ProtocolError, SealedError } from "../../errors.ts";
import { type Envelope, isSignedBy } from "../../round/envelope.ts";
import type { ExchangeId } from "../../round/exchange-id.ts";

/** A party's turn as another one saw it. */
export type SignedTurn = Pick<Envelope, "digest" | "signature">;

const DIGEST_BYTES = 32;
const SIGNATURE_BYTES = 65;

/** Length of an echo of the turns of `parties` parties. */
export function echoBytes(parties: number): number {
  return parties * (DIGEST_BYTES + SIGNATURE_BYTES);
}

/** The turns of all parties, in their order. */
export function encodeEcho(turns: readonly SignedTurn[]): Uint8Array {
  return hexToBytes(concat(turns.flatMap(({ digest, signature }) => [digest, signature])));
}

export function readEcho(reader: BodyReader, parties: number): SignedTurn[] {
  return Array.from({ length: parties }, () => ({
    digest: bytesToHex(reader.bytes(DIGEST_BYTES)),
    signature: bytesToHex(reader.bytes(SIGNATURE_BYTES)),
  }));
}

/** The exchange that echoes are about, and who sent in it. */
export interface EchoedExchange {
  readonly id: ExchangeId;
  readonly accounts: readonly Address[];
  /** This party. */
  readonly party: number;
  /** What it has itself. */
  readonly own: readonly SignedTurn[];
}

/**
 * Compares what party `from` saw with what this party saw. Only keys prove who signed: what a
 * contract says of a signature may change, so that nobody is named where an account is one.
 * @throws ProtocolError Equivocation, naming the party whose key signed two turns, if any; or
 *   EchoInvalid, naming `from`, whose other turn that key did not sign. SealedError
 *   JournalRestored when it is this party's key that signed two.
 */
export async function checkEcho(
  told: readonly SignedTurn[],
  from: number,
  { id, accounts, party: self, own }: EchoedExchange,
): Promise<void> {
  for (const [party, turn] of told.entries()) {
    if (turn.digest === own[party]!.digest) continue;
    const isSigned = ({ digest, signature }: SignedTurn) =>
      isSignedBy({ ...id, from: party, parts: [], digest, signature }, accounts[party]!, async () => false);
    const what = `party ${party} sent party ${from} another turn of the proof than us`;
    if (!(await isSigned(own[party]!)))
      throw new ProtocolError(
        "Equivocation",
        `${what}, or party ${from} claims so: a contract signs for it, which proves nothing afterwards`,
      );
    const isTwice = await isSigned(turn);
    if (isTwice && party === self)
      throw new SealedError(
        "JournalRestored",
        `party ${from} has another turn of the proof from us, signed with our key: a second client runs with it, or the journal ` +
          "is older than what was sent. This home cannot prove this round any more: open a new one",
      );
    if (isTwice) throw new ProtocolError("Equivocation", `${what}, both signed: do not work with it again`, party);
    throw new ProtocolError(
      "EchoInvalid",
      `party ${from} claims a turn of party ${party} that party ${party} did not sign`,
      from,
    );
  }
}
