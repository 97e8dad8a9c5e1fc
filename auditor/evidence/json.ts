// JSON files from a company: everything is checked for type, length and range before use.
import { AuditError } from "../errors.ts";
import type { Place } from "../place.ts";
import { parseStrictJson } from "./strict-json.ts";

const MAX_TEXT = 256;

/**
 * One value of a JSON file, with its place in the file; its readers throw AuditError `FileInvalid`.
 */
export class JsonValue {
  readonly value: unknown;
  readonly place: string;

  constructor(value: unknown, place: string) {
    this.value = value;
    this.place = place;
  }

  static async read(file: Place): Promise<JsonValue> {
    const bytes = await file.read();
    try {
      return new JsonValue(parseStrictJson(bytes), file.path);
    } catch (error) {
      const why = error instanceof SyntaxError ? error.message : "it is not UTF-8";
      throw new AuditError("FileInvalid", `${file.path} is not JSON that says one thing: ${why}`, { cause: error });
    }
  }

  refuse(needs: string): AuditError {
    return new AuditError("FileInvalid", `${this.place} must be ${needs}`);
  }

  get(field: string): JsonValue {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.refuse("an object");
    return new JsonValue(
      Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined,
      `${this.place}, ${field}`,
    );
  }

  /** Throws unless it is the number `wanted`. */
  need(wanted: number): void {
    if (this.value !== wanted) throw this.refuse(`${wanted}`);
  }

  /** null where the field is missing or null. */
  optional<T>(read: (value: JsonValue) => T): T | null {
    return this.value === undefined || this.value === null ? null : read(this);
  }

  list(length?: number): JsonValue[] {
    const { value } = this;
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
      throw this.refuse(length === undefined ? "a list" : `a list of ${length}`);
    }
    return value.map((item, i) => new JsonValue(item, `${this.place}[${i}]`));
  }

  /** An integer in [0, limit). */
  index(limit: number): number {
    const { value } = this;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= limit) {
      throw this.refuse(`an integer of 0 to ${limit - 1}`);
    }
    return value;
  }

  /** Decimal digits, with a sign where it is negative; magnitude below `limit`. */
  integer(limit: bigint): bigint {
    const { value } = this;
    if (typeof value === "string" && /^-?\d{1,80}$/.test(value)) {
      const number = BigInt(value);
      if (number < limit && number > -limit) return number;
    }
    throw this.refuse(`a decimal integer as text, below ${limit} in magnitude`);
  }

  /** 0x and exactly `bytes` bytes. */
  hex(bytes: number): string {
    const { value } = this;
    if (typeof value === "string" && value.length === 2 + 2 * bytes && /^0x[0-9a-fA-F]*$/.test(value)) return value;
    throw this.refuse(`0x and ${bytes} bytes`);
  }

  /** 0x and at most 32 bytes, as a number. */
  word(): bigint {
    const { value } = this;
    if (typeof value === "string" && /^0x[0-9a-fA-F]{1,64}$/.test(value)) return BigInt(value);
    throw this.refuse("0x and at most 32 bytes");
  }

  /** A name: printable, at most 256 characters. */
  text(): string {
    const { value } = this;
    if (typeof value === "string" && value.length <= MAX_TEXT && !/\p{C}/u.test(value)) return value;
    throw this.refuse(`text of at most ${MAX_TEXT} printable characters`);
  }
}

/** Versions of a company's files. */
const VERSIONS = { transcript: 3, evidence: 2, disclosure: 1, sealedDisclosure: 1 } as const;

/**
 * Throws AuditError `OtherRound` unless the file belongs to the audited round, `FileInvalid` unless
 * it has the version of its kind.
 */
export function checkRoundOf(
  json: JsonValue,
  key: { readonly chainId: bigint; readonly coordinator: string; readonly round: bigint },
  kind: keyof typeof VERSIONS,
): void {
  const limit = 1n << 256n;
  const version = json.get("version");
  if (version.value !== VERSIONS[kind])
    throw version.refuse(
      `${VERSIONS[kind]}: for another one, take the auditor of the version of Concordat that wrote the file`,
    );
  const same =
    json.get("chainId").integer(limit) === key.chainId &&
    json.get("coordinator").hex(20).toLowerCase() === key.coordinator.toLowerCase() &&
    json.get("round").integer(limit) === key.round;
  if (!same) throw new AuditError("OtherRound", `${json.place} belongs to another round`);
}
