// Checks the arguments of the functions that `concordat/lab` exports: callers in JavaScript have no
// compiler that does it.
import * as v from "valibot";
import { ENGINE_NAMES } from "../client/engines/names.ts";
import { checkArguments, READ_PROGRAM, READ_PROGRAM_TEXT, random } from "../client/library/arguments.ts";
import { DOMAINS } from "../client/lp/joint/program.ts";
import { fields, flag, oneOf, wholeNumber } from "../client/outside.ts";
import { address } from "../client/round/address.ts";

/**
 * Wraps `run` so that it first checks its arguments against `parameters`: one schema per parameter,
 * in order. The wrapper throws InputError "ArgumentInvalid", naming the function and the field.
 */
export function checked<Run extends (...values: never[]) => unknown>(run: Run, parameters: v.ObjectEntries): Run {
  const schema = fields(parameters);
  const names = Object.keys(parameters);
  const call = (...values: never[]) => {
    checkArguments(run.name, schema, Object.fromEntries(names.map((name, k) => [name, values[k]])));
    return run(...values);
  };
  return call as Run;
}

/** The same for a function that returns a promise; the promise rejects. */
export function checkedAsync<Run extends (...values: never[]) => Promise<unknown>>(
  run: Run,
  parameters: v.ObjectEntries,
): Run {
  const call = checked(run, parameters);
  return (async (...values: never[]) => call(...values)) as Run;
}

const string = v.string("must be a string");
const number = v.number("must be a number");
const method = v.function("must be a function");
const count = wholeNumber(0, 65_535);
const anyInteger = wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const bigint = v.bigint("must be a bigint");

function list<Item extends v.GenericSchema>(item: Item, least = 0) {
  const what = least === 0 ? "must be an array" : `must be an array of at least ${least}`;
  return v.pipe(v.array(item, what), v.minLength(least, what));
}

function unsigned(bits: number) {
  const what = `must be a bigint from 0 to 2^${bits} − 1`;
  return v.pipe(v.bigint(what), v.minValue(0n, what), v.maxValue((1n << BigInt(bits)) - 1n, what));
}

