// What a company keeps of a proof that it took part in, so that it can disclose numbers from it
// later, when the others' messages are deleted: its own numbers of the outcome, and the masks of
// x̂, if all companies know them. Secret; for the journal, which seals it. With the company's rows,
// which the journal has, and its randomness it makes `ownPart` (client/sealed/disclosure/own.ts).
import type { Field, Values } from "../../sealed/layout.ts";
import type { Secret } from "../../sealed/prover/state.ts";

export interface KeptPart extends Pick<Secret, "rows" | "columns"> {
  /** Null where companies know their own part only, and nobody has all of them. */
  readonly pointMasks: readonly bigint[] | null;
}

/** The columns' numbers that a disclosure can be about. */
const COLUMNS: readonly Field[] = ["x", "ray"];

export function encodePart({ rows, columns, pointMasks }: KeptPart): Uint8Array {
  const plain = (values: Values) => Object.fromEntries([...values].map(([field, own]) => [field, own.map(String)]));
  const shown = new Map([...columns].filter(([field]) => COLUMNS.includes(field)));
  return Buffer.from(
    JSON.stringify({ rows: plain(rows), columns: plain(shown), pointMasks: pointMasks?.map(String) ?? null }),
  );
}

/** A part as `encodePart` wrote it. */
export function decodePart(bytes: Uint8Array): KeptPart {
  const read = JSON.parse(Buffer.from(bytes).toString("utf8")) as Plain;
  const values = (fields: Fields): Values =>
    new Map(Object.entries(fields).map(([field, own]) => [field as Field, own.map(BigInt)]));
  return { rows: values(read.rows), columns: values(read.columns), pointMasks: read.pointMasks?.map(BigInt) ?? null };
}

type Fields = Readonly<Record<string, readonly string[]>>;

interface Plain {
  readonly rows: Fields;
  readonly columns: Fields;
  readonly pointMasks: readonly string[] | null;
}
