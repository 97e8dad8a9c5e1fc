// What a reader remarked on in a company's file, for the person who runs a command: on standard
// error, since output may be piped.
import { InputError } from "../errors.ts";
import type { Model } from "../lp/model/model.ts";

export function printRemarks({ warnings }: Model): void {
  for (const { message, place } of warnings) {
    process.stderr.write(`${new InputError("Remark", message, place).message}\n`);
  }
}
