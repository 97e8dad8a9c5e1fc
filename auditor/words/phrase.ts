// What the auditor says, as data: the code of a sentence, or of a part of one, and its values. The
// English of each is in this folder; a page puts the same codes and values into other languages.

export interface Phrase {
  readonly code: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Sentences by code: text, or what makes text of the values. Phrases in values come as text. */
export type Sentences = Readonly<Record<string, string | ((values: never) => string)>>;

/** The same sentences in another language. */
export type Translation<Own extends Sentences> = {
  readonly [Code in keyof Own]: Own[Code] extends (values: infer Values) => string
    ? (values: Values) => string
    : string;
};

/** Text, or what has to be put into a language. */
export type Text = string | Phrase;

/** A phrase in the language of `sentences`; null where it, or one within it, is not among them. */
export function spoken(sentences: Sentences, { code, values }: Phrase): string | null {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code]! : null;
  if (sentence === null || typeof sentence === "string") return sentence;
  const texts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.map((one) => textOf(sentences, one)) : textOf(sentences, value);
    if (text === null || (Array.isArray(text) && text.includes(null))) return null;
    texts[name] = text;
  }
  return sentence(texts as never);
}

function textOf(sentences: Sentences, value: unknown): unknown {
  return isPhrase(value) ? spoken(sentences, value) : value;
}

function isPhrase(value: unknown): value is Phrase {
  return typeof value === "object" && value !== null && "code" in value && "values" in value;
}
