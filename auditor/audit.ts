// Audits one round: from the chain alone, everything that is on it; with a transcript, every digest
// in it; with disclosures, the rows that a company chose to show.
import { getAddress, isAddress, type JsonRpcApiProvider, type Result } from "ethers";
import { Generators } from "./certificate/generators.ts";
import { checkCode, type ExpectedCode } from "./chain/code.ts";
import { type EventRecord, readEvents } from "./chain/events.ts";
import { History, PHASES } from "./chain/history.ts";
import { paramsDigest, paramsFaults, readParams } from "./chain/params.ts";
import { isSealed } from "./chain/sealed-params.ts";
import { checkState } from "./chain/state.ts";
import { ChainView } from "./chain/view.ts";
import { AuditError } from "./errors.ts";
import { checkDisclosure, type DisclosureReport } from "./evidence/disclosure.ts";
import { checkEvidence } from "./evidence/fault.ts";
import { checkNumbers } from "./evidence/sealed-disclosure.ts";
import { checkTranscript } from "./evidence/transcript.ts";
import { givenOf } from "./given.ts";
import { checkBlocks, checkFinality, checkWitnesses } from "./nodes.ts";
import type { Place } from "./place.ts";
import { Checks } from "./report/check.ts";
import { utc } from "./report/decimal.ts";
import { headlineOf } from "./report/headline.ts";
import { type Report, verdictOf } from "./report/report.ts";
import type { SealedProof } from "./sealed/disclosure/steps.ts";
import { checkSenders } from "./senders.ts";
import { checkSettled, statementOf } from "./settled.ts";
import { checkSettledSealed, type Given } from "./settled-sealed.ts";
import { checkShares, type SharesReport } from "./shares.ts";
import type { Step } from "./steps.ts";
import { cannotKnow } from "./unknowable.ts";
import { inEnglish, phrase } from "./words/english.ts";

/** Files and folders are paths, or, in a browser, places. */
export interface AuditOptions<File = string> {
  readonly provider: JsonRpcApiProvider;
  /** Further nodes, which are asked the same questions; different answers are reported. */
  readonly witnesses?: readonly JsonRpcApiProvider[];
  /** Address of the coordinator. */
  readonly coordinator: string;
  /** Id of the round, at least 1. */
  readonly round: bigint;
  /**
   * First block to look for events in; 0 unless given. The search begins with the newest block and
   * ends at the round's opening.
   */
  readonly fromBlock?: number;
  /** Told what the audit turns to, in the order of STEPS. */
  readonly progress?: (step: Step) => void;
  /** Runtime code to compare with. */
  readonly expectedCode?: {
    readonly coordinator: ExpectedCode;
    readonly verifier: ExpectedCode;
    /** Compared when the round's outcome is sealed. */
    readonly sealedVerifier: ExpectedCode;
    /** Compared when the contract for shares is known. */
    readonly shares?: ExpectedCode;
  };
  /** The file of the set-up of a sealed outcome, to compute the key of its proof again. */
  readonly setup?: File;
  /** The round's terms, as `concordat open` writes them: with the upper bounds of that key. */
  readonly terms?: File;
  /** Address of the contract for shares, unless the terms name it. */
  readonly shares?: string;
  /** A party's transcript folder. */
  readonly transcript?: File;
  /** Files that `concordat disclose` wrote: of rows, or of numbers of a sealed outcome. */
  readonly disclosures?: readonly File[];
  /** The evidence folder that a party's client kept of a fault. */
  readonly evidence?: File;
}

