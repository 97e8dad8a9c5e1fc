// What no audit of this round can know, said in the report of each.
import type { DisclosureReport } from "./evidence/disclosure.ts";
import type { TranscriptReport } from "./evidence/transcript.ts";

/**
 * Sentences for a report; `chainId` and the number of blocks relied on say what to compare with
 * another node.
 */
export function cannotKnow(
  chainId: bigint,
  blocks: number,
  transcript: TranscriptReport | null,
  disclosures: readonly DisclosureReport[],
): string[] {
  return [
    "Whether the data that the parties committed to are true. A certificate proves the optimum of what was committed, nothing about the world.",
    "Whether parties colluded, or told each other more outside the protocol.",
    "What the engine gave away on the way to the answer: privacy depends on the engine (docs/security.md), and leaves no trace on chain.",
    `Whether the node tells the truth about the chain. Signatures show what the parties sent; when, in which order, and what accounts that are contracts did follows from chain ${chainId} as the nodes asked show it: compare the hashes of the ${blocks} blocks below with those of a node of someone else.`,
    "Whether the chain keeps these blocks, beyond what the node says is final.",
    transcript === null
      ? "What the messages said: without a transcript their digests show only who sent something, and when."
      : `What the messages mean that party ${transcript.party} neither sent nor received; of the others, only that they are the ones posted and who signed them.`,
    disclosures.length === 0
      ? "What any committed row says: none was disclosed."
      : "What the rows say that were not disclosed.",
    "Names of variables and rows: the chain has none; those shown are the disclosing company's.",
  ];
}
