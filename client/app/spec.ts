// The spec file of `concordat open`: who takes part, with which engine, on which conditions.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import * as v from "valibot";
import { type Address, parseEther } from "viem";
import { callingThread } from "../crypto/paillier/pool.ts";
import { createEngine, recommendedEngine } from "../engines/engines.ts";
import { ENGINE_NAMES } from "../engines/names.ts";
import { InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import { HELPER } from "../lp/joint/program.ts";
import { type AnswerGrid, MAX_DECIMALS } from "../lp/joint/scales.ts";
import { MAX_DECIMALS as MAX_COEFFICIENT_DECIMALS } from "../lp/model/normalise.ts";
import { readNumber } from "../lp/readers/number-text.ts";
import { formatDecimal, fromScaled, toScaled } from "../math/decimal.ts";
import { checkJson, jsonPlace, listOf, oneOf, onlyFields, text, wholeNumber } from "../outside.ts";
import { address } from "../round/address.ts";
import { MAX_PERIOD, MIN_PERIOD, TOLERANCE_BITS } from "../round/agreement.ts";
import { wrongName } from "../round/company-names.ts";
import { programOf, type SealedTerms, scaleTerms, type Terms } from "../round/terms.ts";
import { roundTitle } from "../round/title.ts";
import { sealedGrid } from "../sealed/limits.ts";
import { withUsualRemedies } from "./impossible-scales.ts";
import { readAnnouncement } from "./read-announcement.ts";
import { checkRoom } from "./seal/fits.ts";
import type { Setups } from "./seal/load.ts";
import { OWN_PART, OWN_PART_ENGINE, ownPartsAsked } from "./seal/own-parts.ts";
import { findSetup, sealTerms, withRoom } from "./seal/spec.ts";
import { requireUsual, SORTS, SPEC_SETTINGS, scalesOfTerms } from "./wide-tolerances.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/**
 * Ether. More than a failed round costs the others in gas where gas has a price
 * (docs/operations.md).
 */
const DEFAULT_BOND = "0.1";

const HOLDS = 'must be a duration from 10 minutes to 180 days, such as "10m", "2h" or "1d"';
const BOND = 'must be a string in ether, such as "0.01"';
const TOLERANCE = v.optional(v.string('must be a number as a string, such as "0.00001"'));

/** A duration in seconds, as the contract expects it. */
function duration(usual: string) {
  return v.pipe(
    v.optional(v.string(HOLDS), usual),
    v.transform(parseDuration),
    v.check((seconds) => seconds >= MIN_PERIOD && seconds <= MAX_PERIOD, HOLDS),
  );
}

const SPEC = onlyFields({
  parties: listOf(
    onlyFields({
      name: text(),
      account: address,
      announcement: v.optional(v.string("must name the file that `concordat announce` made; a helper has none")),
    }),
    [2, 255],
    "must list 2 to 255 companies, each with name, account and announcement (a helper without)",
  ),
  objective: v.optional(v.literal("none", 'must be "none" for a round without costs, and left out in any other')),
  title: roundTitle,
  engine: v.optional(oneOf(ENGINE_NAMES)),
  decimals: v.optional(wholeNumber(0, MAX_COEFFICIENT_DECIMALS)),
  solutionDecimals: v.optional(wholeNumber(0, MAX_DECIMALS)),
  multiplierDecimals: v.optional(wholeNumber(0, MAX_DECIMALS)),
  periods: v.optional(onlyFields({ commit: duration("1d"), exchange: duration("1h"), settle: duration("1d") }), {}),
  bond: v.pipe(
    v.optional(v.string(BOND), DEFAULT_BOND),
    v.regex(/^\d{1,10}(\.\d{1,18})?$/, BOND),
    v.transform((ether) => parseEther(ether)),
  ),
  tolerances: v.optional(onlyFields({ residual: TOLERANCE, dual: TOLERANCE, gap: TOLERANCE }), {}),
  outcome: v.optional(oneOf(["public", "sealed", OWN_PART]), "public"),
  value: v.optional(v.string("must be a string")),
  setup: v.optional(v.string("must name the file of a set-up, or the digest of one that this home keeps")),
  shares: v.optional(oneOf(["public"])),
});

/**
 * The terms that a spec asks for; `setups` are those of the home that opens the round, and `shares`
 * is its consortium's contract for shares. Throws
 * InputError "SpecInvalid" naming file and field, the errors of `combine` about the announcements,
 * "ScaleImpossible" when no certificate could hold the numbers, and "TolerancesWide" when the data
 * need wider tolerances than usual and the spec states none; for a sealed outcome also as
 * findSetup, checkRoom, withRoom and sealTerms do.
 */
export async function readSpec(file: string, setups: Setups, shares?: Address): Promise<Terms> {
  const invalid = (field: string, what: string) => new InputError("SpecInvalid", what, { file, field });
  const json = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError("SpecInvalid", `cannot be read (${cause.code}); check the path`, { file }, { cause });
  });
  const spec = checkJson(
    SPEC,
    json,
    (field, what, line) => new InputError("SpecInvalid", what, jsonPlace(file, field, line)),
  );
  const setup = setupOf(spec, invalid);
  const shared = sharedOn(spec, shares, invalid);
  const own = ownPartsAsked(spec, invalid);
  const wrong = wrongName(spec.parties.map(({ name }) => name));
  if (wrong !== null) throw invalid(`parties[${wrong.company}].name`, wrong.what);
  requireTwoWithRows(spec.parties, invalid);
  const members = await Promise.all(
    spec.parties.map(async ({ name, account, announcement }) => {
      if (announcement === undefined) return { name, account, announcement: HELPER };
      return { name, account, announcement: await readAnnouncement(resolve(dirname(file), announcement), name) };
    }),
  );
  members.forEach(({ account, name }, k) => {
    if (BigInt(account) === 0n) throw invalid(`parties[${k}].account`, "is the zero address, which nobody has");
    const first = members.findIndex((other) => other.account === account);
    if (first !== k)
      throw invalid(`parties[${k}].account`, `is that of ${members[first]!.name}, too: ${name} needs its own`);
  });
  const feasible = spec.objective === "none";
  const program = programOf({ parties: members, feasible });
  const usual = own.ownParts === undefined ? recommendedEngine(members.length) : OWN_PART_ENGINE;
  const { title, engine = usual, periods, bond } = spec;
  const { grid } = createEngine(engine, callingThread);
  const { decimals, solutionDecimals: solution, multiplierDecimals: multiplier } = spec;
  const basis = { title, engine, parties: members, feasible, periods, bond };
  const asked = {
    ...(solution === undefined ? {} : { solution }),
    ...(multiplier === undefined ? {} : { multiplier }),
  };
  const request = { ...asked, coefficient: decimals ?? Math.min(program.decimals, MAX_COEFFICIENT_DECIMALS) };
  const names = members.map(({ name }) => name);
  const termsOn = (own: AnswerGrid | undefined): Terms => {
    const known = { names, program, grid: own, models: new Map(), asked };
    const wanted = SORTS.filter((sort) => spec.tolerances?.[sort] === undefined);
    const impossible = { scaled: known, coefficient: request.coefficient, settings: SPEC_SETTINGS, wanted };
    const scaled = withUsualRemedies(() => scaleTerms(basis, { ...request, grid: own }), impossible);
    const stated = statedTolerances(spec.tolerances, scaled, file);
    const terms = { ...scaled, tolerances: { ...scaled.tolerances, ...stated } };
    const remedy = `Or state "tolerances" in the spec, which every company then has to accept`;
    const accepted = Object.keys(stated) as (keyof Tolerances)[];
    const scales = { ...scalesOfTerms(terms, program, own, new Map()), asked };
    requireUsual(scales, SPEC_SETTINGS, { accepted, remedy });
    return terms;
  };
  if (setup === null) return termsOn(grid);
  const named = await findSetup({ file, setup }, setups);
  checkRoom(named.size, program, names);
  const terms = withRoom(named.size, (size) => termsOn(sealedGrid(size, grid)));
  const { sealed, ...rest } = await sealTerms(terms, program, named, setups);
  return { ...rest, sealed: { ...sealed, ...shared, ...own } };
}

