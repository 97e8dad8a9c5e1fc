// Single numbers that a company shows of a settled sealed outcome: made from its journal, its
// set-up and the proof on chain, and checked before anybody sees them.
import { hexToBytes } from "viem/utils";
import { type Reader, readSealedStatement, readState } from "../../chain/coordinator/read.ts";
import { sealedSettlementReader } from "../../chain/coordinator/read-sealed-settlement.ts";
import { HomeError, InputError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { commitSealed } from "../../play/drive/proving.ts";
import { unreadable } from "../../play/drive/settled.ts";
import { decodePart } from "../../play/seal/kept-part.ts";
import { proofRandom } from "../../play/seal/seal.ts";
import type { Kind } from "../../round/verdict.ts";
import type { AcceptedProof } from "../../sealed/disclosure/accepted.ts";
import type { Claim } from "../../sealed/disclosure/claims.ts";
import { disclosureText } from "../../sealed/disclosure/file.ts";
import { type OwnPart, ownPart } from "../../sealed/disclosure/own.ts";
import { discloseSealed } from "../../sealed/disclosure/prove.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import type { RoundSetup } from "../setup.ts";
import { fulfillable, type NamedWish } from "./wishes.ts";

export interface SealedInput {
  readonly setup: Pick<RoundSetup, "rows" | "agreement">;
  /** Reads the set-up, which takes seconds. */
  readonly readSealing: () => Promise<SealedParameters>;
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

export interface DisclosedNumbers {
  readonly kind: Kind;
  /** In the order of the file. */
  readonly claims: readonly (Claim & { readonly name: string })[];
  /** The text of the file. */
  readonly text: string;
}

/**
 * Throws InputError "OutcomeMissing" while the round is not settled, "ProofPartMissing" for a
 * company that took no part in the proof to its end, HomeError "JournalTampered" for one whose part
 * was removed; as `fulfillable` does; ChainError
 * "SettlementUnreadable" and those of reading; SealedError as `discloseSealed`.
 */
export async function discloseNumbers(input: SealedInput, wishes: readonly NamedWish[]): Promise<DisclosedNumbers> {
  const { reader, round, part, random } = input;
  const { state, block } = await readState(reader, round);
  if (state.phase !== "settled")
    throw new InputError(
      "OutcomeMissing",
      `round ${round} is ${state.phase}, not settled: there is no proof on chain to disclose from`,
    );
  if (part === null && input.provedWith)
    throw new HomeError(
      "JournalTampered",
      `this home took part in the proof that settled round ${round}, but the journal lacks its part: restore the journal from your back-up`,
    );
  if (part === null)
    throw new InputError(
      "ProofPartMissing",
      "this home took no part in the proof that settled the round to its end, and knows none of its masks: another company " +
        "can disclose variables",
    );
  const found = await sealedSettlementReader(reader, round)();
  if (found === null) throw unreadable(round);
  const { kind } = found;
  const named = fulfillable(kind, wishes);
  const sealing = await input.readSealing();
  const claim = { kind, size: sealing.key.size, bounds: input.setup.agreement.round.bounds };
  const statement = await readSealedStatement(reader, round, claim, block);
  const accepted = { statement, key: sealing.key, proof: hexToBytes(found.proof) };
  const own = rebuilt(input, accepted, sealing, part);
  const disclosure = discloseSealed(accepted, own, named, random);
  const names = named.map(({ name }) => name);
  const claims = disclosure.claims.map((own, i) => ({ ...own, name: names[i]! }));
  return { kind, claims, text: disclosureText(accepted, disclosure, names) };
}

/** The company's side of the proof, from the same numbers and randomness as then. */
function rebuilt(
  { setup, party, random }: SealedInput,
  accepted: AcceptedProof,
  sealing: SealedParameters,
  part: Uint8Array,
): OwnPart {
  const { matrix, costs } = commitSealed(setup.rows, sealing, random);
  const secret = { party, matrix, costs, ...decodePart(part) };
  return ownPart(accepted, sealing.committer, secret, proofRandom(random));
}
