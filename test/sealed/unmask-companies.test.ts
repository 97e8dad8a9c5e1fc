// Attempts of dishonest companies to learn an honest one's rows: by what they propose, by asking
// again, by what is absent from messages. Each has a control: what the attempt finds where the
// remedy is missing. test/sealed/unmask.test.ts has those that look at a proof alone.
import { expect } from "chai";
import { concat, keccak256, numberToHex, stringToHex } from "viem/utils";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { ConcordatError } from "../../client/errors.ts";
import { sum } from "../../client/math/field.ts";
import type { Random } from "../../client/math/random.ts";
import { lagrange, reservedRows, vanishing } from "../../client/sealed/domain.ts";
import { invert, randomScalars, reduce } from "../../client/sealed/field.ts";
import { maskedMatrix } from "../../client/sealed/matrix.ts";
import { matrixEntries, rowGap } from "../../client/sealed/numbers.ts";
import { combine, evaluate, interpolate, valuesOn } from "../../client/sealed/polynomial.ts";
import { findBlame } from "../../client/sealed/prover/blame.ts";
import { createCompany } from "../../client/sealed/prover/company.ts";
import { coverContext, coverOf, pairCovers } from "../../client/sealed/prover/covers.ts";
import { declareFirst, declarePart, type Offer } from "../../client/sealed/prover/declare.ts";
import { coveredPart } from "../../client/sealed/prover/setting.ts";
import { messageOf, type Secret, startProving } from "../../client/sealed/prover/state.ts";
import { WORK } from "../../client/sealed/prover/steps.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import type { Named } from "../../client/sealed/transcript.ts";
import { testSeed } from "../support/certificate.ts";
import { buildSealed, refusal, type SealedRound, sealRound, testPairs } from "../support/sealed.ts";
import { copyNumbers } from "../support/sealed-numbers.ts";
import { partOf, partVerdict, provePartCheating, simulatePart } from "../support/sealed-part.ts";
import { proveCheating, publishedPairs } from "../support/sealed-prover.ts";
import { rank } from "../support/sealed-ranks.ts";

const TWO = { kind: "optimal", inequalities: [2, 2], equalities: [0, 0], owner: 0 } as const;
const KINDS = ["optimal", "infeasible", "unbounded"] as const;

/** The code with which a company refuses to begin, if it does. */
function begin({ setting, digest }: SealedRound, secret: Secret): string {
  return refusal(() => createCompany(setting, digest, secret, testSeed("begin"))).code;
}

/** A_kᵀw_k, which whoever knows the covers of party k reads from what it declares. */
function uncovered({ setting }: SealedRound, { party, pairs }: Secret, declared: readonly bigint[]): bigint[] {
  const covers = valuesOn(setting.domain.size, coverOf(party, pairs));
  return declared.map((value, j) => {
    const own = reduce(value - covers[j]!);
    return 2n * own > GROUP_ORDER ? own - GROUP_ORDER : own;
  });
}

/** Multipliers with which a sum of the first two rows tells them apart. */
const BASE = 1n << 50n;

function withPowers(secret: Secret): Secret {
  const w = secret.rows.get("w")!.with(0, 1n).with(1, BASE);
  return { ...secret, rows: new Map(secret.rows).set("w", w) };
}

/** What a company was told by both parties' rows. */
function offerOf({ statement, numbers }: SealedRound, first: readonly bigint[], rows = numbers.rows): Offer {
  const multipliers = sum(rows.flatMap((own) => own.get("w") ?? []));
  return { first, multipliers, room: statement.tolerances.gap - sum(rows.map(rowGap)) };
}

/** The rows of such a sum. */
function twoRows(sums: readonly bigint[]): bigint[][] {
  const lower = sums.map((value) => BigInt.asIntN(50, value));
  return [lower, sums.map((value, j) => (value - lower[j]!) / BASE)];
}

