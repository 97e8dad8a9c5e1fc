// Checks how far the node's answers can be relied on: whether the blocks' hashes cover what was
// read, whether the blocks are final, and whether other nodes give the same answers.
import type { JsonRpcApiProvider } from "ethers";
import { bindEvents } from "./chain/blocks.ts";
import type { EventRecord } from "./chain/events.ts";
import type { ChainView } from "./chain/view.ts";
import type { Checks } from "./report/check.ts";
import { phrase } from "./words/english.ts";
import type { Phrase } from "./words/phrase.ts";

/** Header, transactions and receipts of every block that has an event. */
export async function checkBlocks(view: ChainView, events: readonly EventRecord[], checks: Checks): Promise<void> {
  const byBlock = Map.groupBy(events, ({ block }) => block.number);
  const why: Phrase[] = [];
  let isWrong = false;
  for (const own of byBlock.values()) {
    const binding = await bindEvents(view, own);
    if (binding.bound) continue;
    why.push(binding.why);
    isWrong ||= binding.contradiction;
  }
  if (isWrong) checks.add("failed", "chain", "BlocksContradict", phrase("BlocksContradict", { why }));
  else if (why.length > 0) checks.add("skipped", "chain", "BlocksNotBound", phrase("BlocksNotBound", { why }));
  else checks.add("passed", "chain", "BlocksBound", phrase("BlocksBound", { blocks: byBlock.size }));
}

/** Whether the round's blocks are final. */
export async function checkFinality(view: ChainView, events: readonly EventRecord[], checks: Checks): Promise<void> {
  const finalized = await view.finalized();
  const last = events.at(-1)!.block.number;
  if (finalized === null) checks.add("skipped", "chain", "FinalityUnknown", phrase("FinalityUnknown"));
  else if (last <= finalized) checks.add("passed", "chain", "BlocksFinal", phrase("BlocksFinal", { block: finalized }));
  else checks.add("unknown", "chain", "BlocksNotFinal", phrase("BlocksNotFinal", { finalized, last }));
}

/** Whether other nodes give the same answers to the audit's questions. */
export async function checkWitnesses(
  view: ChainView,
  witnesses: readonly JsonRpcApiProvider[],
  checks: Checks,
): Promise<void> {
  for (const [i, witness] of witnesses.entries()) {
    const node = i + 2;
    let differences: readonly Phrase[];
    try {
      differences = await view.differencesFrom(witness);
    } catch {
      checks.add("unknown", "chain", "NodeSilent", phrase("NodeSilent", { node }));
      continue;
    }
    checks.expect(differences.length === 0, "chain", differences.length === 0 ? "NodesAgree" : "NodesDiffer", [
      phrase("NodesAgree", { node }),
      phrase("NodesDiffer", { node, differences }),
    ]);
  }
}
