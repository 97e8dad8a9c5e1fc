// The file that `concordat open` writes and `concordat join` reads: a round's name and its public terms.
import { readFile } from "node:fs/promises";
import { InputError } from "../errors.ts";
import { decodeTerms, encodeTerms, type Terms } from "../round/terms.ts";

export interface RoundFile {
  /** `<coordinator>/<number>`. */
  readonly round: string;
  readonly terms: Terms;
}

export function formatRoundFile({ round, terms }: RoundFile): string {
  return `{"version":1,"round":"${round}","terms":${Buffer.from(encodeTerms(terms)).toString("utf8")}}\n`;
}

/** Throws InputError "RoundFileInvalid" or "TermsInvalid". */
export async function readRoundFile(file: string): Promise<RoundFile> {
  const invalid = (what: string) => new InputError("RoundFileInvalid", what, { file });
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw invalid(`cannot be read (${cause.code})`);
  });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw invalid("is not JSON: ask for the file that `concordat open` wrote");
  }
  const field = (key: string): unknown =>
    typeof data === "object" && data !== null ? Reflect.get(data, key) : undefined;
  const round = field("round");
  if (field("version") !== 1 || typeof round !== "string") throw invalid("is not what `concordat open` wrote");
  return { round, terms: decodeTerms(Buffer.from(JSON.stringify(field("terms") ?? null))) };
}
