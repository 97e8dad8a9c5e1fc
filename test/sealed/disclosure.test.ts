// Disclosures from sealed proofs: true ones are accepted and say what the outcome says; client and
// auditor refuse every change for the same reason.
import { expect } from "chai";
import { FIELD_MODULUS, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { dot } from "../../client/math/field.ts";
import { decodeWords, encodeWords } from "../../client/math/words.ts";
import { KINDS } from "../../client/round/verdict.ts";
import { srsCommitter } from "../../client/sealed/committer.ts";
import { disclosureSteps } from "../../client/sealed/disclosure/argument.ts";
import type { Claim, Wish } from "../../client/sealed/disclosure/claims.ts";
import { ownPart } from "../../client/sealed/disclosure/own.ts";
import { discloseSealed } from "../../client/sealed/disclosure/prove.ts";
import type { Disclosure } from "../../client/sealed/disclosure/verify.ts";
import { scaleMatrix } from "../../client/sealed/matrix.ts";
import { matrixEntries } from "../../client/sealed/numbers.ts";
import { withMasks } from "../../client/sealed/polynomial.ts";
import { testSeed } from "../support/certificate.ts";
import { sampled, sampledOfEach } from "../support/sampled.ts";
import { refusal } from "../support/sealed.ts";
import {
  bothSay,
  claimVerdicts,
  type DisclosableRound,
  disclosable,
  disclosureVerdicts,
  wishesOf,
} from "../support/sealed-disclosures.ts";

const random = testSeed("disclose");

function discloseAll({ round, accepted, own }: DisclosableRound, party: number): Disclosure {
  return discloseSealed(accepted, own[party]!, wishesOf(round, party), random);
}

/** What a claim must say, from the round's own rows and numbers. */
function truth({ round }: DisclosableRound, party: number, { what, index }: Wish): bigint[] {
  const { statement, numbers, rows } = round;
  const entries = matrixEntries(statement.size, rows[party]!);
  const own = numbers.rows[party]!;
  const x = numbers.columns.get("x");
  const fields = (from: typeof own, ...names: ("x" | "ray" | "w" | "s" | "r" | "s'")[]) =>
    names.flatMap((name) => from.get(name)?.[index] ?? []);
  switch (what) {
    case "variable":
      return fields(numbers.columns, "x", "ray");
    case "multiplier":
      return fields(own, "w");
    case "slack":
      return fields(own, "s", "r", "s'");
    case "dual value":
      return [
        -dot(
          own.get("w")!,
          entries.map((row) => row[0]!),
        ),
      ];
    default:
      return [dot(rows[party]!.objective!, x!.slice(1, 1 + statement.columns))];
  }
}

describe("sealed: disclosures", function () {
  this.timeout(300_000);

  for (const [k, kind] of KINDS.entries()) {
    const made = disclosable({ kind, inequalities: [3, 3], equalities: [0, 1], owner: 1 }, `disclosed ${kind}`);

    it(`say what the outcome says, alone and together: ${kind}`, () => {
      for (const party of [0, 1]) {
        const wishes = wishesOf(made.round, party);
        const alone = sampledOfEach(wishes, 3, ({ what }) => what);
        for (const some of [wishes, ...alone.map((wish) => [wish])]) {
          const disclosure = discloseSealed(made.accepted, made.own[party]!, some, random);
          expect(claimVerdicts(made.accepted, disclosure)).to.deep.equal(bothSay("accepted"));
          for (const claim of disclosure.claims) expect(claim.values).to.deep.equal(truth(made, party, claim));
        }
      }
    });

    it(`are refused for the same reason by client and auditor when anything is changed: ${kind}`, () => {
      for (const { name, code, ...changed } of sampled(mutations(made, discloseAll(made, 1)), KINDS.length, k))
        expect(claimVerdicts(made.accepted, changed), name).to.deep.equal(bothSay(code));
    });
  }

  const made = disclosable({ kind: "optimal", inequalities: [3, 3], owner: 0 }, "replayed");

  it("serve for no other round, statement, proof or party", () => {
    const { accepted, round } = made;
    const disclosure = discloseAll(made, 0);
    const again = disclosable({ kind: "optimal", inequalities: [3, 3], owner: 0 }, "another");
    expect(disclosureVerdicts(again.accepted, disclosure)).to.deep.equal(bothSay("DisclosureFailed"));
    const elsewhere = { ...accepted, statement: { ...accepted.statement, round: accepted.statement.round + 1n } };
    expect(disclosureVerdicts(elsewhere, disclosure)).to.deep.equal(bothSay("CommitmentMismatch", 0));
    const broken = { ...accepted, proof: Uint8Array.from(accepted.proof).fill(0, -32) };
    expect(disclosureVerdicts(broken, disclosure)).to.deep.equal(bothSay("PointInvalid"));
    const wish: Wish = { what: "multiplier", index: 0 };
    const own = discloseSealed(accepted, made.own[1]!, [wish], random);
    const moved = { ...own, party: 0 };
    expect(disclosureVerdicts(accepted, moved)).to.deep.equal(bothSay("DisclosureFailed"));
    expect(round.statement.parties).to.equal(2);
  });

  it("are the same bytes for the same wishes, and share no entry for others", () => {
    const both: Wish[] = [
      { what: "dual value", index: 0 },
      { what: "objective", index: 0 },
    ];
    const disclose = (wishes: readonly Wish[]) => discloseSealed(made.accepted, made.own[0]!, wishes, random);
    expect(disclose(both)).to.deep.equal(disclose(both));
    const entries = [both, [both[0]!], [{ what: "variable", index: 1 } as const, ...both]].map(
      (wishes) => new Set(decodeWords(disclose(wishes).proof)),
    );
    for (const [i, a] of entries.entries())
      for (const b of entries.slice(i + 1)) expect([...a].filter((word) => b.has(word))).to.deep.equal([]);
  });

  it("are the same from a committer with the whole string", () => {
    const wishes = wishesOf(made.round, 0);
    const committer = srsCommitter(made.round.string.srs);
    const whole = discloseSealed(made.accepted, { ...made.own[0]!, committer }, wishes, random);
    expect(whole).to.deep.equal(discloseSealed(made.accepted, made.own[0]!, wishes, random));
  });

  it("are not made from anything but the company's own part of the proof", () => {
    const { round, accepted } = made;
    const [secret, other] = round.secrets as [(typeof round.secrets)[0], (typeof round.secrets)[0]];
    const seed = testSeed("prove").fork("company 0");
    const codeOf = (changed: Partial<typeof secret>, wish: Wish, by = seed) =>
      refusal(() =>
        discloseSealed(
          accepted,
          ownPart(accepted, round.setting.committer, { ...secret, ...changed }, by),
          [wish],
          random,
        ),
      ).code;
    const [dual, objective] = (["dual value", "objective"] as const).map((what) => ({ what, index: 0 }));
    const variable: Wish = { what: "variable", index: 2 };
    expect(codeOf({}, dual!)).to.equal("accepted");
    expect(codeOf({}, dual!, testSeed("other"))).to.equal("DisclosureNotOwn");
    expect(codeOf({ rows: other.rows }, dual!)).to.equal("DisclosureNotOwn");
    expect(codeOf({ matrix: scaleMatrix(2n, secret.matrix) }, dual!)).to.equal("DisclosureNotOwn");
    expect(codeOf({ pointMasks: [1n, 2n] }, variable)).to.equal("DisclosureNotOwn");
    expect(codeOf({ costs: withMasks(secret.costs!, 16, [1n]) }, objective!)).to.equal("DisclosureNotOwn");
    const x = secret.columns.get("x")!;
    const columns = new Map([...secret.columns, ["x", x.with(2, x[2]! + 1n)] as const]);
    expect(codeOf({ columns }, variable)).to.equal("DisclosureNotOwn");
    expect(codeOf({}, { what: "slack", index: 14 })).to.equal("DisclosureInvalid");
  });
});

interface Mutation extends Disclosure {
  readonly name: string;
  readonly code: string;
}

/** Everything that can be changed about a disclosure of all that there is. */
function mutations(made: DisclosableRound, disclosure: Disclosure): Mutation[] {
  const { statement, setting } = made.round;
  const { claims, party, proof } = disclosure;
  const all: Mutation[] = [];
  const add = (name: string, change: Partial<Disclosure>, code: string) =>
    all.push({ ...disclosure, ...change, name, code });
  const change = (at: number, claim: Partial<Claim>) => claims.with(at, { ...claims[at]!, ...claim });
  for (const [at, { what, index, values }] of claims.entries()) {
    const isSum = what === "dual value" || what === "objective";
    for (const [i, value] of values.entries()) {
      const given = (changed: bigint, code: string, name: string) =>
        add(`${what} ${index}, value ${i}: ${name}`, { claims: change(at, { values: values.with(i, changed) }) }, code);
      given(value + 1n, "DisclosureFailed", "one more");
      given(value + GROUP_ORDER, "DisclosureInvalid", "the order more");
      given(isSum ? 1n << 160n : -1n, "DisclosureInvalid", "out of range");
      given(
        1n << BigInt((what === "slack" ? 14 : 6) * setting.domain.limbBits),
        isSum ? "DisclosureFailed" : "DisclosureInvalid",
        "large",
      );
      if (isSum) given(-value, value === 0n ? "accepted" : "DisclosureFailed", "of the other sign");
    }
    add(`${what}: a value more`, { claims: change(at, { values: [...values, 0n] }) }, "DisclosureInvalid");
    add(`${what}: a value less`, { claims: change(at, { values: values.slice(1) }) }, "DisclosureInvalid");
    add(`${what}: twice`, { claims: claims.toSpliced(at, 0, claims[at]!) }, "DisclosureInvalid");
    for (const wrong of [-1, 0.5, Number.NaN, statement.size - 2, 2 ** 53])
      add(`${what}: index ${wrong}`, { claims: change(at, { index: wrong }) }, "DisclosureInvalid");
  }
  const [first, second] = [claims[0]!, claims[1]!];
  add("claims out of order", { claims: claims.with(0, second).with(1, first) }, "DisclosureInvalid");
  add("no claims", { claims: [] }, "DisclosureInvalid");
  const many = Array.from({ length: 65 }, (_, index) => ({ ...first, index }));
  add("65 claims", { claims: many }, "DisclosureInvalid");
  const whats = ["variable", "multiplier", "slack", "dual value", "objective", "nothing"] as Claim["what"][];
  for (const what of whats.filter((name) => !claims.some((claim) => claim.what === name)))
    add(`a claim that there is not: ${what}`, { claims: [{ ...first, what, index: 0 }] }, "DisclosureInvalid");
  for (const wrong of [-1, 2, 0.5]) add(`party ${wrong}`, { party: wrong }, "DisclosureInvalid");
  const foreignObjective = party === 1 && statement.kind === "optimal";
  add("another party", { party: 1 - party }, foreignObjective ? "DisclosureInvalid" : "DisclosureFailed");
  add("a word less", { proof: proof.slice(0, -32) }, "ShapeMismatch");
  add("a word more", { proof: new Uint8Array([...proof, ...new Uint8Array(32)]) }, "ShapeMismatch");
  const words = decodeWords(proof);
  const withWord = (at: number, word: bigint) => ({ proof: encodeWords(words.with(at, word)) });
  let at = 0;
  for (const { points, scalars } of disclosureSteps(claims)) {
    for (const name of points) {
      const negated = FIELD_MODULUS - words[at + 1]!;
      add(`${name}: another point`, withWord(at + 1, negated), "DisclosureFailed");
      add(`${name}: off the curve`, withWord(at, words[at]! ^ 1n), "PointInvalid");
      add(`${name}: another form`, withWord(at, words[at]! + FIELD_MODULUS), "PointInvalid");
      add(`${name}: infinity`, { proof: encodeWords(words.with(at, 0n).with(at + 1, 0n)) }, "PointInvalid");
      at += 2;
    }
    for (const name of scalars) {
      add(`${name}: one more`, withWord(at, (words[at]! + 1n) % GROUP_ORDER), "DisclosureFailed");
      add(`${name}: another form`, withWord(at, words[at]! + GROUP_ORDER), "ScalarOutOfRange");
      at++;
    }
  }
  return all;
}
