// What a terminal shows of a running client, as far as its events tell it: a pure function of one
// event after the other.
import type { ClientEvent } from "../../app/events.ts";
import type { ProvingProgress, Stage } from "../../play/drive/events.ts";

export interface RoundProgress {
  readonly stage: Stage | null;
  /** Of the nodes of `mpc`, `mpc/four` or `mpc/proven`. */
  readonly session: { readonly epoch: number; readonly checkpoints: number; readonly bits: number } | null;
  /** Of the companies that prove a sealed outcome. */
  readonly proving: ProvingProgress | null;
  /** What keeps it from going on at present. */
  readonly trouble: string | null;
}

export interface LiveState {
  /** Rounds that are being played, by key. */
  readonly rounds: ReadonlyMap<string, RoundProgress>;
  /** What keeps the client itself from going on. */
  readonly trouble: string | null;
}

export const START: LiveState = { rounds: new Map(), trouble: null };
const BEGUN: RoundProgress = { stage: null, session: null, proving: null, trouble: null };

export function follow(state: LiveState, event: ClientEvent): LiveState {
  switch (event.type) {
    case "started":
    case "registered":
      return { ...state, trouble: null };
    case "round-started":
      return withRound(state, event.round, BEGUN);
    case "round-closed": {
      const rounds = new Map(state.rounds);
      rounds.delete(event.round);
      return { ...state, rounds };
    }
    case "round-failed":
      return withRound(state, event.round, {
        ...(state.rounds.get(event.round) ?? BEGUN),
        proving: null,
        trouble: `failed (${event.code}); waiting for the bond`,
      });
    case "trouble":
      return { ...state, trouble: `${event.code}: ${event.message}` };
    case "round": {
      const before = state.rounds.get(event.round) ?? BEGUN;
      return { ...withRound(state, event.round, progress(before, event.event)), trouble: null };
    }
    default:
      return state;
  }
}

type RoundEvent = Extract<ClientEvent, { type: "round" }>["event"];

function progress(before: RoundProgress, event: RoundEvent): RoundProgress {
  switch (event.type) {
    case "stage":
      return { ...before, stage: event.stage, proving: null, trouble: null };
    case "proving":
      return { ...before, proving: event, trouble: null };
    case "posted":
      return { ...before, proving: null, trouble: null };
    case "trouble":
      return { ...before, trouble: `${event.error.code}: ${event.error.message}` };
    case "session": {
      const same = before.session?.epoch === event.epoch ? before.session.checkpoints : 0;
      const checkpoints = same + Number(event.point === "checkpoint");
      const bits = event.point === "checkpoint" ? event.bits : (before.session?.bits ?? 0);
      return { ...before, session: { epoch: event.epoch, checkpoints, bits }, trouble: null };
    }
    case "refusal-failed":
    case "settled-otherwise":
      return before;
    default:
      return { ...before, trouble: null };
  }
}

function withRound(state: LiveState, round: string, progressed: RoundProgress): LiveState {
  return { ...state, rounds: new Map(state.rounds).set(round, progressed) };
}
