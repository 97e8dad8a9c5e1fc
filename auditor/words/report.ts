// The verdict in one sentence, and what no audit can know.
import { counted } from "../report/counted.ts";
import type { Party } from "./values.ts";

export const reportSentences = {
  "phase/none": "none",
  "phase/committing": "committing",
  "phase/running": "running",
  "phase/settling": "settling",
  "phase/settled": "settled",
  "phase/expired": "expired",

  HeadlineFailed: "Something is wrong with this round: see the checks that failed.",
  HeadlineIncomplete: ({ phase }: { phase: string }) =>
    `The round is ${phase}; not everything could be checked: see what is unknown.`,
  HeadlineSealed: ({ proven }: { proven: string }) =>
    `The round is settled, and its sealed proof holds: ${proven}. Sealed outcomes are experimental until reviewed from outside.`,
  HeadlineWithout: ({ phase }: { phase: string }) => `The round is ${phase}, by the rules, without an outcome.`,
  HeadlinePublic: ({ outcome }: { outcome: string }) => `The round is settled, and its certificate holds: ${outcome}.`,
  OptimalWith: ({ value }: { value: string }) =>
    `the solution is optimal for what the parties committed to, with the objective ${value} (as minimised)`,
  NoSolution: "no solution meets all the rows that the parties committed to",
  NoBound: "the objective has no bound under the rows that the parties committed to",
  HasOptimum: "what the parties committed to has an optimum within the round's tolerances",
  ForBounds: ({ what }: { what: string }) =>
    `${what}, for the upper bounds that the companies put into its key, which were not checked`,
  ForKey: ({ what }: { what: string }) => `${what}, for the key that the companies agreed on, which was not checked`,
  Experimental: "Sealed outcomes are experimental until reviewed from outside.",
  SealedIsProven: ({ proven }: { proven: string }) => `Proven: ${proven}.`,

  "unknown/data":
    "Whether the data that the parties committed to are true. A certificate or proof is about what was committed, and proves nothing about the world.",
  "unknown/sealed outcome":
    "What the sealed outcome says: the plan, the objective's value, prices, slacks and reduced costs are not on chain.",
  "unknown/rest of sealed outcome":
    "What the sealed outcome says beyond the numbers that were disclosed or shared: the plan, the objective's value, prices, slacks and reduced costs are not on chain.",
  "unknown/chosen numbers":
    "Whether a company disclosed all that it was asked for, and what the rows mean and contain whose numbers it disclosed.",
  "unknown/share": "What a share is made of: which rows, right-hand sides and multipliers its sum is over.",
  "unknown/set-up":
    "Whether somebody knows the secrets of the set-up, who could prove anything. It is enough that one contributor erased its own; nothing shows whether any did.",
  "unknown/soundness":
    "Whether sealed proofs are as sound as docs/sealed.md argues: they are experimental until reviewed from outside.",
  "unknown/sealed rows":
    "How many rows a party committed to: a sealed commitment may hold more than its public number of rows.",
  "unknown/learned": ({ learned }: { learned: string }) =>
    `Whether the companies learned no more than their terms say: each the variables that its file names and ${learned}. A proof that all companies made from the whole outcome looks the same.`,
  "learned/owner":
    "the prices and slacks of its own rows, and the objective's value was told to nobody: its owner computes it",
  "learned/all":
    "the prices and slacks of its own rows, and all were told the objective's value, which the proof does not cover",
  "learned/none": "the slacks of its own rows; there is no objective",
  "unknown/collusion": "Whether parties colluded, or told each other more outside the protocol.",
  "unknown/engine":
    "What the engine gave away while it computed the answer: privacy depends on the engine (docs/security.md), and leaves no trace on chain.",
  "unknown/node": ({ chain, blocks }: { chain: string; blocks: number }) =>
    `Whether the node tells the truth about the chain. Signatures show what the parties sent. When, in which order, and what contract accounts did is known only from chain ${chain} as the nodes asked present it: compare the hashes of the ${counted(blocks, "block")} below with those of someone else's node.`,
  "unknown/finality": "Whether the chain keeps these blocks, beyond what the node says is final.",
  "unknown/messages":
    "What the messages said: without a transcript their digests show only who sent something, and when.",
  "unknown/messages to others": ({ party }: Party) =>
    `What the messages to single parties say: party ${party}'s transcript has their digests. Of the others, the audit shows only that they are the ones posted and who signed them.`,
  "unknown/rows": "What any committed row says: none was disclosed.",
  "unknown/rows not in transcript":
    "What any committed row says, as far as the transcript's messages do not show it: none was disclosed.",
  "unknown/other rows": "What the rows that were not disclosed say.",
  "unknown/names": "Names of variables and rows: the chain has none; those shown are the disclosing company's.",
} as const;