/** Audits a round, wherever files and folders are. Throws as `auditRound` does. */
export async function audit(options: AuditOptions<Place>): Promise<Report> {
  const { provider, witnesses = [], coordinator: named, round, fromBlock = 0 } = options;
  if (!isAddress(named)) throw wrongAddress(named);
  if (typeof round !== "bigint" || round < 1n || round >= 1n << 256n)
    throw new AuditError("RoundInvalid", "the round is not a number");
  if (!Number.isSafeInteger(fromBlock) || fromBlock < 0)
    throw new AuditError("BlockInvalid", "the first block is not a number");
  const coordinator = getAddress(named);
  const view = await ChainView.open(provider, coordinator);
  const checks = new Checks();
  const begin = options.progress ?? (() => {});

  begin("contracts");
  const { verifier, sealedVerifier } = await checkContracts(view, options.expectedCode, checks);
  begin("events");
  const events = await readRoundEvents(view, round, fromBlock);
  const history = replay(view, round, events, checks);
  const isHidden = isSealed(history.params);
  if (isHidden) {
    const contract = { name: "sealed verifier" as const, address: sealedVerifier, immutables: [] };
    await checkCode(view, contract, options.expectedCode?.sealedVerifier, checks);
  }
  const digest = history.opened.args.getValue("paramsDigest") as string;
  await checkState(view, history, digest, checks);
  begin("senders");
  await checkSenders(view, history, { events, witnesses: witnesses.length }, checks);

  let made: Generators | undefined;
  const generators = () => {
    made ??= new Generators(history.params.columns);
    return made;
  };
  begin("proof");
  const given = await givenOf(options, history, checks);
  const proven = isHidden && history.settled !== null ? await checkSettledSealed(view, history, given, checks) : null;
  const settled =
    isHidden || history.settled === null
      ? null
      : await checkSettled(view, history, { statement: statementOf(history, digest), generators }, checks);
  begin("files");
  const { transcript: folder, evidence: kept, disclosures: files = [] } = options;
  const transcript = folder === undefined ? null : await checkTranscript(folder, history, view, checks);
  const disclosures: DisclosureReport[] = [];
  const numbers = isHidden ? await checkNumbers(files, proven?.accepted ?? null, checks) : [];
  for (const file of isHidden ? [] : files)
    disclosures.push(await checkDisclosure(file, history, generators(), checks));
  const shares = await sharesOf(options, { view, history, given, accepted: proven?.accepted ?? null }, checks);
  const { setupDigest } = given;
  const evidence =
    kept === undefined ? null : await checkEvidence(kept, { history, view, generators, setupDigest }, checks);
  begin("blocks");
  await checkBlocks(view, events, checks);
  await checkFinality(view, events, checks);
  begin("nodes");
  await checkWitnesses(view, witnesses, checks);
  await checkStability(view, checks);

  const { params, phase, expired, commits } = history;
  const verdict = verdictOf(checks.all);
  const verified = { outcome: settled?.verified?.outcome ?? null, sealed: proven?.sealed ?? null };
  const said: Report["said"] = {
    headline: headlineOf(verdict, PHASES[phase]!, params, verified),
    cannotKnow: cannotKnow({
      chainId: view.chainId,
      blocks: view.reliedOn.length,
      ...{ transcript, disclosures, numbers, shares, isSealed: isHidden, ownParts: given.ownParts },
    }),
  };
  return {
    version: 2,
    verdict,
    headline: inEnglish(said.headline),
    round: { chainId: view.chainId, coordinator, round },
    verifier,
    phase: PHASES[phase]!,
    deadline: history.deadline === 0 ? null : history.deadline,
    due: history.due,
    opened: { by: history.opened.args[1] as string, in: history.opened.block, paramsDigest: digest },
    params,
    parties: params.parties.map((account, party) => ({
      party,
      account,
      inequalities: params.inequalities[party]!,
      equalities: params.equalities[party]!,
      ownsObjective: party === params.objectiveOwner,
      commitment: commits[party]?.digest ?? null,
      committedIn: commits[party]?.block ?? null,
    })),
    posts: history.posts,
    settlement: settled?.settlement ?? proven?.settlement ?? null,
    ...verified,
    columns: settled?.verified?.contents.columns ?? [],
    rows: settled?.verified?.contents.rows ?? [],
    expired: expired === null ? null : { phase: PHASES[Number(expired.args[1])]!, in: expired.block },
    credits: history.credits,
    transcript,
    disclosures,
    numbers,
    shares,
    evidence,
    checks: checks.all,
    cannotKnow: said.cannotKnow.map(inEnglish),
    said,
    head: view.head,
    blocks: view.reliedOn,
  };
}

/** Checks coordinator and verifier of certificates; returns the addresses of both verifiers. */
async function checkContracts(
  view: ChainView,
  expected: AuditOptions["expectedCode"],
  checks: Checks,
): Promise<{ readonly verifier: string; readonly sealedVerifier: string }> {
  const [verifier] = (await view.call("verifier")) as unknown as [string];
  const [sealedVerifier] = (await view.call("sealedVerifier")) as unknown as [string];
  const coordinator = {
    name: "coordinator" as const,
    address: view.coordinator,
    immutables: [verifier, sealedVerifier],
  };
  await checkCode(view, coordinator, expected?.coordinator, checks);
  await checkCode(view, { name: "verifier", address: verifier, immutables: [] }, expected?.verifier, checks);
  return { verifier, sealedVerifier };
}

interface SharesSource {
  readonly view: ChainView;
  readonly history: History;
  readonly given: Given;
  readonly accepted: SealedProof | null;
}

