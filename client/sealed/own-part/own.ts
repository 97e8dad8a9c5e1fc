// What a company brings to a proof of which it knows its own part only, and what it agrees on with
// the others before step 1 (docs/sealed-own-part.md, "Before step 1").
import type { Hex } from "viem";
import { bytesToHex, concat, keccak256, stringToHex } from "viem/utils";
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { absorb, taggedHash } from "../../crypto/transcript.ts";
import { SealedError } from "../../errors.ts";
import { balanced, dot, sum } from "../../math/field.ts";
import { encodeWords } from "../../math/words.ts";
import { onColumns, reservedRows } from "../domain.ts";
import { isReduced, reduce } from "../field.ts";
import { type Field, limbsOf, type Values } from "../layout.ts";
import { valuesOn } from "../polynomial.ts";
import { isOwner, ownParts } from "../prover/company-rules.ts";
import { COVER_MASKS, coverOf, coversUnder, type Pairs } from "../prover/covers.ts";
import { onceForEach } from "../prover/once.ts";
import { type Agreed, coveredPart, keeps, type Setting, type Split } from "../prover/setting.ts";
import type { Secret } from "../prover/state.ts";
import { type SealedStatement, scalesOf, sumTarget } from "../statement.ts";
import { aspects } from "../steps.ts";
import { gapShares } from "./split.ts";

/** What companies of such a proof share before they declare anything. */
export type SplitSetting = Omit<Setting, "agreed"> & { readonly split: Split };

/** A company's own side, before it declares. */
export interface OwnPart extends Pick<Secret, "party" | "matrix" | "costs" | "points" | "pointMasks"> {
  /** Its rows' numbers, without the slot; the mask row has multiplier 1. */
  readonly rows: Values;
  /** x, x′ and ray of the columns that it names, 0 at all others; x_0 in column 0 of x. */
  readonly columns: Values;
}

/** What a company has in common with each other one. */
export interface Covers {
  /** P_kj; none for unbounded outcomes. */
  readonly pairs: Pairs;
  /** G_kj; none for an optimum. */
  readonly sumPairs: Pairs;
}

/** What a company declares to all. */
export interface Declared {
  /** Y_k: R numbers mod r, 0 in the columns that it keeps; none for unbounded outcomes. */
  readonly part: readonly bigint[];
  /** g_k mod r, of every company but the owner; 0 otherwise, and for an optimum. */
  readonly share: bigint;
}

export const SALT_BYTES = 32;
/** γ_k, and a coefficient that hides it in a commitment. */
const SUM_COEFFICIENTS = 2;

/**
 * com_k: commits to the numbers that a company knows. `digest`: S; `salt`: 32 bytes, uniform, for
 * nothing else.
 * @throws SealedError AgreementWrong for a salt of another length.
 */
export function numbersCommitment(digest: Hex, { party, rows, columns }: OwnPart, salt: Uint8Array): Hex {
  if (salt.length !== SALT_BYTES) throw wrong(`the salt of a commitment has ${SALT_BYTES} bytes`);
  const numbers = [columns.get("x"), columns.get("ray"), rows.get("w")].flatMap((values) => values ?? []);
  const words = encodeWords([BigInt(party), ...numbers]);
  return taggedHash("concordat/sealed/own-part/numbers/v1", concat([digest, bytesToHex(words), bytesToHex(salt)]));
}

/**
 * A company's covers. `commitments`: com_k of all; `secrets`: by party, 32 bytes that only the two
 * know.
 * @throws ConcordatError SeedLength for a secret that is missing or of another length.
 */
export function ownCovers(
  { statement }: Pick<SplitSetting, "statement">,
  { digest, commitments }: { readonly digest: Hex; readonly commitments: readonly Hex[] },
  party: number,
  secrets: ReadonlyMap<number, Uint8Array>,
): Covers {
  const { kind, parties, size } = statement;
  const start = concat([keccak256(stringToHex("concordat/sealed/own-part/cover/v1")), digest]);
  const context = absorb(start, encodeWords(commitments.map((commitment) => BigInt(commitment))));
  const none: Pairs = new Map();
  const draw = (length: number, label: "cover" | "sum") =>
    coversUnder(context, { parties, length, label }, party, secrets);
  return {
    pairs: aspects(kind).dual ? draw(size + COVER_MASKS, "cover") : none,
    sumPairs: kind === "optimal" ? none : draw(SUM_COEFFICIENTS, "sum"),
  };
}

