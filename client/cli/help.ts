// What --help shows of an option's default.
import { type Command, Help, type Option } from "commander";

/** An empty list and "off" go without saying. */
function optionDescription(option: Option): string {
  const { defaultValue } = option;
  const isPlain = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  const shown = isPlain ? Object.assign(Object.create(option) as Option, { defaultValue: undefined }) : option;
  return Help.prototype.optionDescription(shown);
}

/** Leaves out defaults that say nothing, of this command. */
export function plainDefaults(command: Command): void {
  command.configureHelp({ optionDescription });
}
