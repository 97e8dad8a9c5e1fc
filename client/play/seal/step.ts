// A company's message of one step of a sealed proof: the words of the entries that it makes, in the
// order of the step (docs/sealed.md, "Messages").
import { type G1, GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import type { BodyReader } from "../../engines/codec.ts";
import { WORD_BYTES } from "../../math/words.ts";
import type { Step } from "../../sealed/steps.ts";
import { type Named, stepWords } from "../../sealed/transcript.ts";
import { readPoint } from "./share.ts";

/** Whether the sender makes an entry, alone or as a summand. */
export type Makes = (name: string) => boolean;

/** The entries of a step that a sender makes. */
function entriesOf(step: Step, makes: Makes): Step {
  return { ...step, points: step.points.filter(makes), scalars: step.scalars.filter(makes) };
}

export function encodeStep(step: Step, makes: Makes, message: Named): Uint8Array {
  return stepWords(entriesOf(step, makes), message);
}

/** Length of the entries of a step that a sender makes. */
export function stepBytes(step: Step, makes: Makes): number {
  const { points, scalars } = entriesOf(step, makes);
  return WORD_BYTES * (2 * points.length + scalars.length);
}

/**
 * Throws ProtocolError `MessageLength`, `NumberOutOfRange` or `PointInvalid`, naming the sender.
 */
export function readStep(reader: BodyReader, step: Step, makes: Makes): Named {
  const own = entriesOf(step, makes);
  const points = new Map<string, G1>(own.points.map((name) => [name, readPoint(reader)]));
  const scalars = reader.unsigned(own.scalars.length, WORD_BYTES, GROUP_ORDER);
  return { points, scalars: new Map(own.scalars.map((name, i) => [name, scalars[i]!])) };
}
