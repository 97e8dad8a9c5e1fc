// JSON from a company, read so that it says one thing only: of a name that an object has twice,
// readers take either value, and some round 1.0000000000000000001 to 1. Two of them would see two
// files.

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[{}[\]:\n]/g;
/** A whole number, as it must be written. */
const WHOLE = /^-?\d+(?:\.0+)?$/;

/**
 * Parses UTF-8, with or without a byte order mark. Throws TypeError or SyntaxError where it is no
 * JSON, has a name twice in one object, or a number that is a whole one only when it is rounded.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const value: unknown = JSON.parse(text);
  checkTokens(text);
  return value;
}

/** Of JSON: throws SyntaxError for the first such name or number. */
function checkTokens(text: string): void {
  /** Names so far in each object around; null for a list. */
  const around: (Set<string> | null)[] = [];
  let line = 1;
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "\n") line++;
    else if (token === "{") around.push(new Set());
    else if (token === "[") around.push(null);
    else if (token === "}" || token === "]") around.pop();
    else if (token === ":") {
      const names = around.at(-1)!;
      const name = JSON.parse(last) as string;
      if (names.has(name)) throw new SyntaxError(`line ${line} has the name ${last} for the second time`);
      names.add(name);
    } else if (token.startsWith('"')) last = token;
    else if (Number.isSafeInteger(Number(token)) && !WHOLE.test(token))
      throw new SyntaxError(
        `line ${line} has the number ${token.slice(0, 40)}; write a whole number with its digits alone`,
      );
  }
}
