// The private engine: a simplex method on secret shares.
//
// Who plays: parties 0, 1 and 2 are the nodes that compute; all parties share their rows and costs
// to them. Two companies add a third party without rows, the neutral node. As `mpc/four` the same
// runs among parties 0 to 3, and as `mpc/proven` among three that prove an optimum before it opens
// (nodes/).
//
//   exchange  phase    messages
//   0         keys     each party → all: digests of the shares that it deals, the points that it committed to; from a node also an X25519 key, for masks and links between nodes, and its commitment to random numbers
//             input    each party → each node: its shares of the party's rows and costs (a node keeps its own)
//             session  among the nodes, outside the schedule: session.ts, solve.ts
//   1         closing  each node → all: the outcome, digests of the traffic on its links, points of what it was dealt
//             closing  own parts: each node → each party: its components of what the party learns
//
// Digests and shares travel together, since a party gains nothing by seeing those of others before
// it sends its own: the shares that a node sees are uniform, digests tell nothing of components
// that one lacks (client/crypto/sharing/input.ts), and rows were committed to before the round
// began.
//
// Reading order: session.ts and solve.ts, the steps of a node; then input/, what parties share;
// simplex/, the method on the tableau; outcome/, from the last basis to the opened numbers;
// own-part.ts, what single companies get of them.
//
// Papers: replicated secret sharing over Z_2^128, Araki et al. (CCS 2016); comparison and
// truncation: client/crypto/sharing. The simplex method on shares goes back to Toft (FC 2009) and
// Catrina & de Hoogh (ESORICS 2010), where pivots and objective value open in part. Here entering
// and leaving variable, pivot, stages (iterate.ts) and degeneracy stay secret.
//
// Who learns what, if all follow the protocol and no two nodes collude:
//   everybody  the outcome: kind, x̂ and all multipliers rounded to the round's grid (for a Farkas
//              vector or a ray, the smallest integers); the number of epochs. If x̂ is above the
//              round's upper bounds: instead, for each variable that is, a power of ten
//   a node     also at most eight bits (opened-bits.ts), at public places (plan.ts): in which
//              bucket of iterations the run ends, which depends on the data and on random numbers of
//              the three nodes (start.ts); that an attempt had no answer that holds; and, if none
//              has one, whether multipliers out of range are the reason. Uniform shares and masked
//              messages of lengths that the public shape and these bits determine
//   others     what these bits tell, as far as they can time a session or count its encrypted
//              traffic
// In a round of own parts (PublicRound.ownParts) instead, if all follow the protocol:
//   everybody  the kind; of an optimum f̂, if the round says so; that x̂ is above the round's upper
//              bounds; the number of epochs. Of an infeasible or unbounded program nothing more
//              opens (closing.ts says why)
//   a party    x̂_j of the variables that its file names, ŵ_i of its rows; above the bounds, the
//              powers of ten of the variables that it names
//   a node     what it learns as a party, and of the rest as above, but for the outcome
//   others     as above
// No number of x̂ and ŵ opens to the nodes. Their components go out blinded anew, two from each of
// them and to one party only (outcome/own-parts.ts, own-part.ts), so that a party gets its numbers
// beside uniform ones. Which variables a party names is public, and the nodes check on shares that
// it has no coefficient or cost for others (check-inputs.ts): with one, its own multipliers, other
// variables of its rows, or f̂ would show a variable of somebody else.
// Checks before the opening: the nodes test on shares that x̂ meets the rows of the round within
// its tolerance; that x̂ and ŵ are in range; that an optimum has the reduced costs and multipliers
// of one to about 2^−68 and its gap to 2^−28 in the nodes' own units; and that a Farkas vector or a
// ray has the required signs, violates no column or row by 2^−55 or more, and proves its kind
// (verify.ts, verify-kind.ts, exact-values.ts). The numbers of every kind are made and tested, and
// one bit opens (opening.ts): whether one of them is the answer, or x̂ is right but above the
// bounds. If it says yes, the kind opens, then the numbers, or the names of the bounds. If it says
// no, nothing else opens, and a further attempt starts; if all fail, there is no answer.
// Two cases show only after the opening: an optimum that passes but misses the round's tolerances
// (x̂ and ŵ open, or their parts, and the certificate refuses them), and a direction without small
// integers (the nodes see the direction, and nobody gets an outcome). For an unbounded program the
// ray opens first.
// Length: a Farkas vector or a ray opens divided by its largest entry (direction.ts), each entry
// with its 73 leading bits: it shows its direction and, in the last bits, rounding.
// Rounding: x̂ and ŵ are rounded exactly, so that every epoch opens the same numbers (grid.ts,
// which names the exception).
//
// Not protected:
// - Two nodes together have all data.
// - A node sees the outcome before the other parties and may stop there, so that nobody else's
//   outcome is posted.
// - Privacy needs every node to keep to the protocol: products are not verified, and a node can add
//   numbers of its choice to shared secrets. Whatever it adds, a value that opens as a bit is a bit
//   (open-bits.ts), but the node can choose which secret bit: eight in a round, over all its epochs
//   (epochs.ts); one more at each start from the inputs, that says whether they are valid; and those
//   that open in place of an outcome. If it adds numbers to one word of the last step
//   of the refinement (refine.ts) and to the bit of the test before the opening, x̂ plus a multiple
//   of a column of the last tableau opens: n + m numbers (2n for a ray and its point) that depend
//   on secrets. All nodes see them before the certificate refuses them; or the node alone does, if
//   it holds its own shares back and breaks off, and then another epoch may settle. Whether a round
//   fails can also reveal a secret bit. Wrong outcomes never settle, but that is correctness alone.
//   With own parts each party gets its own part of such a sum.
// - With own parts, a node that sends a party a wrong component contradicts one of the two others,
//   both if it changes both of its own: only then is it named.
// Inputs: a party that deals nodes different shares is named, and so is one that deals other
// numbers than it committed to on chain, before anything is computed (input/points.ts); digits,
// units and sizes are checked (check-inputs.ts).
// With `mpc/four` instead, one node may depart from the protocol, and each learns what is said
// above all the same: what a node adds anywhere ends the run before anything opens, and before a
// checkpoint is stored (client/crypto/four-sharing/four-nodes.ts; docs/security.md has the model).
// Not protected then: two nodes together; a node that breaks off, at any time and with the outcome;
// and what opens anew in each epoch, of the same run but for how truncations round.
// With `mpc/proven` instead, one of three nodes may depart from the protocol, and x̂ and ŵ open
// only as roundings of an answer that is proven on shares to be an optimum of the inputs, to within
// small tolerances; of a program without one nothing but that it is infeasible or unbounded, once
// that is proven; of a point above its bounds nothing (certify/; docs/security.md has the model).
// Not protected then: two nodes together; a node that stops the round; which secret bits open, as
// above, and two more, which of the proofs holds for an answer that the node has changed; and which
// opens of all optima that pass, which can show a node rows of others.
// Left for later: verifying all products of three nodes before anything opens, as Chida et al. do
// over fields (CRYPTO 2018) and Abspoel et al. over rings (ACNS 2021).
import { receiveInput, shareInput } from "../../crypto/sharing/input.ts";
import { createPairKey } from "../../crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../../crypto/sharing/party.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import { partyCount } from "../../round/shape.ts";
import type { Commitments } from "../commitments/commitments.ts";
import { type CostMeter, noMeter } from "../cost-meter.ts";
import type { AnyOutcome, Engine, EngineInput, Session } from "../engine.ts";
import { chain, done, hear, protocolOfSides, type Side, type SideState, saying } from "../side.ts";
import { requireProvable } from "./certify/require-provable.ts";
import { outcomeOf } from "./closing.ts";
import { checkOwnRows } from "./input/check-own-rows.ts";
import { alphaOf, type Expected, expectedOf, pointsOf } from "./input/points.ts";
import { inputCounts, inputOf } from "./input/words.ts";
import { sharingLeakage } from "./leakage.ts";
import {
  closingBytes,
  dealtBytes,
  decodeClosing,
  decodeInput,
  decodePrelude,
  decodeResult,
  encodeClosing,
  encodePrelude,
  type NodeClosing,
  type NodeResult,
  type Prelude,
  preludeBytes,
} from "./messages.ts";
import type { NodeSet } from "./nodes/node-set.ts";
import { THREE } from "./nodes/three.ts";
import { GRID, requireGrid } from "./outcome/answer.ts";
import { decodePart, encodePart, partBytes, partOf, partSize, SALT_BYTES } from "./own-part.ts";
import { type NodeInput, runNode } from "./session.ts";
import { requireSuitable } from "./shape.ts";
import { commitmentTo, contributionOf } from "./start.ts";

