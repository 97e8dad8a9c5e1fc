// The file that `concordat open` writes and `concordat join` reads: a round's name and its public
// terms.
import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { InputError } from "../errors.ts";
import { checkJson, exactly, fields, text as textField } from "../outside.ts";
import { checkTerms, encodeTerms, type Terms } from "../round/terms.ts";

export interface RoundFile {
  /** `<coordinator>/<number>`. */
  readonly round: string;
  readonly terms: Terms;
}

const ROUND_FILE = fields({ version: exactly(1), round: textField(), terms: v.unknown() });

export function formatRoundFile({ round, terms }: RoundFile): string {
  return `{"version":1,"round":"${round}","terms":${Buffer.from(encodeTerms(terms)).toString("utf8")}}\n`;
}

/** Throws InputError "RoundFileInvalid" or "TermsInvalid". */
export async function readRoundFile(file: string): Promise<RoundFile> {
  const invalid = (what: string, line?: number) =>
    new InputError("RoundFileInvalid", what, line === undefined ? { file } : { file, line });
  const json = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw invalid(
      `cannot be read (${cause.code}): give the number of a round, or the file that \`concordat open\` wrote`,
    );
  });
  const { round, terms } = checkJson(ROUND_FILE, json, (field, what, line) =>
    invalid(`${field} ${what}: ask for the file that \`concordat open\` wrote`.trim(), line),
  );
  return { round, terms: checkTerms(terms) };
}
