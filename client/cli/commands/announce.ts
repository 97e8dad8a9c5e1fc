// `concordat announce`: the public part of this company's file, for whoever opens the round.
import { linesOf, say } from "../../app/said/english.ts";
import { encodeAnnouncement } from "../../lp/joint/announcement.ts";
import { type Announcement, announce as announcementOf, DEFAULT_BOUNDS, withBounds } from "../../lp/joint/program.ts";
import { boundInWords, decodeBound } from "../../lp/joint/sizes.ts";
import { readProgram } from "../../lp/readers/read.ts";
import { counted } from "../../math/counted.ts";
import type { Said } from "../../said.ts";
import { type BoundOptions, readBounds } from "../bounds.ts";
import { createPrinter } from "../print.ts";
import { printRemarks } from "../remarks.ts";
import { writeUserFile } from "../write-file.ts";

/** Throws InputError naming what is wrong with the file, or "FileUnwritable". */
export async function announce(
  file: string,
  options: BoundOptions & { readonly out?: string; readonly json?: boolean },
): Promise<void> {
  const model = await readProgram(file);
  printRemarks(model);
  const announcement = withBounds(announcementOf(model), await readBounds(options));
  const text = `${encodeAnnouncement(announcement)}\n`;
  if (options.out === undefined) {
    process.stdout.write(text);
    return;
  }
  await writeUserFile(options.out, text);
  const [content, sizes] = linesOf(announced(announcement));
  createPrinter(options.json ?? false).result({ file: options.out, announcement }, () => [
    `${options.out}: ${content}`,
    ...boundLines(announcement),
    sizes!,
    "Beyond these sizes it reveals no coefficient, right-hand side, cost or bound of the file. Send it to the company that opens the round.",
  ]);
}

/** What an announcement says of a file: all of it that is public before any round. */
export function announced({ variables, inequalities, equalities, decimals, sense, magnitudes }: Announcement): Said[] {
  return [
    say("FileContent", { variables: variables.length, inequalities, equalities, decimals, sense }),
    say("FileSizes", magnitudes),
  ];
}

/** Most bounds that are listed. */
const MAX_LISTED = 20;

function boundLines({ variables }: Announcement): string[] {
  const stated = variables.filter(({ bound }) => bound !== null);
  const list = stated.slice(0, MAX_LISTED).map(({ name, bound, domain }) => {
    const value = boundInWords(decodeBound(bound)!);
    return domain === "free" ? `|${name}| ≤ ${value}` : `${name} ≤ ${value}`;
  });
  const more = stated.length > MAX_LISTED ? `, and ${stated.length - MAX_LISTED} more` : "";
  const others =
    stated.length === variables.length
      ? []
      : [
          `${counted(variables.length - stated.length, "variable")} without an upper bound: if no company states one, it is 10^${DEFAULT_BOUNDS.least}, or the size of the ` +
            `largest right-hand side of all companies if that is more, up to 10^${DEFAULT_BOUNDS.most}. State smaller ones (--bound) for a sharper proof, larger ones if a ` +
            "solution may need them.",
        ];
  return [
    ...(stated.length === 0 ? [] : [`Upper bounds stated, rounded up to one digit: ${list.join(", ")}${more}`]),
    ...others,
  ];
}
