// What a company discloses from: the proof that settled a round, from the chain, and the company's
// own side of it, from its journal and its set-up.
import { hexToBytes } from "viem/utils";
import { type Reader, readSealedStatement, readState } from "../../chain/coordinator/read.ts";
import { sealedSettlementReader } from "../../chain/coordinator/read-sealed-settlement.ts";
import { HomeError, InputError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { commitSealed } from "../../play/drive/proving.ts";
import { unreadable } from "../../play/drive/settled.ts";
import { decodePart } from "../../play/seal/kept-part.ts";
import { proofRandom } from "../../play/seal/seal.ts";
import type { BlockName } from "../../round/phase.ts";
import type { Kind } from "../../round/verdict.ts";
import type { AcceptedProof } from "../../sealed/disclosure/accepted.ts";
import { type OwnPart, ownPart } from "../../sealed/disclosure/own.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import type { RoundSetup } from "../setup.ts";

export interface ProvenInput {
  readonly setup: Pick<RoundSetup, "rows" | "agreement">;
  readonly party: number;
  readonly round: bigint;
  readonly reader: Reader;
  /** What the journal keeps of the round's proof (RoundJournal, part). */
  readonly part: Uint8Array | null;
  /** Whether the journal has what only a company knows that made the proof with others. */
  readonly provedWith: boolean;
  /** The round's own. */
  readonly random: Random;
}

/** The proof that settled a round. */
export interface FoundProof {
  readonly kind: Kind;
  readonly proof: Uint8Array;
  /** What the journal keeps of this company's side. */
  readonly part: Uint8Array;
  readonly block: BlockName;
}

/**
 * Throws InputError "OutcomeMissing" while the round is not settled, "ProofPartMissing" for a
 * company that took no part in the proof to its end; HomeError "JournalTampered" for one whose part
 * was removed; ChainError "SettlementUnreadable" and those of reading.
 */
export async function findProof({ setup, reader, round, part, provedWith }: ProvenInput): Promise<FoundProof> {
  const { state, block } = await readState(reader, round);
  if (state.phase !== "settled")
    throw new InputError(
      "OutcomeMissing",
      `round ${round} is ${state.phase}, not settled: there is no proof on chain to disclose from`,
    );
  if (part === null && provedWith)
    throw new HomeError(
      "JournalTampered",
      `this home took part in the proof that settled round ${round}, but the journal lacks its part: restore the journal from your back-up`,
    );
  if (part === null)
    throw new InputError(
      "ProofPartMissing",
      "this home took no part in the proof that settled the round to its end, and knows none of its masks" +
        (setup.agreement.round.ownParts === undefined ? ": another company can disclose variables" : ""),
    );
  const found = await sealedSettlementReader(reader, round)();
  if (found === null) throw unreadable(round);
  return { kind: found.kind, proof: hexToBytes(found.proof), part, block };
}

/** A company's side of the proof, from the same numbers and randomness as then. */
export async function ownProof(
  { setup, party, reader, round, random }: ProvenInput,
  { kind, proof, part, block }: FoundProof,
  sealing: SealedParameters,
): Promise<{ readonly accepted: AcceptedProof; readonly own: OwnPart }> {
  const claim = { kind, size: sealing.key.size, bounds: setup.agreement.round.bounds };
  const accepted = { statement: await readSealedStatement(reader, round, claim, block), key: sealing.key, proof };
  const { matrix, costs } = commitSealed(setup.rows, sealing, random);
  const secret = { party, matrix, costs, ...decodePart(part) };
  return { accepted, own: ownPart(accepted, sealing.committer, secret, proofRandom(random)) };
}
