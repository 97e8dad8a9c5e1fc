// The verifiers of sealed proofs agree, code by code: on true proofs, on changed ones (test/deep
// changes every entry), on the frozen vectors; and the auditor computes the key herself.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { auditSealed } from "../../auditor/sealed/audit.ts";
import { domainOf as auditorsDomain } from "../../auditor/sealed/domain.ts";
import { keyOf } from "../../auditor/sealed/key.ts";
import { checkChallenges as checkAsAuditor } from "../../auditor/sealed/opening.ts";
import { statementDigest } from "../../auditor/sealed/statement.ts";
import type { AffineG2 } from "../../auditor/sealed/types.ts";
import { verifySealed as verifyAsAuditor } from "../../auditor/sealed/verify.ts";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { KINDS, type Kind } from "../../client/round/verdict.ts";
import { checkChallenges } from "../../client/sealed/openings.ts";
import { proveTogether } from "../../client/sealed/prover/prove.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { testSeed } from "../support/certificate.ts";
import { sampled } from "../support/sampled.ts";
import { buildSealed, refusal, type SealedRound } from "../support/sealed.ts";
import { type PlainInput, plainForm, plainStatement, plainString, type SealedInput } from "../support/sealed-inputs.ts";
import { sealedMutations } from "../support/sealed-mutations.ts";
import { unanimous, verdictsOn } from "../support/sealed-verdicts.ts";

/** Of the entries of a proof, how many are passed over for one that may be changed. */
const STRIDE = 25;

const accepted = { code: "accepted", party: undefined };

function proven(kind: Kind): { readonly round: SealedRound; readonly input: SealedInput } {
  const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 1 }, `verifiers ${kind}`);
  const proof = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
  return { round, input: { statement: round.statement, key: round.key, proof } };
}

describe("sealed: verifiers", function () {
  this.timeout(300_000);

  for (const [k, kind] of KINDS.entries())
    it(`agree on true and on changed proofs: ${kind}`, () => {
      const { round, input } = proven(kind);
      expect(verdictsOn(input)).to.deep.equal(unanimous("accepted"));
      for (const { name, code, party, ...changed } of sampled(
        sealedMutations(round, input.proof, STRIDE),
        2 * KINDS.length,
        2 * k,
      ))
        expect(verdictsOn(changed), name).to.deep.equal(unanimous(code, party));
    });

  it("agree on one and on three companies", () => {
    for (const inequalities of [[3], [1, 1, 1]]) {
      const round = buildSealed({ kind: "optimal", inequalities }, `verifiers ${inequalities.length}`);
      const proof = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
      expect(verdictsOn({ statement: round.statement, key: round.key, proof })).to.deep.equal(unanimous("accepted"));
    }
  });

  it("refuse challenges that coincide", () => {
    const { statement, setting } = buildSealed({ kind: "optimal" }, "degenerate");
    const { domain } = setting;
    const good = { zeta: 11n, alpha: 12n, beta: 13n, xi: 14n };
    const [rotated, shifted] = [domain.limbGenerator, domain.generator].map((root) => (11n * root) % GROUP_ORDER);
    const changes: Partial<typeof good>[] = [
      { zeta: 0n },
      { zeta: 1n },
      { zeta: domain.limbGenerator },
      { alpha: 13n },
      { xi: 12n },
      { xi: rotated! },
      { beta: rotated! },
      { alpha: shifted! },
    ];
    const codes = (change: Partial<typeof good>) => {
      const challenges = new Map(Object.entries({ ...good, ...change }));
      const checks = [
        () => checkChallenges(statement, domain, challenges),
        () => checkAsAuditor({ kind: 0 }, auditorsDomain(statement.size), challenges),
      ];
      return checks.map((check) => refusal(check).code);
    };
    expect(codes({})).to.deep.equal(["accepted", "accepted"]);
    for (const change of changes)
      expect(codes(change), Object.keys(change).join()).to.deep.equal(["ChallengeDegenerate", "ChallengeDegenerate"]);
  });

  it("the auditor reads the frozen vectors", () => {
    for (const { input, digest } of frozenInputs()) {
      expect(statementDigest(input.statement, input.key)).to.equal(digest);
      expect(refusal(() => verifyAsAuditor(input.statement, input.key, input.proof))).to.deep.equal(accepted);
    }
  });
});

