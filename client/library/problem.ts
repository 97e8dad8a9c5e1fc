// Makes a joint problem from the companies' models: public columns, private rows, the scales of a
// round.
import { checkOwn } from "../engines/check-own.ts";
import type { Engine } from "../engines/engine.ts";
import { InputError } from "../errors.ts";
import {
  type Announcement,
  announce,
  combine,
  NO_BOUNDS,
  type PublicProgram,
  type StatedBounds,
  withBounds,
} from "../lp/joint/program.ts";
import type { AskedDecimals } from "../lp/joint/remedies/change.ts";
import { checkCosts, type ScaleRequest, scalesOf } from "../lp/joint/scales.ts";
import type { Model } from "../lp/model/model.ts";
import type { PartyRows } from "../lp/model/normal.ts";
import { MAX_DECIMALS, toPartyRows, withZeroCosts } from "../lp/model/normalise.ts";
import type { Rounding } from "../math/decimal.ts";
import type { PublicRound } from "../round/public-round.ts";
import { roundOf } from "../round/terms.ts";

export interface Company {
  readonly name: string;
  readonly rows: PartyRows;
}

export interface Member {
  readonly name: string;
  readonly model: Model;
}

export interface ProblemOptions {
  /** κ; by default as many decimals as the files need. */
  readonly decimals?: number;
  /** δ and ω; by default those that follow from the data. */
  readonly solutionDecimals?: number;
  readonly multiplierDecimals?: number;
  /** Upper bounds, which every company that has the variable states. */
  readonly bounds?: StatedBounds;
  readonly rounding: Rounding;
  /** A round without costs. */
  readonly feasible: boolean;
}

export interface Problem {
  readonly members: readonly Member[];
  readonly program: PublicProgram;
  readonly companies: readonly Company[];
  readonly scale: Omit<ScaleRequest, "grid">;
}

/**
 * Matches variables by name and turns every file into private rows.
 * @throws InputError, naming file, line and field.
 */
export function prepare(
  members: readonly Member[],
  { decimals, solutionDecimals, multiplierDecimals, bounds = NO_BOUNDS, rounding, feasible }: ProblemOptions,
): Problem {
  const names = members.map(({ name }) => name);
  const announcements = stateBounds(
    members.map(({ model }) => announce(model)),
    bounds,
  );
  const program = combine(announcements, { names, feasible });
  // A number that needs more decimals is refused with its place in the file, or rounded if that was
  // requested.
  const coefficientDecimals = decimals ?? Math.min(program.decimals, MAX_DECIMALS);
  const companies = members.map(({ name, model }, party) => ({
    name,
    rows: withZeroCosts(toPartyRows(model, program, coefficientDecimals, rounding), program, party),
  }));
  const scale = {
    ...{ coefficient: coefficientDecimals, names },
    ...(solutionDecimals === undefined ? {} : { solution: solutionDecimals }),
    ...(multiplierDecimals === undefined ? {} : { multiplier: multiplierDecimals }),
  };
  return { members, program, companies, scale };
}

/** @throws InputError UnknownVariable for a bound of a variable that no company has. */
function stateBounds(announcements: readonly Announcement[], { byName, all }: StatedBounds): Announcement[] {
  const known = new Set(announcements.flatMap(({ variables }) => variables.map(({ name }) => name)));
  const unknown = [...byName.keys()].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new InputError("UnknownVariable", `there is a bound for "${unknown}", but no file has that variable`);
  return announcements.map((announcement) => {
    const own = new Set(announcement.variables.map(({ name }) => name));
    return withBounds(announcement, { byName: new Map([...byName].filter(([name]) => own.has(name))), all });
  });
}

/** The decimals of the answer that were asked for. */
export function askedOf({ solution, multiplier }: Problem["scale"]): AskedDecimals {
  return { ...(solution === undefined ? {} : { solution }), ...(multiplier === undefined ? {} : { multiplier }) };
}

/** Remarks on possible slips: names that only one of two files has. */
export function remarksOn({ members }: Problem): string[] {
  const remarks: string[] = [];
  if (members.length === 2) {
    for (const [k, { name, model }] of members.entries()) {
      const others = new Set(members[1 - k]!.model.variables.map((variable) => variable.name));
      const alone = model.variables.filter((variable) => !others.has(variable.name)).map((variable) => variable.name);
      if (alone.length === 0) continue;
      const more = alone.length > 5 ? ` and ${alone.length - 5} more` : "";
      remarks.push(`only in ${name}'s file: ${alone.slice(0, 5).join(", ")}${more}`);
    }
  }
  return remarks;
}

/**
 * The public round, at the scales that follow from the data.
 * @throws InputError ScaleImpossible, and what the engine's `check` throws for a company's rows.
 */
export function publicRound({ program, scale, members, companies }: Problem, engine: Engine<unknown>): PublicRound {
  // What an engine cannot hold at any scales comes first: no remedy for scales would cure it. And
  // costs before rows, which are compared with them.
  const request = { ...scale, grid: engine.grid };
  checkCosts(program, request);
  for (const [party, { model }] of members.entries())
    checkOwn(engine, { model, program, rows: companies[party]!.rows, decimals: scale.coefficient });
  return roundOf(program, scalesOf(program, request));
}
