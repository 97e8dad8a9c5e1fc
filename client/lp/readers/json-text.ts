// Parses JSON into a tree that keeps what JSON.parse drops: the text of every number and the line
// of every value. A repeated key is an error.
import { InputError } from "../../errors.ts";
import { linesOf } from "./lines.ts";

export type JsonNode =
  | { readonly kind: "object"; readonly line: number; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: "array"; readonly line: number; readonly items: readonly JsonNode[] }
  | { readonly kind: "number" | "string"; readonly line: number; readonly text: string }
  | { readonly kind: "literal"; readonly line: number; readonly value: boolean | null };

/** Deepest nesting; a program needs four levels. */
const MAX_DEPTH = 16;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids raw control characters in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){0,4096}"/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERAL = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

/** What is wrong with a control character that stands in a string as it is. */
function controlInString(character: string): string {
  if (/[\r\n]/.test(character)) return "a string ends on its line: close it with a double quote, or write \\n";
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  const escaped = character === "\t" ? "\\t" : `\\u${code}`;
  return `a string has no control characters such as U+${code}: write a blank, or ${escaped} if it is meant`;
}

/**
 * Parses a JSON document (RFC 8259).
 * @throws InputError MalformedJson, DuplicateName (a key given twice in one object).
 */
export function parseJson(text: string, file: string): JsonNode {
  let position = 0;
  let line = 1;

  const fail = (problem: string): InputError => new InputError("MalformedJson", problem, { file, line });

  /**
   * Consumes the token that matches the sticky `pattern` here, and returns it, or null if none
   * does.
   */
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    const token = pattern.exec(text)?.[0] ?? null;
    if (token !== null) position += token.length;
    return token;
  };

  const skipSpace = (): void => {
    line += linesOf(take(SPACE)!).length - 1;
  };

  const takeCharacter = (character: string): boolean => {
    skipSpace();
    if (text[position] !== character) return false;
    position++;
    return true;
  };

  const string = (): string => {
    skipSpace();
    const token = take(STRING);
    if (token === null) throw fail(noString());
    return JSON.parse(token) as string;
  };

  const here = (): string =>
    position < text.length ? `"${linesOf(text.slice(position, position + 20))[0]}"` : "the end of the file";

  /** What is wrong where a string is expected. */
  const noString = (): string => {
    if (text[position] !== '"') return `expected a string in double quotes, not ${here()}`;
    for (let at = position + 1; at < text.length; at++) {
      const character = text[at]!;
      if (character === '"') return `a string has at most 4096 characters; shorten the one that starts with ${here()}`;
      if (character < " ") return controlInString(character);
      if (character !== "\\") continue;
      ESCAPE.lastIndex = at;
      const whole = ESCAPE.exec(text)?.[0];
      if (whole === undefined)
        return `"${text.slice(at, at + 2)}" is no escape in a JSON string: write \\\\ for a backslash, and \\u with four hexadecimal digits for a character by its code`;
      at += whole.length - 1;
    }
    return `the string that starts with ${here()} has no double quote at its end`;
  };

  /** What is wrong where a value is expected, for what other languages allow there. */
  const noValue = (): string => {
    const rest = text.slice(position, position + 20);
    if (/^[\]}]/.test(rest)) return "JSON has no comma after the last item; remove it";
    if (/^(?:\/[/*]|#)/.test(rest)) return "JSON has no comments; remove them";
    if (/^[+-]?(?:NaN|Inf)/i.test(rest))
      return 'JSON has no NaN and no Infinity; a bound that is null or "infinity" is none';
    if (/^[+-]?\.?\d/.test(rest))
      return `a number in JSON starts with a digit or a minus sign, as in 0.5 or -0.5, not ${here()}`;
    return `expected a value, not ${here()}`;
  };

  const object = (start: number, depth: number): JsonNode => {
    const members = new Map<string, JsonNode>();
    if (takeCharacter("}")) return { kind: "object", line: start, members };
    do {
      skipSpace();
      if (/[}/#]/.test(text[position] ?? "")) throw fail(noValue());
      const key = string();
      if (members.has(key)) {
        throw new InputError("DuplicateName", "this name is given twice; remove one", { file, line, field: key });
      }
      if (!takeCharacter(":")) throw fail(`expected ":" after "${key}", not ${here()}`);
      members.set(key, value(depth + 1));
    } while (takeCharacter(","));
    if (!takeCharacter("}")) throw fail(`expected "," or "}", not ${here()}`);
    return { kind: "object", line: start, members };
  };

  const array = (start: number, depth: number): JsonNode => {
    const items: JsonNode[] = [];
    if (takeCharacter("]")) return { kind: "array", line: start, items };
    do items.push(value(depth + 1));
    while (takeCharacter(","));
    if (!takeCharacter("]")) throw fail(`expected "," or "]", not ${here()}`);
    return { kind: "array", line: start, items };
  };

  const value = (depth: number): JsonNode => {
    if (depth > MAX_DEPTH) throw fail(`values are nested more than ${MAX_DEPTH} deep`);
    skipSpace();
    const start = line;
    if (takeCharacter("{")) return object(start, depth);
    if (takeCharacter("[")) return array(start, depth);
    if (text[position] === '"') return { kind: "string", line: start, text: string() };
    const literal = take(LITERAL);
    if (literal !== null)
      return { kind: "literal", line: start, value: literal === "null" ? null : literal === "true" };
    const number = take(NUMBER);
    if (number !== null && number !== "") {
      if (/[\d.]/.test(text[position] ?? ""))
        throw fail(
          `"${number}${/^[\d.]+/.exec(text.slice(position))![0]}" is not a number in JSON; write it without leading zeros and with one point`,
        );
      return { kind: "number", line: start, text: number };
    }
    throw fail(noValue());
  };

  const root = value(0);
  skipSpace();
  if (position < text.length) throw fail(`nothing may follow the document, found ${here()}`);
  return root;
}
