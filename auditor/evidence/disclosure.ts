// Checks rows that a company chose to disclose: its points must be the committed ones, and each
// disclosed row must open its point. Rows that are not disclosed stay hidden.
import { concat } from "ethers";
import { absorb, commitmentDigest, EMPTY_DIGEST, pointBytes } from "../certificate/digests.ts";
import type { Generators } from "../certificate/generators.ts";
import { type Affine, isPoint, ORDER } from "../certificate/group.ts";
import type { History } from "../chain/history.ts";
import type { Place } from "../place.ts";
import type { Checks } from "../report/check.ts";
import { phrase } from "../words/english.ts";
import { checkRoundOf, JsonValue } from "./json.ts";

/** Strict bound on the magnitude of coefficients and right-hand sides. */
const VALUE_LIMIT = 1n << 72n;
/** Points in a full block of a commitment. */
const BLOCK_ITEMS = 128;

export interface DisclosedRow {
  /** Row of the party; null for the objective. */
  readonly index: number | null;
  readonly name: string | null;
  readonly equality: boolean;
  /** Coefficients of the columns, at scale 10^κ. */
  readonly coefficients: readonly bigint[];
  /** Null for the objective. */
  readonly rhs: bigint | null;
  readonly opens: boolean;
}

export interface DisclosureReport {
  readonly party: number;
  readonly rowCount: number;
  /**
   * Whether the points are those that the party committed to; if they are not, the rows mean
   * nothing.
   */
  readonly committed: boolean;
  readonly rows: readonly DisclosedRow[];
  readonly variables: readonly string[] | null;
}

/** Checks a disclosure file. Throws AuditError when it is malformed or belongs to another round. */
export async function checkDisclosure(
  file: Place,
  history: History,
  generators: Generators,
  checks: Checks,
): Promise<DisclosureReport> {
  const json = await JsonValue.read(file);
  checkRoundOf(json, history.key, "disclosure");
  const { params } = history;
  const { columns } = params;
  const party = json.get("party").index(params.parties.length);
  json.get("columns").need(columns);
  const rowCount = params.inequalities[party]! + params.equalities[party]!;
  const points = json.get("points").list(rowCount).map(readPoint);
  const owns = party === params.objectiveOwner;
  const objectivePoint = json.get("objectivePoint").optional(readPoint);
  if ((objectivePoint !== null) !== owns) {
    throw json.get("objectivePoint").refuse(owns ? "the objective's point" : "null: another party owns the objective");
  }
  const variables = json.get("variables").optional((names) => names.list(columns).map((name) => name.text()));
  const committed = isCommitted(history, party, { points, objectivePoint }, generators.counters);
  checks.expect(committed, "disclosure", "PointsCommitted", [
    phrase("PointsCommitted", { party, rows: rowCount }),
    phrase("PointsNotCommitted", { party }),
  ]);
  const sizes = { columns, inequalities: history.params.inequalities[party]! };
  const rows = json
    .get("rows")
    .list()
    .map((row) => readRow(row, points, sizes, generators));
  if (new Set(rows.map(({ index }) => index)).size < rows.length) throw json.get("rows").refuse("different rows");
  const objective = json.get("objective").optional((own) => {
    if (objectivePoint === null) throw own.refuse("null: another party owns the objective");
    return readObjective(own, columns, objectivePoint, generators);
  });
  const all = objective === null ? rows : [...rows, objective];
  // Opening points that nobody committed to says nothing.
  if (committed) for (const row of all) reportRow(party, row, checks);
  return { party, rowCount, committed, rows: all, variables };
}

function readPoint(value: JsonValue): Affine {
  const [x, y] = value.list(2).map((coordinate) => coordinate.word());
  const point: Affine = [x!, y!];
  if (!isPoint(point)) throw value.refuse("a point of bn254 G1");
  return point;
}

/** What a party claims that it committed to. */
export interface Points {
  readonly points: readonly Affine[];
  readonly objectivePoint: Affine | null;
}

/** Whether the party committed to these points. */
export function isCommitted(
  { key, commits }: History,
  party: number,
  { points, objectivePoint }: Points,
  counters: string,
): boolean {
  let digest = EMPTY_DIGEST;
  for (let from = 0; from < points.length; from += BLOCK_ITEMS) {
    digest = absorb(digest, concat(points.slice(from, from + BLOCK_ITEMS).map(pointBytes)));
  }
  if (objectivePoint !== null) digest = absorb(digest, pointBytes(objectivePoint));
  return commits[party]?.digest === commitmentDigest(key, party, counters, digest);
}

function readCoefficients(row: JsonValue, columns: number): bigint[] {
  return row
    .get("coefficients")
    .list(columns)
    .map((value) => value.integer(VALUE_LIMIT));
}

function readBlinding(row: JsonValue): bigint {
  const blinding = BigInt(row.get("blinding").hex(32));
  if (blinding >= ORDER) throw row.get("blinding").refuse("below the order of the group");
  return blinding;
}

/** Of a party's rows. */
interface Sizes {
  readonly columns: number;
  readonly inequalities: number;
}

function readRow(
  row: JsonValue,
  points: readonly Affine[],
  { columns, inequalities }: Sizes,
  generators: Generators,
): DisclosedRow {
  const index = row.get("index").index(points.length);
  const coefficients = readCoefficients(row, columns);
  const rhs = row.get("rhs").integer(VALUE_LIMIT);
  const opens = generators.opens(points[index]!, coefficients, rhs, readBlinding(row));
  const name = row.get("name").optional((text) => text.text());
  return { index, name, equality: index >= inequalities, coefficients, rhs, opens };
}

/**
 * A disclosed objective has no constant: it opens only if the committed coefficient of G_0 is 0.
 */
function readObjective(row: JsonValue, columns: number, point: Affine, generators: Generators): DisclosedRow {
  const coefficients = readCoefficients(row, columns);
  const opens = generators.opens(point, coefficients, 0n, readBlinding(row));
  return { index: null, name: null, equality: false, coefficients, rhs: null, opens };
}

function reportRow(party: number, { index, name, opens }: DisclosedRow, checks: Checks): void {
  const numbered = index === null ? phrase("TheObjective") : phrase("RowNumber", { row: index });
  const row = index === null || name === null ? numbered : phrase("RowNamed", { row: index, name });
  checks.expect(opens, "disclosure", "RowOpens", [
    phrase("RowOpens", { party, row }),
    phrase("RowDoesNotOpen", { party, row }),
  ]);
}