describe("sealed: unmask, among companies", function () {
  this.timeout(240_000);

  for (const kind of ["optimal", "infeasible"] as const) {
    it(`rows, digit by digit, by a partner that chose their multipliers: ${kind}`, () => {
      const round = buildSealed({ ...TWO, kind }, `digits ${kind}`);
      const { setting, secrets } = round;
      const [owner, honest] = secrets as [Secret, Secret];
      const chosen = withPowers(honest);
      const rows = [owner.rows, chosen.rows];
      const cover = coverOf(1, chosen.pairs);
      const atOnce = coveredPart(setting.domain, chosen.matrix, chosen.rows.get("w")!, cover);
      const entries = matrixEntries(16, round.rows[1]!).slice(0, 2);
      expect(twoRows(uncovered(round, chosen, atOnce)), "control: declares at once").to.deep.equal(entries);
      const first = declareFirst(setting, owner);
      expect(refusal(() => declarePart(setting, chosen, offerOf(round, first, rows))).code).to.equal("AgreementWrong");
      // One question for each commitment, whatever the answer was.
      expect(refusal(() => declarePart(setting, honest, offerOf(round, first, rows))).code).to.equal("StepRepeated");
      expect(refusal(() => declareFirst(setting, owner)).code).to.equal("StepRepeated");
    });
  }

  it("the same by a partner that lies about its own part", () => {
    const round = buildSealed({ ...TWO, kind: "infeasible" }, "lies");
    const chosen = withPowers(round.secrets[1]!);
    const covers = valuesOn(16, coverOf(0, round.secrets[0]!.pairs));
    const first = covers.map((value) => reduce(value + (1n << 104n)));
    const rows = [round.secrets[0]!.rows, chosen.rows];
    const seen = uncovered(round, chosen, declarePart(round.setting, chosen, offerOf(round, first, rows)));
    const entries = matrixEntries(16, round.rows[1]!).slice(0, 2);
    expect(twoRows(seen), "control: takes a part without proof").to.deep.equal(entries);
    const { claim, secret } = partOf(round, 0);
    const prove = (declared: readonly bigint[]) => {
      const own = { ...claim, declared };
      return partVerdict(
        round,
        own,
        provePartCheating(round, own, secret, () => {}),
      );
    };
    expect(prove(claim.declared)).to.equal("accepted");
    expect(prove(first)).to.equal("EquationFailed");
    // With σ and τ it proves the lie: companies protect each other by proofs, which need the
    // set-up.
    const lie = { ...claim, declared: first };
    expect(partVerdict(round, lie, simulatePart(round, lie))).to.equal("accepted");
  });

  it("companies declare where the parts make an outcome", () => {
    for (const kind of KINDS) {
      const round = buildSealed({ ...TWO, kind, equalities: [0, 1] }, `declare ${kind}`);
      const { setting, secrets } = round;
      const first = declareFirst(setting, secrets[0]!);
      expect(first.length, kind).to.equal(kind === "unbounded" ? 0 : 16);
      expect(first[0] === 0n, `${kind}: b_oᵀw_o, where nothing needs it`).to.equal(kind === "optimal");
      expect(declarePart(setting, secrets[1]!, offerOf(round, first)), kind).to.deep.equal(
        setting.agreed.parts[1] ?? [],
      );
    }
    const three = buildSealed({ ...TWO, inequalities: [1, 1, 1], equalities: [0, 0, 0] }, "declare three");
    expect(declareFirst(three.setting, three.secrets[0]!)).to.deep.equal([]);
    for (const k of [1, 2])
      expect(declarePart(three.setting, three.secrets[k]!, offerOf(three, []))).to.deep.equal(
        three.setting.agreed.parts[k],
      );
  });

  it("companies declare nothing where the parts make none, or without a cover", () => {
    for (const [kind, change] of [
      [
        "optimal",
        (values: readonly bigint[]) => values.map((value, j) => (j === 1 ? reduce(value - (1n << 59n)) : value)),
      ],
      [
        "optimal",
        (values: readonly bigint[]) => values.map((value, j) => (j === 1 ? reduce(value + (1n << 100n)) : value)),
      ],
      [
        "optimal",
        (values: readonly bigint[]) => values.map((value, j) => (j === 1 ? reduce(value + (1n << 140n)) : value)),
      ],
      [
        "infeasible",
        (values: readonly bigint[]) => values.map((value, j) => (j === 2 ? reduce(value - (1n << 59n)) : value)),
      ],
      [
        "infeasible",
        (values: readonly bigint[]) => values.map((value, j) => (j === 0 ? reduce(value - (1n << 80n)) : value)),
      ],
      ["optimal", (values: readonly bigint[]) => values.slice(1)],
      ["optimal", () => []],
      ["optimal", (values: readonly bigint[]) => values.map((value) => value + GROUP_ORDER)],
    ] as const) {
      const round = buildSealed({ ...TWO, kind }, "declare nothing");
      const { setting, secrets } = round;
      const offer = offerOf(round, change(declareFirst(setting, secrets[0]!)));
      expect(refusal(() => declarePart(setting, secrets[1]!, offer)).code).to.equal("AgreementWrong");
    }
    // The owner's rows violated by so much that it could not go on itself.
    const wide = buildSealed(TWO, "declare wide");
    const violated = copyNumbers(wide.numbers).rows[0]!;
    for (const [field, value] of [
      ["w", 1n],
      ["s", 1n << 140n],
    ] as const)
      violated.set(field, violated.get(field)!.with(0, value));
    const offer = offerOf(wide, declareFirst(wide.setting, wide.secrets[0]!), [violated, wide.secrets[1]!.rows]);
    expect(refusal(() => declarePart(wide.setting, wide.secrets[1]!, offer)).code).to.equal("AgreementWrong");
    const outside = buildSealed(TWO, "declare outside");
    const columns = new Map(outside.secrets[1]!.columns);
    columns.set("x", columns.get("x")!.with(2, -1n));
    const first = declareFirst(outside.setting, outside.secrets[0]!);
    const decline = (secret: Secret) =>
      refusal(() => declarePart(outside.setting, secret, offerOf(outside, first))).code;
    expect(decline({ ...outside.secrets[1]!, columns })).to.equal("AgreementWrong");
    const own = outside.secrets[1]!;
    const w = own.rows.get("w")!.with(0, -(1n << 40n));
    const negative = { ...own, matrix: [...own.matrix], rows: new Map(own.rows).set("w", w) };
    expect(decline(negative)).to.equal("NumberOutOfRange");
    const { setting, secrets } = buildSealed(TWO, "declare bare");
    const bare = secrets.map((secret) => ({ ...secret, pairs: new Map() }));
    expect(refusal(() => declareFirst(setting, bare[0]!)).code).to.equal("AgreementWrong");
    expect(refusal(() => declarePart(setting, secrets[0]!, { first: [], multipliers: 0n, room: 0n })).code).to.equal(
      "AgreementWrong",
    );
  });

  it("costs and rows, by offering one outcome after the other", () => {
    const round = buildSealed(TWO, "offers");
    const { setting } = round;
    const parts = setting.agreed.parts.with(1, setting.agreed.parts[1]!.with(2, 1n));
    const wrong = { ...round, setting: { ...setting, agreed: { ...setting.agreed, parts } } };
    expect(begin(wrong, round.secrets[0]!)).to.equal("AgreementWrong");
    expect(begin(round, round.secrets[0]!), "a second guess").to.equal("StepRepeated");
    // A number that does not fit its field would stop it in step 1, one that does not close in 6.
    const large = new Map(round.secrets[1]!.rows);
    large.set("r'", large.get("r'")!.with(0, -1n));
    expect(begin(round, { ...round.secrets[1]!, rows: large })).to.equal("NumberOutOfRange");
    expect(begin(round, round.secrets[1]!), "a second guess").to.equal("StepRepeated");
  });

  it("an entry, from x without x_0 or multipliers without the mask row's", () => {
    const round = buildSealed({ ...TWO, inequalities: [2, 1] }, "no masks");
    const { setting, statement, secrets, rows } = round;
    const honest = secrets[1]!;
    const entry = reduce(matrixEntries(16, rows[1]!)[0]![1]!);
    const only = (at: number) => new Array<bigint>(16).fill(0n).with(at, 1n);
    const x = { ...honest, columns: new Map(honest.columns).set("x", only(1)) };
    const w = { ...honest, rows: new Map(honest.rows).set("w", only(0)) };
    const challenges = drawChallenges(round);
    const challenge = (name: string) => challenges.get(name)!;
    const shown = (secret: Secret) => {
      const state = startProving(setting, secret, testSeed("no masks"), challenges);
      for (const work of WORK.slice(0, 4)) work(state);
      return { t: state.scalars.get("t")!, v: state.scalars.get("v")! };
    };
    const fromT = (t: bigint) =>
      reduce(t * invert(reduce(challenge("lambda/1") * lagrange(setting.domain, 0, challenge("alpha")))));
    expect(fromT(shown(x).t), "control: x_0 = 0").to.equal(entry);
    const row = matrixEntries(16, rows[1]!)[0]!;
    const atBeta = reduce(sum(row.map((value, j) => value * lagrange(setting.domain, j, challenge("beta")))));
    expect(shown(w).v, "control: no mask row").to.equal(atBeta);
    const kept = shown({ ...x, columns: new Map(x.columns).set("x", only(1).with(0, 1000n)) });
    expect(fromT(kept.t)).to.not.equal(entry);
    expect(shown({ ...w, rows: new Map(w.rows).set("w", only(0).with(14, 1n)) }).v).to.not.equal(atBeta);
    expect(reservedRows(statement.size).mask).to.equal(14);
    expect(begin(round, x)).to.equal("AgreementWrong");
    expect(begin(round, w)).to.equal("AgreementWrong");
    const other = buildSealed({ ...TWO, kind: "unbounded" }, "long ray");
    const ray = [...other.secrets[1]!.columns.get("ray")!, 1n];
    const long = { ...other.secrets[1]!, columns: new Map(other.secrets[1]!.columns).set("ray", ray) };
    expect(begin(other, long)).to.equal("AgreementWrong");
  });

  it("masks of x̂ that its owner chose: too many leave a remainder, others nothing", () => {
    const round = buildSealed(TWO, "point masks");
    const { setting, key, string } = round;
    const withMasks = (pointMasks: readonly bigint[]) => ({
      ...round,
      secrets: round.secrets.map((secret) => ({ ...secret, pointMasks })),
    });
    let atTau = 0n;
    const blamed = (changed: SealedRound) => {
      const { states, messages } = proveCheating(changed, {});
      atTau = evaluate(states[1]!.whole.get("x")!, string.trapdoor.tau);
      const parts = messages.map((own, k) => ({
        points: new Map([...own.flatMap(({ points }) => [...points]), ...publishedPairs(states[k]!)]),
        scalars: new Map(own.flatMap(({ scalars }) => [...scalars])),
      }));
      const { whole, challenges } = states[1]!;
      return findBlame(setting, key, { parts, point: whole.get("x")!, challenges }).parties;
    };
    const long = withMasks(randomScalars(testSeed("long"), 4 * setting.domain.limbSize));
    expect(blamed(long), "control: the honest company's quotient is short").to.include(1);
    // x̂(τ) = 1, by whoever knows τ: no other company's masks depend on it.
    const { tau } = string.trapdoor;
    const numbers = round.secrets[1]!.columns.get("x")!;
    const open = evaluate(interpolate(numbers.map(reduce)), tau);
    const known = withMasks([reduce((1n - open) * invert(vanishing(16, tau))), 0n]);
    expect(blamed(known)).to.deep.equal([]);
    expect(atTau).to.equal(1n);
    // Other masks than the owner's own: the honest part is right with what it was sent.
    const [owner, honest] = round.secrets as [Secret, Secret];
    expect(blamed({ ...round, secrets: [owner, { ...honest, pointMasks: [1n, 2n] }] })).to.deep.equal([0]);
    for (const masks of [[], [1n], [1n, 2n, 3n], [GROUP_ORDER, 1n], [-1n, 1n]]) {
      const { secrets } = withMasks(masks);
      expect(begin(round, secrets[1]!)).to.equal("AgreementWrong");
    }
  });

  it("what is absent, infinite or zero in the messages of a company without rows", () => {
    for (const kind of KINDS) {
      const round = buildSealed({ kind, inequalities: [3, 2, 0], equalities: [0, 1, 0], owner: 0 }, `bare ${kind}`);
      const [some, none] = [1, 2].map((k) => messagesOf(round, round.secrets[k]!, testSeed("bare"))) as [
        Named[],
        Named[],
      ];
      const names = (messages: readonly Named[], party: number) =>
        messages.map(({ points, scalars }) =>
          [...points.keys(), ...scalars.keys()].map((name) => name.replace(`/${party}`, "/own")),
        );
      expect(names(none, 2), kind).to.deep.equal(names(some, 1));
      for (const { points, scalars } of none) {
        expect([...points].filter(([, point]) => point.is0()).map(([name]) => name)).to.deep.equal([]);
        expect([...scalars].filter(([, scalar]) => scalar === 0n).map(([name]) => name)).to.deep.equal([]);
      }
    }
  });

  it("a dictionary of all messages, with σ, τ and every number but the masks", () => {
    for (const kind of KINDS) {
      const round = buildSealed({ ...TWO, kind }, `dictionary ${kind}`);
      const honest = round.secrets[1]!;
      const none = { f: [0n, 0n, 0n], g: [0n, 0n, 0n], h: [] };
      const matrix = maskedMatrix(round.setting.domain, matrixEntries(16, round.rows[1]!), none);
      const points = { matrix: round.setting.committer.matrix(matrix), costs: null };
      const sent = (secret: Secret, random: Random) =>
        messagesOf(round, secret, random).flatMap(({ points, scalars }) =>
          [...points, ...scalars].map(([name, value]) => `${name} ${value}`),
        );
      const dictionary = new Set(sent({ ...honest, matrix, points }, ZEROS));
      const found = (random: Random) =>
        sent(honest, random)
          .filter((entry) => dictionary.has(entry))
          .map((entry) => entry.split(" ")[0]!);
      expect(found(ZEROS), "control: a matrix with masks, all else without").to.include.members([
        "l/1",
        "h/1",
        "m",
        "hT",
      ]);
      expect(found(testSeed("masks")), kind).to.deep.equal([]);
    }
  });

  it("what rounds add up to that break off once parts are declared", () => {
    const first = buildSealed({ ...TWO, inequalities: [1, 3] }, "aborted");
    const honest = first.secrets[1]!;
    const rounds = (multipliers: (i: number) => readonly bigint[], count: number) =>
      Array.from({ length: count }, (_, i) => {
        const numbers = copyNumbers(first.numbers);
        numbers.rows[1]!.set("w", [...multipliers(i)]);
        const statement = { ...first.statement, round: BigInt(i + 1) };
        const pairs = testPairs(testSeed("same secrets"), { ...first, statement, numbers })[1]!;
        const declared = coveredPart(first.setting.domain, honest.matrix, multipliers(i), coverOf(1, pairs));
        return { declared, seen: uncovered(first, { ...honest, pairs }, declared).map(reduce) };
      });
    const w = honest.rows.get("w")!;
    const same = rounds(() => w, 100);
    // Who has no secret of the pair sees numbers without a relation, who has it one sum of rows.
    expect(rank(same.slice(0, 16).map(({ declared }) => declared))).to.equal(16);
    expect(new Set(same.flatMap(({ declared }) => declared)).size).to.equal(1600);
    expect(rank(same.map(({ seen }) => seen))).to.equal(1);
    // Other multipliers each time give other sums: as many as there are rows give the rows.
    const other = rounds((i) => (i === 3 ? w : w.with(i, w[i]! + 1n)), 4);
    const rows = other.slice(0, 3).map(({ seen }) => seen.map((value, j) => reduce(value - other[3]!.seen[j]!)));
    expect(rows).to.deep.equal(
      matrixEntries(16, first.rows[1]!)
        .slice(0, 3)
        .map((row) => row.map(reduce)),
    );
  });

  it("covers serve one statement and one outcome", () => {
    const round = buildSealed({ ...TWO, inequalities: [1, 1, 1], equalities: [0, 0, 0] }, "context");
    const { statement, key, numbers, digest } = round;
    const use = { statement, key, numbers };
    const { columns, rows } = numbers;
    const words = [...columns.get("x")!, ...rows.flatMap((own) => own.get("w")!)];
    expect(words.length).to.equal(16 * (1 + 3));
    const tag = keccak256(stringToHex("concordat/sealed/cover/v1"));
    const expected = keccak256(concat([tag, digest, ...words.map((word) => numberToHex(word, { size: 32 }))]));
    expect(coverContext(use)).to.equal(expected);
    const changed = (change: (own: ReturnType<typeof copyNumbers>) => void) => {
      const own = copyNumbers(numbers);
      change(own);
      return coverContext({ ...use, numbers: own });
    };
    const contexts = [
      expected,
      coverContext({ ...use, statement: { ...statement, round: statement.round + 1n } }),
      coverContext({ ...use, statement: { ...statement, kind: "infeasible" } }),
      coverContext({ ...use, statement: { ...statement, commitments: [...statement.commitments].reverse() } }),
      ...[0, 1, 2].map((k) => changed((own) => own.rows[k]!.set("w", own.rows[k]!.get("w")!.with(0, 7n)))),
      changed((own) => own.columns.set("x", own.columns.get("x")!.with(1, 7n))),
    ];
    expect(new Set(contexts).size).to.equal(contexts.length);
    // What only the owner knows before the others declare, does not count.
    expect(changed((own) => own.columns.set("z+", own.columns.get("z+")!.with(1, 7n)))).to.equal(expected);
    const pairs = testPairs(testSeed("ends"), use);
    expect(pairs[0]!.get(2)).to.deep.equal(pairs[2]!.get(0));
    // Companies that were told different outcomes do not cover each other.
    const told = copyNumbers(numbers);
    told.rows[0]!.set("w", told.rows[0]!.get("w")!.with(0, 7n));
    const apart = testPairs(testSeed("ends"), { ...use, numbers: told });
    const cancels = (own: ReturnType<typeof testPairs>) =>
      combine(own.map((each, k) => [1n, coverOf(k, each)])).every((coefficient) => coefficient === 0n);
    expect(cancels(pairs)).to.equal(true);
    expect(cancels([pairs[0]!, apart[1]!, pairs[2]!])).to.equal(false);
    for (const secrets of [
      new Map(),
      new Map([
        [1, new Uint8Array(16)],
        [2, new Uint8Array(32)],
      ]),
    ])
      expect(() => pairCovers(0, secrets, use))
        .to.throw(ConcordatError)
        .with.property("code", "SeedLength");
    expect(sealRound(round, testSeed("again")).digest).to.not.equal(digest);
  });
});

/** Masks of 0. */
const ZEROS: Random = { bytes: (length) => new Uint8Array(length), fork: () => ZEROS };

/** A company's messages under drawn challenges. */
function messagesOf(round: SealedRound, secret: Secret, random: Random): Named[] {
  const { setting, statement } = round;
  const state = startProving(setting, secret, random, drawChallenges(round));
  return stepsOf(statement.kind, statement.parties).map((step, s) => {
    WORK[s]!(state);
    return messageOf(state, step);
  });
}

function drawChallenges({ statement }: SealedRound): ReadonlyMap<string, bigint> {
  const names = stepsOf(statement.kind, statement.parties).flatMap(({ challenges }) => challenges);
  const drawn = randomScalars(testSeed("challenges"), names.length);
  return new Map(names.map((name, i) => [name, drawn[i]!]));
}