/** A second declaration under other numbers would show how they differ. */
const begin = onceForEach("a company's own part was declared");

/**
 * Y_k and g_k, once for each commitment.
 * @throws SealedError StepRepeated, NumberOutOfRange for a number that its field cannot hold.
 */
export function declareOwnPart(setting: SplitSetting, own: OwnPart, covers: Covers): Declared {
  const { statement, domain } = setting;
  begin(own.matrix);
  limbsOf(domain, statement.kind, own.party, own.rows);
  const covered = aspects(statement.kind).dual
    ? coveredPart(domain, own.matrix, own.rows.get("w")!, coverOf(own.party, covers.pairs))
    : [];
  const part = covered.map((value, j) => (keeps(setting, own.party, j) || !counts(statement, j) ? 0n : value));
  const declares = statement.kind !== "optimal" && !isOwner(setting, own.party);
  const share = declares ? reduce(ownSum(setting, own, own.columns) + coverOfSum(setting, own.party, covers)) : 0n;
  return { part, share };
}

/** Whether reduced costs count in a column: of an optimum not in column 0. */
export function counts({ kind }: Pick<SealedStatement, "kind">, column: number): boolean {
  return kind !== "optimal" || column !== 0;
}

/** D·γ_k: what G_k adds to a company's sum over K. */
function coverOfSum({ domain }: SplitSetting, party: number, { sumPairs }: Covers): bigint {
  return BigInt(domain.limbSize) * (coverOf(party, sumPairs)[0] ?? 0n);
}

/**
 * What all companies take from the declarations: Y_k with the keepers' entries, g_k. `rows`: the
 * number of each party's rows, an equality counted once.
 * @throws SealedError AgreementWrong (with the party) for a declaration of another form.
 */
export function agreeOnParts(
  { statement, split }: SplitSetting,
  declared: readonly Declared[],
  rows: readonly number[],
): Agreed {
  const { kind, size, objectiveOwner, parties } = statement;
  const length = aspects(kind).dual ? size : 0;
  if (declared.length !== parties || rows.length !== parties) throw wrong("every company declares its part");
  for (const [party, { part, share }] of declared.entries()) {
    const isSilent = part.every((value, j) => value === 0n || (split.keepers[j] !== party && counts(statement, j)));
    const isShare = share === 0n || (kind !== "optimal" && party !== objectiveOwner && isReduced(share));
    if (part.length !== length || !part.every(isReduced) || !isSilent || !isShare)
      throw new SealedError("AgreementWrong", `party ${party} declared what is not its to declare`, party);
  }
  const total = Array.from({ length }, (_, j) => sum(declared.map(({ part }) => part[j]!)));
  const withKeepers = declared.map(({ part }, party) =>
    part.map((value, j) => (split.keepers[j] === party ? reduce(-total[j]!) : value)),
  );
  const parts = aspects(kind).dual ? withKeepers : [];
  if (kind === "optimal") return { parts, sums: gapShares(statement, split, rows) };
  const rest = reduce(sumTarget(statement) - sum(declared.map(({ share }) => share)));
  return { parts, sums: declared.map(({ share }, party) => (party === objectiveOwner ? rest : share)) };
}

/**
 * A company's secret for the proof: reduced costs of the columns that it keeps, and what is left
 * of its share of the sum.
 * @throws SealedError AgreementWrong for reduced costs that are not those of an outcome;
 *   GapTooLarge, ContradictionTooWeak, RayTooShallow; NumberOutOfRange. Tell the others only that
 *   there is no proof.
 */
