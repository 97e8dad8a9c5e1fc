// `concordat status`: this company's rounds, from journal and chain, and what it is invited to.
import { formatEther } from "viem";
import { connect, coordinatorOf } from "../../app/connect.ts";
import { type Invitation, listOpenRounds, type OpenRounds, type WrongFile } from "../../app/invite/open-rounds.ts";
import { type LocalStatus, localStatus, type RoundStatus, roundStatus } from "../../app/round-status.ts";
import { linesOf, say } from "../../app/said/english.ts";
import { readRoundCount } from "../../chain/coordinator/read.ts";
import { ChainError } from "../../errors.ts";
import { readJournal } from "../../journal/own-journal.ts";
import { acceptedRounds } from "../../journal/rounds.ts";
import { nameParties } from "../../round/name-parties.ts";
import { compareRounds, numberOf } from "../../round/round-key.ts";
import type { Said } from "../../said.ts";
import { type GlobalOptions, type Home, openHome } from "../home.ts";
import { declinedLine, invitationLines, openedLine } from "../invitation-lines.ts";
import { oneLine, tableLines } from "../print.ts";
import { timeInWords } from "../times.ts";

/** Throws ChainError, after it has printed what the journal says of rounds that were agreed to. */
export async function status(options: GlobalOptions): Promise<void> {
  const home = await openHome(options);
  coordinatorOf(home.config);
  const local = await readLocal(home);
  const company = home.config.name;
  const seen = await readChain(home, local).catch((error: unknown) => {
    if (local.length > 0 && error instanceof ChainError) return error;
    throw error;
  });
  if (seen instanceof ChainError) {
    const unknown = { invitations: null, wrongFiles: null, roundsOnChain: null };
    home.printer.result({ company, rounds: local, ...unknown }, () => localLines(local));
    throw seen;
  }
  const { rounds, open, count } = seen;
  const { invitations, wrong } = open;
  const value = { company, rounds, invitations: invitations.map(plainInvitation), wrongFiles: wrong };
  home.printer.result({ ...value, roundsOnChain: count }, () => [
    ...(rounds.length === 0
      ? [`${company} has agreed to no round yet; the coordinator has opened ${count}.`]
      : roundLines(rounds)),
    ...invitations.flatMap((invitation) =>
      invitation.declined ? [declinedLine(invitation)] : ["", ...invitationLines(invitation)],
    ),
    ...openLines(open),
  ]);
}

/** What the journal says of every round that this company agreed to, by number. */
export async function readLocal({ paths }: Pick<Home, "paths">): Promise<readonly LocalStatus[]> {
  const journal = await readJournal(paths);
  try {
    const accepted = acceptedRounds(journal).toSorted((a, b) => compareRounds(a.key, b.key));
    return accepted.map((round) => localStatus(round, journal));
  } finally {
    journal.close();
  }
}

export interface Seen {
  readonly rounds: readonly RoundStatus[];
  readonly open: OpenRounds;
  /** Rounds that the coordinator has opened. */
  readonly count: bigint;
}

/**
 * What the chain says of them, and which other rounds are open to this company. Throws ChainError.
 */
export async function readChain(
  { config, paths }: Pick<Home, "config" | "paths">,
  local: readonly LocalStatus[],
): Promise<Seen> {
  const { confirmations, preferFinalized = false } = config;
  const reader = { publicClient: await connect(config), coordinator: coordinatorOf(config), confirmations };
  const rounds: RoundStatus[] = [];
  for (const round of local) rounds.push(await roundStatus(round, { ...reader, preferFinalized }));
  const keys = new Set(local.map(({ round }) => round));
  const open = await listOpenRounds(paths, { ...reader, confirmations: 0 }, (key) => keys.has(key));
  return { rounds, open, count: await readRoundCount(reader) };
}

/** Of rounds that this home opened, and of files that are not the round's on chain. */
function openLines({ opened, wrong }: OpenRounds): string[] {
  return [...opened.map(openedLine), ...linesOf(wrong.map(wrongFileAlert))];
}

/** For programs: numbers as in the round's file, times in Unix seconds, the bond in ether. */
function plainInvitation({ round, terms, program, leakage, opener, deadline, declined }: Invitation) {
  const { title, engine, parties, periods, bond, sealed } = terms;
  return {
    ...{ round, title, engine, opener, periods, deadline, declined, sealed },
    bond: formatEther(bond),
    parties: parties.map(({ name, account }) => ({ name, account })),
    variables: program.variables.map(({ name }) => name),
    leakage: { advice: leakage.advice, findings: leakage.findings },
  };
}

function roundLines(rounds: readonly RoundStatus[]): string[] {
  const rows = rounds.map(({ round, title, local, phase, exchangesDone, exchanges, due, deadline }) => [
    numberOf(round),
    oneLine(title),
    local,
    phase,
    `${exchangesDone} of ${exchanges}`,
    due.map((name) => oneLine(name, 40)).join(", "),
    deadline === null ? "" : new Date(deadline * 1000).toISOString(),
  ]);
  const unconfirmed = rounds.flatMap(({ round, unconfirmed: why }) =>
    why === null ? [] : [`round ${numberOf(round)} is not seen by this client yet: ${why}`],
  );
  return [
    ...tableLines(["round", "title", "here", "on chain", "exchanges", "due", "until"], rows, [0]),
    ...unconfirmed,
    ...linesOf([...remarksOn(rounds), ...bondAlerts(rounds)]),
  ];
}

/** What becomes of the bonds of rounds that failed and are still open on chain. */
export function bondAlerts(rounds: readonly Pick<RoundStatus, "round" | "fault" | "phase" | "deadline">[]): Said[] {
  return rounds.flatMap(({ round, fault, phase, deadline }) =>
    fault === null || deadline === null || (phase !== "running" && phase !== "settling")
      ? []
      : [say("CanExpire", { round: numberOf(round), time: timeInWords(deadline) })],
  );
}

/** That a file is not the round's on chain. */
export function wrongFileAlert({ round, message }: WrongFile): Said {
  return say("NothingShown", { round: numberOf(round), message: oneLine(message, 1000) });
}

/** What can be said without the chain. */
function localLines(rounds: readonly LocalStatus[]): string[] {
  const rows = rounds.map(({ round, title, local }) => [numberOf(round), oneLine(title), local]);
  return [
    ...tableLines(["round", "title", "here"], rows, [0]),
    ...linesOf(remarksOn(rounds)),
    "This is from the journal alone: the chain could not be read.",
  ];
}

/** What somebody should know of rounds that went other ways, and of sealed outcomes. */
export function remarksOn(rounds: readonly LocalStatus[]): Said[] {
  const faults = rounds.flatMap(({ round, parties, fault }) => {
    if (fault === null) return [];
    const message = nameParties(fault.message, (party) => parties[party]);
    return [say("RoundFailed", { round: numberOf(round), code: fault.code, message })];
  });
  const otherwise = rounds.flatMap(({ round, settledOtherwise: kinds }) =>
    kinds === null
      ? []
      : [say("SettledOtherwise", { round: numberOf(round), settled: kinds.settled.kind, own: kinds.own.kind })],
  );
  const seals = rounds.flatMap(({ round, sealed }) => {
    if (sealed === null) return [];
    const { setup, size, ownParts } = sealed;
    return [say("RoundSealed", { round: numberOf(round), setup, size, own: ownParts !== undefined })];
  });
  return [...seals, ...faults, ...otherwise];
}
