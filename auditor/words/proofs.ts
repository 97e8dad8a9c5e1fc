// What the auditor says of certificates, sealed proofs, set-ups, outcomes and shares.
import { counted, listed } from "../report/counted.ts";
import type { Parties, Party, Transaction } from "./values.ts";

export const proofSentences = {
  OutcomeAsEvent: "The outcome in storage is the one that the Settled event announced.",
  OutcomeNotAsEvent: "The outcome in storage is not the one that the Settled event announced.",
  CertificateUnreadable: ({ why }: { why: string }) => `The certificate cannot be verified again: ${why}.`,
  ProofUnreadable: ({ why }: { why: string }) => `The sealed proof cannot be verified again: ${why}.`,
  FirstPartMissing: "the first part of the settlement is not on chain",
  PartsDoNotFollow: "a part does not continue from where the previous one ended",
  HeadersDiffer: "the parts have different headers",
  NotCallOf: ({ transaction, call }: Transaction & { call: string }) =>
    `the calldata of transaction ${transaction} is not a call of ${call}`,
  SettlesOther: ({ transaction }: Transaction) => `transaction ${transaction} settles another round`,
  SettlingMissing: ({ transaction }: Transaction) => `the node does not have the settling transaction ${transaction}`,
  SettlingType: ({ transaction, type }: Transaction & { type: string }) =>
    `transaction ${transaction} is of type ${type}, unknown here`,
  CalledThroughContract: ({ transaction }: Transaction) =>
    `transaction ${transaction} called the coordinator through a contract, and no event has the call`,
  GeneratorsCanonical:
    "All generators of the commitments are the ones that the specification derives, each with the smallest counter.",
  GeneratorsOther:
    "The parties committed with other generators than the specification derives: a counter is not the smallest.",
  OutcomeAsCertificate: "The outcome in storage is exactly the one that the certificate proves.",
  OutcomeNotAsCertificate: "The outcome in storage is not the one that the certificate proves.",
  CertificateInvalid: ({ reason }: { reason: string }) => `The certificate is not valid: ${reason}.`,
  Reason: ({ why, code }: { why: string; code: string }) => `${why} (${code})`,
  CommitmentsOpen: ({ parties, rows }: { parties: number; rows: number }) =>
    `The certificate is about the rows that the ${parties} parties committed to: ${counted(rows, "row")} and the objective's.`,
  RangesHold: ({ columns, rows }: { columns: number; rows: number }) =>
    `The numbers of ${counted(columns, "column")} and ${counted(rows, "row")} are within their ranges: signs, slacks, scalars and points.`,
  DigestsHold: "The proofs are about exactly this outcome, round, coordinator and chain.",
  AllContributed: "Every party has proven, for exactly this outcome, that it knows the rows that it committed to.",
  FormsHold: "Every party's rows give exactly the public slacks and residuals, proven without showing the rows.",
  "equation/0":
    "Multipliers and reduced costs fit the committed rows and costs: the one multi-scalar multiplication gives the neutral element.",
  "equation/1":
    "The multipliers prove a contradiction among the committed rows, larger than residuals within tolerance could cause: no solution meets all of them.",
  "equation/2":
    "From a feasible point the committed objective falls without bound along the ray, faster than reduced costs within tolerance could cause.",
  GapHolds: ({ gap, tolerance, violation }: { gap: bigint; tolerance: bigint; violation: bigint }) =>
    `The duality identity holds exactly. No point within the bounds that meets all committed rows is better by more than the gap, ${gap} of at most ${tolerance}, in units of the last place; at the accepted prices the violated rows are worth at most ${violation}.`,

  // Why a certificate is refused: the codes of docs/certificate.md, "Refusals".
  "certificate/UnknownKind": "its kind is unknown",
  "certificate/ShapeMismatch": "a part of it is missing, superfluous or of the wrong length",
  "certificate/BoundsMismatch": "its upper bounds differ from those that the parties agreed on",
  "certificate/BoundExceeded": "a variable is above its upper bound",
  "certificate/ScalarOutOfRange": "a scalar is not below the order of the group",
  "certificate/NumberOutOfRange": "a public number exceeds its range",
  "certificate/DualSignWrong": "its dual value is not negative, so it proves neither infeasibility nor unboundedness",
  "certificate/GeneratorInvalid": "a generator is not the one that the specification derives",
  "certificate/PointInvalid": "a point is not on the curve",
  "certificate/ReducedCostNegative": "a reduced cost is negative beyond tolerance: the solution is not optimal",
  "certificate/MultiplierNegative": "the multiplier of an inequality row is negative",
  "certificate/SlackInvalid": "an equality row has a non-zero slack",
  "certificate/ResidualTooLarge": "a row is violated beyond tolerance",
  "certificate/CommitmentMismatch": "the rows are not those that a party committed to",
  "certificate/StatementMismatch": "the proofs belong to another outcome",
  "certificate/ResponseMismatch": "the proofs' responses differ from the declared ones",
  "certificate/LinearFormFailed": "a party's proof that its rows give the public slacks and residuals fails",
  "certificate/IdentityFailed": "the duality identity does not hold",
  "certificate/GapTooLarge": "the duality gap exceeds its tolerance",
  "certificate/ViolationTooLarge": "what the violated rows could be worth exceeds the tolerance of the gap",
  "certificate/ContradictionTooWeak": "its contradiction is no larger than residuals within tolerance could cause",
  "certificate/RayTooShallow":
    "its ray improves the objective no faster than reduced costs within tolerance could cause",
  "certificate/EquationFailed": "the equation that ties the multipliers and proofs to the commitments does not hold",

  SealedAsEvent:
    "Kind and statement digest in storage are those that the SettledSealed event announced, and no other number of the outcome is there.",
  SealedNotAsEvent: "The outcome in storage is not the one that the SettledSealed event announced.",
  KeyAsAgreed:
    "The key of the proof is the one whose digest is in the round's parameters, to which every party committed.",
  KeyNotAsAgreed: "The key of the proof is not the one whose digest is in the round's parameters.",
  OutcomeAsProof: "Kind and statement digest in storage are exactly those of the proof.",
  OutcomeNotAsProof: "Kind or statement digest in storage is not that of the proof.",
  ProofRefused: ({ reason }: { reason: string }) => `The sealed proof is not accepted: ${reason}.`,
  SetupNeededLater: "The set-up given was not needed: the key is known once a proof has settled the round.",
  SetupOfPublic: "The set-up given was not needed: the outcome is public.",
  ContributionsHold: ({ count, accounts, parties }: { count: number; accounts: readonly string[]; parties: string }) =>
    `The set-up has ${counted(count, "contribution")}, each of which follows the one before, proves that its maker knew its factors, and is signed by its account: ${accounts.join(", ")}. ${parties}`,
  NoPartyContributed: "None of them is a party of this round.",
  AllPartiesContributed: "All parties of this round are among them.",
  PartiesContributed: ({ parties }: Parties) =>
    `Of the parties of this round, ${listed("party", parties, "parties")} ${parties.length === 1 ? "is" : "are"} among them.`,
  SetupWrong: ({ reason }: { reason: string }) => `The set-up is not right: ${reason}.`,
  KeyTaken:
    "No set-up was given: the key of the proof is taken as the companies agreed on it when they committed, and not computed again. So the proof convinces only who trusts at least one of them to have checked set-up and bounds before; under a false key, anything could be proven.",
  SetupSound:
    "The set-up given is the one of the key, and its points are the powers of two numbers: all of them were checked.",
  KeyComputed:
    "The key of the proof was computed again from the set-up, the number of columns and the upper bounds of the round's terms.",
  BoundsTaken:
    "The round's terms were not given: the upper bounds in the key are taken as the companies agreed on them. All else of the key was computed again from the set-up.",
  SealedCommitmentsOpen: ({ parties }: { parties: number }) =>
    `The proof is about what the ${parties} parties committed to: its points for their rows, and for the owner's costs, are those of the commitments.`,
  StatementHolds: "The proof is about exactly this kind of outcome, round, coordinator and chain.",
  Proven: ({ what }: { what: string }) => `Proven: ${what}`,
  ProvenUnderKey: ({ what }: { what: string }) => `Proven if the key is right: ${what}`,
  "sealed equation/0":
    "there are a point and multipliers for the committed rows and costs, hidden in the proof, within the tolerances of rows and of reduced costs.",
  "sealed equation/1":
    "there are multipliers, hidden in the proof, with which the committed rows contradict each other by more than residuals within tolerance could cause: no solution meets all of them.",
  "sealed equation/2":
    "there are a point and a ray, hidden in the proof, along which the committed objective falls without bound, faster than reduced costs within tolerance could cause.",
  SealedGap: ({ tolerance }: { tolerance: bigint }) =>
    `no point within the upper bounds that meets all committed rows is better than the companies' by more than the gap that the round tolerates, ${tolerance} in units of the last place. How much of that is used is sealed.`,

  // Why a set-up, a key, a sealed proof or a disclosure from one is refused: the codes of
  // docs/sealed.md and docs/sealed-disclosure.md.
  "sealed/SetupOrder": "a contribution to the set-up does not follow the one before it",
  "sealed/SetupAccountRepeated": "an account has contributed to the set-up twice",
  "sealed/SetupProofWrong": "a contribution to the set-up does not prove that its maker knew its factors",
  "sealed/SetupSignatureWrong": "a contribution to the set-up is not signed by its account",
  "sealed/SetupStringDiffers": "the points of the set-up are not those that its last contribution led to",
  "sealed/SrsMismatch": "the set-up given has another digest or size than that of the round's key",
  "sealed/SrsShape": "the size of the set-up is wrong",
  "sealed/SrsPoint": "a point of the set-up or of the key is none of its group",
  "sealed/SrsDegenerate": "the points of the set-up are of numbers with which anything can be proven",
  "sealed/SrsInconsistent": "the points of the set-up are not the powers of two numbers",
  "sealed/KeyMismatch": "the key is not the one that the set-up, the columns and their upper bounds give",
  "sealed/StatementInvalid": "the kind, or a public number of the round, is outside the ranges of a sealed outcome",
  "sealed/ShapeMismatch": "the proof has another length than one of its kind",
  "sealed/PointInvalid": "a point of the proof is not on the curve",
  "sealed/ScalarOutOfRange": "a scalar of the proof is not below the order of the group",
  "sealed/CommitmentMismatch": "the rows of the proof are not those that a party committed to",
  "sealed/ChallengeDegenerate": "two challenges of the proof coincide",
  "sealed/DisclosureInvalid":
    "it claims what this kind of outcome does not have or its party cannot show, or a number out of range",
  "sealed/DisclosureFailed": "the equation that ties the claims to the sealed proof does not hold",
  "sealed/EquationFailed": "the equation that ties the proof to the commitments does not hold",
  UnknownReason: "unknown reason",

  SharesElsewhere: ({ agreed, contract }: { agreed: string; contract: string }) =>
    `The round's terms have shares on the contract ${agreed}, not on ${contract}.`,
  NoOptimumToShare: "There is no accepted sealed optimum, so there are no shares.",
  SharesNotAdopted: "Nobody has had the contract for shares accept the round's proof: there are no shares.",
  SharesWithoutProof: "The contract for shares has shares of the round without a proof to check them against.",
  SharesOfOtherProof:
    "The contract for shares accepted another proof of the same statement than the one that settled the round, which takes the consent of all companies: its shares were not checked.",
  SharesAsEvents: "The shares in storage are exactly those that the contract announced, one for each party at most.",
  SharesNotAsEvents: "The shares in storage are not those that the contract announced.",
  SharesProven: ({ parties }: Parties) =>
    `Proven: the shares of ${listed("party", parties, "parties")} are minus the sums of right-hand sides times multipliers over their committed rows, with the multipliers of the proof that settled the round.`,
  SharesMissing: ({ parties }: Parties) =>
    `Missing: the share of ${listed("party", parties, "parties")}, so that the sum of all shares is not known. The round is settled all the same.`,
  ShareNotProven: ({ party, reason }: Party & { reason: string }) =>
    `The share of party ${party} is not proven, although the contract recorded it: ${reason}.`,
  SharesAddUp: ({ most, least }: { most: bigint; least: bigint }) =>
    `Proven by all shares together: the objective at the sealed plan, as minimised, is at most ${most} and at least ${least}, in units of the last place of certificates' gaps.`,
  SharesAddUpTo: ({ most }: { most: bigint }) =>
    `Proven by all shares together: the objective at the sealed plan, as minimised, is at most ${most}, in units of the last place of certificates' gaps.`,
} as const;
