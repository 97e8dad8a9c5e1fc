// Every verifier of sealed proofs by name, so that tests can compare them.
import { verifySealed as verifyAsAuditor } from "../../auditor/sealed/verify.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import { refusal } from "./sealed.ts";
import { plainForm, type SealedInput } from "./sealed-inputs.ts";

/** "accepted" or the code of the refusal, and the party that it names. */
type Verdict = ReturnType<typeof refusal>;

const VERIFIERS: Readonly<Record<string, (input: SealedInput) => Verdict>> = {
  client: ({ statement, key, proof }) => refusal(() => verifySealed(statement, key, proof)),
  auditor: (input) => {
    const { statement, key, proof } = plainForm(input);
    return refusal(() => verifyAsAuditor(statement, key, proof));
  },
};

/** What each verifier says. */
export function verdictsOn(input: SealedInput): Record<string, Verdict> {
  return Object.fromEntries(Object.entries(VERIFIERS).map(([name, verify]) => [name, verify(input)]));
}

/** What `verdictsOn` gives when all say the same. */
export function unanimous(code: string, party?: number): Record<string, Verdict> {
  return Object.fromEntries(Object.keys(VERIFIERS).map((name) => [name, { code, party }]));
}
