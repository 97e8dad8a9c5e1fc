// Compares the coordinator's storage with the events, which finds a node that lies about only one
// of them.
import type { Result } from "ethers";
import { EMPTY_DIGEST, EMPTY_POSTS } from "../certificate/digests.ts";
import type { Outcome } from "../certificate/types.ts";
import type { Checks } from "../report/check.ts";
import { phrase } from "../words/english.ts";
import type { History } from "./history.ts";
import { paramsDigest } from "./params.ts";
import type { ChainView } from "./view.ts";

/**
 * Compares phase, deadline, counts, parameters, commitments, running digests and the parties due.
 */
export async function checkState(
  view: Pick<ChainView, "call">,
  history: History,
  digest: string,
  checks: Checks,
): Promise<void> {
  const { round } = history.key;
  const [state] = (await view.call("stateOf", round)) as unknown as [Result];
  const { phase, deadline, commits, exchange, params } = history;
  const committed = commits.filter((own) => own !== null).length;
  const expected = [phase, deadline, committed, exchange, remainingOf(history)].map(BigInt);
  checks.expect(
    expected.every((value, i) => state[i] === value),
    "state",
    "PhaseAsEvents",
    [phrase("PhaseAsEvents"), phrase("PhaseNotAsEvents")],
  );
  const [stored] = (await view.call("paramsOf", round)) as unknown as [Result];
  checks.expect(state[5] === digest && paramsDigest(stored) === digest, "state", "ParamsAsEvents", [
    phrase("ParamsAsEvents"),
    phrase("ParamsNotAsEvents"),
  ]);
  const [parties] = (await view.call("partiesOf", round)) as unknown as [Result];
  checkParties(history, [...parties] as Result[], checks);
  const [due] = (await view.call("dueOf", round)) as unknown as [Result];
  const open = phase <= 2 ? history.due.map((k) => params.parties[k]!) : [];
  checks.expect(String(due) === String(open), "state", "DueAsEvents", [
    phrase("DueAsEvents"),
    phrase("DueNotAsEvents"),
  ]);
}

/** Posts that the present exchange lacks, also where the round expired in it. */
function remainingOf({ params, exchange, due, commits }: History): number {
  const isReached = commits.every((commit) => commit !== null) && exchange < params.senders.length;
  return isReached ? due.length : 0;
}

function checkParties(history: History, stored: readonly Result[], checks: Checks): void {
  const { params, commits, posts, runningDigests } = history;
  const isAll = stored.length === params.parties.length;
  const isCommitted = ({ account, inequalities, equalities, commitment }: Result, k: number) =>
    account === params.parties[k] &&
    Number(inequalities) === params.inequalities[k] &&
    Number(equalities) === params.equalities[k] &&
    commitment === (commits[k]?.digest ?? EMPTY_DIGEST);
  checks.expect(isAll && stored.every(isCommitted), "state", "CommitmentsAsEvents", [
    phrase("CommitmentsAsEvents"),
    phrase("CommitmentsNotAsEvents"),
  ]);
  const turns = params.senders.flat().length;
  const wrong = stored.flatMap((party, k) => {
    const { sends, owes } = exchangesOf(history, k);
    const isSame = party["posts"] === (runningDigests[k] ?? EMPTY_POSTS);
    return isSame && party["sends"] === sends && party["owes"] === owes ? [] : [k];
  });
  checks.expect(isAll && wrong.length === 0, "state", "PostsAsEvents", [
    phrase("PostsAsEvents", { posts: posts.length, turns }),
    phrase("PostsNotAsEvents", { parties: wrong }),
  ]);
}

/**
 * A bit for each exchange in which a party sends, and for each whose post it still owes; it owes
 * none before it commits.
 */
function exchangesOf({ params, posts, commits }: History, party: number): { sends: bigint; owes: bigint } {
  const bits = (exchanges: readonly number[]) =>
    exchanges.reduce((sum, exchange) => sum | (1n << BigInt(exchange)), 0n);
  const sends = bits([...params.senders.keys()].filter((exchange) => params.senders[exchange]!.includes(party)));
  const posted = bits(posts.filter((post) => post.party === party).map(({ exchange }) => exchange));
  return { sends, owes: commits[party] === null ? 0n : sends & ~posted };
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