function hex(bytes: number | null) {
  const what = `must be ${bytes === null ? "bytes" : `${bytes} bytes`} in hexadecimal, with 0x`;
  const pattern = bytes === null ? /^0x(?:[0-9a-f]{2})*$/i : new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`, "i");
  return v.pipe(v.string(what), v.regex(pattern, what));
}

/** An object with these fields, where each of `lists` has one item per party. */
function perParty<const Entries extends v.ObjectEntries>(entries: Entries, ...lists: (string & keyof Entries)[]) {
  return v.pipe(
    fields(entries),
    v.check(
      (data) => new Set(lists.map((name) => (data as Record<string, readonly unknown[]>)[name]!.length)).size === 1,
      `must have one item per party in each of ${lists.join(", ")}`,
    ),
  );
}

/** A plain loop instead of a schema per item: there may be millions of items. */
const integers = v.custom<readonly bigint[]>(
  (data) => Array.isArray(data) && data.every((value) => typeof value === "bigint"),
  "must be an array of bigints",
);

const decimal = fields({ mantissa: bigint, exponent: anyInteger });
const item = { value: decimal, line: anyInteger };
const sides = { lower: v.nullable(fields(item)), upper: v.nullable(fields(item)) };
const entries = list(fields({ ...item, variable: count }));
const sense = oneOf(["min", "max"]);

const model = fields({
  file: string,
  name: string,
  variables: list(fields({ name: string, line: anyInteger, ...sides })),
  rows: list(fields({ name: string, line: anyInteger, entries, ...sides })),
  objective: v.nullable(fields({ sense, entries, constant: decimal })),
});

const exponent = v.nullable(anyInteger);
const magnitudes = fields({ coefficient: exponent, row: exponent, column: exponent, side: exponent, cost: exponent });
const sizes = { inequalities: count, equalities: count, decimals: count, magnitudes, sense: v.nullable(sense) };
const announced = fields({ name: string, domain: oneOf(DOMAINS), bound: v.nullable(string) });
const announcement = fields({ ...sizes, variables: list(announced) });

const shape = { columns: count, inequalities: list(count, 1), equalities: list(count, 1), objectiveOwner: count };
const program = perParty(
  {
    ...sizes,
    ...shape,
    magnitudes: list(magnitudes),
    variables: list(fields({ name: string, free: flag, column: count })),
    bounds: list(fields({ value: decimal, stated: v.map(count, decimal, "must be a Map"), holders: list(count) })),
  },
  "inequalities",
  "equalities",
  "magnitudes",
);

const rows = fields({ coefficients: list(integers), rhs: integers });
const partyRows = fields({ columns: count, inequalities: rows, equalities: rows, objective: v.nullable(integers) });

const digits = wholeNumber(0, 255);
const scales = {
  decimals: fields({ coefficient: digits, solution: digits, multiplier: digits }),
  tolerances: fields({ residual: bigint, dual: bigint, gap: bigint }),
};
const round = perParty({ ...shape, ...scales, bounds: integers }, "inequalities", "equalities");

const threads = wholeNumber(1, 1024);
const pool = fields({ threads, runAll: method, close: method });

const word = unsigned(256);
const id = { chainId: word, coordinator: address, round: word };
const point = fields({ x: word, y: word });
const commitments = list(hex(32), 1);
const period = wholeNumber(0, 0xff_ffff);
const params = perParty(
  {
    ...shape,
    parties: list(address),
    objectiveOwner: digits,
    engine: hex(32),
    schedule: hex(null),
    coefficientDecimals: digits,
    solutionDecimals: digits,
    multiplierDecimals: digits,
    residualTolerance: unsigned(96),
    dualTolerance: unsigned(160),
    gapTolerance: unsigned(160),
    bounds: hex(32),
    commitPeriod: period,
    exchangePeriod: period,
    settlePeriod: period,
    bond: unsigned(96),
    terms: hex(32),
    sealedKey: hex(32),
  },
  "parties",
  "inequalities",
  "equalities",
);
const statement = perParty(
  { ...shape, ...scales, ...id, bounds: hex(32), paramsDigest: hex(32), commitments },
  "inequalities",
  "equalities",
  "commitments",
);
/** Strings may have any form here: the verifier refuses a malformed one with a code of its own. */
const header = fields({
  ...{ kind: number, counters: string, bounds: string, statementDigest: string, responseDigest: string },
  ...{ y0: bigint, yh: bigint, cx: bigint, cy: bigint, objective: bigint, dual: bigint, rho: bigint },
  proofs: list(fields({ ax: bigint, ay: bigint, a: bigint, aRay: bigint, z0: bigint, zh: bigint })),
});

const line = fields({ what: string, formula: string, paper: number, ours: number, why: string });

/** For each function, the schemas of its parameters in order. */
export const PARAMETERS = {
  announce: { model },
  combine: {
    announcements: list(announcement),
    options: v.optional(fields({ names: v.optional(list(string)), feasible: v.optional(flag) })),
  },
  combinePrograms: { parties: list(partyRows) },
  consecutiveParts: { rows: count, companies: wholeNumber(1, 255) },
  costLines: { engine: oneOf(ENGINE_NAMES), round, meter: fields({ of: method }) },
  createEngine: { name: string, pool, meter: v.optional(fields({ add: method })) },
  createWorkPool: { threads },
  formatCosts: { lines: list(line) },
  partyCommitment: {
    id: fields(id),
    columns: wholeNumber(1, 65_535),
    party: digits,
    points: fields({ rows: list(point), objective: v.nullable(point) }),
  },
  readProgram: READ_PROGRAM.entries,
  readProgramText: READ_PROGRAM_TEXT.entries,
  recoverDecoyChoice: { sequences: list(list(list(integers, 1), 2), 1), modulus: unsigned(65_536) },
  runEngine: {
    engine: fields({ schedule: method, start: method, receive: method }),
    round,
    inputs: list(fields({ rows: partyRows, random })),
    options: v.optional(fields({ deliver: v.optional(method), sessions: v.optional(fields({ connect: method })) })),
  },
  scalesOf: {
    program,
    request: fields({
      ...{ coefficient: digits, solution: v.optional(digits), multiplier: v.optional(digits) },
      grid: v.optional(
        fields({
          valueLimit: bigint,
          weightLimit: bigint,
          decimals: digits,
          precision: digits,
          multiplierLimit: bigint,
        }),
      ),
      names: v.optional(list(string)),
    }),
  },
  solveExact: {
    program: fields({ inequalities: rows, equalities: rows, objective: integers }),
    options: fields({ ...scales, bounds: integers, solver: fields({ solve: method }) }),
  },
  splitProgram: { model, assignment: list(number), objectiveOwner: number },
  statementOf: { params, id: fields(id), commitments },
  toPartyRows: { model, program, decimals: number, rounding: v.optional(oneOf(["exact", "nearest"])) },
  verifyCertificate: { statement, certificate: fields({ header, blocks: list(string) }) },
} as const satisfies Readonly<Record<string, v.ObjectEntries>>;
