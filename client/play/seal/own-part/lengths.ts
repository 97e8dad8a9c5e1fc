// The greatest length of each message of a party in an exchange: what all get, then what each of
// its receivers does.

import { ENVELOPE_HEAD } from "../../../round/envelope.ts";
import { PART_HEAD, WITHHELD_BYTES } from "../../../round/parts.ts";
import { nodeMakes } from "../../../sealed/own-part/joint.ts";
import { LAST_STEP_BEFORE_DEALING } from "../../../sealed/own-part/steps.ts";
import { makes } from "../../../sealed/prover/company-rules.ts";
import { stepsOf } from "../../../sealed/steps.ts";
import { echoBytes } from "../echo.ts";
import { stepBytes } from "../step.ts";
import { pointsBytes, sharesBytes } from "./dealing.ts";
import { declarationBytes } from "./declaration.ts";
import { nodeOf, type OwnPartExchange, receiversOf } from "./exchanges.ts";
import type { OwnPartCounts } from "./input.ts";
import { numbersBytes } from "./numbers.ts";
import { solutionBytes } from "./solution.ts";
import { heldBytes, summandsBytes, supportCount } from "./sums.ts";

export function ownPartBytes(counts: OwnPartCounts, exchange: OwnPartExchange, from: number): readonly number[] {
  const { stage } = exchange;
  const { kind, parties } = counts.statement;
  const node = nodeOf(from);
  const toEach = (bytes: (to: number) => number) => receiversOf(stage, parties, from).map(bytes);
  switch (exchange.stage) {
    case "numbers":
      return [numbersBytes(counts, from)];
    case "declare":
      return [declarationBytes(counts, from)];
    case "prove": {
      const { step } = exchange;
      const entries = stepsOf(kind, parties)[step]!;
      const ofNode = node === null || step <= LAST_STEP_BEFORE_DEALING ? 0 : stepBytes(entries, nodeMakes);
      return [stepBytes(entries, (name) => makes(counts, from, name)) + ofNode];
    }
    case "deal":
      return [pointsBytes(counts, from), ...toEach((to) => sharesBytes(counts, from, nodeOf(to)!))];
    case "check": {
      const sums = 1 + heldBytes(supportCount(counts, parties));
      return [node === null ? 0 : Math.max(sums, complaintBytes(counts, from)), ...toEach(() => solutionBytes(counts))];
    }
    case "multiply":
      return [0, ...toEach(() => summandsBytes(parties))];
    case "open":
      return [node === null ? 0 : summandsBytes(parties)];
  }
}

/** A tag, the dealer, and its turn as a node has it. */
function complaintBytes(counts: OwnPartCounts, from: number): number {
  const node = nodeOf(from)!;
  const { parties } = counts.statement;
  const turns = Array.from({ length: parties }, (_, dealer) => {
    if (dealer === from) return 0;
    const others = receiversOf("deal", parties, dealer).length - 1;
    const toAll = echoBytes(parties) + pointsBytes(counts, dealer);
    return ENVELOPE_HEAD + 2 * PART_HEAD + toAll + sharesBytes(counts, dealer, node) + others * WITHHELD_BYTES;
  });
  return 2 + Math.max(...turns);
}
