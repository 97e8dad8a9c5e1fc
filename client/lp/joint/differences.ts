// In what two announcements differ, for errors.
import { isDeepStrictEqual } from "node:util";
import type { InputPlace } from "../../errors.ts";
import { decimalsOf } from "../../math/decimal.ts";
import { field, type Item, type Model } from "../model/model.ts";
import type { Announcement } from "./program.ts";
import { absolute, exponentAbove, type Magnitudes } from "./sizes.ts";

/** Names of the parts that differ. */
export function differences(fresh: Announcement, said: Announcement): string[] {
  return (Object.keys(said) as (keyof Announcement)[]).filter((part) => !isDeepStrictEqual(fresh[part], said[part]));
}

/** The same in words: what is there now, and what was said. */
export function differencesInWords(fresh: Announcement, said: Announcement): string {
  return differences(fresh, said)
    .map((part) => inWords(part as keyof Announcement, fresh, said))
    .join("; ");
}

function inWords(part: keyof Announcement, fresh: Announcement, said: Announcement): string {
  switch (part) {
    case "variables":
      return variablesInWords(fresh.variables, said.variables);
    case "magnitudes": {
      const sizes = (Object.keys(said.magnitudes) as (keyof Announcement["magnitudes"])[]).filter(
        (size) => fresh.magnitudes[size] !== said.magnitudes[size],
      );
      return sizes
        .map((size) => `the ${size} size is ${sizeOf(fresh.magnitudes[size])}, not ${sizeOf(said.magnitudes[size])}`)
        .join("; ");
    }
    case "sense":
      return `the objective is ${fresh.sense ?? "none"}, not ${said.sense ?? "none"}`;
    default:
      return `${part} are ${fresh[part]}, not ${said[part]}`;
  }
}

type Variables = Announcement["variables"];

/** The first name that only one of them has; or else what else differs. */
function variablesInWords(fresh: Variables, said: Variables): string {
  const lacks = (names: Variables, others: Variables) =>
    names.find(({ name }) => others.every((other) => other.name !== name))?.name;
  const added = lacks(fresh, said);
  if (added !== undefined) return `the variable "${added}" was not announced`;
  const missing = lacks(said, fresh);
  if (missing !== undefined) return `the variable "${missing}" is missing`;
  const changed = fresh.find(({ name, domain }) =>
    said.some((other) => other.name === name && other.domain !== domain),
  );
  if (changed !== undefined) return `the variable "${changed.name}" has another lower bound`;
  const stated = fresh.find(({ name, bound }) => said.some((other) => other.name === name && other.bound !== bound));
  return stated === undefined ? "the variables are in another order" : `"${stated.name}" has another stated bound`;
}

function sizeOf(exponent: number | null): string {
  return exponent === null ? "zero" : `10^${exponent}`;
}

/**
 * The first number of the file that is larger than was announced, or has more decimals; without
 * line and field where there is none.
 */
export function placeOfDifference(model: Model, said: Announcement): InputPlace {
  const found = sizedNumbers(model).find(({ item, size }) => {
    const exponent = exponentAbove(absolute(item.value));
    const announced = said.magnitudes[size];
    const isLarger = exponent !== null && (announced === null || exponent > announced);
    return isLarger || decimalsOf(item.value) > said.decimals;
  });
  if (found === undefined) return { file: model.file };
  return { file: model.file, line: found.item.line, field: found.field };
}

interface SizedNumber {
  readonly item: Item;
  readonly size: keyof Magnitudes;
  readonly field: string;
}

function sizedNumbers({ rows, variables, objective }: Model): SizedNumber[] {
  const nameOf = (variable: number) => variables[variable]!.name;
  const sides = ({ lower, upper }: { readonly lower: Item | null; readonly upper: Item | null }, name: string) =>
    [lower, upper].flatMap((item): SizedNumber[] => (item === null ? [] : [{ item, size: "side", field: name }]));
  return [
    ...rows.flatMap((row) => [
      ...row.entries.map(
        (item): SizedNumber => ({
          ...{ item, size: "coefficient" },
          field: field.coefficient(row.name, nameOf(item.variable)),
        }),
      ),
      ...sides(row, field.side(row.name)),
    ]),
    ...variables.flatMap((variable) => sides(variable, field.bound(variable.name))),
    ...(objective?.entries ?? []).map(
      (item): SizedNumber => ({ item, size: "cost", field: field.cost(nameOf(item.variable)) }),
    ),
  ];
}
