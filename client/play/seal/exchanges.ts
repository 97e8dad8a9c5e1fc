// The exchanges in which companies seal an outcome: in each, every company sends one message to all
// others, which may be empty (docs/sealed.md, "Messages"). They follow from the number of companies
// alone, so that a round's schedule can have them before anybody knows the kind of its outcome.
import { KINDS } from "../../round/verdict.ts";
import { makes } from "../../sealed/prover/company-rules.ts";
import { stepsOf } from "../../sealed/steps.ts";
import { declarationBytes, type Turn } from "./declaration.ts";
import type { SealingCounts } from "./input.ts";
import { shareBytes } from "./share.ts";
import { stepBytes } from "./step.ts";

export type SealingExchange = { readonly name: string } & (
  | { readonly stage: "share" }
  | { readonly stage: "declare"; readonly turn: Turn }
  /** A step of the proof, 1 to 9. */
  | { readonly stage: "prove"; readonly step: number }
);

/** The steps of a proof after that of its commitments, which shares hold. */
const STEPS = 9;

/** The exchanges among that many companies, in order. */
export function sealingExchanges(parties: number): readonly SealingExchange[] {
  const declaring: readonly SealingExchange[] =
    parties === 2
      ? [
          { name: "owner's part of the reduced costs", stage: "declare", turn: "first" },
          { name: "other part of the reduced costs", stage: "declare", turn: "second" },
        ]
      : [{ name: "parts of the reduced costs", stage: "declare", turn: "all" }];
  const steps = Array.from({ length: STEPS }, (_, i) => i + 1);
  return [
    { name: "share of the outcome", stage: "share" },
    ...declaring,
    ...steps.map((step): SealingExchange => ({ name: `step ${step} of the proof`, stage: "prove", step })),
  ];
}

/** The greatest length of a party's message in each exchange, over the kinds of outcome. */
export function sealingBytes(round: SealingCounts, from: number): readonly number[] {
  const { statement } = round;
  return sealingExchanges(statement.parties).map((exchange) => {
    if (exchange.stage === "share") return shareBytes(round, from);
    if (exchange.stage === "declare") return declarationBytes(statement, from, exchange.turn);
    const steps = KINDS.map((kind) => stepsOf(kind, statement.parties)[exchange.step]!);
    return Math.max(...steps.map((step) => stepBytes(step, (name) => makes({ statement }, from, name))));
  });
}
