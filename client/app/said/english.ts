// All that the client says as data, in English: what an invitation asks for, and what somebody
// should look at. What can be found out with an engine is beside the engines.
import { type Said, saidIn, type ValuesOf } from "../../said.ts";
import { alertSentences } from "./alerts.ts";
import { sealedSentences } from "./sealed.ts";
import { termsSentences } from "./terms.ts";

export const clientSentences = { ...termsSentences, ...sealedSentences, ...alertSentences };

type Code = keyof typeof clientSentences;

export function say<Own extends Code>(code: Own, ...[values]: ValuesOf<typeof clientSentences, Own>): Said {
  return { code, values: (values ?? {}) as Said["values"] };
}

export function inEnglish(said: Said): string {
  return saidIn(clientSentences, said, String)!;
}

/** Lines for a terminal. */
export function linesOf(said: readonly Said[]): string[] {
  return said.flatMap((one) => inEnglish(one).split("\n"));
}