const noSharingMeter: SharingMeter = { add: () => {} };

export interface MpcOptions {
  /** By default three: `mpc`. */
  readonly nodes?: NodeSet;
  readonly meter?: CostMeter;
  /** Counts rounds, messages and bytes among the nodes by phase. */
  readonly sessionMeter?: SharingMeter;
  /** How many threads of this process share large products; by default one. */
  readonly threads?: number;
}

function schedule(round: PublicRound, set: NodeSet): readonly ScheduleEntry[] {
  requireSuitable(round, set);
  requireGrid(round);
  requireProvable(round, set);
  const parties = Array.from({ length: partyCount(round) }, (_, party) => party);
  const nodes = parties.slice(0, set.count);
  const bytes = closingBytes(round, set);
  return [
    ...parties.map((from) => ({
      ...{ exchange: 0, from, to: null, phase: "keys", bytes: preludeBytes(round, from, set) },
      content: from < set.count ? "key for masks and links, digests of shares, points" : "digests of shares, points",
    })),
    ...parties.flatMap((from) =>
      nodes
        .filter((to) => to !== from)
        .map((to) => ({
          ...{ exchange: 0, from, to, content: "shares of rows and costs", phase: "input" },
          bytes: dealtBytes(round, { from, node: to, nodes: set }),
        })),
    ),
    ...nodes.map((from) => ({
      ...{ exchange: 1, from, to: null, content: "outcome, digests of the links", phase: "closing", bytes },
    })),
    ...nodes.flatMap((from) =>
      receiversOf(round, from).map((to) => ({
        ...{ exchange: 1, from, to, content: "shares of the receiver's part of the outcome", phase: "closing" },
        bytes: partBytes(round, to),
      })),
    ),
  ];
}

