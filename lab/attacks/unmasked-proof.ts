/**
 * Unmasked proof, against sealed outcomes: the distinguishing game on what the public sees.
 *
 * Attacker: anyone who reads the chain and has two candidates for all companies' rows and the
 * outcome. A proof's points and scalars are values of polynomials that are made of these and of
 * masks, at challenges that the proof itself determines (docs/sealed.md). So the attacker computes,
 * for each candidate and under the challenges of the proof it sees, the proof without masks, and
 * counts the entries that are the same: wherever masks were left out, those of the real candidate
 * are. In case of a tie, it names the candidate whose scalars differ less uniformly from those
 * seen, by their bytes.
 * Recovers: which candidate it is, if a polynomial has no masks (for a running sum: if the matrices
 * have none, either, on which its values depend); otherwise no more than a coin tells.
 */
import type { OptimalOutcome } from "../../client/certificate/types.ts";
import type { G1 } from "../../client/crypto/curve/bn254.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { sum } from "../../client/math/field.ts";
import type { Random } from "../../client/math/random.ts";
import { encodeWords } from "../../client/math/words.ts";
import { type Division, doublingsFor, gapShare } from "../../client/play/seal/gap-shares.ts";
import { decodeProof } from "../../client/sealed/codec.ts";
import type { Committer } from "../../client/sealed/committer.ts";
import { sealedDigest } from "../../client/sealed/digests.ts";
import { domainOf, reservedRows } from "../../client/sealed/domain.ts";
import { reduce } from "../../client/sealed/field.ts";
import { identitiesOf } from "../../client/sealed/identities.ts";
import { type HiddenNumbers, hiddenNumbers, rowGap, sumShares } from "../../client/sealed/numbers.ts";
import { commitMatrix } from "../../client/sealed/prover/commit.ts";
import { sumMessages } from "../../client/sealed/prover/company.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import { coveredPart, type Setting } from "../../client/sealed/prover/setting.ts";
import { messageOf, type ProverState, type Secret, startProving } from "../../client/sealed/prover/state.ts";
import { WORK } from "../../client/sealed/prover/steps.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../client/sealed/transcript.ts";
import { publicVectors } from "../../client/sealed/verifying-key.ts";
import type { SealedRound } from "../sealing.ts";
import { likeliest } from "./likeliest.ts";

/** What the attacker believes may have been sealed. */
export interface SealedCandidate {
  /** Per party. */
  readonly rows: readonly PartyRows[];
  readonly outcome: OptimalOutcome;
}

/** Masks of 0. */
const NO_MASKS: Random = { bytes: (length) => new Uint8Array(length), fork: () => NO_MASKS };

/** They follow from the other entries. */
const DERIVED: ReadonlySet<string> = new Set(["q", "W", "W'"]);

/** The candidate's proof without masks, compared with the one that was seen. */
export interface Comparison {
  /** Names of entries that are the same; N, which is public, is always among them. */
  readonly same: readonly string[];
  /** Seen less unmasked, mod r, of every scalar. */
  readonly differences: readonly bigint[];
}

/**
 * `committer` is that of the round's reference string. Throws as `decodeProof` and
 * `hiddenNumbers`.
 */
export function compareUnmasked(round: SealedRound, committer: Committer, candidate: SealedCandidate): Comparison {
  const { statement, proof } = round;
  const seen = decodeProof(stepsOf(statement.kind, statement.parties), proof);
  const { points, scalars } = unmaskedEntries(round, seen, committer, candidate);
  const differences = [...scalars].map(([name, value]) => [name, reduce(seen.scalars.get(name)! - value)] as const);
  return {
    same: [
      ...[...points].flatMap(([name, point]) => (seen.points.get(name)!.equals(point) ? [name] : [])),
      ...differences.flatMap(([name, difference]) => (difference === 0n ? [name] : [])),
    ],
    differences: differences.map(([, difference]) => difference),
  };
}

/** Index of the candidate. Throws as `compareUnmasked`. */
export function nameByUnmasked(
  round: SealedRound,
  committer: Committer,
  candidates: readonly SealedCandidate[],
): number {
  return likeliest(
    candidates.map((candidate) => {
      const { same, differences } = compareUnmasked(round, committer, candidate);
      return { hits: same.length, rest: encodeWords(differences) };
    }),
  );
}

/** The entries of the candidate's proof, without masks and under the challenges of `seen`. */
function unmaskedEntries(
  { statement, key }: SealedRound,
  seen: Named,
  committer: Committer,
  candidate: SealedCandidate,
): Named {
  const { setting, secrets } = unmaskedSecrets({ statement, key }, committer, candidate);
  const transcript = new Transcript(sealedDigest(statement, key));
  const states = secrets.map((secret): ProverState => startProving(setting, secret, NO_MASKS, transcript.challenges));
  const points = new Map<string, G1>();
  const scalars = new Map<string, bigint>();
  for (const [s, step] of stepsOf(statement.kind, statement.parties).entries()) {
    if (!step.points.every((name) => DERIVED.has(name))) {
      for (const state of states) WORK[s]!(state);
      const messages = states.map((state) => messageOf(state, step));
      const sums = sumMessages(step, messages, statement);
      for (const [name, point] of sums.points) points.set(name, point);
      for (const [name, scalar] of sums.scalars) scalars.set(name, scalar);
    }
    transcript.add(step, seen);
  }
  return { points, scalars };
}

/** What the companies would start from, with masks and covers of 0. */
function unmaskedSecrets(
  { statement, key }: Pick<SealedRound, "statement" | "key">,
  committer: Committer,
  { rows, outcome }: SealedCandidate,
): { readonly setting: Setting; readonly secrets: readonly Secret[] } {
  const { size, kind, parties } = statement;
  const domain = domainOf(size);
  const inequalities = rows.map((own) => own.inequalities.rhs.length);
  const equalities = rows.map((own) => own.equalities.rhs.length);
  const numbers = withFilledSlots({ statement, inequalities, equalities }, outcome);
  const secrets = rows.map((own, party): Secret => {
    const committed = commitMatrix(committer, size, own, NO_MASKS);
    return {
      ...{ party, ...committed, columns: numbers.columns, rows: numbers.rows[party]!, pairs: new Map() },
      pointMasks: new Array<bigint>(MASKS.point).fill(0n),
    };
  });
  const parts = secrets.map(({ party, matrix, rows: own }) =>
    party === statement.objectiveOwner ? [] : coveredPart(domain, matrix, own.get("w")!, []),
  );
  return {
    secrets,
    setting: {
      ...{ statement, domain, committer, srsDigest: key.srsDigest, vectors: publicVectors(statement) },
      identities: identitiesOf(kind, parties),
      agreed: { sums: sumShares(statement, numbers), parts },
    },
  };
}

/** The numbers of an outcome, each slot with what the company's rows leave of their share. */
function withFilledSlots(division: Division, outcome: OptimalOutcome): HiddenNumbers {
  const { statement, inequalities } = division;
  const { columns, rows } = hiddenNumbers(statement, { inequalities }, outcome);
  const { slot } = reservedRows(statement.size);
  const spare = rows.map((own, party) => {
    if (party === statement.objectiveOwner) return 0n;
    const taken = rowGap(own);
    return gapShare(division, party, doublingsFor(division, party, taken)) - taken;
  });
  const filled = rows.map((own, party) => {
    const s = own.get("s")!;
    const left = party === statement.objectiveOwner ? s[slot]! - sum(spare) : s[slot]! + spare[party]!;
    return new Map(own).set("s", s.with(slot, left));
  });
  return { columns, rows: filled };
}
