// Parses JSON into a tree that keeps what JSON.parse drops: the text of every number and the line
// of every value. A repeated key is an error. Every JSON text that comes from outside is read here.

export type JsonNode =
  | { readonly kind: "object"; readonly line: number; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: "array"; readonly line: number; readonly items: readonly JsonNode[] }
  | { readonly kind: "number" | "string"; readonly line: number; readonly text: string }
  | { readonly kind: "literal"; readonly line: number; readonly value: boolean | null };

/** What is wrong in a JSON text. */
export interface JsonFault {
  readonly line: number;
  readonly what: string;
  /** The name that an object has twice; null for any other fault. */
  readonly twice: string | null;
}

/** Deepest nesting; a program needs four levels, a round's file seven. */
const MAX_DEPTH = 16;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids raw control characters in strings
const STRING_PART = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERAL = /true|false|null/y;
const SPACE = /[ \t\r\n]+/y;
const SPACE_CODE = 0x20;
const LINE_BREAK = /\r\n|[\r\n]/;

/**
 * Parses a JSON document (RFC 8259), as text or as the bytes of a file in UTF-8; a byte order mark
 * before it is skipped. Throws the error that `refuse` makes for the first fault, which may be a
 * name that an object has twice. Strings have at most `longest` characters as they are written.
 */
export function parseJson(
  json: string | Uint8Array,
  refuse: (fault: JsonFault) => Error,
  longest: number = Number.POSITIVE_INFINITY,
): JsonNode {
  const text = typeof json === "string" ? json : decoded(json, refuse);
  let position = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;

  const fail = (what: string): Error => refuse({ line, what, twice: null });

  /**
   * Consumes the token that matches the sticky `pattern` here, and returns it, or null if none
   * does.
   */
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    if (!pattern.test(text)) return null;
    const start = position;
    position = pattern.lastIndex;
    return text.slice(start, position);
  };

  const skipSpace = (): void => {
    // Most values follow at once, and this is where the time goes.
    if (text.charCodeAt(position) > SPACE_CODE) return;
    const space = take(SPACE);
    if (space !== null && space !== " ") line += space.split(LINE_BREAK).length - 1;
  };

  const takeCharacter = (character: string): boolean => {
    skipSpace();
    if (text[position] !== character) return false;
    position++;
    return true;
  };

  const string = (): string => {
    skipSpace();
    const start = position;
    if (text[position] !== '"') throw fail(`expected a string in double quotes, not ${here()}`);
    position++;
    while (take(STRING_PART) !== null);
    if (text[position] !== '"') throw fail(noString());
    position++;
    const token = text.slice(start, position);
    if (token.length - 2 > longest) throw fail(`a string has at most ${longest} characters`);
    return token.includes("\\") ? (JSON.parse(token) as string) : token.slice(1, -1);
  };

  /** What is wrong where a string neither goes on nor ends. */
  const noString = (): string => {
    if (position >= text.length || /[\r\n]/.test(text[position]!))
      return 'a string must end with " on the line on which it starts; a line break in it is written \\n';
    if (text[position] === "\\")
      return `after a backslash comes one of " \\ / b f n r t, or u and four hexadecimal digits, not ${here()}; a backslash itself is written twice`;
    return `a control character (U+${text.charCodeAt(position).toString(16).toUpperCase().padStart(4, "0")}) cannot stand in a string; a tab is written \\t`;
  };

  const here = (): string =>
    position < text.length
      ? `"${text
          .slice(position, position + 20)
          .split(LINE_BREAK)[0]!
          .replace(/\p{C}/gu, "…")}"`
      : "the end of the file";

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
      if (members.has(key)) throw refuse({ line, what: `"${key}" is given twice; remove one`, twice: key });
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

/**
 * The value as JSON.parse gives it, but NaN for a number that JSON.parse would round to another,
 * safe integer: 1.0000000000000000001 is not 1.
 */
export function plainValue(node: JsonNode): unknown {
  if (node.kind === "object")
    return Object.fromEntries([...node.members].map(([name, member]) => [name, plainValue(member)]));
  if (node.kind === "array") return node.items.map(plainValue);
  if (node.kind === "literal") return node.value;
  return node.kind === "number" ? numberOf(node.text) : node.text;
}

function numberOf(text: string): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && !isInteger(text, value) ? Number.NaN : value;
}

/** Whether the number that is written is exactly `value`, a safe integer. */
function isInteger(text: string, value: number): boolean {
  const [, whole, fraction = "", exponent = "0"] = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text)!;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  if (digits === "") return true;
  // The value is digits · 10^scale; it has at most 16 digits, unless it is rounded.
  const scale = Number(exponent) - fraction.length;
  if (scale >= 0) return scale <= 16 && BigInt(digits.padEnd(digits.length + scale, "0")) === BigInt(Math.abs(value));
  const above = digits.length + scale;
  return above > 0 && /^0*$/.test(digits.slice(above)) && BigInt(digits.slice(0, above)) === BigInt(Math.abs(value));
}

function decoded(bytes: Uint8Array, refuse: (fault: JsonFault) => Error): string {
  const fault = (text: string) => {
    const [before] = text.split(/[\0\ufffd]/, 1);
    const what = "the text is not UTF-8; save the file in that encoding";
    return refuse({ line: before!.split(LINE_BREAK).length, what, twice: null });
  };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw fault(new TextDecoder().decode(bytes));
  }
  // UTF-16 of plain letters is UTF-8, with a zero beside each.
  if (text.includes("\0")) throw fault(text);
  return text;
}
