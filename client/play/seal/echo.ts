// What a party saw in the exchange before, sent along with its next unposted turn: the digest that
// each party signed, with the signature. Nothing else binds unposted turns. A party that sends
// others another turn than us shows two signatures under one exchange, and is named; so is a party
// that claims a turn which nobody signed. The turn that is posted in the end has the echo of the
// last exchange, which binds all before it.
import type { Address } from "viem";
import { bytesToHex, concat, hexToBytes } from "viem/utils";
import type { BodyReader } from "../../engines/codec.ts";
import { ProtocolError } from "../../errors.ts";
import { type ContractSignatures, type Envelope, isSignedBy } from "../../round/envelope.ts";
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
  readonly contracts: ContractSignatures;
  /** What this party has itself. */
  readonly own: readonly SignedTurn[];
}

/**
 * Compares what party `from` saw with what this party saw.
 * @throws ProtocolError Equivocation, naming the party that signed two turns; EchoInvalid, naming
 *   `from`, whose other turn nobody signed; ChainError as `contracts` does.
 */
export async function checkEcho(
  told: readonly SignedTurn[],
  from: number,
  { id, accounts, contracts, own }: EchoedExchange,
): Promise<void> {
  for (const [party, { digest, signature }] of told.entries()) {
    if (digest === own[party]!.digest) continue;
    const isSigned = await isSignedBy(
      { ...id, from: party, parts: [], digest, signature },
      accounts[party]!,
      contracts,
    );
    if (isSigned)
      throw new ProtocolError(
        "Equivocation",
        `party ${party} sent party ${from} another turn of the proof than us, both signed: do not work with it again`,
        party,
      );
    throw new ProtocolError(
      "EchoInvalid",
      `party ${from} claims a turn of party ${party} that party ${party} did not sign`,
      from,
    );
  }
}
