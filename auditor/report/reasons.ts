// Why something is refused, with the party, column or generator that the reason names.
import type { CertificateRefusal, SealedRefusal } from "../errors.ts";
import { type Code, english, phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";

/** Of a certificate: the codes of docs/certificate.md, "Refusals". */
export function certificateReason({ code, index }: CertificateRefusal): Phrase {
  return reason(`certificate/${code}`, code, index);
}

/** Of a set-up, a key, a sealed proof or a disclosure from one. */
export function sealedReason({ code, party }: SealedRefusal): Phrase {
  return reason(`sealed/${code}`, code, party);
}

function reason(why: string, code: string, index: number | undefined): Phrase {
  const isKnown = (name: string): name is Code => Object.hasOwn(english, name);
  const words: Phrase = isKnown(why) ? { code: why, values: {} } : phrase("UnknownReason");
  return phrase("Reason", { why: words, code: index === undefined ? code : `${code} ${index}` });
}
