// Client and auditor on random input: the same coefficients at random places, the same verdict on
// changed words and on statements out of range, where no list says what the verdict must be.
import { expect } from "chai";
import { domainOf as auditorsDomain } from "../../auditor/sealed/domain.ts";
import { linearise } from "../../auditor/sealed/identities.ts";
import { openingTerms } from "../../auditor/sealed/opening.ts";
import { viewOf } from "../../auditor/sealed/view.ts";
import { FIELD_MODULUS, G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { decodeWords, encodeWords } from "../../client/math/words.ts";
import { KINDS, type Kind } from "../../client/round/verdict.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { randomScalars, reduce } from "../../client/sealed/field.ts";
import { identitiesOf } from "../../client/sealed/identities.ts";
import { lineContext } from "../../client/sealed/linearise.ts";
import { linesOf } from "../../client/sealed/lines.ts";
import { openedPlace } from "../../client/sealed/place.ts";
import { proveTogether } from "../../client/sealed/prover/prove.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { testSeed } from "../support/certificate.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { buildSealed } from "../support/sealed.ts";
import { plainStatement, type SealedInput } from "../support/sealed-inputs.ts";
import { verdictsOn } from "../support/sealed-verdicts.ts";

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Number(randomBelow(random, BigInt(values.length)))]!;
}

/** The auditor's name of a point, scalar or challenge of the client. */
function auditorsName(name: string): string {
  const opened: Readonly<Record<string, string>> = {
    ...{ "Phi+": "Phi(eta zeta)", "Psi+": "Psi(chi zeta)", hT: "h_T", Q1: "Q_1", Q2: "Q_2", We: "W_e" },
  };
  return opened[name] ?? name.replace("/", "_").replace("/", ".");
}

