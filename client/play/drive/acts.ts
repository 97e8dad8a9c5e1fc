// Actions that are carried out at once and awaited: in the journal, on disk and on chain.
import type { Hex } from "viem";
import type { Observed } from "../../round/observed.ts";
import type { Action, Failed } from "../decide/action.ts";
import { faultOfMessage, faultWithoutMessage } from "../fault/fault.ts";
import type { Life } from "./life.ts";
import { journalledDigest, journalTurn } from "./messages.ts";
import { reasonToFail } from "./reasons.ts";
import { settledName, settledResult } from "./settled.ts";
import * as transactions from "./transactions.ts";

type ActionOf<Type extends Action["type"]> = Extract<Action, { readonly type: Type }>;

export type TransactionAction = ActionOf<transactions.TransactionType>;
export type ActAction = ActionOf<
  | "journal"
  | "publish"
  | "pass"
  | "adopt"
  | "fail"
  | "report-fault"
  | "report-late"
  | "keep-outcome"
  | "drop-outcome"
  | "write-files"
>;

/** Sends a transaction and waits until it is mined. */
export async function transact(action: TransactionAction, life: Life): Promise<void> {
  const { context, player, input } = life;
  switch (action.type) {
    case "commit": {
      const digest = life.commitment;
      const transaction = await transactions.commit(context, digest);
      return life.tellTransaction(transaction, { type: "committed", digest, transaction });
    }
    case "post": {
      const { step } = action;
      const transaction = await transactions.post(step, context);
      return life.tellTransaction(transaction, { type: "posted", step, transaction });
    }
    case "settle": {
      const sent = await transactions.settle(context, player.statement!, player.proved!, input.sealing);
      return life.tellTransaction(sent[0]!, { type: "settled", transactions: sent });
    }
    case "refuse":
      await transactions.refuse(action.step, context);
      return;
    case "expire":
      await transactions.expire(context);
      return;
    case "withdraw":
      life.withdrawal = await transactions.withdraw(context);
      life.update({ withdrawn: true });
  }
}

/** Carries out an action that is neither a transaction nor a task. */
export async function act(action: ActAction, life: Life, seen: Observed): Promise<void> {
  const { context, player, kept, input } = life;
  switch (action.type) {
    case "journal": {
      const isNew = await journalTurn(action.step, player.bodies(action.step), context);
      if (isNew) life.tell({ type: "journalled", step: action.step });
      life.updatePlay({ fixed: true });
      return life.update({ own: new Set([...kept.own, action.step]) });
    }
    case "publish":
      // The others get the journalled bytes: the digest may appear on chain at any later poll, in
      // this life or the next.
      await context.channel.publish(action.step, context.journal.message(action.step)!);
      return life.update({ published: new Set([...kept.published, action.step]) });
    case "pass":
      return pass(life);
    case "adopt":
      return adopt(action.settled, life, seen);
    case "fail":
      return fail(action.failed, life, seen);
    case "report-fault":
      input.closing?.onStopped(life.error!);
      return life.update({ reported: { ...kept.reported, fault: true } });
    case "report-late":
      life.tell({ type: "refusal-failed" });
      return life.update({ reported: { ...kept.reported, late: true } });
    case "keep-outcome":
      input.closing!.keepOutcome(life.result!);
      return life.update({ outcome: kept.adopted });
    case "drop-outcome":
      input.closing!.dropOutcome();
      return life.update({ outcome: null });
    case "write-files":
      await input.closing!.writeFiles();
      return life.update({ files: kept.outcome });
  }
}

/** Goes past this party's turn, the current one, whose digest stands on chain. */
function pass(life: Life): void {
  const { player, context, kept, plan } = life;
  const step = kept.play.step!;
  const bytes = player.bodies(step).reduce((sum, body) => sum + body.length, 0);
  const { exchange } = plan.turns[step]!;
  player.pass();
  life.updatePlay({ ...player.play, fixed: false });
  life.tellTurn({ step, exchange, from: plan.party, bytes, digest: journalledDigest(step, context) });
}

async function adopt(settled: Hex, life: Life, { block }: Observed): Promise<void> {
  const { context, player, input } = life;
  const result = await settledResult(context, { settled, at: block, own: player.proved, sealing: input.sealing });
  // If it is null, the next poll shows what has become of the round.
  if (result === null) return;
  life.result = result;
  life.forget();
  life.update({ adopted: settled });
  if (result.displaced !== null)
    life.tell({ type: "settled-otherwise", settled: settledName(result), own: result.displaced });
}

/**
 * Journals the fault: the one in `failed`, or, if that is null, what has stopped the party already.
 */
function fail(failed: Failed | null, life: Life, seen: Observed): void {
  const { context, plan, kept } = life;
  const { journal, agreement, id } = context;
  if (failed !== null) {
    const { step, posted } = failed;
    const shown = step === null ? null : plan.turns[step]!;
    const wasActedUpon = step !== null && kept.acted.has(step);
    const error = reasonToFail(failed.code, id.round, shown, wasActedUpon);
    const isShown = step !== null && shown !== null && posted !== null;
    const envelope = wasActedUpon ? journal.message(step) : null;
    life.stopped = { error, evidence: isShown ? { step, from: shown.from, posted, envelope } : null };
  }
  const { error, evidence } = life.stopped!;
  journal.keepFault(
    evidence === null
      ? faultWithoutMessage(error, seen, agreement.schedule)
      : faultOfMessage(error, evidence, agreement.schedule, journal),
  );
  life.fail();
}
