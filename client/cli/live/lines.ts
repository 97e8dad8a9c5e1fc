// The view of a running client as lines of plain text, from what its events told and where its
// rounds stand on chain. A pure function: the clock is an argument.
import type { RoundStatus } from "../../app/round-status.ts";
import { MOST_BITS } from "../../engines/mpc/plan.ts";
import type { ProvingProgress, Stage } from "../../play/drive/events.ts";
import type { Phase } from "../../round/phase.ts";
import { numberOf } from "../../round/round-key.ts";
import { oneLine } from "../print.ts";
import { durationInWords, timeInWords } from "../times.ts";
import { bar } from "./bar.ts";
import type { LiveState, RoundProgress } from "./state.ts";

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  none: "not in enough blocks yet (`confirmations` in config.json)",
  committing: "committing: the companies accept, and commit to their rows",
  running: "running",
  settling: "settling: the proven outcome goes on chain",
  settled: "settled on chain; the bond comes back",
  expired: "expired; bonds come back",
};
const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  commit: "",
  engine: ": the engine looks for the optimum",
  prove: ": the companies prove the outcome",
  settle: ": the last proofs",
};

/** `now` in Unix seconds. */
export function liveLines(state: LiveState, statuses: readonly RoundStatus[], now: number): string[] {
  const rounds = [...state.rounds].flatMap(([round, progress]) => {
    const status = statuses.find((other) => other.round === round);
    return ["", ...(status === undefined ? [`round ${numberOf(round)}`] : roundLines(status, progress, now))];
  });
  return [
    ...(rounds.length === 0 ? ["", "No round is being played; invitations are looked for."] : rounds),
    ...(state.trouble === null ? [] : ["", `trouble: ${oneLine(state.trouble, 300)}`]),
    "",
    "Ctrl-C stops the client; `concordat join` resumes where it was.",
  ];
}

/** Of a sealed outcome the chain gets a proof, and nothing else. */
function phaseInWords({ phase, sealed }: RoundStatus): string {
  return phase === "settling" && sealed !== null
    ? "settling: the proof of the sealed outcome goes on chain"
    : PHASE_WORDS[phase];
}

function roundLines(status: RoundStatus, { stage, session, proving, trouble }: RoundProgress, now: number): string[] {
  const { round, title, engine, parties, party, phase, exchangesDone, exchanges } = status;
  const doing = phase === "running" && stage !== null ? STAGE_WORDS[stage] : "";
  return [
    `round ${numberOf(round)}  ${oneLine(title)}, engine ${engine}, as ${oneLine(parties[party] ?? "")}`,
    `  phase     ${phaseInWords(status)}${doing}`,
    ...dueLines(status, now),
    `  progress  ${bar(exchangesDone, exchanges)} ${exchangesDone} of ${exchanges} exchanges`,
    ...(session === null ? [] : [`  session   ${sessionInWords(session)}`]),
    ...(proving === null ? [] : [`  proof     ${proofInWords(proving, parties)}`]),
    ...(trouble === null ? [] : [`  trouble   ${oneLine(trouble, 300)}`]),
  ];
}

/** "epoch 0, 9 checkpoints, 2 of 8 bits opened" */
function sessionInWords({ epoch, checkpoints, bits }: NonNullable<RoundProgress["session"]>): string {
  return `epoch ${epoch}, ${checkpoints} checkpoints, ${bits} of ${MOST_BITS} bits opened`;
}

/** "exchange 5 of 12, step 3 of the proof: waiting for Weser" */
function proofInWords({ exchange, exchanges, content, awaited }: ProvingProgress, parties: readonly string[]): string {
  const names = awaited.map((party) => oneLine(parties[party] ?? `party ${party}`, 40));
  const doing = names.length === 0 ? "this company computes" : `waiting for ${names.join(", ")}`;
  return `exchange ${exchange} of ${exchanges}, ${content}: ${doing}`;
}

/** Who must act, and by when; nothing of a round that is closed. */
function dueLines({ phase, due, deadline, parties, party }: RoundStatus, now: number): string[] {
  if (deadline === null) return [];
  const who = due.length === 0 ? "any company" : due.map((name) => oneLine(name, 40)).join(", ");
  const own = phase === "running" && due.includes(parties[party] ?? "") ? ": this company" : "";
  const left = deadline - now;
  const time = left > 0 ? `${durationInWords(left)} left` : "over: the round may expire";
  return [`  due       ${who}${own}`, `  until     ${timeInWords(deadline)}, ${time}`];
}
