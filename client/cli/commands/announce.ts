// `concordat announce`: the public part of this company's file, for whoever opens the round.
import { encodeAnnouncement } from "../../lp/joint/announcement.ts";
import { type Announcement, announce as announcementOf, DEFAULT_BOUNDS, withBounds } from "../../lp/joint/program.ts";
import { boundInWords, decodeBound } from "../../lp/joint/sizes.ts";
import { readProgram } from "../../lp/readers/read.ts";
import { counted } from "../../math/counted.ts";
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
  createPrinter(options.json ?? false).result({ file: options.out, announcement }, () => [
    `${options.out}: ${contentInWords(announcement)}`,
    ...boundLines(announcement),
    `Sizes, in powers of ten: ${sizesInWords(announcement)}`,
    "Beyond these sizes it reveals no coefficient, right-hand side, cost or bound of the file. Send it to the company that opens the round.",
  ]);
}

/** What an announcement says of a file: all of it that is public before any round. */
export function announcedLines(announcement: Announcement): string[] {
  return [contentInWords(announcement), `Sizes, in powers of ten: ${sizesInWords(announcement)}`];
}

function contentInWords({ variables, inequalities, equalities, decimals, sense }: Announcement): string {
  return (
    `${counted(variables.length, "variable")} by name, ${counted(inequalities, "≤ row")}, ${counted(equalities, "= row")}, ${counted(decimals, "decimal")}` +
    (sense === null ? "" : `, an objective (${sense})`)
  );
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

const SORT_WORDS = {
  coefficient: "a coefficient",
  row: "the sum of a row's |coefficients|",
  column: "the sum of a variable's |coefficients|",
  side: "a right-hand side",
  cost: "a cost",
} as const satisfies Readonly<Record<keyof Announcement["magnitudes"], string>>;

function sizesInWords({ magnitudes }: Announcement): string {
  const known = Object.entries(SORT_WORDS).flatMap(([sort, words]) => {
    const size = magnitudes[sort as keyof typeof SORT_WORDS];
    return size === null ? [] : [`${words} ≤ 10^${size}`];
  });
  return known.length === 0 ? "none" : known.join(", ");
}
