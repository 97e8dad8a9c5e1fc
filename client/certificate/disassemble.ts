// Reads the outcome that the header and blocks of a certificate state. Whether it is true is for
// verify.ts to decide.
import { CertificateError } from "../errors.ts";
import { partyCount, type Shape } from "../round/shape.ts";
import { KINDS } from "../round/verdict.ts";
import { decodeColumnBlock, decodeRowBlock } from "./codec.ts";
import { columnRanges, rowRanges } from "./layout.ts";
import type { Certificate, PublicOutcome } from "./types.ts";

/**
 * The outcome that a certificate states, unverified.
 * @throws CertificateError UnknownKind, or ShapeMismatch when the blocks do not fit the shape.
 */
export function outcomeOf(shape: Shape, { header, blocks }: Certificate): PublicOutcome {
  const kind = KINDS[header.kind];
  if (kind === undefined) throw new CertificateError("UnknownKind", "the kind of the certificate is unknown");
  const parties = partyCount(shape);
  const left = [...blocks];
  const next = () => {
    const block = left.shift();
    if (block === undefined) throw new CertificateError("ShapeMismatch", "a block is missing");
    return block;
  };
  const columns = columnRanges(shape).flatMap(({ count }) => decodeColumnBlock(next(), kind, count, parties).values);
  const rows = Array.from({ length: parties }, (_, party) =>
    rowRanges(shape, party).flatMap(({ count }) => decodeRowBlock(next(), kind, count).values),
  );
  if (left.length > 0) throw new CertificateError("ShapeMismatch", `${left.length} blocks too many`);
  const { objective, dual, rho } = header;
  const duals = {
    multipliers: rows.map((own) => own.map(({ multiplier }) => multiplier)),
    reducedCosts: columns.map(({ reducedCost }) => reducedCost),
    ...{ dual, rho },
  };
  if (kind === "infeasible") return { kind, ...duals };
  const point = {
    x: columns.map(({ x }) => x),
    objective,
    slacks: rows.map((own) => own.map(({ slack }) => slack)),
    residuals: rows.map((own) => own.map(({ residual }) => residual)),
  };
  if (kind === "optimal") return { kind, ...point, ...duals };
  const ray = columns.map((column) => column.ray);
  return { kind, ...point, ray, raySlacks: rows.map((own) => own.map(({ raySlack }) => raySlack)), dual };
}
