// Every sentence of auditor, engines and client is there in Chinese, says the same values, and no
// English.
import { expect } from "chai";
import { phrase } from "../../auditor/words/english.ts";
import { type Sentences, spoken } from "../../auditor/words/phrase.ts";
import type { Sentences as ClientSentences } from "../../client/said.ts";
import { auditorSentences } from "../../web/kit/strings/auditor.ts";
import { clientStrings } from "../../web/kit/strings/client.ts";
import { findingStrings } from "../../web/kit/strings/findings.ts";
import { LATIN_WORDS } from "../support/english-left.ts";

const CATALOGUES: readonly (readonly [string, Readonly<Record<"en" | "zh", ClientSentences>>])[] = [
  ["the auditor", auditorSentences],
  ["engines", findingStrings],
  ["the client", clientStrings],
];

/** Stands for a value of any kind: a list, a number, text. */
const ANY = ["7", "8"];

/** Names of the values that a sentence reads. */
function read(sentence: ClientSentences[string]): string[] {
  if (typeof sentence === "string") return [];
  const names = new Set<string>();
  const values = new Proxy(
    {},
    {
      get: (_, name) => {
        names.add(String(name));
        return ANY;
      },
    },
  );
  sentence(values as never, String);
  return [...names].sort();
}

function textOf(sentence: ClientSentences[string]): string {
  if (typeof sentence === "string") return sentence;
  const values = new Proxy({}, { get: () => ANY });
  return String(sentence(values as never, String));
}

for (const [whose, { en, zh }] of CATALOGUES)
  describe(`sentences of ${whose} in Chinese`, () => {
    it("are all there, and no others", () => {
      expect(Object.keys(zh).sort()).to.deep.equal(Object.keys(en).sort());
    });

    it("say the same values as in English", () => {
      for (const [code, sentence] of Object.entries(en)) expect(read(zh[code]!), code).to.deep.equal(read(sentence));
    });

    it("are in Chinese", () => {
      for (const [code, sentence] of Object.entries(zh)) {
        // Commands are the same in every language.
        const text = textOf(sentence).replace(/`[^`]*`/g, "");
        expect(text, code).not.to.match(LATIN_WORDS);
        // The unit is the same in every language.
        if (/[A-Za-z]/.test(text.replace(/\bwei\b/, ""))) expect(text, code).to.match(/\p{Script=Han}/u);
        // Half-width punctuation beside Chinese characters is English punctuation.
        expect(text, code).not.to.match(/\p{Script=Han}[,;:!?()]|[,;:!?(]\p{Script=Han}/u);
      }
    });
  });

describe("a sentence", () => {
  const nested = phrase("CertificateInvalid", {
    reason: phrase("Reason", { why: phrase("certificate/GapTooLarge"), code: "GapTooLarge" }),
  });

  it("has the phrases within it in its own language", () => {
    expect(spoken(auditorSentences.en, nested)).to.equal(
      "The certificate is not valid: the duality gap exceeds its tolerance (GapTooLarge).",
    );
    expect(spoken(auditorSentences.zh, nested)).to.equal("证书无效：对偶间隙超出容差（GapTooLarge）。");
  });

  it("is not there in a language that lacks it, or a phrase within it", () => {
    const without = (code: string) => {
      const { [code]: _, ...others } = auditorSentences.zh as Sentences;
      return spoken(others, nested);
    };
    expect([without("CertificateInvalid"), without("certificate/GapTooLarge")]).to.deep.equal([null, null]);
    expect(spoken(auditorSentences.zh, { code: "toString", values: {} })).to.equal(null);
  });
});