/** Public shares, where their contract is named by the terms or the caller. */
async function sharesOf(
  { shares: named, expectedCode }: Pick<AuditOptions, "shares" | "expectedCode">,
  { view, history, given, accepted }: SharesSource,
  checks: Checks,
): Promise<SharesReport | null> {
  if (named !== undefined && !isAddress(named)) throw wrongAddress(named, "contract for shares");
  const agreed = given.shares === null ? null : getAddress(given.shares);
  const contract = named === undefined ? agreed : getAddress(named);
  if (contract === null) return null;
  if (agreed !== null && contract !== agreed)
    checks.add("failed", "shares", "SharesElsewhere", phrase("SharesElsewhere", { agreed, contract }));
  return checkShares(
    view,
    history,
    { contract, expectedCode: expectedCode?.shares, accepted, bounds: given.bounds },
    checks,
  );
}

async function readRoundEvents(view: ChainView, round: bigint, fromBlock: number): Promise<EventRecord[]> {
  const [state] = (await view.call("stateOf", round)) as unknown as [Result];
  if (state[0] === 0n) {
    const [count] = (await view.call("roundCount")) as unknown as [bigint];
    const rounds = count === 0n ? "none was opened yet" : `the newest is ${count}`;
    throw new AuditError("RoundNotFound", `the coordinator has no round ${round}, ${rounds}: check number and address`);
  }
  const events = await readEvents(view, round, fromBlock);
  if (events[0]?.name === "Opened") return events;
  throw new AuditError(
    "EventsMissing",
    `the node shows no opening of round ${round}: search from an earlier block, or use a node that keeps all logs`,
  );
}

function replay(view: ChainView, round: bigint, events: readonly EventRecord[], checks: Checks): History {
  const { args } = events[0]!;
  const encoded = args.getValue("params") as Result;
  const params = readParams(encoded);
  checks.expect(paramsDigest(encoded) === args.getValue("paramsDigest"), "parameters", "ParamsDigest", [
    phrase("ParamsDigest"),
    phrase("ParamsDigestWrong"),
  ]);
  const faults = paramsFaults(params);
  checks.expect(faults.length === 0, "parameters", "ParamsInRange", [
    phrase("ParamsInRange"),
    phrase("ParamsOutOfRange", { faults }),
  ]);
  const { chainId, coordinator } = view;
  const history = new History({ chainId, coordinator, round }, params, events);
  checks.expect(history.broken === null, "history", "RulesKept", [
    phrase("RulesKept", { events: events.length }),
    phrase("RulesBroken", { broken: history.broken ?? "" }),
  ]);
  sayProgress(history, view.head.time, checks);
  return history;
}

export function wrongAddress(named: unknown, whose = "coordinator"): AuditError {
  const isHex = typeof named === "string" && /^0x[0-9a-fA-F]{40}$/.test(named);
  const text = isHex
    ? `the ${whose}'s address ${named} has a wrong checksum (EIP-55): a digit is mistyped, or the case of a letter was changed; copy it again`
    : `the ${whose} is not an address: 0x and 40 hexadecimal digits`;
  return new AuditError("RoundInvalid", text);
}

/** Refusals, and what an open or expired round lacks. */
function sayProgress({ posts, phase, deadline, due, expired }: History, now: number, checks: Checks): void {
  const refused = [...new Set(posts.filter(({ refusal }) => refusal).map(({ party }) => party))];
  for (const party of refused) {
    const exchanges = posts.filter((post) => post.refusal && post.party === party).map(({ exchange }) => exchange);
    checks.add("passed", "history", "Refused", phrase("Refused", { party, exchanges }));
  }
  if (expired !== null) {
    const when = phrase(`phase/${PHASES[Number(expired.args[1])]!}`);
    checks.add("passed", "history", "RoundExpired", phrase("RoundExpired", { phase: when, due }));
  } else if (phase <= 3) {
    const open = { phase: phrase(`phase/${PHASES[phase]!}`), deadline: utc(deadline), due };
    const said = phrase(now > deadline ? "RoundOverdue" : "RoundOpen", open);
    checks.add("unknown", "history", "RoundOpen", said);
  }
}

async function checkStability(view: ChainView, checks: Checks): Promise<void> {
  const stable = await view.isStable();
  checks.add(
    stable ? "passed" : "unknown",
    "chain",
    stable ? "ChainStable" : "ChainChanged",
    stable ? phrase("ChainStable", { blocks: view.reliedOn.length }) : phrase("ChainChanged"),
  );
}
