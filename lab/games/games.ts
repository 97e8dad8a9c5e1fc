// The distinguishing game: the attacker knows two candidates for the others' data and is shown a
// run with one of them. A coin decides which; a scheme that hides leaves her at one half. Each play
// draws fresh candidates (variants.ts), secrets and coin.
import { multiPartyEngine, type Variant } from "../../client/engines/multi-party/engine.ts";
import { consortiumShape } from "../../client/engines/multi-party/shape.ts";
import { commitTogether } from "../../client/engines/run.ts";
import { twoPartyShape } from "../../client/engines/two-party/shape.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { type Matrix, randomMatrix } from "../../client/math/matrix.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { multiPartyCandidate, twoPartyCandidate } from "../attacks/candidates.ts";
import { type Candidate, distinguish } from "../attacks/distinguish.ts";
import { publishedCandidate } from "../attacks/repeat-rounds.ts";
import { hiddenSequences, partSeen, publishedBlocks, ringPrefix } from "../attacks/views.ts";
import { ciphertextsAsShares, namedByBob, recordDecoys, recordPaillier } from "./decoys.ts";
import { type Dealt, rowsOf } from "./problems.ts";
import { type Baseline, recordOpening } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";
import { variant } from "./variants.ts";

/** Parameters of `decoy-ot` in its games: few shares, so that many plays are possible. */
const GAME_DECOYS = { choices: 2, shares: 8 };

/**
 * One play: runs the engine with candidate `secret`, and returns the candidate that the attacker
 * names.
 */
type Play = (candidates: readonly [Dealt, Dealt], secret: number, random: Random) => Promise<number> | number;

type Described = Pick<Attack, "engine" | "attacker" | "control"> & { readonly name: string };

/** Whose data the attacker is to tell apart, and how often. */
interface Table {
  readonly dealt: Dealt;
  readonly victims: readonly number[];
  readonly plays: number;
}

async function game(described: Described, { dealt, victims, plays }: Table, random: Random, play: Play) {
  const { name, ...rest } = described;
  const attack: Attack = {
    ...rest,
    alone: true,
    problem: dealt.problem.name,
    attack: name,
    target: "right guesses",
    precision: "guess",
  };
  const candidate = (own: Random): Dealt => ({
    ...dealt,
    parties: dealt.parties.map(
      (rows, party): PartyRows => (victims.includes(party) ? variant(rows, own.fork(`party ${party}`)) : rows),
    ),
  });
  const attempt = async () => {
    let recovered = 0;
    for (let index = 0; index < plays; index++) {
      const own = random.fork(`play ${index}`);
      const candidates = [candidate(own.fork("first")), candidate(own.fork("second"))] as const;
      const secret = Number(randomBelow(own.fork("coin"), 2n));
      if ((await play(candidates, secret, own)) === secret) recovered++;
    }
    return { recovered, total: plays };
  };
  return measureAttack(attack, attempt, (score) => score, plays);
}

const others = ({ parties }: Dealt, self: number) => parties.map((_, party) => party).filter((party) => party !== self);

/**
 * `mangasarian`, `li`: another party compares the row space of what party 1 published with the two
 * candidates.
 */
export function playBaseline(engine: Baseline, dealt: Dealt, plays: number, random: Random): Promise<Result> {
  const described = { engine, attacker: "any other party", control: false, name: "distinguishing (row space)" };
  return game(described, { dealt, victims: [1], plays }, random, async (candidates, secret, own) => {
    const { transcript } = await recordOpening(engine, candidates[secret]!, own.fork("run"));
    const { published } = publishedBlocks(dealt.round, transcript, 0).find(({ party }) => party === 1)!;
    const seen = published.matrix.map((row, l) => [...row, published.rhs[l]!]);
    const rows = candidates.map(({ parties }) => rowsOf(parties[1]!));
    return publishedCandidate(seen, rows, own.fork("guess"));
  });
}

/**
 * The same of what the dealer sends of its rows: to the second holder of the ring in `plain`, to
 * the representative in `masked`.
 */
