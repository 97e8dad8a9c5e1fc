// What no audit of a round can know; every report says so.
import type { DisclosureReport } from "./evidence/disclosure.ts";
import type { NumbersReport } from "./evidence/sealed-disclosure.ts";
import type { TranscriptReport } from "./evidence/transcript.ts";
import { counted } from "./report/counted.ts";
import type { SharesReport } from "./shares.ts";
import type { ValueTo } from "./terms.ts";

/** By whether some numbers of the outcome were disclosed. */
const SEALED_NUMBERS = {
  none: [
    "What the sealed outcome says: the plan, the objective's value, prices, slacks and reduced costs are not on chain.",
  ],
  some: [
    "What the sealed outcome says beyond the numbers that were disclosed or shared: the plan, the objective's value, prices, slacks and reduced costs are not on chain.",
    "Whether a company disclosed all that it was asked for, and what the rows mean and contain whose numbers it disclosed.",
  ],
} as const;

/** Where shares are public. */
const SHARED = "What a share is made of: which rows, right-hand sides and multipliers its sum is over.";

const SEALED: readonly string[] = [
  "Whether somebody knows the secrets of the set-up, who could prove anything. It is enough that one contributor erased its own; nothing shows whether any did.",
  "Whether sealed proofs are as sound as docs/sealed.md argues: they are experimental until reviewed from outside.",
  "How many rows a party committed to: a sealed commitment may hold more than its public number of rows.",
];

const PRICES = "the prices and slacks of its own rows, and ";

/** Where the terms have each company learn its own part of the outcome only. */
const LEARNED = {
  owner: `${PRICES}the objective's value was told to nobody: its owner computes it`,
  all: `${PRICES}all were told the objective's value, which the proof does not cover`,
  none: "the slacks of its own rows; there is no objective",
} as const satisfies Record<ValueTo, string>;

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

function sealedNumbers(numbers: readonly NumbersReport[], shares: SharesReport | null): readonly string[] {
  const isShared = shares?.shares.some((share) => share !== null) === true;
  return [...SEALED_NUMBERS[numbers.length === 0 && !isShared ? "none" : "some"], ...(isShared ? [SHARED] : [])];
}

/** Sentences for a report. */
export function cannotKnow(audited: Audited): string[] {
  const { chainId, blocks, transcript, disclosures, numbers, shares, isSealed, ownParts } = audited;
  return [
    "Whether the data that the parties committed to are true. A certificate or proof is about what was committed, and proves nothing about the world.",
    ...(isSealed ? [...sealedNumbers(numbers, shares), ...SEALED] : []),
    ...(ownParts === null
      ? []
      : [
          `Whether the companies learned no more than their terms say: each the variables that its file names and ${LEARNED[ownParts]}. A proof that all companies made from the whole outcome looks the same.`,
        ]),
    "Whether parties colluded, or told each other more outside the protocol.",
    "What the engine gave away while it computed the answer: privacy depends on the engine (docs/security.md), and leaves no trace on chain.",
    `Whether the node tells the truth about the chain. Signatures show what the parties sent. When, in which order, and what contract accounts did is known only from chain ${chainId} as the nodes asked present it: compare the hashes of the ${counted(blocks, "block")} below with those of someone else's node.`,
    "Whether the chain keeps these blocks, beyond what the node says is final.",
    transcript === null
      ? "What the messages said: without a transcript their digests show only who sent something, and when."
      : `What the messages to single parties say: party ${transcript.party}'s transcript has their digests. Of the others, the audit shows only that they are the ones posted and who signed them.`,
    disclosures.length === 0
      ? `What any committed row says${transcript === null ? "" : ", as far as the transcript's messages do not show it"}: none was disclosed.`
      : "What the rows that were not disclosed say.",
    "Names of variables and rows: the chain has none; those shown are the disclosing company's.",
  ];
}
