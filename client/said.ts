// Sentences as data: a code and its values, of which the command line makes English, and a page the
// language of its reader (docs/decisions/0057-sentences-as-data.md). Runs in a browser.

/** What a party is called. */
export type NameOf = (party: number) => string;

/** Values are text, numbers, and lists of them: they are sent as JSON. */
export interface Said {
  readonly code: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Sentences by code: text, or what makes text of the values. */
export type Sentences = Readonly<Record<string, string | ((values: never, name: NameOf) => string)>>;

/** The same sentences in another language. */
export type Translated<Own extends Sentences> = {
  readonly [Code in keyof Own]: Own[Code] extends (values: infer Values, name: NameOf) => string
    ? (values: Values, name: NameOf) => string
    : string;
};

/** What has to be given with a code: nothing, or its values. */
export type ValuesOf<Own extends Sentences, Code extends keyof Own> = Own[Code] extends (
  values: infer Values,
  name: NameOf,
) => string
  ? [values: Values]
  : [];

/** What is said, in the language of `sentences`; null where it is not among them. */
export function saidIn(sentences: Sentences, { code, values }: Said, name: NameOf): string | null {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code]! : null;
  return sentence === null || typeof sentence === "string" ? sentence : sentence(values as never, name);
}
