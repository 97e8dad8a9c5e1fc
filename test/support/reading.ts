// Short forms of models and refusals, for the tests of the readers.
import type { InputError, InputPlace } from "../../client/errors.ts";
import type { Item, Model } from "../../client/lp/model/model.ts";
import { formatDecimal } from "../../client/math/decimal.ts";

/** Each as `name lower upper`, with `-` for a missing side. */
export function shape({ variables, rows }: Model): { variables: string[]; rows: string[] } {
  const side = (item: Item | null): string => (item === null ? "-" : formatDecimal(item.value));
  const text = ({ name, lower, upper }: Model["rows"][number] | Model["variables"][number]): string =>
    `${name} ${side(lower)} ${side(upper)}`;
  return { variables: variables.map(text), rows: rows.map(text) };
}

/** Code and place of the InputError that `act` throws. */
export function refusal(act: () => unknown): { code: string; place: InputPlace } {
  try {
    act();
  } catch (error) {
    const { code, place } = error as InputError;
    return { code, place };
  }
  throw new Error("nothing was refused");
}
