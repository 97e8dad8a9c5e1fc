// Why a certificate is refused, in plain words: the codes of docs/certificate.md, "Refusals".

const REASONS: Readonly<Record<string, string>> = {
  UnknownKind: "its kind is unknown",
  ShapeMismatch: "a part of it is missing, superfluous or of the wrong length",
  BoundsMismatch: "its upper bounds differ from those that the parties agreed on",
  BoundExceeded: "a variable is above its upper bound",
  ScalarOutOfRange: "a scalar is not below the order of the group",
  NumberOutOfRange: "a public number exceeds its range",
  DualSignWrong: "its dual value is not negative, so it proves neither infeasibility nor unboundedness",
  GeneratorInvalid: "a generator is not the one that the specification derives",
  PointInvalid: "a point is not on the curve",
  ReducedCostNegative: "a reduced cost is negative beyond tolerance: the solution is not optimal",
  MultiplierNegative: "the multiplier of an inequality row is negative",
  SlackInvalid: "an equality row has a non-zero slack",
  ResidualTooLarge: "a row is violated beyond tolerance",
  CommitmentMismatch: "the rows are not those that a party committed to",
  StatementMismatch: "the proofs belong to another outcome",
  ResponseMismatch: "the proofs' responses differ from the declared ones",
  LinearFormFailed: "a party's proof that its rows give the public slacks and residuals fails",
  IdentityFailed: "the duality identity does not hold",
  GapTooLarge: "the duality gap exceeds its tolerance",
  ViolationTooLarge: "what the violated rows could be worth exceeds the tolerance of the gap",
  ContradictionTooWeak: "its contradiction is no larger than residuals within tolerance could cause",
  RayTooShallow: "its ray improves the objective no faster than reduced costs within tolerance could cause",
  EquationFailed: "the equation that ties the multipliers and proofs to the commitments does not hold",
};

/** The reason in words, with the party, column or generator that it names. */
export function reasonInWords(code: string, index: number | undefined): string {
  const words = REASONS[code] ?? "unknown reason";
  return `${words} (${code}${index === undefined ? "" : ` ${index}`})`;
}
