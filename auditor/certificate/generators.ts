// All generators of a round, derived as docs/certificate.md says, and the opening of a committed
// row.
import { hexlify } from "ethers";
import { type Affine, BLINDING, combine, type Generator, generator } from "./group.ts";

/** G_0, the columns' generators and H of a round, made once. */
export class Generators {
  readonly rhs: Generator;
  readonly columns: readonly Generator[];
  readonly blinding: Generator;

  constructor(columns: number) {
    this.rhs = generator(0);
    this.columns = Array.from({ length: columns }, (_, j) => generator(j + 1));
    this.blinding = generator(BLINDING);
  }

  /** The counter bytes of G_0, G_1..G_n, H. */
  get counters(): string {
    const all = [this.rhs, ...this.columns, this.blinding];
    return hexlify(Uint8Array.from(all, ({ counter }) => counter));
  }

  /** Whether Σ coefficients_j·G_j + rhs·G_0 + blinding·H is the point. */
  opens(point: Affine, coefficients: readonly bigint[], rhs: bigint, blinding: bigint): boolean {
    const sum = combine([
      ...coefficients.map((value, j) => [value, this.columns[j]!.point] as const),
      [rhs, this.rhs.point],
      [blinding, this.blinding.point],
    ]);
    return sum !== null && sum[0] === point[0] && sum[1] === point[1];
  }
}
