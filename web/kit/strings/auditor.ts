// What the auditor says, in every language. English is its own, in auditor/words/; a sentence that
// a page does not know in its language, as of another version, stays English.
import { type English, english } from "../../../auditor/words/english.ts";
import type { Translation } from "../../../auditor/words/phrase.ts";
import type { InEveryLanguage } from "../languages.ts";
import { chainSentencesZh } from "./auditor/chain.ts";
import { documentSentencesZh } from "./auditor/document.ts";
import { fileSentencesZh } from "./auditor/files.ts";
import { proofSentencesZh } from "./auditor/proofs.ts";
import { reportSentencesZh } from "./auditor/report.ts";

const zh: Translation<English> = {
  ...chainSentencesZh,
  ...proofSentencesZh,
  ...fileSentencesZh,
  ...reportSentencesZh,
  ...documentSentencesZh,
};

export const auditorSentences: InEveryLanguage<Translation<English>> = { en: english, zh };
