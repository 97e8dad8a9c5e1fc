// A company's message of one step of a sealed proof: the words of the entries that it makes, in the
// order of the step (docs/sealed.md, "Messages").
import { type G1, GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { readBody } from "../../engines/codec.ts";
import { WORD_BYTES } from "../../math/words.ts";
import { makes } from "../../sealed/prover/company-rules.ts";
import type { SealedStatement } from "../../sealed/statement.ts";
import type { Step } from "../../sealed/steps.ts";
import { type Named, stepWords } from "../../sealed/transcript.ts";
import { readPoint } from "./share.ts";

type Makers = Pick<SealedStatement, "objectiveOwner">;

/** The entries of a step that a party makes. */
function entriesOf(step: Step, statement: Makers, party: number): Step {
  const own = (names: readonly string[]) => names.filter((name) => makes(statement, party, name));
  return { ...step, points: own(step.points), scalars: own(step.scalars) };
}

export function encodeStep(step: Step, statement: Makers, party: number, message: Named): Uint8Array {
  return stepWords(entriesOf(step, statement, party), message);
}

/** Length of a party's message of a step. */
export function stepBytes(step: Step, statement: Makers, party: number): number {
  const { points, scalars } = entriesOf(step, statement, party);
  return WORD_BYTES * (2 * points.length + scalars.length);
}

/**
 * Throws ProtocolError `MessageLength`, `NumberOutOfRange` or `PointInvalid`, naming the sender.
 */
export function decodeStep(step: Step, statement: Makers, from: number, body: Uint8Array): Named {
  const own = entriesOf(step, statement, from);
  const reader = readBody(body, "step of a sealed proof", from);
  const points = new Map<string, G1>(own.points.map((name) => [name, readPoint(reader)]));
  const scalars = reader.unsigned(own.scalars.length, WORD_BYTES, GROUP_ORDER);
  reader.end();
  return { points, scalars: new Map(own.scalars.map((name, i) => [name, scalars[i]!])) };
}