export function completeOwnPart(setting: SplitSetting, agreed: Agreed, own: OwnPart, covers: Covers): Secret {
  const { statement, domain } = setting;
  const columns = new Map<Field, readonly bigint[]>([...own.columns, ...reducedCosts(setting, agreed, own, covers)]);
  const { slot } = reservedRows(statement.size);
  const left = balanced(
    agreed.sums[own.party]! - ownSum(setting, own, columns) - coverOfSum(setting, own.party, covers),
    GROUP_ORDER,
  );
  if (left < 0n) throw new SealedError(TOO_LITTLE[statement.kind], "this party's part exceeds its share of the sum");
  const step = isOwner(setting, own.party) ? stepOf(statement) : null;
  const slack = step === null ? left : left % step;
  const rows = new Map<Field, readonly bigint[]>([
    ...own.rows,
    ["s", own.rows.get("s")!.map((value, i) => (i === slot ? slack : value))],
  ]);
  if (step !== null) columns.set("y", onlyAt(statement.size, slot, left / step));
  for (const part of ownParts(setting, own.party)) limbsOf(domain, statement.kind, part, part === "C" ? columns : rows);
  return { ...own, ...covers, rows, columns };
}

const TOO_LITTLE = {
  optimal: "GapTooLarge",
  infeasible: "ContradictionTooWeak",
  unbounded: "RayTooShallow",
} as const;

function stepOf(statement: SealedStatement): bigint | null {
  const { x0, unit } = scalesOf(statement);
  return { optimal: null, infeasible: x0, unbounded: unit }[statement.kind];
}

function onlyAt(size: number, index: number, value: bigint): bigint[] {
  return Array.from({ length: size }, (_, i) => (i === index ? value : 0n));
}

/** z of the columns that a company keeps, as fields; empty for unbounded outcomes. */
function reducedCosts(setting: SplitSetting, agreed: Agreed, own: OwnPart, covers: Covers): [Field, bigint[]][] {
  const { statement, domain } = setting;
  const { kind, size, tolerances } = statement;
  if (!aspects(kind).dual) return [];
  const optimal = kind === "optimal";
  const unit = optimal ? scalesOf(statement).unit : 0n;
  const costs = own.costs === null ? null : valuesOn(size, own.costs);
  const covered = coveredPart(domain, own.matrix, own.rows.get("w")!, coverOf(own.party, covers.pairs));
  const reduced = covered.map((value, j) => {
    if (!keeps(setting, own.party, j) || !counts(statement, j)) return 0n;
    return balanced(value + unit * (costs?.[j] ?? 0n) - agreed.parts[own.party]![j]!, GROUP_ORDER);
  });
  if (reduced.some((value) => -value > (optimal ? tolerances.dual : 0n)))
    throw wrong("the parts that the parties declare do not make reduced costs of an outcome");
  const above = reduced.map((value) => (value > 0n ? value : 0n));
  if (!optimal) return [["z+", above]];
  const below = reduced.map((value) => (value < 0n ? -value : 0n));
  return [
    ["z+", above],
    ["z-", below],
    ["z-'", below.map((value) => tolerances.dual - value)],
  ];
}

/** What a company's rows and the columns that it keeps come to in the sum, without slack. */
function ownSum(setting: SplitSetting, { party, rows, costs }: OwnPart, columns: Values): bigint {
  const { statement } = setting;
  const { kind, size, tolerances } = statement;
  const { x0, unit } = scalesOf(statement);
  const kept = (field: Field) => columns.get(field)!.map((value, j) => (keeps(setting, party, j) ? value : 0n));
  const row = (field: Field) => rows.get(field)!;
  if (kind === "optimal") {
    const violation = dot(row("w"), row("s")) + dot(row("w"), row("r"));
    return violation + dot(kept("x"), kept("z+")) + dot(kept("x'"), kept("z-"));
  }
  if (kind === "infeasible") {
    const contradiction = isOwner(setting, party) ? (columns.get("z+")?.[0] ?? 0n) : 0n;
    return tolerances.residual * sum(row("w")) - x0 * contradiction;
  }
  const price = costs === null ? new Array<bigint>(size).fill(0n) : onColumns(size, 0n, valuesOn(size, costs).slice(1));
  return tolerances.dual * sum(kept("ray")) + unit * dot(kept("ray"), price);
}

function wrong(text: string): SealedError {
  return new SealedError("AgreementWrong", text);
}