export function playHolder(variant: Variant, dealt: Dealt, plays: number, random: Random): Promise<Result> {
  const shape = consortiumShape(dealt.round);
  const dealer = shape.dealer.party;
  const engine = multiPartyEngine({ variant, solver: highsSolver });
  const described = {
    engine: `multi-party/${variant}`,
    attacker: variant === "plain" ? "second holder" : "representative",
    control: variant === "masked",
    name: "distinguishing (row space)",
  };
  return game(described, { dealt, victims: [dealer], plays }, random, async (candidates, secret, own) => {
    const rows = candidates[secret]!.parties[dealer]!;
    const input = { rows, random: own.fork("run") };
    const [commitments] = commitTogether(dealt.round, [input]);
    const { send } = await engine.start({ party: dealer, round: dealt.round, ...input, commitments: commitments! });
    const { partial, variables } =
      variant === "plain"
        ? ringPrefix(dealt.round, send, shape.holders[1]!.party)!
        : partSeen(shape, shape.dealer, send[0]!);
    const seen = partial.map((row) => [...row.slice(0, variables), row.at(-1)!]);
    return publishedCandidate(
      seen,
      candidates.map(({ parties }) => rowsOf(parties[dealer]!)),
      own.fork("guess"),
    );
  });
}

/**
 * `two-party`: Alice sees N̂ and Ĉ; in the control she sees uniform numbers instead of N̂ and Ĉ.
 */
export function playDisguise(dealt: Dealt, plays: number, random: Random, control: boolean): Promise<Result> {
  const { bob } = twoPartyShape(dealt.round);
  const described = {
    engine: "two-party/paillier",
    attacker: control ? "Alice, shown uniform numbers instead of N̂" : "Alice",
    control,
    name: "distinguishing (invariants)",
  };
  return game(described, { dealt, victims: [bob], plays }, random, (candidates, secret, own) => {
    const disguises = candidates.map(({ parties }) => twoPartyCandidate(dealt.round, parties));
    return nameDisguise(disguises, secret, own, control);
  });
}

/** `multi-party`: the owner of the objective beside BA′Q, BM′ and CᵀQ. */
export function playOwner(variant: Variant, dealt: Dealt, plays: number, random: Random): Promise<Result> {
  const { owner } = consortiumShape(dealt.round);
  const described = {
    engine: `multi-party/${variant}`,
    attacker: "owner of the objective",
    control: false,
    name: "distinguishing (invariants)",
  };
  return game(described, { dealt, victims: others(dealt, owner), plays }, random, (candidates, secret, own) => {
    const disguises = candidates.map(({ parties }) => multiPartyCandidate(dealt.round, parties));
    return nameDisguise(disguises, secret, own, false);
  });
}

function nameDisguise(candidates: readonly Candidate[], secret: number, own: Random, control: boolean): number {
  const real = candidates[secret]!(own.fork("run"));
  const uniform = (rows: number): Matrix =>
    randomMatrix(rows, real.costs.length, 1n << 64n, own.fork(`uniform ${rows}`));
  const seen = control ? { matrix: uniform(real.matrix.length), costs: uniform(1)[0]! } : real;
  return distinguish(seen, candidates, own.fork("guess"));
}

/**
 * `two-party`: Bob sees what Alice sends him, decoys or ciphertexts; he tosses a coin where the
 * lattice tells him nothing.
 */
export function playBob(
  product: "decoy-ot" | "paillier",
  dealt: Dealt,
  plays: number,
  random: Random,
): Promise<Result> {
  const { alice, modulus } = twoPartyShape(dealt.round);
  const described = {
    engine: `two-party/${product}`,
    attacker: "Bob",
    control: product === "paillier",
    name: "distinguishing (lattice)",
  };
  return game(described, { dealt, victims: [alice], plays }, random, async (candidates, secret, own) => {
    const real = candidates[secret]!;
    const sequences =
      product === "paillier"
        ? ciphertextsAsShares(await recordPaillier(real, own.fork("run")))
        : hiddenSequences(
            dealt.round,
            GAME_DECOYS,
            (await recordDecoys(GAME_DECOYS, real, own.fork("run"))).transcript,
          )[0]!;
    const named = namedByBob(
      sequences,
      modulus,
      candidates.map(({ parties }) => rowsOf(parties[alice]!).map((row) => row.slice(0, -1))),
    );
    return named < 0 ? Number(randomBelow(own.fork("guess"), 2n)) : named;
  });
}
