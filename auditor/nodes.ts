// Checks how far the node's answers can be relied on: whether the blocks' hashes cover what was
// read, whether the blocks are final, and whether other nodes give the same answers.
import type { JsonRpcApiProvider } from "ethers";
import { bindEvents } from "./chain/blocks.ts";
import type { EventRecord } from "./chain/events.ts";
import type { ChainView } from "./chain/view.ts";
import type { Checks } from "./report/check.ts";
import { counted } from "./report/counted.ts";

/** Header, transactions and receipts of every block that has an event. */
export async function checkBlocks(view: ChainView, events: readonly EventRecord[], checks: Checks): Promise<void> {
  const byBlock = Map.groupBy(events, ({ block }) => block.number);
  const why: string[] = [];
  let isWrong = false;
  for (const own of byBlock.values()) {
    const binding = await bindEvents(view, own);
    if (binding.bound) continue;
    why.push(binding.why);
    isWrong ||= binding.contradiction;
  }
  if (isWrong) checks.add("failed", "chain", "BlocksContradict", `The node contradicts itself: ${why.join("; ")}.`);
  else if (why.length > 0)
    checks.add(
      "skipped",
      "chain",
      "BlocksNotBound",
      `Whether the blocks' hashes cover the events could not be checked: ${why.join("; ")}. Comparing hashes with another node does not compare the events then.`,
    );
  else
    checks.add(
      "passed",
      "chain",
      "BlocksBound",
      `The hashes of ${counted(byBlock.size, "block")} cover the events read from there: headers, transactions and receipts were hashed again.`,
    );
}

/** Whether the round's blocks are final. */
export async function checkFinality(view: ChainView, events: readonly EventRecord[], checks: Checks): Promise<void> {
  const finalized = await view.finalized();
  const last = events.at(-1)!.block.number;
  if (finalized === null)
    checks.add("skipped", "chain", "FinalityUnknown", "The node does not say which blocks are final.");
  else if (last <= finalized)
    checks.add("passed", "chain", "BlocksFinal", `All of the round's blocks are final: block ${finalized} is.`);
  else
    checks.add(
      "unknown",
      "chain",
      "BlocksNotFinal",
      `The chain may still undo blocks of the round: the newest final block is ${finalized}, the round's last event is in block ${last}. Audit again later.`,
    );
}

/** Whether other nodes give the same answers to the audit's questions. */
export async function checkWitnesses(
  view: ChainView,
  witnesses: readonly JsonRpcApiProvider[],
  checks: Checks,
): Promise<void> {
  for (const [i, witness] of witnesses.entries()) {
    const name = `Node ${i + 2}`;
    let differences: readonly string[];
    try {
      differences = await view.differencesFrom(witness);
    } catch {
      checks.add("unknown", "chain", "NodeSilent", `${name} does not answer.`);
      continue;
    }
    checks.expect(differences.length === 0, "chain", differences.length === 0 ? "NodesAgree" : "NodesDiffer", [
      `${name} gives the same blocks, code, events, transactions and answers as the first.`,
      `${name} answers differently from the first about: ${differences.join("; ")}.`,
    ]);
  }
}
