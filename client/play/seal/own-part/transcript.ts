// All that was sent of a proof of which each company knows its own part only: by company, by the
// nodes together, and as a whole.
import type { Hex } from "viem";
import { G1 } from "../../../crypto/curve/bn254.ts";
import { ProtocolError, SealedError } from "../../../errors.ts";
import { encodeProof } from "../../../sealed/codec.ts";
import { reduce } from "../../../sealed/field.ts";
import { blameOwnParts } from "../../../sealed/own-part/blame.ts";
import type { Seen } from "../../../sealed/own-part/joint.ts";
import type { SplitSetting } from "../../../sealed/own-part/own.ts";
import { summandsOf } from "../../../sealed/own-part/steps.ts";
import { addUp } from "../../../sealed/prover/company.ts";
import type { Setting } from "../../../sealed/prover/setting.ts";
import { type Step, stepsOf } from "../../../sealed/steps.ts";
import { type Named, Transcript } from "../../../sealed/transcript.ts";
import { verifySealed } from "../../../sealed/verify.ts";
import type { VerifyingKey } from "../../../sealed/verifying-key.ts";

interface Sums extends Named {
  readonly points: Map<string, G1>;
  readonly scalars: Map<string, bigint>;
}

export class OwnPartTranscript {
  readonly #setting: SplitSetting & Setting;
  readonly #key: VerifyingKey;
  readonly #transcript: Transcript;
  readonly #parts: readonly Sums[];
  readonly #joint: Sums = nothing();
  readonly #whole: Sums = nothing();
  readonly steps: readonly Step[];

  /** `digest`: S; `pairPoints`: [P_kj] by company. */
  constructor(
    setting: SplitSetting & Setting,
    key: VerifyingKey,
    digest: Hex,
    pairPoints: readonly ReadonlyMap<string, G1>[],
  ) {
    this.#setting = setting;
    this.#key = key;
    this.#transcript = new Transcript(digest);
    this.#parts = pairPoints.map((points) => ({ points: new Map(points), scalars: new Map() }));
    this.steps = stepsOf(setting.statement.kind, setting.statement.parties);
  }

  get challenges(): ReadonlyMap<string, bigint> {
    return this.#transcript.challenges;
  }

  /** T_s, after the steps so far. */
  get state(): Hex {
    return this.#transcript.state;
  }

  /** What each company sent so far. */
  get parts(): readonly Named[] {
    return this.#parts;
  }

  get seen(): Seen {
    return { scalars: this.#whole.scalars, opened: this.#parts.map(({ scalars }) => scalars) };
  }

  /** Adds a step, of which `companies` and `nodes` have made summands. Throws as `addUp`. */
  add(step: Step, companies: readonly Named[], nodes: readonly Named[]): void {
    const sum = addUp(step, summandsOf(this.#setting, companies, nodes));
    this.#transcript.add(step, sum);
    add(this.#whole, sum);
    for (const [k, message] of companies.entries()) add(this.#parts[k]!, message);
    for (const message of nodes) add(this.#joint, message);
  }

  /**
   * The proof, which verifies.
   * @throws ProtocolError `ProofInvalid`, naming a company whose part is wrong, or nobody if it is
   *   the nodes' part.
   */
  proof(): Uint8Array {
    const { statement } = this.#setting;
    const proof = encodeProof(this.steps, this.#whole);
    try {
      verifySealed(statement, this.#key, proof);
      return proof;
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      throw this.#blamed(error);
    }
  }

  #blamed(cause: SealedError): Error {
    const exchange = { parts: this.#parts, joint: this.#joint, challenges: this.challenges };
    const { parties, nodes } = blameOwnParts(this.#setting, this.#key, exchange);
    const [culprit] = parties;
    if (culprit !== undefined)
      return new ProtocolError("ProofInvalid", `the part of party ${culprit} does not verify`, culprit, { cause });
    if (!nodes) return cause;
    const text = "every company's part is right and the nodes' part is not: one of parties 0, 1 and 2 departed";
    return new ProtocolError("ProofInvalid", text, undefined, { cause });
  }
}

function nothing(): Sums {
  return { points: new Map(), scalars: new Map() };
}

function add(to: Sums, { points, scalars }: Named): void {
  for (const [name, point] of points) to.points.set(name, (to.points.get(name) ?? G1.ZERO).add(point));
  for (const [name, scalar] of scalars) to.scalars.set(name, reduce((to.scalars.get(name) ?? 0n) + scalar));
}
