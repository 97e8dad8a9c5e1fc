// Where a round that this company agreed to stands: what its journal and the chain say.
import { type Reader, readDue, readParams, readState } from "../chain/coordinator/read.ts";
import { ChainError } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import { type FaultNote, readFaultNote } from "../journal/round-journal.ts";
import type { RoundNote } from "../journal/rounds.ts";
import type { RoundState } from "../round/phase.ts";
import { parseRoundKey } from "../round/round-key.ts";
import { exchangeCount } from "../round/schedule.ts";
import { decodeTerms, type SealedTerms } from "../round/terms.ts";
import { type KeptOutcome, settledOtherwise } from "./round-files.ts";

/** What the journal says of a round. */
export interface LocalStatus {
  readonly round: string;
  readonly title: string;
  readonly engine: string;
  /** Names of the companies, by index. */
  readonly parties: readonly string[];
  readonly party: number;
  readonly local: string;
  readonly fault: FaultNote | null;
  /** Null for a public outcome. */
  readonly sealed: SealedTerms | null;
  /** Set where the chain settled another outcome than this client had proved. */
  readonly settledOtherwise: KeptOutcome["settledOtherwise"];
}

export interface RoundStatus extends LocalStatus {
  readonly phase: RoundState["phase"];
  /** Exchanges that are complete, of how many. */
  readonly exchangesDone: number;
  readonly exchanges: number;
  /** Names of the companies that must act now; none where any may. */
  readonly due: readonly string[];
  /** Unix seconds. */
  readonly deadline: number | null;
  /**
   * Why the client cannot see the round yet, though it is on chain, in the block that it acts upon;
   * else null. Then the phase is "none".
   */
  readonly unconfirmed: string | null;
}

export function localStatus({ key, party, status: local, terms }: RoundNote, journal: Journal): LocalStatus {
  const { title, engine, parties, sealed } = decodeTerms(terms);
  return {
    ...{ round: key, title, engine, party, local, sealed },
    parties: parties.map(({ name }) => name),
    fault: readFaultNote(journal, key),
    settledOtherwise: settledOtherwise(journal, key),
  };
}

/** Throws ChainError. */
export async function roundStatus(local: LocalStatus, reader: Reader): Promise<RoundStatus> {
  const { coordinator, round } = parseRoundKey(local.round, reader.coordinator);
  const at = { ...reader, coordinator };
  const { phase, exchange, deadline, unconfirmed } = await stateOf(at, round);
  const [params, accounts] = await Promise.all([readParams(at, round), readDue(at, round)]);
  const due = accounts.map((account) => params.parties.indexOf(account));
  return {
    ...local,
    ...{ phase, exchangesDone: exchange, unconfirmed },
    exchanges: exchangeCount(params.schedule),
    due: due.flatMap((k) => local.parties[k] ?? []),
    deadline: deadline === 0 ? null : deadline,
  };
}

type Progress = Pick<RoundState, "phase" | "exchange" | "deadline"> & Pick<RoundStatus, "unconfirmed">;

async function stateOf(at: Reader, round: bigint): Promise<Progress> {
  const none = { phase: "none", exchange: 0, deadline: 0 } as const;
  try {
    const { state } = await readState(at, round);
    const young = "it is not in enough blocks yet for this client to act (`confirmations` in config.json)";
    return { ...state, unconfirmed: state.phase === "none" ? young : null };
  } catch (error) {
    if (!(error instanceof ChainError) || error.code !== "ContractUnconfirmed") throw error;
    return { ...none, unconfirmed: error.message };
  }
}
