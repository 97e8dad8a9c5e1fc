// `concordat status`: this company's rounds, from journal and chain, and what it is invited to.
import { formatEther } from "viem";
import { connect, coordinatorOf } from "../../app/connect.ts";
import { type Invitation, listInvitations } from "../../app/invite/list-invitations.ts";
import { knownTerms } from "../../app/kept-rounds.ts";
import { type RoundStatus, roundStatus } from "../../app/round-status.ts";
import { sealedInWords } from "../../app/seal/words.ts";
import { type Reader, readRoundCount, readState } from "../../chain/coordinator/read.ts";
import type { HomePaths } from "../../home/paths.ts";
import { readJournal } from "../../journal/own-journal.ts";
import { acceptedRounds } from "../../journal/rounds.ts";
import { nameParties } from "../../round/name-parties.ts";
import { compareRounds, parseRoundKey } from "../../round/round-key.ts";
import { type GlobalOptions, openHome } from "../home.ts";
import { invitationLines } from "../invitation-lines.ts";
import { oneLine, tableLines } from "../print.ts";

export async function status(options: GlobalOptions): Promise<void> {
  const home = await openHome(options);
  const publicClient = await connect(home.config);
  const reader = { publicClient, coordinator: coordinatorOf(home.config), confirmations: home.config.confirmations };
  const journal = await readJournal(home.paths);
  const accepted = acceptedRounds(journal);
  const rounds: RoundStatus[] = [];
  for (const round of accepted.toSorted((a, b) => compareRounds(a.key, b.key)))
    rounds.push(await roundStatus(round, reader, journal));
  journal.close();
  const keys = new Set(accepted.map(({ key }) => key));
  const invitations = await listInvitations(home.paths, { ...reader, confirmations: 0 }, (key) => keys.has(key));
  const count = await readRoundCount(reader);
  const opened = await openedHere(home.paths, reader, keys);
  const company = home.config.name;
  const value = { company, rounds, invitations: invitations.map(plainInvitation), roundsOnChain: count };
  home.printer.result(value, () => [
    ...(rounds.length === 0
      ? [`${company} has agreed to no round yet; the coordinator has opened ${count}.`]
      : roundLines(rounds)),
    ...invitations.flatMap((invitation) => ["", ...invitationLines(invitation)]),
    ...opened,
  ]);
}

/** A line for each round that this home opened, and that can still be accepted but was not here. */
async function openedHere(paths: HomePaths, reader: Reader, accepted: ReadonlySet<string>): Promise<string[]> {
  const lines: string[] = [];
  for (const [key, { title }] of await knownTerms(paths, ["opened"])) {
    const { coordinator, round } = parseRoundKey(key, null);
    if (coordinator !== reader.coordinator || accepted.has(key)) continue;
    const { state, now } = await readState({ ...reader, confirmations: 0 }, round);
    if (state.phase === "committing" && now <= state.deadline)
      lines.push(
        `Round ${round}, "${oneLine(title)}", was opened here. To take part: concordat join ${round} --data <your rows>`,
      );
  }
  return lines;
}

/** For programs: numbers as in the round's file, times in Unix seconds, the bond in ether. */
function plainInvitation({ round, terms, program, leakage, opener, deadline }: Invitation) {
  const { title, engine, parties, periods, bond, sealed } = terms;
  return {
    ...{ round, title, engine, opener, periods, deadline, sealed },
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
  const unconfirmed = rounds.flatMap(({ round, phase }) =>
    phase === "none"
      ? [
          `round ${numberOf(round)} is not in enough blocks yet for this client to act (\`confirmations\` in config.json)`,
        ]
      : [],
  );
  const faults = rounds.flatMap(({ round, parties, fault }) => {
    if (fault === null) return [];
    const message = nameParties(fault.message, (party) => parties[party]);
    return [`round ${numberOf(round)} failed (${fault.code}): ${message}`];
  });
  const otherwise = rounds.flatMap(({ round, settledOtherwise }) =>
    settledOtherwise === null
      ? []
      : [
          `round ${numberOf(round)} SETTLED OTHERWISE than this client had proved: ` +
            `${settledOtherwise.settled.kind} instead of ${settledOtherwise.own.kind}; \`concordat outcome\` has what the chain settled`,
        ],
  );
  const seals = rounds.flatMap(({ round, sealed }) =>
    sealed === null ? [] : [`round ${numberOf(round)} has a ${sealedInWords(sealed)}`],
  );
  return [
    ...tableLines(["round", "title", "here", "on chain", "exchanges", "due", "until"], rows, [0]),
    ...unconfirmed,
    ...seals,
    ...faults,
    ...otherwise,
  ];
}

function numberOf(round: string): string {
  return round.slice(round.indexOf("/") + 1);
}
