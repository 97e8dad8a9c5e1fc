// What all parties send to everybody in `mpc` and its relatives before anything is computed, made
// by the client's code and as an auditor gets it: turns in a folder, and what the chain has of
// them. Does nothing on import.
import { id } from "ethers";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { numberToHex } from "viem/utils";
import { Generators } from "../../auditor/certificate/generators.ts";
import type { Claim } from "../../auditor/evidence/claim.ts";
import type { Place } from "../../auditor/place.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import { encodePoints, partyCommitment } from "../../client/certificate/commitment.ts";
import { generator } from "../../client/crypto/curve/generators.ts";
import { receiveInput } from "../../client/crypto/sharing/input.ts";
import type { Commitments } from "../../client/engines/commitments/commitments.ts";
import { RowCommitments } from "../../client/engines/commitments/rows.ts";
import { outcomeOf } from "../../client/engines/mpc/closing.ts";
import { dealInput, mpcEngine } from "../../client/engines/mpc/engine.ts";
import { alphaOf, type Expected, expectedOf, POINT_BYTES, pointsOf } from "../../client/engines/mpc/input/points.ts";
import { inputCounts } from "../../client/engines/mpc/input/words.ts";
import { encodeClosing, type NodeClosing } from "../../client/engines/mpc/messages.ts";
import type { NodeSet } from "../../client/engines/mpc/nodes/node-set.ts";
import { NOWHERE, type RunInput } from "../../client/engines/run.ts";
import { ConcordatError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { MatrixCommitments } from "../../client/play/drive/matrix-commitments.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import { sealedCommitment } from "../../client/sealed/digests.ts";
import { commitMatrix } from "../../client/sealed/prover/commit.ts";
import { consortium, randomProgram } from "../engines/multi-party/problems.ts";
import { testSeed } from "./certificate.ts";
import { digestOf, type SealedPart, type SealedTurn, sealTurn } from "./made-up-round.ts";
import { testString } from "./sealed.ts";

export const FIRST = 0;
export const CLOSING = 1;
/** R of a sealed round's string, and the digest that its set-up has here. */
const SIZE = 16;
export const SETUP: Hex = `0x${"5e".repeat(32)}`;

/** The same rows, with one more in the first coefficient or cost. */
export function withOtherRow(rows: PartyRows): PartyRows {
  const { inequalities, objective } = rows;
  const more = (values: readonly bigint[]) => values.with(0, values[0]! + 1n);
  const [first, ...others] = inequalities.coefficients;
  return first === undefined
    ? { ...rows, objective: more(objective!) }
    : { ...rows, inequalities: { ...inequalities, coefficients: [more(first), ...others] } };
}

export interface Options {
  /** Deals `withOtherRow`. */
  readonly rogue?: number;
  readonly sealed?: boolean;
  /** Earlier epochs that each closing tells of. */
  readonly epochs?: number;
  /** Stands between a node and the points that it tells. */
  readonly points?: (told: Uint8Array, node: number) => Uint8Array;
  /** Stands between a node and its closing. */
  readonly closing?: (own: NodeClosing, node: number) => NodeClosing;
  /** Stands between a party and its first message, once the nodes have used it. */
  readonly first?: (body: Uint8Array, party: number) => Uint8Array;
}

/** As made, or changed by a test. */
export interface FirstTurns {
  readonly turns: readonly SealedTurn[];
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Per node. */
  readonly closings: readonly NodeClosing[];
  /** What every client holds their points against. */
  readonly expected: Expected;
  /** What every client finds in the closings. */
  blamed(): ConcordatError;
  /** Of a client that names this party; `folder` has the files. */
  claim(named: number): { readonly claim: Claim; readonly folder: Place };
  /** The same with other files. */
  with(files: ReadonlyMap<string, Uint8Array | null>): FirstTurns;
}

/** The nodes that hold a component. */
export function holdersOf({ count, holding }: NodeSet, component: number): number[] {
  return Array.from({ length: count }, (_, node) => node).filter((node) => holding.held(node).includes(component));
}

/** Bytes in place of a node's points. */
export const SOME_POINT = encodePoints([generator(3).affine]);
export const NO_POINT = new Uint8Array(POINT_BYTES).fill(7);
export const INFINITY = new Uint8Array(POINT_BYTES);

interface Telling {
  readonly party: number;
  readonly component: number;
  readonly point: Uint8Array;
}

/** For `points`: these nodes, where they hold the component, tell this point of it. */
export function telling({ holding }: NodeSet, { party, component, point }: Telling, liars: readonly number[]) {
  return (told: Uint8Array, node: number): Uint8Array => {
    const held = holding.held(node);
    const place = held.indexOf(component);
    if (place < 0 || !liars.includes(node)) return told;
    const out = told.slice();
    out.set(point, POINT_BYTES * (held.length * party + place));
    return out;
  };
}

export const fileOf = ({ exchange, from }: Pick<SealedTurn, "exchange" | "from">) => `0${exchange}-00${from}.bin`;

export const accountOf = (party: number) => privateKeyToAccount(numberToHex(party + 1, { size: 32 }));

/** One party more than there are nodes, of which the last owns the objective. */
const programOf = ({ count }: NodeSet) => consortium(randomProgram(4, "optimal", 3), count, count, 0);

/** What all parties send, and the points that the nodes find; made once for each game. */
interface Dealt {
  readonly commitments: Committed;
  /** Per party. */
  readonly sent: readonly (readonly Uint8Array[])[];
  /** Per node. */
  readonly points: readonly Uint8Array[];
  readonly expected: Expected;
  readonly generators: Generators;
}

const games = new Map<string, Promise<Dealt>>();

function dealt(nodes: NodeSet, { rogue, sealed = false }: Pick<Options, "rogue" | "sealed">): Promise<Dealt> {
  const name = `${nodes.engine} ${rogue} ${sealed}`;
  const made = games.get(name) ?? deal(nodes, rogue, sealed);
  games.set(name, made);
  return made;
}

async function deal(nodes: NodeSet, rogue: number | undefined, sealed: boolean): Promise<Dealt> {
  const { round, parties } = programOf(nodes);
  const inputs = parties.map((rows, party) => ({ rows, random: testSeed(`first turns ${party}`) }));
  const commitments = sealed ? sealedCommitments(round, inputs) : rowCommitments(round, inputs);
  const engine = mpcEngine({ nodes });
  const starts = inputs.map(({ rows, random }, party) => {
    const own = party === rogue ? withOtherRow(rows) : rows;
    return { party, round, rows: own, random, commitments: () => commitments.own[party]! };
  });
  const sent = await Promise.all(starts.map(async (start) => (await engine.start(start)).send.map(({ body }) => body)));
  const [own] = commitments.own as [Commitments];
  const alpha = alphaOf(
    own,
    sent.map(([prelude]) => prelude!),
  );
  const messages = starts.map((start) => dealInput(start, nodes, start.commitments()).messages);
  const points = Array.from({ length: nodes.count }, (_, node) => {
    const held = messages.map((toNodes, party) => {
      const { blindings } = own.counts(party);
      return receiveInput(nodes.holding, node, toNodes[node]!, inputCounts(round, party, blindings));
    });
    return pointsOf(own, alpha, held);
  });
  const committed = commitments.own.map((made) => made.points);
  const expected = expectedOf(nodes.holding, committed, alpha);
  return { commitments, sent, points, expected, generators: new Generators(round.columns) };
}

export async function firstTurns(nodes: NodeSet, options: Options = {}): Promise<FirstTurns> {
  const { epochs = 0, points = (told) => told, closing = (own) => own, first = (body) => body } = options;
  const { round, parties } = programOf(nodes);
  const { commitments, sent, points: found, expected, generators } = await dealt(nodes, options);
  const none = { sent: new Uint8Array(32), received: new Uint8Array(32) };
  const digests = new Array<typeof none>(nodes.count - 1).fill(none);
  const earlier = new Array<typeof digests>(epochs).fill(digests);
  const answer = { kind: "none", cause: "inputs" } as const;
  const closings = found.map((own, node) => closing({ answer, digests, earlier, points: points(own, node) }, node));
  const withheld = (bodies: readonly Uint8Array[]): SealedPart[] => bodies.map((body) => ({ withheld: body }));
  const turns = [
    ...sent.map(([prelude, ...shares], from) => ({
      ...{ id: NOWHERE, exchange: FIRST, from },
      parts: [first(prelude!, from), ...withheld(shares)],
    })),
    ...closings.map((own, from) => ({ id: NOWHERE, exchange: CLOSING, from, parts: [encodeClosing(own)] })),
  ];
  const files = await Promise.all(
    turns.map(
      async (turn): Promise<[string, Uint8Array]> => [fileOf(turn), await sealTurn(turn, accountOf(turn.from))],
    ),
  );
  const posts = new Map(turns.map((turn) => [fileOf(turn), { digest: digestOf(turn), block: { number: 9 } }]));
  const { inequalities, equalities, objectiveOwner } = round;
  const params = {
    ...{ engine: id(nodes.engine), inequalities, equalities, objectiveOwner },
    parties: parties.map((_, party) => accountOf(party).address as string),
    sealedKey: `0x${(options.sealed === true ? "11" : "00").repeat(32)}`,
  };
  const history = {
    ...{ params, key: NOWHERE },
    commits: commitments.onChain.map((digest) => ({ digest })),
    postOf: (turn: Pick<SealedTurn, "exchange" | "from">) => posts.get(fileOf(turn)),
  };
  const context = {
    ...{ code: "InputNotCommitted", keeper: 0, turn: null, history, setupDigest: null },
    ...{ view: { ask: async () => "0x" }, generators: () => generators },
  };
  const made = (own: ReadonlyMap<string, Uint8Array>): FirstTurns => ({
    ...{ turns, files: own, closings, expected },
    blamed: () => {
      try {
        outcomeOf({ closings, parts: [], expected }, round, 0);
      } catch (error) {
        if (error instanceof ConcordatError) return error;
        throw error;
      }
      throw new Error("closings without an answer are due");
    },
    claim: (named) => ({ claim: { ...context, named } as unknown as Claim, folder: placeOf(own) }),
    with: (other) => {
      const all = new Map([...own, ...other]);
      return made(new Map([...all].flatMap(([file, bytes]) => (bytes === null ? [] : [[file, bytes] as const]))));
    },
  });
  return made(new Map(files));
}

interface Committed {
  /** As each party has them. */
  readonly own: readonly Commitments[];
  readonly onChain: readonly Hex[];
}

function rowCommitments(round: PublicRound, inputs: readonly RunInput[]): Committed {
  const made = inputs.map(({ rows, random }) => commitRows(rows, random.fork("commit")));
  const onChain = made.map(({ points }, party) => partyCommitment(NOWHERE, round.columns, party, points));
  return { own: made.map((own) => new RowCommitments({ ...round, ...NOWHERE, commitments: onChain }, own)), onChain };
}

function sealedCommitments(round: PublicRound, inputs: readonly RunInput[]): Committed {
  const { committer } = testString(SIZE);
  const made = inputs.map(({ rows, random }) => commitMatrix(committer, SIZE, rows, random.fork("commit")));
  const onChain = made.map(({ points }, party) => sealedCommitment(NOWHERE, party, SETUP, points));
  const parameters = { committer, key: { size: SIZE, srsDigest: SETUP } } as never;
  const committedRound = { ...round, ...NOWHERE, commitments: onChain };
  return { own: made.map((own) => new MatrixCommitments(committedRound, parameters, own)), onChain };
}

/** A folder in memory. */
function placeOf(files: ReadonlyMap<string, Uint8Array>): Place {
  const file = (name: string): Place => ({
    path: name,
    read: async () => files.get(name)!,
    names: async () => [],
    exists: async () => files.has(name),
    at: () => file(name),
  });
  return {
    path: "turns",
    read: async () => new Uint8Array(0),
    names: async () => [...files.keys()],
    exists: async () => files.size > 0,
    at: file,
  };
}
