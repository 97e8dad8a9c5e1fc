// What companies that know only their own part agree on before step 1: who keeps which column, how
// the tolerance of the gap is divided, what they declare and what they do with it.
import { expect } from "chai";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { sum } from "../../../client/math/field.ts";
import { reduce } from "../../../client/sealed/field.ts";
import {
  agreeOnParts,
  completeOwnPart,
  type Declared,
  declareOwnPart,
  numbersCommitment,
  ownCovers,
} from "../../../client/sealed/own-part/own.ts";
import { beginOwnParts } from "../../../client/sealed/own-part/prove.ts";
import { gapShares, splitColumns } from "../../../client/sealed/own-part/split.ts";
import { coverOf } from "../../../client/sealed/prover/covers.ts";
import { testSeed } from "../../support/certificate.ts";
import { codeOf } from "../../support/codes.ts";
import { refusal } from "../../support/sealed.ts";
import { FOUR, type OwnPartShape, type PlantedRound, plantOwnParts, THREE } from "../../support/sealed-own-part.ts";

type Kind = OwnPartShape["kind"];

const planted = (kind: Kind) => plantOwnParts({ ...THREE, kind }, `before ${kind}`);

/** What all companies of a round declare, and their covers. */
function declaredIn({ setting, digest, own, secrets }: PlantedRound) {
  const commitments = own.map((each) => numbersCommitment(digest, each, testSeed(`salt ${each.party}`).bytes(32)));
  const covers = own.map(({ party }) => ownCovers(setting, { digest, commitments }, party, secrets[party]!));
  return { covers, declared: own.map((each, k) => declareOwnPart(setting, each, covers[k]!)), commitments };
}

const changed = (declared: readonly Declared[], party: number, change: Partial<Declared>): Declared[] =>
  declared.map((own, k) => (k === party ? { ...own, ...change } : own));