/** A party without rows helps others to compute: there are none if fewer than two have rows. */
function requireTwoWithRows(
  parties: readonly { readonly name: string; readonly announcement?: string | undefined }[],
  invalid: (field: string, what: string) => InputError,
): void {
  if (parties.filter(({ announcement }) => announcement !== undefined).length >= 2) return;
  const k = parties.findIndex(({ announcement }) => announcement === undefined);
  throw invalid(
    `parties[${k}].announcement`,
    `is missing: name the file that ${parties[k]!.name} made with \`concordat announce\`; only a helper beside two companies or more with rows has none`,
  );
}

/** What a spec says of the set-up; null for a public outcome. Throws what `invalid` makes. */
function setupOf(
  { outcome, setup }: Pick<v.InferOutput<typeof SPEC>, "outcome" | "setup">,
  invalid: (field: string, what: string) => InputError,
): string | null {
  if (outcome === "public" && setup === undefined) return null;
  if (outcome === "public") throw invalid("setup", 'is for sealed outcomes: leave it out, or add "outcome": "sealed"');
  if (setup === undefined)
    throw invalid(
      "setup",
      "is missing: a sealed outcome needs a set-up (`concordat setup`); name its file, or its digest",
    );
  return setup;
}

/**
 * The contract of public shares, as the terms name it; nothing where shares are not public. Throws
 * what `invalid` makes.
 */
