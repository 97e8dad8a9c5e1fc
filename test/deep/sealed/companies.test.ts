// Companies that make a proof together: each step once, nobody else's entries, and who can be named
// for a wrong part.
import { expect } from "chai";
import { G1 } from "../../../client/crypto/curve/bn254.ts";
import { combine } from "../../../client/sealed/polynomial.ts";
import { type Blame, type Exchange, findBlame } from "../../../client/sealed/prover/blame.ts";
import { createCompany } from "../../../client/sealed/prover/company.ts";
import { coverOf, pairCovers } from "../../../client/sealed/prover/covers.ts";
import { type Agreed, coveredPart } from "../../../client/sealed/prover/setting.ts";
import type { Named } from "../../../client/sealed/transcript.ts";
import { testSeed } from "../../support/certificate.ts";
import { buildSealed, refusal, type SealedRound, testPairs } from "../../support/sealed.ts";
import { addTo, type Cheat, proveCheating, publishedPairs } from "../../support/sealed-prover.ts";

const SHAPE = { inequalities: [2, 2, 3], equalities: [1, 0, 0], owner: 1 } as const;

/** Everything that was sent for a proof. */
function exchangeOf(round: SealedRound, cheat: Cheat): Exchange {
  const { states, messages } = proveCheating(round, cheat);
  const { whole, challenges } = states[0]!;
  const parts = messages.map((own, k) => ({
    points: new Map([...own.flatMap(({ points }) => [...points]), ...publishedPairs(states[k]!)]),
    scalars: new Map(own.flatMap(({ scalars }) => [...scalars])),
  }));
  return { parts, point: whole.get("x") ?? null, challenges };
}

/** What findBlame finds after a proof with a cheat. */
function blame(round: SealedRound, cheat: Cheat): Blame {
  return findBlame(round.setting, round.key, exchangeOf(round, cheat));
}