describe("own part: before the proof", function () {
  this.timeout(120_000);

  it("the owner keeps what it names, else the first that does; and what nobody names", () => {
    const { setting } = plantOwnParts({ ...FOUR, kind: "optimal" }, "keepers");
    expect(setting.split.keepers.slice(0, 7)).to.deep.equal([3, 0, 3, 3, 3, 0, 3]);
    expect(setting.split.names[0], "x_0 is known to all").to.deep.equal([0, 1, 2, 3]);
  });

  it("columns are not split among two, nor by names of nobody, of strangers, twice or out of order", () => {
    const { statement } = planted("optimal");
    const split = (names: readonly (readonly number[])[], parties = 3) =>
      refusal(() => splitColumns({ ...statement, parties }, names)).code;
    expect(split(THREE.names)).to.equal("accepted");
    const ofFirst = THREE.names.map(() => [0]);
    expect([split(ofFirst), split(ofFirst, 2)]).to.deep.equal(["accepted", "StatementInvalid"]);
    for (const wrong of [[], [3], [-1], [0.5], [1, 1], [2, 1]])
      expect(split([wrong, ...THREE.names.slice(1)]), wrong.join()).to.equal("StatementInvalid");
    expect(split(THREE.names.slice(1))).to.equal("StatementInvalid");
  });

  it("shares of the gap add up to its tolerance, by the terms it comes from or by number", () => {
    const { statement, setting, rows } = planted("optimal");
    const terms = sum(statement.bounds) * statement.tolerances.dual;
    for (const [gap, isByTerms] of [
      [terms + 8n * 1000n + 3n, true],
      [terms, true],
      [terms - 1n, false],
      [12n, false],
      [0n, terms === 0n],
    ] as const) {
      const shares = gapShares({ ...statement, tolerances: { ...statement.tolerances, gap } }, setting.split, rows);
      expect(sum(shares)).to.equal(gap);
      expect(shares.every((share) => share >= 0n)).to.equal(true);
      const bounds = statement.bounds.filter((_, j) => setting.split.keepers[j + 1] === 2);
      const [each, ofRow] = [gap / 14n, (gap - terms) / 8n];
      const due = isByTerms ? sum(bounds) * statement.tolerances.dual + 2n * ofRow : BigInt(bounds.length + 2) * each;
      expect(shares[2]).to.equal(due);
    }
  });

  it("declared parts of a column add up to its reduced cost for its keeper, and for nobody else", () => {
    for (const kind of ["optimal", "infeasible"] as const) {
      const round = planted(kind);
      const { setting, own } = round;
      const { covers, declared } = declaredIn(round);
      const { parts } = agreeOnParts(setting, declared, round.rows);
      for (const [k, { party }] of own.entries()) {
        const secret = completeOwnPart(
          setting,
          { parts, sums: agreeOnParts(setting, declared, round.rows).sums },
          own[k]!,
          covers[k]!,
        );
        const known = secret.columns.get("z+")!.flatMap((z, j) => (z !== 0n ? [j] : []));
        expect(known.every((j) => setting.split.keepers[j] === party)).to.equal(true);
        if (kind === "infeasible") continue;
        const { outcome } = round;
        if (outcome.kind !== "optimal") throw new Error("planted another kind");
        for (const [j, z] of outcome.reducedCosts.entries())
          if (setting.split.keepers[j + 1] === party)
            expect(secret.columns.get("z+")![j + 1]).to.equal(z > 0n ? z : 0n);
      }
      for (let j = 0; j < 16; j++) expect(reduce(sum(parts.map((part) => part[j]!)))).to.equal(0n);
    }
  });

  it("covers follow from what every company knows: another number or salt anywhere makes others", () => {
    const round = planted("infeasible");
    const { setting, digest, secrets } = round;
    const { commitments, covers } = declaredIn(round);
    const again = (list: readonly `0x${string}`[]) => ownCovers(setting, { digest, commitments: list }, 1, secrets[1]!);
    expect(again(commitments)).to.deep.equal(covers[1]);
    const others = commitments.map((commitment, k) => (k === 2 ? (`0x${"00".repeat(32)}` as const) : commitment));
    expect(again(others).pairs.get(0)).not.to.deep.equal(covers[1]!.pairs.get(0));
    expect(again(others).sumPairs.get(0)).not.to.deep.equal(covers[1]!.sumPairs.get(0));
    const own = round.own[2]!;
    const salt = testSeed("salt 2").bytes(32);
    const bumped = new Map([
      ...own.rows,
      ["w", own.rows.get("w")!.map((value, i) => (i === 0 ? value + 1n : value))],
    ] as const);
    expect(numbersCommitment(digest, own, salt)).to.equal(commitments[2]);
    expect(numbersCommitment(digest, { ...own, rows: bumped }, salt)).not.to.equal(commitments[2]);
    expect(numbersCommitment(digest, { ...own, party: 1 }, salt)).not.to.equal(commitments[2]);
    expect(numbersCommitment(digest, own, testSeed("other").bytes(32))).not.to.equal(commitments[2]);
    expect(refusal(() => numbersCommitment(digest, own, salt.slice(1))).code).to.equal("AgreementWrong");
    for (const name of ["pairs", "sumPairs"] as const) {
      const total = covers.map((each, k) => coverOf(k, each[name]));
      for (const i of total[0]!.keys()) expect(reduce(sum(total.map((each) => each[i]!)))).to.equal(0n);
    }
  });

  it("a secret of a pair that is missing or short is refused", async () => {
    const { setting, digest, secrets } = planted("optimal");
    const covers = (own: ReadonlyMap<number, Uint8Array>) =>
      codeOf(() => ownCovers(setting, { digest, commitments: [] }, 0, own));
    expect(await covers(new Map())).to.equal("SeedLength");
    expect(await covers(new Map([...secrets[0]!, [1, new Uint8Array(31)]]))).to.equal("SeedLength");
  });

  it("a part is declared once for each commitment", () => {
    const round = planted("optimal");
    const { covers } = declaredIn(round);
    expect(refusal(() => declareOwnPart(round.setting, round.own[0]!, covers[0]!)).code).to.equal("StepRepeated");
  });

  it("nothing is declared of a multiplier that its field cannot hold", () => {
    const round = planted("optimal");
    const { covers } = declaredIn(round);
    const own = round.own[0]!;
    const rows = new Map(own.rows).set("w", own.rows.get("w")!.with(0, 1n << 200n));
    const other = { ...own, matrix: [...own.matrix], rows };
    expect(refusal(() => declareOwnPart(round.setting, other, covers[0]!)).code).to.equal("NumberOutOfRange");
  });

  it("what is not a party's to declare names it", () => {
    const round = planted("infeasible");
    const { declared } = declaredIn(round);
    const agree = (list: readonly Declared[]) => refusal(() => agreeOnParts(round.setting, list, round.rows));
    const { part } = declared[2]!;
    // Company 2 keeps variable 3, the owner declares no share.
    for (const [party, change] of [
      [2, { part: part.map((value, j) => (j === 3 ? 1n : value)) }],
      [2, { part: part.slice(1) }],
      [2, { part: [...part, 0n] }],
      [2, { part: part.map((value, j) => (j === 1 ? -1n : value)) }],
      [2, { part: part.map((value, j) => (j === 1 ? GROUP_ORDER : value)) }],
      [2, { share: -1n }],
      [2, { share: GROUP_ORDER }],
      [1, { share: 1n }],
    ] as const)
      expect(agree(changed(declared, party, change))).to.deep.equal({ code: "AgreementWrong", party });
    expect(agree(declared.slice(1)).code).to.equal("AgreementWrong");
    expect(agree(declared)).to.deep.equal({ code: "accepted", party: undefined });
  });

  it("a keeper refuses reduced costs and sums that are not those of an outcome", () => {
    const begin = (kind: Kind, party: number, change: (own: Declared) => Partial<Declared>) => {
      const round = planted(kind);
      const { covers, declared } = declaredIn(round);
      const agreed = agreeOnParts(round.setting, changed(declared, party, change(declared[party]!)), round.rows);
      return round.own.map((own, k) => refusal(() => completeOwnPart(round.setting, agreed, own, covers[k]!)).code);
    };
    // Variable 6 is the owner's, who alone sees that company 0 declared another part of it.
    const more = (by: bigint) => (own: Declared) => ({
      part: own.part.map((value, j) => (j === 6 ? reduce(value + by) : value)),
    });
    expect(begin("optimal", 0, more(-(10n ** 12n)))).to.deep.equal(["accepted", "AgreementWrong", "accepted"]);
    expect(begin("optimal", 0, more(10n ** 20n))).to.deep.equal(["accepted", "GapTooLarge", "accepted"]);
    expect(begin("infeasible", 2, more(-(10n ** 30n)))).to.deep.equal(["accepted", "AgreementWrong", "accepted"]);
    const share = (own: Declared) => ({ share: reduce(own.share + 10n ** 40n) });
    expect(begin("infeasible", 2, share)[1]).to.equal("ContradictionTooWeak");
    expect(begin("unbounded", 2, share)[1]).to.equal("RayTooShallow");
  });

  it("a company's secret has the numbers of its own columns and rows only", () => {
    for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
      const { setting, secrets } = beginOwnParts(planted(kind), testSeed("learn"));
      for (const { party, columns } of secrets)
        for (const [field, values] of columns)
          for (const [j, value] of values.entries()) {
            const knows = setting.split.names[j]!.includes(party) || setting.split.keepers[j] === party;
            // The rest of the dual tolerance is public where z is 0.
            if (!knows && field !== "z-'") expect(value, `${kind} ${field} ${j}`).to.equal(0n);
          }
    }
  });
});
