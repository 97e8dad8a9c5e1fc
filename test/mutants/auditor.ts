// Mutants of the auditor's verifier.
import type { Mutant } from "./mutant.ts";

const file = (name: string) => `auditor/certificate/${name}.ts`;

export const AUDITOR_MUTANTS: readonly Mutant[] = [
  {
    id: "A01",
    what: "a negative reduced cost costs nothing up to the bound",
    file: file("equations"),
    search: "x * positive(reducedCost) + (bound - x) * positive(-reducedCost)",
    replace: "x * positive(reducedCost)",
  },
  {
    id: "A02",
    what: "negative terms of rows make up for the gap",
    file: file("equations"),
    search: "sum(complements.map(positive))",
    replace: "sum(complements)",
  },
  {
    id: "A03",
    what: "the identity in integers is not checked",
    file: file("equations"),
    search: 'throw new CertificateRefusal("IdentityFailed");',
    replace: "",
  },
  {
    id: "A04",
    what: "the gap is not limited",
    file: file("equations"),
    search: 'if (gap > statement.gapTolerance) throw new CertificateRefusal("GapTooLarge");',
    replace: "",
  },
  {
    id: "A05",
    what: "what violated rows are worth is not limited",
    file: file("equations"),
    search: 'if (violation > statement.gapTolerance) throw new CertificateRefusal("ViolationTooLarge");',
    replace: "",
  },
  {
    id: "A06",
    what: "a contradiction within tolerance counts",
    file: file("equations"),
    search: 'throw new CertificateRefusal("ContradictionTooWeak");',
    replace: "",
  },
  {
    id: "A07",
    what: "a ray within tolerance counts",
    file: file("equations"),
    search: 'throw new CertificateRefusal("RayTooShallow");',
    replace: "",
  },
  {
    id: "A08",
    what: "linear forms are not checked",
    file: file("equations"),
    search:
      'if (toScalar(left - start - challenge * target) !== 0n) throw new CertificateRefusal("LinearFormFailed", k);',
    replace: "",
  },
  {
    id: "A09",
    what: "the multi-scalar multiplication may give anything",
    file: file("equations"),
    search: 'if (combine(terms) !== null) throw new CertificateRefusal("EquationFailed");',
    replace: "",
  },
  {
    id: "A10",
    what: "a solution may exceed its upper bound",
    file: file("columns"),
    search: 'if (x > bound) throw new CertificateRefusal("BoundExceeded", index);',
    replace: "",
  },
  {
    id: "A11",
    what: "a bound's byte may be larger than 10^26",
    file: file("columns"),
    search: "byte > LAST_BOUND || ",
    replace: "",
  },
  {
    id: "A12",
    what: "reduced costs may be negative beyond tolerance",
    file: file("columns"),
    search: 'if (reducedCost < least) throw new CertificateRefusal("ReducedCostNegative", index);',
    replace: "",
  },
  {
    id: "A13",
    what: "a generator may be any point",
    file: file("columns"),
    search: 'if (!isOrdinate(index, counter, y)) throw new CertificateRefusal("GeneratorInvalid", index);',
    replace: "",
  },
  {
    id: "A14",
    what: "the multiplier of an inequality may be negative",
    file: file("rows"),
    search: 'if (multiplier < 0n && !isEquality) throw new CertificateRefusal("MultiplierNegative");',
    replace: "",
  },
  {
    id: "A15",
    what: "an equality row may have a slack",
    file: file("rows"),
    search: 'if (isEquality && (slack !== 0n || raySlack !== 0n)) throw new CertificateRefusal("SlackInvalid");',
    replace: "",
  },
  {
    id: "A16",
    what: "the tolerance of residuals is not checked",
    file: file("rows"),
    search:
      'if (residual > residualTolerance || residual < -residualTolerance) throw new CertificateRefusal("ResidualTooLarge");',
    replace: "",
  },
  {
    id: "A17",
    what: "the bounds are not those of the round",
    file: file("header"),
    search: 'if (keccak256(header.bounds) !== statement.bounds) throw new CertificateRefusal("BoundsMismatch");',
    replace: "",
  },
  {
    id: "A18",
    what: "nobody needs to contribute to a contradiction",
    file: file("header"),
    search: "proofs.length === statement.commitments.length &&",
    replace: "(kind === INFEASIBLE || proofs.length === statement.commitments.length) &&",
  },
  {
    id: "A19",
    what: "the commitments are not compared",
    file: file("contents"),
    search: "!== commitment) {",
    replace: "=== undefined) {",
  },
  {
    id: "A20",
    what: "the responses are not those that the weights are drawn from",
    file: file("verify"),
    search: 'if (contents.responseDigest !== header.responseDigest) throw new CertificateRefusal("ResponseMismatch");',
    replace: "",
  },
];
