// Why a certificate is refused, in plain words: the codes of docs/certificate.md, "Refusals".

const REASONS: Readonly<Record<string, string>> = {
  UnknownKind: "it is of no known kind",
  ShapeMismatch: "a part of it has a wrong length, is missing or is left over",
  BoundsMismatch: "its upper bounds are not those that the parties agreed on",
  BoundExceeded: "a variable is above its upper bound",
  ScalarOutOfRange: "a scalar is not below the order of the group",
  NumberOutOfRange: "a public number exceeds its range",
  DualSignWrong: "its dual value is not negative, so that it proves no contradiction and no endless descent",
  GeneratorInvalid: "a generator is not the one that the specification derives",
  PointInvalid: "a point is not on the curve",
  ReducedCostNegative: "a reduced cost is negative beyond tolerance: the solution is not optimal",
  MultiplierNegative: "the multiplier of an inequality row is negative",
  SlackInvalid: "an equality row has a slack",
  ResidualTooLarge: "a row is violated beyond tolerance",
  CommitmentMismatch: "the rows are not those that a party committed to",
  StatementMismatch: "the outcome is not the one that the proofs are about",
  ResponseMismatch: "the proofs' responses are not the declared ones",
  LinearFormFailed: "a party's proof that its rows give the public slacks and residuals fails",
  IdentityFailed: "the duality identity does not hold",
  GapTooLarge: "the duality gap exceeds its tolerance",
  ViolationTooLarge: "what the violated rows could be worth exceeds the tolerance of the gap",
  ContradictionTooWeak: "its contradiction is no greater than tolerated residuals could explain",
  RayTooShallow: "its ray falls no faster than tolerated reduced costs could explain",
  EquationFailed: "the equation that ties the multipliers and proofs to the commitments does not hold",
};

/** The reason in words, with the party, column or generator that it names. */
export function reasonInWords(code: string, index: number | undefined): string {
  const words = REASONS[code] ?? "unknown reason";
  return `${words} (${code}${index === undefined ? "" : ` ${index}`})`;
}
