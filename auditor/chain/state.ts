// Compares the coordinator's storage with the events, which finds a node that lies about only one
// of them.
import type { Result } from "ethers";
import { EMPTY_DIGEST } from "../certificate/digests.ts";
import type { Outcome } from "../certificate/types.ts";
import type { Checks } from "../report/check.ts";
import type { History } from "./history.ts";
import { paramsDigest } from "./params.ts";
import type { ChainView } from "./view.ts";

/** Number of concurrent requests. */
const WINDOW = 32;

/**
 * Compares phase, deadline, counts, parameters, commitments, message digests and the parties due.
 */
export async function checkState(view: ChainView, history: History, digest: string, checks: Checks): Promise<void> {
  const { round } = history.key;
  const [state] = (await view.call("stateOf", round)) as unknown as [Result];
  const { phase, deadline, commits, steps, params } = history;
  const expected = [phase, deadline, commits.filter((own) => own !== null).length, steps.length].map(BigInt);
  checks.expect(
    expected.every((value, i) => state[i] === value),
    "state",
    "PhaseAsEvents",
    [
      "Phase, deadline and the numbers of commitments and messages in storage are those that follow from the events.",
      "Phase, deadline or the number of commitments or messages in storage is not what follows from the events.",
    ],
  );
  const [stored] = (await view.call("paramsOf", round)) as unknown as [Result];
  checks.expect(state[4] === digest && paramsDigest(stored) === digest, "state", "ParamsAsEvents", [
    "The parameters in storage, and their digest there, are those of the opening.",
    "The parameters in storage or their digest there are not those of the opening.",
  ]);
  const [parties] = (await view.call("partiesOf", round)) as unknown as [Result];
  const same = params.parties.every((account, k) => {
    const party = parties[k] as Result | undefined;
    return party?.[0] === account && party[3] === (commits[k]?.digest ?? EMPTY_DIGEST);
  });
  checks.expect(same && parties.length === params.parties.length, "state", "CommitmentsAsEvents", [
    "The parties' commitments in storage are those of the events.",
    "A party or its commitment in storage is not that of the events.",
  ]);
  await checkMessages(view, history, checks);
  const [due] = (await view.call("dueOf", round)) as unknown as [Result];
  const open = phase <= 2 ? history.due.map((k) => params.parties[k]!) : [];
  checks.expect(String(due) === String(open), "state", "DueAsEvents", [
    "The parties that the coordinator says are due are those that the schedule says.",
    "The coordinator names other parties as due than the schedule does.",
  ]);
}

async function checkMessages(view: ChainView, { key, params, steps }: History, checks: Checks): Promise<void> {
  const wrong: number[] = [];
  for (let from = 0; from < params.schedule.length; from += WINDOW) {
    const some = params.schedule.slice(from, from + WINDOW).map((_, i) => from + i);
    const stored = await Promise.all(some.map((step) => view.call("messageOf", key.round, step)));
    wrong.push(...some.filter((step, i) => stored[i]![0] !== (steps[step]?.digest ?? EMPTY_DIGEST)));
  }
  checks.expect(wrong.length === 0, "state", "MessagesAsEvents", [
    `The message digests in storage are those of the events (${steps.length} of ${params.schedule.length} posted).`,
    `The message digests in storage differ from those of the events at steps ${wrong.join(", ")}.`,
  ]);
}

/** The outcome in storage. */
export async function readOutcome(view: ChainView, round: bigint): Promise<Outcome> {
  const [stored] = (await view.call("outcomeOf", round)) as unknown as [Result];
  return outcomeOf(stored, 0);
}

/** kind, objective, gap, violation, maxResidual and statementDigest from position `first` on. */
export function outcomeOf(values: Result, first: number): Outcome {
  return {
    kind: Number(values[first]),
    objective: values[first + 1] as bigint,
    gap: values[first + 2] as bigint,
    violation: values[first + 3] as bigint,
    maxResidual: values[first + 4] as bigint,
    statementDigest: values[first + 5] as string,
  };
}
