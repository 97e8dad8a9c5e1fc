// Assembles the parties' parts into the certificate that is sent to the contract.
import type { Hex } from "viem";
import { bytesToHex, concat } from "viem/utils";
import { generators } from "../crypto/curve/generators.ts";
import { CertificateError } from "../errors.ts";
import { encodeWords, WORD_BYTES } from "../math/words.ts";
import { encodeBounds } from "../round/bounds.ts";
import { partyCount, rowCount, type Shape } from "../round/shape.ts";
import { encodeColumnValues, encodeRowValues } from "./codec.ts";
import { encodePoints } from "./commitment.ts";
import { type BlockRange, blockRanges } from "./layout.ts";
import { encodeResponses, headerNumbers, responseDigest, statementDigest } from "./statement.ts";
import type { Certificate, Disclosed, PartyProof } from "./types.ts";

/**
 * The certificate of an outcome. `proofs` are in party order. Does not verify the certificate: see
 * verify.ts.
 * @throws CertificateError ShapeMismatch when a part is missing or has a wrong size,
 *   NumberOutOfRange when a value does not fit its field.
 */
export function assembleCertificate(disclosed: Disclosed, proofs: readonly PartyProof[]): Certificate {
  checkShape(disclosed, proofs);
  const { statement, bounds, outcome, points } = disclosed;
  const objectivePoint = points[statement.objectiveOwner]!.objective!;
  const set = generators(statement.columns);
  const digest = statementDigest(statement, outcome, objectivePoint);
  const header = {
    ...headerNumbers(outcome, objectivePoint),
    counters: set.counters,
    bounds: encodeBounds(bounds),
    y0: set.rhs.affine.y,
    yh: set.blinding.affine.y,
    statementDigest: digest,
    responseDigest: responseDigest(statement, digest, proofs),
    proofs: proofs.map(({ proof }) => proof),
  };
  const encode = (range: BlockRange): Hex => {
    const { from, count } = range;
    if (range.type === "rows") {
      const own = points[range.party]!.rows.slice(from, from + count);
      return concat([bytesToHex(encodePoints(own)), bytesToHex(encodeRowValues(outcome, range))]);
    }
    const ys = set.columns.slice(from, from + count).map(({ affine }) => affine.y);
    return concat([
      bytesToHex(encodeColumnValues(outcome, range)),
      bytesToHex(encodeWords(ys)),
      bytesToHex(encodeResponses(proofs, from, count)),
    ]);
  };
  return { header, blocks: blockRanges(statement).map(encode) };
}

function checkShape({ statement, bounds, outcome, points }: Disclosed, proofs: readonly PartyProof[]): void {
  const parties = partyCount(statement);
  const perColumn = [
    bounds,
    ...proofs.map(({ responses }) => responses),
    ...(outcome.kind === "infeasible" ? [] : [outcome.x]),
    ...(outcome.kind === "unbounded" ? [outcome.ray] : [outcome.reducedCosts]),
  ];
  const perRow = [
    points.map(({ rows }) => rows),
    ...(outcome.kind === "unbounded" ? [outcome.raySlacks] : [outcome.multipliers]),
    ...(outcome.kind === "infeasible" ? [] : [outcome.slacks, outcome.residuals]),
  ];
  const fits =
    proofs.length === parties &&
    perColumn.every((values) => values.length === statement.columns) &&
    perRow.every((of) => of.length === parties && of.every((values, k) => values.length === rowCount(statement, k))) &&
    points.every(({ objective }, k) => (objective !== null) === (k === statement.objectiveOwner));
  if (!fits) throw new CertificateError("ShapeMismatch", "a part of the certificate is missing or has the wrong size");
}

// Limits of a settling transaction. Bytes: chain nodes refuse transactions of more than 128 KiB,
// envelope included. MAX_CALLDATA and PARTY_BYTES are those of contracts/libraries/ParamsCheck.sol,
// which refuses to open a round that has a block too long to settle.
const MAX_CALLDATA = 128_000;
const CALL_BYTES = 1400;
const PARTY_BYTES = 256;
// Gas, rounded up from measurements of the contract. In order: the cap of EIP-7825; a call with its
// checks, events and storage; per party, its statement, its proof in the header and its bond; per
// column, its counter; per item of a block, a scalar multiplication, an addition and its calldata;
// per response, the floor price of its calldata (EIP-7623: 40 gas per byte).
const MAX_GAS = 16_777_216n;
const GAS_PER_CALL = 400_000n;
const GAS_PER_PARTY = 50_000n;
const GAS_PER_COUNTER = 60n;
const GAS_PER_ITEM = 9_000n;
const GAS_PER_RESPONSE = 1_300n;

interface Cost {
  readonly gas: bigint;
  readonly bytes: number;
}

/** Upper estimates for a transaction without blocks. */
function callCost(shape: Shape): Cost {
  const parties = partyCount(shape);
  return {
    gas: GAS_PER_CALL + GAS_PER_PARTY * BigInt(parties) + GAS_PER_COUNTER * BigInt(shape.columns),
    bytes: CALL_BYTES + 2 * shape.columns + PARTY_BYTES * parties,
  };
}

/** Upper estimates for the cost that a block adds. */
function blockCost(shape: Shape, { type, count }: BlockRange, block: Hex): Cost {
  const perItem = GAS_PER_ITEM + (type === "columns" ? GAS_PER_RESPONSE * BigInt(partyCount(shape)) : 0n);
  return { gas: perItem * BigInt(count), bytes: (block.length - 2) / 2 + 2 * WORD_BYTES };
}

/**
 * Consecutive groups of blocks, one per transaction, so that each transaction stays within the gas
 * cap and the length that chain nodes accept. If a round could be opened, each of its blocks fits
 * in one transaction.
 */
export function splitForTransactions(shape: Shape, blocks: readonly Hex[]): Hex[][] {
  const ranges = blockRanges(shape);
  const start = callCost(shape);
  const groups: Hex[][] = [];
  let gas = MAX_GAS;
  let bytes = MAX_CALLDATA;
  for (const [index, block] of blocks.entries()) {
    const cost = blockCost(shape, ranges[index]!, block);
    if (gas + cost.gas > MAX_GAS || bytes + cost.bytes > MAX_CALLDATA) {
      groups.push([]);
      ({ gas, bytes } = start);
    }
    groups.at(-1)!.push(block);
    gas += cost.gas;
    bytes += cost.bytes;
  }
  return groups;
}
