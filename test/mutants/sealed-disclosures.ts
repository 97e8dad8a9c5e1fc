// Mutants of disclosures from sealed proofs. Prover and verifier take openings from one file, so a
// mutant there counts only if it accepts or shows more than it should.
import type { Mutant } from "./mutant.ts";

const client = (name: string) => `client/sealed/disclosure/${name}.ts`;
const auditor = (name: string) => `auditor/sealed/disclosure/${name}.ts`;
const test = (name: string) => [`test/sealed/disclosure${name}.test.ts`];

export const DISCLOSURE_MUTANTS: readonly Mutant[] = [
  {
    id: "D01",
    what: "a disclosure from any proof, accepted or not",
    file: client("verify"),
    search: "  verifySealed(accepted.statement, accepted.key, accepted.proof);\n",
    replace: "",
    tests: test(""),
  },
  {
    id: "D02",
    what: "the auditor takes a disclosure from any proof",
    file: auditor("verify"),
    search: "  verifySealed(sealed.statement, sealed.key, sealed.proof);\n",
    replace: "",
    tests: test(""),
  },
  {
    id: "D03",
    what: "rows of the mask row and of the slot",
    file: client("claims"),
    search: "index < reservedRows(size).mask",
    replace: "index < size",
    tests: test("-attacks"),
  },
  {
    id: "D04",
    what: "an objective of another party",
    file: client("claims"),
    search: 'wish.what !== "objective" || party === objectiveOwner',
    replace: "true",
    tests: test(""),
  },
  {
    id: "D05",
    what: "values of any size",
    file: client("claims"),
    search: "value >= 0n && value >> BigInt(limbs * limbBits) === 0n",
    replace: "limbs * limbBits > 0 && value === value",
    tests: test(""),
  },
  {
    id: "D06",
    what: "sums of any size",
    file: client("claims"),
    search: "magnitude(values[0]!) < SUM_LIMIT",
    replace: "magnitude(values[0]!) < SUM_LIMIT ** 2n",
    tests: test(""),
  },
  {
    id: "D07",
    what: "column 0 counts in the objective",
    file: client("openings"),
    search: "return reduce(1n - lagrange(domain, 0, at));",
    replace: "return 1n + 0n * lagrange(domain, 0, at);",
    tests: test("-attacks"),
  },
  {
    id: "D08",
    what: "the same masks for every list of claims",
    file: client("prove"),
    search: 'random.fork("disclosures").fork(seed)',
    replace: 'random.fork("disclosures")',
    tests: test(""),
  },
  {
    id: "D09",
    what: "disclosures that do not verify are sent",
    file: client("prove"),
    search: "  checkOwn(accepted, disclosure);\n",
    replace: "",
    tests: test(""),
  },
  {
    id: "D10",
    what: "P′ without its mask",
    file: client("work"),
    search: 'randomScalars(random.fork("mask of P"), 1) as [bigint]',
    replace: "[0n * BigInt(random.bytes(0).length)]",
    tests: test("-masks"),
  },
  {
    id: "D11",
    what: "claims are not bound to the party",
    file: client("argument"),
    search: "BigInt(party), BigInt(claims.length)",
    replace: "0n * BigInt(party), BigInt(claims.length)",
    tests: test(""),
  },
  {
    id: "D12",
    what: "the auditor reads claims in any order",
    file: auditor("claims"),
    search: "claims.slice(1).every((claim, i) => precedes(claims[i]!, claim))",
    replace: "claims.every((claim) => !precedes(claim, claim))",
    tests: test(""),
  },
  {
    id: "D13",
    what: "the auditor reads claims of another sealed proof",
    file: auditor("file"),
    search: 'if (json.get("sealedProof").hex(32).toLowerCase() !== keccak256(sealed.proof))',
    replace: 'if (json.get("sealedProof").hex(32) === keccak256("0x"))',
    tests: test("-file"),
  },
  {
    id: "D14",
    what: "one mask too few for limbs",
    file: client("work"),
    search: "limbs: MULTIPLIER_LIMBS + 1",
    replace: "limbs: MULTIPLIER_LIMBS",
    tests: test("-masks"),
  },
];
