// The file of a disclosure, from a company: everything is checked for type, length and range, and
// the claims against the sealed proof (docs/sealed-disclosure.md, "File").
import { keccak256 } from "ethers";
import { AuditError } from "../../errors.ts";
import { checkRoundOf, JsonValue } from "../../evidence/json.ts";
import type { Place } from "../../place.ts";
import { proofBytes } from "../proof.ts";
import { LARGEST_SIZE } from "../types.ts";
import { type Claim, type Disclosure, MOST_CLAIMS, WHATS, type What } from "./claims.ts";
import { disclosureSteps, type SealedProof } from "./steps.ts";
import { verifyDisclosure } from "./verify.ts";

const TYPE = "sealed disclosure";
const VALUE_LIMIT = 1n << 254n;
const MOST_VALUES = 3;

/** A disclosure, and what the company calls what each claim is about, which nothing proves. */
export interface NamedDisclosure extends Disclosure {
  readonly names: readonly (string | null)[];
}

/**
 * Reads a disclosure and accepts its claims about the outcome of a sealed proof.
 * @throws AuditError FileUnreadable, FileTooLarge, FileInvalid, OtherRound for a file of another
 *   round or proof; SealedRefusal as `verifyDisclosure`.
 */
export async function checkSealedDisclosure(file: Place, sealed: SealedProof): Promise<NamedDisclosure> {
  const json = await JsonValue.read(file);
  if (json.get("type").value !== TYPE) throw json.get("type").refuse(`"${TYPE}"`);
  checkRoundOf(json, sealed.statement, "sealedDisclosure");
  if (json.get("sealedProof").hex(32).toLowerCase() !== keccak256(sealed.proof))
    throw new AuditError("OtherRound", `${json.place} is about another sealed proof`);
  const claims = json.get("claims").list();
  if (claims.length > MOST_CLAIMS) throw json.get("claims").refuse(`a list of at most ${MOST_CLAIMS}`);
  const read = { party: json.get("party").index(LARGEST_SIZE), claims: claims.map(readClaim), proof: "0x" };
  const proof = json.get("proof").hex(proofBytes(disclosureSteps(read)));
  const disclosure = { ...read, proof };
  verifyDisclosure(sealed, disclosure);
  return { ...disclosure, names: claims.map((claim) => claim.get("name").optional((name) => name.text())) };
}

function readClaim(claim: JsonValue): Claim {
  const named = claim.get("what").text();
  const type = WHATS.indexOf(named as What);
  if (type < 0) throw claim.get("what").refuse(`one of ${WHATS.join(", ")}`);
  const values = claim.get("values").list();
  if (values.length > MOST_VALUES) throw claim.get("values").refuse(`a list of at most ${MOST_VALUES}`);
  return {
    type,
    index: claim.get("index").index(LARGEST_SIZE),
    values: values.map((value) => value.integer(VALUE_LIMIT)),
  };
}
