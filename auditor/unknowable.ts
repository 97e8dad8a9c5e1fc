// What no audit of a round can know; every report says so.
import type { DisclosureReport } from "./evidence/disclosure.ts";
import type { NumbersReport } from "./evidence/sealed-disclosure.ts";
import type { TranscriptReport } from "./evidence/transcript.ts";
import type { SharesReport } from "./shares.ts";
import type { ValueTo } from "./terms.ts";
import { phrase } from "./words/english.ts";
import type { Phrase } from "./words/phrase.ts";

/** What was audited. */
interface Audited {
  /** With the number of blocks relied on, says what to compare with another node. */
  readonly chainId: bigint;
  readonly blocks: number;
  readonly transcript: TranscriptReport | null;
  readonly disclosures: readonly DisclosureReport[];
  readonly numbers: readonly NumbersReport[];
  readonly shares: SharesReport | null;
  /** Whether the round's outcome is sealed. */
  readonly isSealed: boolean;
  /** As in Given. */
  readonly ownParts: ValueTo | null;
}

/** By whether some numbers of the outcome were disclosed or shared. */
function sealedNumbers(numbers: readonly NumbersReport[], shares: SharesReport | null): readonly Phrase[] {
  const isShared = shares?.shares.some((share) => share !== null) === true;
  return [
    ...(numbers.length === 0 && !isShared
      ? [phrase("unknown/sealed outcome")]
      : [phrase("unknown/rest of sealed outcome"), phrase("unknown/chosen numbers")]),
    ...(isShared ? [phrase("unknown/share")] : []),
  ];
}

function unknownRows({ disclosures, transcript }: Audited): Phrase {
  if (disclosures.length > 0) return phrase("unknown/other rows");
  return phrase(transcript === null ? "unknown/rows" : "unknown/rows not in transcript");
}

/** Sentences for a report. */
export function cannotKnow(audited: Audited): Phrase[] {
  const { chainId, blocks, transcript, numbers, shares, isSealed, ownParts } = audited;
  const ofSealed = () => [
    ...sealedNumbers(numbers, shares),
    ...(["unknown/set-up", "unknown/soundness", "unknown/sealed rows"] as const).map((code) => phrase(code)),
  ];
  return [
    phrase("unknown/data"),
    ...(isSealed ? ofSealed() : []),
    ...(ownParts === null ? [] : [phrase("unknown/learned", { learned: phrase(`learned/${ownParts}`) })]),
    phrase("unknown/collusion"),
    phrase("unknown/engine"),
    phrase("unknown/node", { chain: String(chainId), blocks }),
    phrase("unknown/finality"),
    transcript === null
      ? phrase("unknown/messages")
      : phrase("unknown/messages to others", { party: transcript.party }),
    unknownRows(audited),
    phrase("unknown/names"),
  ];
}
