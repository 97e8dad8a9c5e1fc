// What the companies could change so that a round holds their numbers. A change is a remedy only if
// the scales that follow from it have been computed and are what they should be: which sizes
// matter depends on which width of the certificate or of the engine is used up.
import { ConcordatError } from "../../errors.ts";
import { firstFew } from "../../math/counted.ts";
import { compare, type Decimal, decimal } from "../../math/decimal.ts";
import { MAX_DECIMALS } from "../model/normalise.ts";
import { defaultBound, type PublicProgram } from "./program.ts";
import { type AnswerGrid, boundHolders, type ScaleRequest, type Scales, scalesOf } from "./scales.ts";
import { boundInWords, exponentAbove, type Magnitudes } from "./sizes.ts";

/** What scales follow from. */
export interface ScaledProgram {
  readonly program: PublicProgram;
  readonly names: readonly string[];
  /** The engine's. */
  readonly grid: AnswerGrid | undefined;
}

/** Changes of what the companies announce, to be made together. */
export interface Change {
  /** Upper bounds above 10^`bound` are lowered to it. */
  readonly bound?: number;
  /** The costs are measured in units 10^`costs` times as large, 1 or more. */
  readonly costs?: number;
  /** One company measures its rows in units 10^`by` times as large, 1 or more. */
  readonly rows?: { readonly company: number; readonly by: number };
}

/** Whether the change and the scales that follow from it are good enough. */
export type Suffices = (scales: Scales, change: Change) => boolean;

/** The scales that follow from the request; null if no certificate could hold them. */
export function triedScales({ program, names, grid }: ScaledProgram, request: ScaleRequest): Scales | null {
  try {
    return scalesOf(program, { names, grid, ...request });
  } catch (error) {
    if (error instanceof ConcordatError && error.code === "ScaleImpossible") return null;
    throw error;
  }
}

/** The program with other sizes of one company's numbers, on which default bounds depend. */
export function withSizes(program: PublicProgram, company: number, sizes: Magnitudes): PublicProgram {
  const magnitudes = program.magnitudes.with(company, sizes);
  const usual = defaultBound(magnitudes);
  const bounds = program.bounds.map((bound) => (bound.stated.size === 0 ? { ...bound, value: usual } : bound));
  return { ...program, magnitudes, bounds };
}

function lowered(size: number | null, by: number): number | null {
  return size === null ? null : size - by;
}

function withLargerUnits(program: PublicProgram, { costs = 0, rows }: Change): PublicProgram {
  const owner = program.objectiveOwner;
  const own = program.magnitudes[owner]!;
  const cheaper = withSizes(program, owner, { ...own, cost: lowered(own.cost, costs) });
  if (rows === undefined) return cheaper;
  const { coefficient, row, column, side, cost } = cheaper.magnitudes[rows.company]!;
  const [a, b, c, d] = [coefficient, row, column, side].map((size) => lowered(size, rows.by));
  return withSizes(cheaper, rows.company, { coefficient: a!, row: b!, column: c!, side: d!, cost });
}

/**
 * The scales after a change. Numbers in larger units are assumed to need as many more decimals as
 * they become smaller.
 */
function scalesAfter(scaled: ScaledProgram, coefficient: number, change: Change): Scales | null {
  const decimals = coefficient + Math.max(change.costs ?? 0, change.rows?.by ?? 0);
  if (decimals > MAX_DECIMALS) return null;
  const program = withLargerUnits(scaled.program, change);
  const { bound } = change;
  const limit = bound === undefined ? null : decimal(1n, bound);
  const bounds = program.bounds.map((own) =>
    limit !== null && compare(own.value, limit) > 0 ? { ...own, value: limit } : own,
  );
  return triedScales({ ...scaled, program: { ...program, bounds } }, { coefficient: decimals });
}

/** Changes of one sort, the smallest first. */
interface Lever {
  readonly most: number;
  readonly change: (step: number) => Change;
}

/** No upper bound is lowered below 1 unit. */
function leversOf({ program }: ScaledProgram): Lever[] {
  const { bounds, magnitudes, objectiveOwner } = program;
  const largest = Math.max(...bounds.map(({ value }) => exponentAbove(value)!));
  const sizes = magnitudes.map(({ row }) => row ?? Number.NEGATIVE_INFINITY);
  const company = sizes.indexOf(Math.max(...sizes));
  const hasCosts = magnitudes[objectiveOwner]!.cost !== null;
  return [
    { most: hasCosts ? MAX_DECIMALS : 0, change: (step) => ({ costs: step }) },
    { most: largest, change: (step) => ({ bound: largest - step }) },
    { most: MAX_DECIMALS, change: (step) => ({ rows: { company, by: step } }) },
  ];
}

/**
 * The smallest change of each sort that suffices; or else the smallest combination of two; or else
 * none.
 *
 * @param coefficient - κ of the round.
 */
export function remediesFor(scaled: ScaledProgram, coefficient: number, suffices: Suffices): Change[] {
  const works = (change: Change): boolean => {
    const scales = scalesAfter(scaled, coefficient, change);
    return scales !== null && suffices(scales, change);
  };
  const levers = leversOf(scaled);
  const single = levers.flatMap(({ most, change }) => {
    for (let step = 1; step <= most; step++) if (works(change(step))) return [change(step)];
    return [];
  });
  if (single.length > 0) return single;
  const most = Math.max(...levers.map((lever) => lever.most));
  for (let steps = 2; steps <= 2 * most; steps++)
    for (const [i, first] of levers.entries())
      for (const second of levers.slice(i + 1))
        for (let step = Math.max(1, steps - second.most); step <= Math.min(first.most, steps - 1); step++) {
          const change = { ...first.change(step), ...second.change(steps - step) };
          if (works(change)) return [change];
        }
  return [];
}

function boundsInWords({ program, names }: ScaledProgram, bound: Decimal, option: string): string {
  const over = program.bounds.flatMap(({ value }, v) => (compare(value, bound) > 0 ? [v] : []));
  const isTooLarge = (value: Decimal) => compare(value, bound) > 0;
  const holders = new Set(over.map((v) => boundHolders(program.bounds[v]!, isTooLarge, { names })));
  const [holder] = holders.size === 1 ? holders : ["the companies that have them"];
  const listed = firstFew(over.map((v) => JSON.stringify(program.variables[v]!.name)));
  const which = over.length === 1 ? "an upper bound" : "upper bounds";
  return `${holder} can state ${which} of at most ${boundInWords(bound)} for ${listed}, if ${over.length === 1 ? "it cannot" : "none can"} be larger (${option})`;
}

/**
 * Who can do what: "Birch can measure costs in units 1000 times as large".
 *
 * @param option - where a user states upper bounds.
 */
export function changeInWords(scaled: ScaledProgram, { bound, costs, rows }: Change, option: string): string {
  const { program, names } = scaled;
  const times = (by: number) => `${boundInWords(decimal(1n, by))} times as large`;
  return [
    ...(bound === undefined ? [] : [boundsInWords(scaled, decimal(1n, bound), option)]),
    ...(costs === undefined ? [] : [`${names[program.objectiveOwner]!} can measure costs in units ${times(costs)}`]),
    ...(rows === undefined ? [] : [`${names[rows.company]!} can measure its rows in units ${times(rows.by)}`]),
  ].join(", and ");
}
