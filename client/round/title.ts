// Titles of rounds, which people read on terminals and in reports.
import * as v from "valibot";
import { isReadable } from "../lp/model/names.ts";
import { INVISIBLE } from "../lp/readers/visible.ts";
import { text } from "../outside.ts";

/** A title of 1 to 255 characters, all of which can be seen, with a letter or a digit. */
export const roundTitle = v.pipe(
  text(),
  v.check(
    (value) => isReadable(value) && !INVISIBLE.test(value),
    "must show letters or digits, and no line breaks, control characters or invisible ones",
  ),
);