describe("sealed: companies", function () {
  this.timeout(120_000);

  it("answer each step once, and only the one that is due", () => {
    const { setting, digest, secrets } = buildSealed({ kind: "optimal" }, "once");
    const company = createCompany(setting, digest, secrets[0]!, testSeed("once"));
    const first = company.start();
    expect(refusal(() => company.answer(1, [first])).code).to.equal("StepRepeated");
    const second = company.answer(0, [first])!;
    expect(refusal(() => company.answer(0, [first])).code).to.equal("StepRepeated");
    expect([...second.points.keys()]).to.include("l/C");
  });

  it("begin one proof for each commitment", () => {
    const { setting, digest, secrets } = buildSealed({ kind: "optimal" }, "begin once");
    const begin = (seed: string) => refusal(() => createCompany(setting, digest, secrets[0]!, testSeed(seed))).code;
    expect(begin("first")).to.equal("accepted");
    expect(begin("second")).to.equal("StepRepeated");
  });

  it("notice when their own message comes back changed", () => {
    const { setting, digest, secrets } = buildSealed({ kind: "optimal" }, "changed");
    const company = createCompany(setting, digest, secrets[0]!, testSeed("changed"));
    let message = company.start();
    for (let step = 0; step < 3; step++) message = company.answer(step, [message])!;
    const changed = { ...message, scalars: new Map(message.scalars).set("t", 1n) };
    expect(refusal(() => company.answer(3, [changed]))).to.deep.equal({ code: "MessageUnexpected", party: 0 });
    expect(refusal(() => company.answer(3, [message])).code).to.equal("accepted");
  });

  it("refuse messages that do not make up the step, or that another party makes", () => {
    const build = () => buildSealed({ kind: "optimal", ...SHAPE }, "messages");
    const fresh = ({ setting, digest, secrets }: SealedRound, k: number) =>
      createCompany(setting, digest, secrets[k]!, testSeed(`company ${k}`));
    const round = build();
    const messages = round.secrets.map((_, k) => fresh(round, k).start());
    const answer = (changed: readonly Named[]) => refusal(() => fresh(build(), 0).answer(0, changed));
    expect(answer(messages).code).to.equal("accepted");
    expect(answer(messages.slice(0, 2)).code).to.equal("ShapeMismatch");
    expect(answer([...messages, messages[0]!]).code).to.equal("MessageUnexpected");
    expect(answer([messages[0]!, messages[1]!, { points: new Map(), scalars: new Map() }]).code).to.equal(
      "ShapeMismatch",
    );
    const others = { ...messages[0]!, points: new Map([...messages[0]!.points, ["A/2", G1.BASE] as const]) };
    expect(answer([others, messages[1]!, messages[2]!])).to.deep.equal({ code: "MessageUnexpected", party: 0 });
    const own = { ...messages[0]!, points: new Map([["A/0", G1.BASE]]) };
    expect(answer([own, messages[1]!, messages[2]!])).to.deep.equal({ code: "MessageUnexpected", party: 0 });
    const surplus = { ...messages[0]!, points: new Map([...messages[0]!.points, ["extra", G1.BASE] as const]) };
    expect(answer([surplus, messages[1]!, messages[2]!]).code).to.equal("ShapeMismatch");
  });

  it("do not begin when what they share does not fit the outcome", () => {
    for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
      const { setting, digest, secrets } = buildSealed({ kind, ...SHAPE }, `agreed ${kind}`);
      const { agreed, statement } = setting;
      const begin = (party: number, change: Partial<Agreed>) => {
        const own = { ...setting, agreed: { ...agreed, ...change } };
        return refusal(() => createCompany(own, digest, secrets[party]!, testSeed("begin"))).code;
      };
      expect(begin(0, {}), kind).to.equal("accepted");
      expect(begin(0, { sums: agreed.sums.with(2, agreed.sums[2]! + 1n) }), kind).to.equal("AgreementWrong");
      expect(begin(0, { sums: agreed.sums.slice(1) }), kind).to.equal("AgreementWrong");
      if (kind === "unbounded") continue;
      const parts = agreed.parts.with(2, agreed.parts[2]!.with(3, agreed.parts[2]![3]! + 1n));
      expect(begin(statement.objectiveOwner, { parts }), kind).to.equal("AgreementWrong");
    }
  });

  it("share covers that add up to nothing, from secrets of pairs", () => {
    const { statement, key, numbers } = buildSealed({ kind: "optimal", inequalities: [1, 1, 1, 1], owner: 1 }, "zero");
    const use = { statement, key, numbers };
    const pairs = testPairs(testSeed("zero"), use);
    const covers = pairs.map((own, k) => coverOf(k, own));
    expect(new Set(combine(covers.map((cover) => [1n, cover])))).to.deep.equal(new Set([0n]));
    expect(new Set(covers.flat()).size).to.equal(4 * 18);
    const same = (secret: Uint8Array) => new Map([0, 1, 2, 3].map((k) => [k, secret]));
    const draw = (party: number, other: number, byte = 1, own = use) =>
      pairCovers(party, same(new Uint8Array(32).fill(byte)), own).get(other);
    expect(draw(1, 2)).to.deep.equal(draw(2, 1));
    const next = { ...use, statement: { ...statement, round: statement.round + 1n } };
    for (const other of [draw(1, 3), draw(1, 2, 2), draw(1, 2, 1, next)]) expect(other).to.not.deep.equal(draw(1, 2));
  });

  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    describe(`blame: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [2, 3], equalities: [1, 0], owner: 0 }, `blame ${kind}`);
      const find = (exchange: Exchange) => findBlame(round.setting, round.key, exchange);
      let honest = {} as Exchange;
      before(() => {
        honest = exchangeOf(round, {});
      });

      it("nobody for an honest proof", () => {
        expect(find(honest)).to.deep.equal({ parties: [], pairs: [] });
      });

      it("the company that sent a wrong point", () => {
        const own = honest.parts[1]!;
        for (const [name, point] of own.points) {
          const changed = { ...own, points: new Map(own.points).set(name, point.add(G1.BASE)) };
          const found = find({ ...honest, parts: [honest.parts[0]!, changed] });
          expect(found, name).to.deep.equal({ parties: [1], pairs: name === "S/1/0" ? [[0, 1]] : [] });
        }
      });

      it("the company that sent a wrong scalar", () => {
        const own = honest.parts[1]!;
        for (const [name, scalar] of own.scalars) {
          if (/\/\d+\/(?!0$|31$)/.test(name)) continue;
          const changed = { ...own, scalars: new Map(own.scalars).set(name, scalar + 1n) };
          expect(find({ ...honest, parts: [honest.parts[0]!, changed] }).parties, name).to.deep.equal([1]);
        }
      });

      it("the company that goes on with a wrong polynomial", () => {
        for (const [step, name] of [
          [1, "m"],
          [5, "Phi"],
          [6, "q"],
        ] as const) {
          const computed: Cheat["computed"] = (at, states) => {
            if (at === step) addTo(states[1]!, name, [0n, 1n]);
          };
          expect(blame(round, { computed }), name).to.deep.equal({ parties: [1], pairs: [] });
        }
      });
    });
  }

  it("blame: two companies that disagree on what they share", () => {
    const round = buildSealed({ kind: "optimal", ...SHAPE }, "covers");
    const changed = combine([
      [1n, round.secrets[2]!.pairs.get(0)!],
      [1n, [1n]],
    ]);
    const secrets = round.secrets.map((secret, k) =>
      k === 2 ? { ...secret, pairs: new Map(secret.pairs).set(0, changed) } : secret,
    );
    const { domain, statement } = round.setting;
    const parts = secrets.map(({ party, matrix, rows, pairs }) =>
      party === statement.objectiveOwner ? [] : coveredPart(domain, matrix, rows.get("w")!, coverOf(party, pairs)),
    );
    const setting = { ...round.setting, agreed: { ...round.setting.agreed, parts } };
    // The owner's z does not fit what the others declared, so its own part fails, too.
    expect(blame({ ...round, secrets, setting }, {})).to.deep.equal({ parties: [1], pairs: [[0, 2]] });
  });
});