/** The parties to which a node sends their own part of the outcome. */
function receiversOf(round: PublicRound, node: number): number[] {
  if (round.ownParts === undefined) return [];
  const parties = Array.from({ length: partyCount(round) }, (_, party) => party);
  return parties.filter((party) => party !== node && partSize(round, party) > 0);
}

/** What a node sends in the closing exchange. */
function closingMessages(result: NodeResult, { round, party: node, random }: EngineInput): Uint8Array[] {
  const parts = receiversOf(round, node).map((party) =>
    encodePart(partOf(result.shares, round, party), random.fork(`mpc/part/${party}`).bytes(SALT_BYTES)),
  );
  return [encodeClosing(result), ...parts];
}

/** A party's input as it deals it to the nodes. */
export function dealInput({ round, party, rows, random }: EngineInput, set: NodeSet, { blindings }: Commitments) {
  return shareInput(set.holding, inputOf(round, party, rows, blindings), random.fork("mpc/input"));
}

interface Computing {
  readonly nodes: NodeSet;
  readonly meter: SharingMeter;
  readonly threads: number;
}

async function start(input: EngineInput, computing: Computing): Promise<Side<AnyOutcome>> {
  const { nodes: set } = computing;
  const { party, round } = input;
  const parties = Array.from({ length: partyCount(round) }, (_, index) => index);
  const nodes = parties.slice(0, set.count);
  const commitments = input.commitments();
  const { messages, digests } = dealInput(input, set, commitments);
  const outgoing = messages.filter((_, node) => node !== party);
  const points = { points: commitments.points };
  const closing = (own: NodeResult | null, { expected }: Told): Promise<Side<AnyOutcome>> => {
    const senders = nodes.filter((node) => node !== party);
    const send = own === null ? [] : closingMessages(own, input);
    const heard = hear(senders, (body, node) => decodeClosing(body, round, node, set));
    return chain(saying(send, heard), async (others) => {
      const closings: readonly NodeClosing[] = own === null ? others : others.toSpliced(party, 0, own);
      const dealers = senders.filter((node) => receiversOf(round, node).includes(party));
      const dealt = hear(dealers, (body, node) => decodePart(body, round, party, node));
      return chain(dealt, async (theirs) => {
        const parts = own === null ? theirs : theirs.toSpliced(party, 0, partOf(own.shares, round, party));
        return done([], outcomeOf({ closings, parts, expected }, round, party));
      });
    });
  };
  const others = parties.filter((index) => index !== party);
  /** All parties' first messages, once this one's messages of the exchange are sent. */
  const told = (own: Prelude): Promise<Side<Told>> =>
    chain(
      saying(
        [encodePrelude(own), ...outgoing],
        hear(others, (body, from) => decodePrelude(body, from, set, commitments)),
      ),
      async (theirs) => done([], toldBy(theirs.toSpliced(party, 0, own), set, commitments)),
    );
  if (party >= set.count) {
    const none = new Uint8Array(0);
    return chain(await told({ key: none, commitment: none, digests, ...points }), (all) => closing(null, all));
  }

  const key = createPairKey(input.random.fork("mpc/key"));
  const own: Prelude = { key: key.public, commitment: commitmentTo(contributionOf(key.secret)), digests, ...points };
  const session = (all: Told, inputs: NodeInput["inputs"]): Session<Side<AnyOutcome>> => ({
    nodes: set.count,
    run: async (io) => {
      const ofNodes = all.preludes.slice(0, set.count);
      const start: NodeInput = {
        ...{ ...computing, node: party, round, inputs, secret: key.secret },
        keys: ofNodes.map((prelude) => prelude.key),
        commitments: ofNodes.map(({ commitment }) => commitment),
        points: pointsOf(commitments, all.alpha, inputs),
        expected: all.expected,
      };
      const result = io.result === null ? await runNode(start, io) : decodeResult(io.result, round, party, set);
      return closing(result, all);
    },
  });
  return chain(await told(own), async (all) => {
    const countsOf = (from: number) => inputCounts(round, from, commitments.counts(from).blindings);
    const heard = hear(others, (body, from) =>
      decodeInput(body, countsOf(from), all.preludes[from]!, { from, node: party, nodes: set }),
    );
    return chain(heard, async (theirs) => {
      const kept = receiveInput(set.holding, party, messages[party]!, countsOf(party));
      return { send: [], receive: null, session: session(all, theirs.toSpliced(party, 0, kept)) };
    });
  });
}

/** What follows from the first messages of all parties. */
interface Told {
  readonly preludes: readonly Prelude[];
  readonly alpha: bigint;
  readonly expected: Expected;
}

function toldBy(preludes: readonly Prelude[], { holding }: NodeSet, commitments: Commitments): Told {
  const alpha = alphaOf(commitments, preludes.map(encodePrelude));
  const points = preludes.map((prelude) => prelude.points);
  return { preludes, alpha, expected: expectedOf(holding, points, alpha) };
}

export function mpcEngine(options: MpcOptions = {}): Engine<SideState> {
  const { nodes = THREE, meter = noMeter, sessionMeter = noSharingMeter, threads = 1 } = options;
  const protocol = protocolOfSides({
    name: nodes.engine,
    schedule: (round) => schedule(round, nodes),
    start: (input) => start(input, { nodes, meter: sessionMeter, threads }),
    meter,
    opensOwnParts: nodes.opensOwnParts,
  });
  return {
    ...protocol,
    leakage: (round, nameOf) => sharingLeakage(round, nodes, nameOf),
    grid: GRID,
    check: checkOwnRows,
  };
}