/** Point and coefficient, repeated points added up, zeros left out. */
function collected(terms: readonly (readonly [string, bigint])[], rename = (name: string) => name) {
  const sums = new Map<string, bigint>();
  for (const [name, value] of terms) sums.set(rename(name), reduce((sums.get(rename(name)) ?? 0n) + value));
  return Object.fromEntries([...sums].filter(([, value]) => value !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("sealed: verifiers on random input", function () {
  this.timeout(600_000);
  const { numRuns, seed } = propertyRuns(12, 0xf0e);
  let inputs: readonly SealedInput[] = [];
  before(() => {
    inputs = KINDS.map(proven);
  });

  for (const kind of KINDS)
    it(`have the same coefficients wherever R is at its ends: ${kind}`, () => {
      for (const [size, parties] of [
        [16, 3],
        [16, 1],
        [4096, 2],
        [8192, 1],
      ] as const)
        expectSameCoefficients(kind, size, parties);
    });

  it("agree on words changed at random", () => {
    const random = testSeed(`words ${seed}`);
    const seen = new Set<string>();
    for (let run = 0; run < numRuns; run++) {
      const input = pick(random, inputs);
      const proof = changeWords(input, pick(random, inputs), random);
      const { client, auditor } = verdictsOn({ ...input, proof });
      expect(auditor, `run ${run}`).to.deep.equal(client);
      seen.add(client!.code);
    }
    expect([...seen]).to.include.members(["EquationFailed", "PointInvalid"]);
  });

  it("agree on numbers of a statement changed at random, and throw nothing but refusals", () => {
    const random = testSeed(`statement ${seed}`);
    for (let run = 0; run < 5 * numRuns; run++) {
      const input = pick(random, inputs);
      const statement = changeStatement(input.statement, random);
      const { client, auditor } = verdictsOn({ ...input, statement });
      expect(auditor, `run ${run}`).to.deep.equal(client);
    }
  });

  it("read addresses and digests as bytes, whatever the case of their letters", () => {
    const input = inputs[1]!;
    const { coordinator, commitments } = input.statement;
    const verdict = (change: Partial<SealedStatement>) => {
      const { client, auditor } = verdictsOn({ ...input, statement: { ...input.statement, ...change } });
      expect(auditor).to.deep.equal(client);
      return client!.code;
    };
    const upper = (text: string) => `0x${text.slice(2).toUpperCase()}` as const;
    expect(verdict({ coordinator: upper(coordinator), commitments: commitments.map(upper) })).to.equal("accepted");
    const falseSum = `0x${"aB".repeat(20)}` as const;
    expect(verdict({ coordinator: falseSum })).to.equal("CommitmentMismatch");
    for (const text of ["0x", "0x11", commitments[0]!.toUpperCase(), `${commitments[0]}00`, "text"])
      expect(verdict({ commitments: [text as `0x${string}`, commitments[1]!] }), text).to.equal("StatementInvalid");
  });
});

function proven(kind: Kind): SealedInput {
  const round = buildSealed({ kind, inequalities: [1, 1], owner: 1 }, `fuzz ${kind}`);
  const proof = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
  return { statement: round.statement, key: round.key, proof };
}

/** Random scalars and challenges: what each verifier multiplies every point with, line by line. */
function expectSameCoefficients(kind: Kind, size: number, parties: number): void {
  const random = testSeed(`coefficients ${kind} ${size}`);
  const scalar = () => randomScalars(random, 1)[0]!;
  const base = buildSealed({ kind }, "coefficients").statement;
  const statement = { ...base, size, parties, commitments: new Array(parties).fill(base.commitments[0]!) };
  const steps = stepsOf(kind, parties);
  const scalars = new Map(steps.flatMap(({ scalars }) => scalars.map((name) => [name, scalar()] as const)));
  const challenges = new Map(steps.flatMap((step) => step.challenges.map((name) => [name, scalar()] as const)));
  const domain = domainOf(size);
  const opened = { scalars, challenges };
  const context = lineContext(identitiesOf(kind, parties), openedPlace(statement, domain, opened), opened);
  const plain = (own: ReadonlyMap<string, bigint>, zeta: string) =>
    new Map([...own].map(([name, value]) => [["N", "x"].includes(name) ? `${name}${zeta}` : rename(name), value]));
  const rename = (name: string) => (name === "y" ? "y_e" : auditorsName(name));
  const view = viewOf(plainStatement(statement), auditorsDomain(size), {
    scalars: plain(scalars, "(zeta)"),
    challenges: plain(challenges, ""),
  });
  const own = linearise(view);
  const opening = linesOf(kind)[0]!.left(context);
  expect(collected(opening, auditorsName)).to.deep.equal(collected(openingTerms(view, own)));
  expect(collected([...context.coefficients], auditorsName)).to.deep.equal(collected([...own.coefficients]));
}

/** One to three changes of a proof's words, or another length. */
function changeWords({ proof }: SealedInput, other: SealedInput, random: Random): Uint8Array {
  const words = decodeWords(proof);
  const at = () => Number(randomBelow(random, BigInt(words.length)));
  const changes: readonly (() => void)[] = [
    () => {
      words[at()]! ^= 1n << randomBelow(random, 256n);
    },
    () => {
      words[at()] = randomBelow(random, 1n << 256n);
    },
    () => {
      words[at()] = pick(random, [0n, 1n, GROUP_ORDER - 1n, GROUP_ORDER, FIELD_MODULUS, (1n << 256n) - 1n]);
    },
    () => {
      const [i, j] = [at(), at()];
      [words[i], words[j]] = [words[j]!, words[i]!];
    },
    () => {
      const i = at() & ~1;
      const { x, y } = G1.BASE.multiply(randomScalars(random, 1)[0]!).toAffine();
      words.splice(i, 2, x, y);
    },
    () => {
      const i = at();
      const rest = decodeWords(other.proof).slice(i);
      words.splice(i, rest.length, ...rest);
    },
    () => {
      words.splice(at(), 1 + Number(randomBelow(random, 3n)));
    },
    () => {
      // A scalar by itself, which leads as far as the equation.
      words[words.length - 5 - Number(randomBelow(random, 60n))] = randomScalars(random, 1)[0]!;
    },
  ];
  for (let i = 0; i <= Number(randomBelow(random, 3n)); i++) pick(random, changes)();
  return encodeWords(words);
}

/** One number replaced by one that no statement has, or that another one may have. */
function changeStatement(statement: SealedStatement, random: Random): SealedStatement {
  const numbers = [Number.NaN, -1, -0, 0, 0.5, 1.5, 3, 17, 25, 2 ** 13, 2 ** 14, 2 ** 32, 2 ** 53, 1e308, Infinity];
  const integers = [-1n, 0n, 1n, 1n << 45n, (1n << 126n) - 1n, 1n << 126n, 1n << 255n, 1n << 256n, -(1n << 256n)];
  const number = () => pick(random, numbers);
  const integer = () => pick(random, integers);
  const { decimals, tolerances, bounds, commitments } = statement;
  const at = Number(randomBelow(random, BigInt(bounds.length)));
  const text = pick(random, [
    "",
    "0x",
    "0x0",
    `0x${"g".repeat(40)}`,
    statement.coordinator.slice(2),
    "0x".padEnd(44, "1"),
  ]);
  const changes: readonly (() => Partial<SealedStatement>)[] = [
    () => ({ size: number() }),
    () => ({ columns: number() }),
    () => ({ parties: number() }),
    () => ({ objectiveOwner: number() }),
    () => ({ chainId: integer() }),
    () => ({ round: integer() }),
    () => ({ decimals: { ...decimals, [pick(random, ["solution", "multiplier"])]: number() } }),
    () => ({ tolerances: { ...tolerances, [pick(random, ["residual", "dual", "gap"])]: integer() } }),
    () => ({ bounds: bounds.with(at, integer()) }),
    () => ({ bounds: bounds.slice(at), columns: bounds.length - at }),
    () => ({ coordinator: text as `0x${string}` }),
    () => ({ commitments: commitments.with(0, text as `0x${string}`) }),
    () => ({ commitments: pick(random, [[], [...commitments, commitments[0]!], [...commitments].reverse()]) }),
    () => ({ kind: pick(random, KINDS) }),
  ];
  return { ...statement, ...pick(random, changes)() };
}