function sharedOn(
  { outcome, shares, objective }: Pick<v.InferOutput<typeof SPEC>, "outcome" | "shares" | "objective">,
  contract: Address | undefined,
  invalid: (field: string, what: string) => InputError,
): Pick<SealedTerms, "shares"> {
  if (shares === undefined) return {};
  if (outcome === "public")
    throw invalid(
      "shares",
      'are for sealed outcomes: add "outcome": "sealed", or leave them out (a public outcome has them)',
    );
  if (objective === "none") throw invalid("shares", "are those of an optimum, and a round without costs has none");
  if (contract === undefined)
    throw invalid(
      "shares",
      'need the contract for them, which this consortium\'s deployment lacks: deploy anew (`concordat deploy --again`), or set "shares" ' +
        "in config.json to the contract of whoever deployed (consortium.json names it)",
    );
  return { shares: contract };
}

type Sort = keyof Tolerances;

/**
 * The stated tolerances at the round's scales, rounded down: never wider than stated. `stated` has
 * them in the user's units, as text.
 */
function statedTolerances(
  stated: Readonly<Partial<Record<Sort, string | undefined>>>,
  { coefficientDecimals, solutionDecimals, multiplierDecimals }: Terms,
  file: string,
): Partial<Tolerances> {
  const scales = { residual: solutionDecimals, dual: multiplierDecimals, gap: solutionDecimals + multiplierDecimals };
  const given = (Object.keys(scales) as Sort[]).flatMap((sort): [Sort, bigint][] => {
    const number = stated[sort];
    if (number === undefined) return [];
    const place = { file, field: `tolerances.${sort}` };
    const tolerance = readNumber(number, place);
    const decimals = coefficientDecimals + scales[sort];
    const scaled = toScaled(tolerance, decimals, "down");
    if (scaled < 0n || scaled >= 1n << BigInt(TOLERANCE_BITS[sort]))
      throw new InputError("SpecInvalid", "is below zero, or too large for the proof", place);
    if (scaled === 0n && tolerance.mantissa !== 0n) {
      const least = formatDecimal(fromScaled(1n, decimals));
      const what = `is less than this round's decimals can tell from zero: state ${least} or more, or more decimals`;
      throw new InputError("SpecInvalid", what, place);
    }
    return [[sort, scaled]];
  });
  return Object.fromEntries(given);
}

/** Seconds; NaN if the text is not a duration. */
function parseDuration(duration: string): number {
  const match = /^(\d{1,7})([smhd])$/.exec(duration);
  return match === null ? Number.NaN : Number(match[1]) * UNITS[match[2]!]!;
}