describe("sealed: the auditor's key", function () {
  this.timeout(300_000);
  const { round, input } = proven("infeasible");
  const string = plainString(round.string.srs);
  const { statement, key, proof } = plainForm(input);
  let seed = 0;
  const random = (length: number) => testSeed(`weights ${seed++}`).bytes(length);
  const codeOf = (claim: Partial<PlainInput>, other = string) =>
    refusal(() => auditSealed({ statement, key, proof, ...claim }, { string: other, random })).code;

  it("is computed from the reference string, and the same as the client's", () => {
    expect(keyOf(statement, string)).to.deep.equal(key);
  });

  it("says whether it was checked or taken as stored", () => {
    const { srsDigest } = key;
    expect(auditSealed({ statement, key, proof }, { string, random })).to.deep.equal({ srsDigest, key: "checked" });
    expect(auditSealed({ statement, key, proof }, null)).to.deep.equal({ srsDigest, key: "taken" });
    const unknown = { ...statement, bounds: null };
    expect(auditSealed({ statement: unknown, key, proof }, { string, random })).to.deep.equal({
      srsDigest,
      key: "bounds taken",
    });
    expect(auditSealed({ statement: unknown, key, proof }, null)).to.deep.equal({ srsDigest, key: "taken" });
  });

  it("refuses stored commitments that are not those of the string and the terms", () => {
    const bounds = statement.bounds!;
    expect(codeOf({ statement: { ...statement, bounds: bounds.with(0, bounds[0]! + 1n) } })).to.equal("KeyMismatch");
    for (const change of sampled([{ limbs: key.columns }, { tau: key.sigma }], 2))
      expect(codeOf({ key: { ...key, ...change } }), Object.keys(change).join()).to.equal("KeyMismatch");
  });

  it("refuses another string and a false one", () => {
    expect(codeOf({ key: { ...key, srsDigest: `0x${"11".repeat(32)}` } })).to.equal("SrsMismatch");
    expect(codeOf({}, { ...string, size: 32 })).to.equal("SrsMismatch");
    expect(codeOf({}, { ...string, line: string.line.with(900, [1n, 2n]) })).to.equal("SrsInconsistent");
  });

  it("refuses stored points that are none", () => {
    const offTwist = key.sigma.with(0, key.sigma[0] ^ 1n) as unknown as AffineG2;
    const changes = [{ limbs: [1n, 3n] }, { bounds: [0n, 0n] }, { sigma: offTwist }, { tau: [0n, 0n, 0n, 0n] }];
    for (const change of changes) {
      const changed = { ...key, ...change } as typeof key;
      expect(refusal(() => verifyAsAuditor(statement, changed, proof)).code).to.equal("SrsPoint");
    }
    expect(refusal(() => verifyAsAuditor(statement, { ...key, srsDigest: "0x" }, proof)).code).to.equal("SrsMismatch");
  });

  it("refuses text that is no proof", () => {
    for (const text of ["", "0x", proof.slice(2), `${proof.slice(0, -1)}g`])
      expect(refusal(() => verifyAsAuditor(statement, key, text)).code).to.equal("ShapeMismatch");
  });
});

/** A point as the frozen vectors have it. */
interface FrozenPoint<Coordinate> {
  readonly x: Coordinate;
  readonly y: Coordinate;
}
type FrozenG2 = FrozenPoint<{ readonly c0: bigint; readonly c1: bigint }>;

interface FrozenProof {
  readonly statement: SealedStatement;
  readonly key: Readonly<Record<"limbs" | "bounds" | "columns", FrozenPoint<bigint>>> &
    Readonly<Record<"sigma" | "tau", FrozenG2>> & { readonly srsDigest: string };
  readonly digest: string;
  readonly proof: `0x${string}`;
}

/** The statements, keys and proofs of test/frozen, with the digests of the statements. */
function frozenInputs(): { readonly input: PlainInput; readonly digest: string }[] {
  const file = new URL("../frozen/vectors/sealed proofs.json", import.meta.url);
  const integers = (_: string, value: unknown) =>
    typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : value;
  const vectors: readonly FrozenProof[] = JSON.parse(readFileSync(file, "utf8"), integers);
  const first = ({ x, y }: FrozenPoint<bigint>) => [x, y] as const;
  const second = ({ x, y }: FrozenG2) => [x.c1, x.c0, y.c1, y.c0] as const;
  return vectors.map(({ statement, key, digest, proof }) => {
    const { srsDigest, limbs, bounds, columns, sigma, tau } = key;
    const plainKey = {
      ...{ size: statement.size, srsDigest, sigma: second(sigma), tau: second(tau) },
      ...{ limbs: first(limbs), bounds: first(bounds), columns: first(columns) },
    };
    return { digest, input: { statement: plainStatement(statement), key: plainKey, proof } };
  });
}
