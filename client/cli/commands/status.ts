// `concordat status`: show the state of this company's rounds, from journal and chain.

import { connect, coordinatorOf } from "../../app/connect.ts";
import { keptOutcome, type OwnOutcome } from "../../app/round-files.ts";
import { readDue, readParams, readRoundCount, readState } from "../../chain/coordinator/read.ts";
import { type Journal, openJournal } from "../../journal/journal.ts";
import { type FaultNote, readFaultNote } from "../../journal/round-journal.ts";
import { acceptedRounds, type RoundNote } from "../../journal/rounds.ts";
import type { RoundState } from "../../round/phase.ts";
import { formatRoundKey, parseRoundKey } from "../../round/round-key.ts";
import { decodeTerms } from "../../round/terms.ts";
import { type GlobalOptions, openHome } from "../home.ts";
import { nameParties } from "../name-parties.ts";
import { tableLines } from "../print.ts";

/** Hexadecimal digits of a word of the schedule. */
const WORD_DIGITS = 64;

interface RoundStatus {
  readonly round: string;
  readonly title: string;
  readonly engine: string;
  /** Names of the companies, by index. */
  readonly parties: readonly string[];
  readonly party: number;
  readonly local: string;
  readonly phase: RoundState["phase"];
  readonly exchange: string;
  /** Who must act now, by name. */
  readonly due: string | null;
  /** Unix seconds. */
  readonly deadline: number | null;
  readonly fault: FaultNote | null;
  /** Set where the chain settled another outcome than this client had proved. */
  readonly settledOtherwise: OwnOutcome["settledOtherwise"];
}

export async function status(options: GlobalOptions): Promise<void> {
  const home = await openHome(options);
  const publicClient = await connect(home.config);
  const reader = { publicClient, coordinator: coordinatorOf(home.config), confirmations: home.config.confirmations };
  const journal = openJournal(home.paths.journal, null);
  const accepted = acceptedRounds(journal);
  const rounds: RoundStatus[] = [];
  for (const round of accepted) rounds.push(await statusOf(round, reader, journal));
  journal.close();
  const count = await readRoundCount(reader);
  home.printer.result({ company: home.config.name, rounds, roundsOnChain: count }, () => {
    if (rounds.length === 0)
      return [`${home.config.name} has agreed to no round yet; the coordinator has opened ${count}.`];
    const rows = rounds.map(({ round, title, local, phase, exchange, due, deadline }) => [
      round.slice(round.indexOf("/") + 1),
      title,
      local,
      phase,
      exchange,
      due ?? "",
      deadline === null ? "" : new Date(deadline * 1000).toISOString(),
    ]);
    const faults = rounds.flatMap(({ round, parties, fault }) => {
      if (fault === null) return [];
      const message = nameParties(fault.message, (party) => parties[party]);
      return [`round ${round.slice(round.indexOf("/") + 1)} failed (${fault.code}): ${message}`];
    });
    const otherwise = rounds.flatMap(({ round, settledOtherwise }) =>
      settledOtherwise === null
        ? []
        : [
            `round ${round.slice(round.indexOf("/") + 1)} SETTLED OTHERWISE: ${settledOtherwise.settled.kind}, but this client had proved ` +
              `${settledOtherwise.own.kind}; \`concordat outcome\` shows what the chain settled`,
          ],
    );
    return [
      ...tableLines(["round", "title", "here", "on chain", "exchange", "due", "until"], rows, [0]),
      ...faults,
      ...otherwise,
    ];
  });
}

type Reader = Parameters<typeof readState>[0];

async function statusOf(accepted: RoundNote, reader: Reader, journal: Journal): Promise<RoundStatus> {
  const { key, party, status: local } = accepted;
  const { coordinator, round } = parseRoundKey(key, reader.coordinator);
  const at = { ...reader, coordinator };
  const { title, engine, parties } = decodeTerms(accepted.terms);
  const { state } = await readState(at, round);
  const { phase, exchange, deadline } = state;
  const [params, due] = await Promise.all([readParams(at, round), readDue(at, round)]);
  const exchanges = (params.schedule.length - 2) / WORD_DIGITS;
  const nameOf = (account: string) => params.parties.findIndex((own) => own.toLowerCase() === account.toLowerCase());
  return {
    ...{
      round: formatRoundKey({ coordinator, round }),
      title,
      engine,
      parties: parties.map(({ name }) => name),
      party,
      local,
      phase,
      due: due.length === 0 ? null : due.map((account) => parties[nameOf(account)]?.name ?? account).join(", "),
    },
    exchange: `${Math.min(exchange + 1, exchanges)} of ${exchanges}`,
    deadline: deadline === 0 ? null : deadline,
    fault: readFaultNote(journal, key),
    settledOtherwise: keptOutcome(journal, key)?.settledOtherwise ?? null,
  };
}
