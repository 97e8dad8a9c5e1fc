// Companies of which each knows its own part of an optimum, and seal it by the client's own
// messages, as their links would carry them.
import { ConcordatError, ProtocolError, SealedError } from "../../client/errors.ts";
import { OWN_PART_EXCHANGES, receiversOf } from "../../client/play/seal/own-part/exchanges.ts";
import type { OwnPartInput } from "../../client/play/seal/own-part/input.ts";
import { OwnPartSealing } from "../../client/play/seal/own-part/seal.ts";
import { type HeardTurn, ShownFault } from "../../client/play/seal/side.ts";
import { decodeEnvelope, encodeEnvelope, envelopeFor } from "../../client/round/envelope.ts";
import { UNPOSTED_EXCHANGE } from "../../client/round/schedule.ts";
import { testSeed } from "./certificate.ts";
import { resultOrError } from "./codes.ts";
import { exchangeId } from "./network.ts";
import { type OwnPartShape, type PlantedRound, plantOwnParts } from "./sealed-own-part.ts";

/** Two companies and a helper without rows. */
export const WITH_HELPER: Omit<OwnPartShape, "kind"> = {
  names: [[0], [1], [0, 1], [0, 1]],
  inequalities: [2, 2, 0],
  equalities: [1, 0, 0],
  owner: 1,
};

export interface OwnPartCompanies {
  readonly round: PlantedRound;
  readonly inputs: readonly OwnPartInput[];
}

/** A planted optimum, and what each company brings. */
export function ownPartCompanies(shape: Omit<OwnPartShape, "kind">, seed: string): OwnPartCompanies {
  const round = plantOwnParts({ ...shape, kind: "optimal" }, seed);
  const { statement, key, string, outcome, own, plain, secrets } = round;
  if (outcome.kind !== "optimal") throw new Error("an optimum is due");
  const { names, inequalities } = shape;
  const equalities = shape.equalities ?? inequalities.map(() => 0);
  const inputs = own.map(
    ({ party, matrix, costs, points }): OwnPartInput => ({
      ...{ party, rows: plain[party]!, committed: { matrix, costs, points }, secrets: secrets[party]! },
      round: { statement, key, committer: string.committer, inequalities, equalities },
      ownParts: { names, value: "owner" },
      outcome: {
        ...{ kind: "own part", of: "optimal", value: null },
        x: outcome.x.map((value, j) => (names[j]!.includes(party) ? value : null)),
        multipliers: outcome.multipliers[party]!,
      },
      random: testSeed(`own part ${party}`),
    }),
  );
  return { round, inputs };
}

/** A copy of the matrix stands for another process: a commitment serves one proof. */
export function afresh({ committed, ...input }: OwnPartInput): OwnPartInput {
  return { ...input, committed: { ...committed, matrix: [...committed.matrix] } };
}

/** A turn on its way. */
export interface Passing {
  /** Place in OWN_PART_EXCHANGES. */
  readonly exchange: number;
  readonly from: number;
  /** To all, then to each receiver. */
  readonly messages: readonly Uint8Array[];
  /** What the sender has heard so far, by exchange. */
  readonly heard: readonly (readonly HeardTurn[])[];
}

/** Changes a turn on its way to all others. */
export type Tamper = (turn: Passing) => readonly Uint8Array[];

/** The place of an exchange by its stage, of steps by number. */
export function exchangeOf(stage: string | number): number {
  return OWN_PART_EXCHANGES.findIndex((each) => (each.stage === "prove" ? each.step : each.stage) === stage);
}

const SIGNATURE = `0x${"00".repeat(31)}01${"00".repeat(31)}01${"1b"}` as const;

/** A turn, which only looks signed, as one party gets it. */
export function turnFor(
  party: number,
  { exchange, from, messages }: Omit<Passing, "heard">,
  parties: number,
): HeardTurn {
  const id = exchangeId(UNPOSTED_EXCHANGE + exchange);
  const receivers = [null, ...receiversOf(OWN_PART_EXCHANGES[exchange]!.stage, parties, from)];
  const entries = receivers.map((to) => ({
    ...{ from, to, exchange, content: "", phase: "", bytes: 2 ** 24 },
  }));
  const whole = encodeEnvelope({ ...id, from, parts: messages, digest: "0x", signature: SIGNATURE });
  const envelope = party === from ? whole : envelopeFor([party], { messages: entries }, whole);
  return {
    envelope,
    messages: decodeEnvelope(envelope).parts.map((part) => (part instanceof Uint8Array ? part : null)),
  };
}

export type End = { readonly proof: Uint8Array } | { readonly messages: readonly Uint8Array[] } | ConcordatError;

export interface PlayedSealing {
  readonly companies: readonly OwnPartSealing[];
  readonly ends: readonly End[];
  /** By exchange and party. */
  readonly sent: readonly (readonly (readonly Uint8Array[])[])[];
}

/** Plays until somebody stops, or all have the proof. */
export function playSealing(
  inputs: readonly OwnPartInput[],
  tamper: Tamper = ({ messages }) => messages,
): PlayedSealing {
  const companies = inputs.map((input) => new OwnPartSealing(afresh(input)));
  const parties = companies.length;
  const heard: HeardTurn[][][] = companies.map(() => []);
  const sent: (readonly (readonly Uint8Array[])[])[] = [];
  for (let exchange = 0; ; exchange++) {
    const own = companies.map((company) => company.sent);
    sent.push(own);
    const passed = own.map((messages, from) => tamper({ exchange, from, messages, heard: heard[from]! }));
    const ends = companies.map((company, party): End => {
      // A sender keeps its own messages as they were.
      const turns = passed.map((messages, from) =>
        turnFor(party, { exchange, from, messages: from === party ? own[from]! : messages }, parties),
      );
      heard[party]!.push(turns);
      return resultOrError(() => company.next(turns));
    });
    if (ends.some((end) => end instanceof ConcordatError || "proof" in end)) return { companies, ends, sent };
  }
}

/** How each company ended: its error's code, whom it names, and whose turn shows it. */
export function verdicts({ ends }: PlayedSealing): string[] {
  return ends.map((end) => {
    if (!(end instanceof ConcordatError)) return "proof" in end ? "proof" : "none";
    const party = end instanceof ProtocolError || end instanceof SealedError ? end.party : undefined;
    const by = end instanceof ShownFault ? ` by ${end.by}` : "";
    return party === undefined ? end.code : `${end.code} ${party}${by}`;
  });
}

/** A tamper of one message of a turn: 0 is to all, then those to its receivers. */
export function changing(
  at: { readonly exchange: number; readonly from: number; readonly message?: number },
  change: (body: Uint8Array, turn: Passing) => Uint8Array,
): Tamper {
  const { message = 0 } = at;
  return (turn) =>
    turn.exchange === at.exchange && turn.from === at.from
      ? turn.messages.map((body, i) => (i === message ? change(body, turn) : body))
      : turn.messages;
}

/** The body with 1 added to the word at `at`, counted from the end if it is negative. */
export function bumpedWord(body: Uint8Array, at: number): Uint8Array {
  const last = (at < 0 ? body.length + 32 * at : 32 * at) + 31;
  return body.with(last, (body[last]! + 1) % 256);
}
