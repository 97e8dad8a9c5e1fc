// Options that are given more than once: a list takes all of them; of any other one, all but the
// last would have no effect, so it is refused.
import type { Command } from "commander";
import { InputError } from "../errors.ts";

/** The parser of an option that may be repeated. */
export const collect = (text: string, list: readonly string[] = []): string[] => [...list, text];

/**
 * Makes the command refuse an option that takes a value and is given twice. It throws InputError
 * "OptionInvalid", naming the option.
 */
export function refuseRepeated(command: Command): void {
  for (const option of command.options) {
    if (option.parseArg === collect || !(option.required || option.optional)) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven)
        throw new InputError("OptionInvalid", "is given twice; give it once", { field: `--${option.name()}` });
      isGiven = true;
    });
  }
}
