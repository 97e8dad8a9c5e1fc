// Where a round that this company agreed to stands: what its journal and the chain say.
import { readCommitments, readParams, readState } from "../chain/coordinator/read.ts";
import type { Journal } from "../journal/journal.ts";
import { type FaultNote, readFaultNote } from "../journal/round-journal.ts";
import type { RoundNote } from "../journal/rounds.ts";
import type { RoundState } from "../round/phase.ts";
import { formatRoundKey, parseRoundKey } from "../round/round-key.ts";
import { decodeTerms } from "../round/terms.ts";
import { keptOutcome, type OwnOutcome } from "./round-files.ts";

export interface RoundStatus {
  readonly round: string;
  readonly title: string;
  readonly engine: string;
  /** Names of the companies, by index. */
  readonly parties: readonly string[];
  readonly party: number;
  readonly local: string;
  readonly phase: RoundState["phase"];
  /** Messages posted, of how many. */
  readonly stepsPosted: number;
  readonly steps: number;
  /** Names of the companies that must act now; none where any may. */
  readonly due: readonly string[];
  /** Unix seconds. */
  readonly deadline: number | null;
  readonly fault: FaultNote | null;
  /** Set where the chain settled another outcome than this client had proved. */
  readonly settledOtherwise: OwnOutcome["settledOtherwise"];
}

/** Throws ChainError. */
export async function roundStatus(
  { key, party, status: local, terms }: RoundNote,
  reader: Parameters<typeof readState>[0],
  journal: Journal,
): Promise<RoundStatus> {
  const { coordinator, round } = parseRoundKey(key, reader.coordinator);
  const at = { ...reader, coordinator };
  const { title, engine, parties } = decodeTerms(terms);
  const { state } = await readState(at, round);
  const { phase, stepsPosted, deadline } = state;
  const params = await readParams(at, round);
  const senders = Buffer.from(params.schedule.slice(2), "hex");
  const due =
    phase === "committing"
      ? (await readCommitments(at, round)).flatMap((commitment, k) => (commitment === null ? [k] : []))
      : phase === "running"
        ? [senders[stepsPosted] ?? -1]
        : [];
  return {
    round: formatRoundKey({ coordinator, round }),
    ...{ title, engine, party, local, phase, stepsPosted },
    parties: parties.map(({ name }) => name),
    steps: senders.length,
    due: due.flatMap((k) => parties[k]?.name ?? []),
    deadline: deadline === 0 ? null : deadline,
    fault: readFaultNote(journal, key),
    settledOtherwise: keptOutcome(journal, key)?.settledOtherwise ?? null,
  };
}
