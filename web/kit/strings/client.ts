// What the client says as data, in every language. English is its own, in client/app/said/; a
// sentence that a page does not know in its language, as of another version, stays English.
import { clientSentences } from "../../../client/app/said/english.ts";
import type { Translated } from "../../../client/said.ts";
import type { InEveryLanguage } from "../languages.ts";
import { alertSentencesZh } from "./client/alerts.ts";
import { sealedSentencesZh } from "./client/sealed.ts";
import { termsSentencesZh } from "./client/terms.ts";

type Sentences = Translated<typeof clientSentences>;

const zh: Sentences = { ...termsSentencesZh, ...sealedSentencesZh, ...alertSentencesZh };

export const clientStrings: InEveryLanguage<Sentences> = { en: clientSentences, zh };
