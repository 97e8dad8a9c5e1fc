// Where a round that this company agreed to stands: what its journal and the chain say.
import { readDue, readParams, readState } from "../chain/coordinator/read.ts";
import type { Journal } from "../journal/journal.ts";
import { type FaultNote, readFaultNote } from "../journal/round-journal.ts";
import type { RoundNote } from "../journal/rounds.ts";
import type { RoundState } from "../round/phase.ts";
import { formatRoundKey, parseRoundKey } from "../round/round-key.ts";
import { exchangeCount } from "../round/schedule.ts";
import { decodeTerms, type SealedTerms } from "../round/terms.ts";
import { type KeptOutcome, settledOtherwise } from "./round-files.ts";

export interface RoundStatus {
  readonly round: string;
  readonly title: string;
  readonly engine: string;
  /** Names of the companies, by index. */
  readonly parties: readonly string[];
  readonly party: number;
  readonly local: string;
  readonly phase: RoundState["phase"];
  /** Exchanges that are complete, of how many. */
  readonly exchangesDone: number;
  readonly exchanges: number;
  /** Names of the companies that must act now; none where any may. */
  readonly due: readonly string[];
  /** Unix seconds. */
  readonly deadline: number | null;
  readonly fault: FaultNote | null;
  /** Null for a public outcome. */
  readonly sealed: SealedTerms | null;
  /** Set where the chain settled another outcome than this client had proved. */
  readonly settledOtherwise: KeptOutcome["settledOtherwise"];
}

/** Throws ChainError. */
export async function roundStatus(
  { key, party, status: local, terms }: RoundNote,
  reader: Parameters<typeof readState>[0],
  journal: Journal,
): Promise<RoundStatus> {
  const { coordinator, round } = parseRoundKey(key, reader.coordinator);
  const at = { ...reader, coordinator };
  const { title, engine, parties, sealed } = decodeTerms(terms);
  const { state } = await readState(at, round);
  const { phase, exchange, deadline } = state;
  const [params, accounts] = await Promise.all([readParams(at, round), readDue(at, round)]);
  const due = accounts.map((account) => params.parties.indexOf(account));
  return {
    round: formatRoundKey({ coordinator, round }),
    ...{ title, engine, party, local, phase, exchangesDone: exchange, sealed },
    parties: parties.map(({ name }) => name),
    exchanges: exchangeCount(params.schedule),
    due: due.flatMap((k) => parties[k]?.name ?? []),
    deadline: deadline === 0 ? null : deadline,
    fault: readFaultNote(journal, key),
    settledOtherwise: settledOtherwise(journal, key),
  };
}
