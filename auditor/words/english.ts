// All that the auditor says, in English, and how it is said with its code and values.
import { chainSentences } from "./chain.ts";
import { documentSentences } from "./document.ts";
import { fileSentences } from "./files.ts";
import { type Phrase, spoken, type Text } from "./phrase.ts";
import { proofSentences } from "./proofs.ts";
import { reportSentences } from "./report.ts";

export const english = {
  ...chainSentences,
  ...proofSentences,
  ...fileSentences,
  ...reportSentences,
  ...documentSentences,
};

export type English = typeof english;
export type Code = keyof English;

/** The ends of codes that begin with `Prefix/`. */
export type Below<Prefix extends string> = Code extends infer Own
  ? Own extends `${Prefix}/${infer End}`
    ? End
    : never
  : never;

/** Where a sentence takes text, it may be given a phrase. */
type Given<Values> = {
  readonly [Name in keyof Values]: Values[Name] extends string
    ? Text
    : Values[Name] extends readonly string[]
      ? readonly Text[]
      : Values[Name];
};

type ValuesOf<Own extends Code> = English[Own] extends (values: infer Values) => string ? [values: Given<Values>] : [];

export function phrase<Own extends Code>(code: Own, ...[values]: ValuesOf<Own>): Phrase {
  return { code, values: values ?? {} };
}

export function inEnglish(text: Text): string {
  return typeof text === "string" ? text : (spoken(english, text) ?? text.code);
}

/** Each of them once. */
export function distinct(phrases: readonly Phrase[]): Phrase[] {
  return [...new Map(phrases.map((one) => [inEnglish(one), one])).values()];
}
