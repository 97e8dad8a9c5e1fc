// `concordat announce`: the public part of this company's file, for whoever opens the round.
import { encodeAnnouncement } from "../../lp/announcement.ts";
import { announce as announcementOf } from "../../lp/program.ts";
import { readProgram } from "../../lp/readers/read.ts";
import { createPrinter } from "../print.ts";
import { printRemarks } from "../remarks.ts";
import { writeUserFile } from "../write-file.ts";

/** Throws InputError naming what is wrong with the file, or "FileUnwritable". */
export async function announce(
  file: string,
  options: { readonly out?: string; readonly json?: boolean },
): Promise<void> {
  const model = await readProgram(file);
  printRemarks(model);
  const announcement = announcementOf(model);
  const text = `${encodeAnnouncement(announcement)}\n`;
  if (options.out === undefined) {
    process.stdout.write(text);
    return;
  }
  await writeUserFile(options.out, text);
  const { variables, inequalities, equalities, decimals, sense } = announcement;
  createPrinter(options.json ?? false).result({ file: options.out, announcement }, () => [
    `${options.out}: ${variables.length} variables by name, ${inequalities} ≤ rows, ${equalities} = rows, ${decimals} decimals` +
      (sense === null ? "" : `, an objective (${sense})`),
    "No coefficient, right-hand side, bound or cost is in it. Send it to whoever opens the round.",
  ]);
}
