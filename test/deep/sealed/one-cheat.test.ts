// Every message of one dishonest company of three, changed in every way of a list: a proof that
// fails names that company or a pair with it, and never an honest one.
import { expect } from "chai";
import { G1 } from "../../../client/crypto/curve/bn254.ts";
import { KINDS, type Kind } from "../../../client/round/verdict.ts";
import { reduce } from "../../../client/sealed/field.ts";
import { combine } from "../../../client/sealed/polynomial.ts";
import { findBlame } from "../../../client/sealed/prover/blame.ts";
import { createCompany, sumMessages } from "../../../client/sealed/prover/company.ts";
import { ownParts } from "../../../client/sealed/prover/company-rules.ts";
import type { ProverState } from "../../../client/sealed/prover/state.ts";
import { stepsOf } from "../../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../../client/sealed/transcript.ts";
import { testSeed } from "../../support/certificate.ts";
import { buildSealed, type SealedRound } from "../../support/sealed.ts";
import { type Ending, type OneCheat, playWithCheat } from "../../support/sealed-one-cheat.ts";
import { addTo, publishedPairs } from "../../support/sealed-prover.ts";

const THREE = { inequalities: [2, 1, 2], equalities: [0, 0, 0], owner: 0 } as const;
const OWNER = 0;
const OTHER = 1;

/** Points that one company alone makes have its index, or are the owner's. */
function makerOf(name: string): number | null {
  if (["c", "x", "N"].includes(name)) return OWNER;
  const part = name.split("/")[1];
  if (part === undefined) return null;
  return part === "C" ? OWNER : Number(part);
}

/** Adds 3 + 5·X to a polynomial, or to the lowest coefficients of a quotient. */
function spoil(state: ProverState, name: string): void {
  const change = [3n, 5n];
  if (name !== "Q1" && name !== "Q2") {
    addTo(state, name, change);
    return;
  }
  const quotient = state.quotients.get(name)!;
  const first = combine([
    [1n, quotient[0]!],
    [1n, change],
  ]);
  state.quotients.set(name, quotient.with(0, first));
}

/** Ways to depart in one point of one step. */
const WITH_POINTS: Readonly<Record<string, (party: number, step: number, name: string) => OneCheat>> = {
  "goes on with another polynomial": (party, step, name) => ({
    party,
    computed: (at, state) => {
      if (at === step) spoil(state, name);
    },
  }),
  "sends another point": (party, step, name) => ({
    party,
    sent: (at, { points }) => {
      if (at === step) points.set(name, (points.get(name) ?? G1.ZERO).add(G1.BASE));
    },
  }),
  "takes others' parts out of the sum": (party, step, name) => ({
    party,
    sent: (at, { points }, others) => {
      if (at !== step) return;
      for (const other of others) {
        const theirs = other?.points.get(name);
        if (theirs !== undefined) points.set(name, (points.get(name) ?? G1.ZERO).subtract(theirs));
      }
    },
  }),
  "sends another company's part": (party, step, name) => ({
    party,
    sent: (at, { points }, others) => {
      if (at !== step) return;
      const theirs = new Map(others[2]!.points);
      const copied = theirs.get(name) ?? theirs.get(name.replace(`/${party}`, "/2"));
      if (copied !== undefined) points.set(name, copied);
    },
  }),
};

const WITH_SCALARS: Readonly<Record<string, (party: number, step: number, name: string) => OneCheat>> = {
  "goes on with another scalar": (party, step, name) => ({
    party,
    computed: (at, state) => {
      if (at === step && state.scalars.has(name)) state.scalars.set(name, reduce(state.scalars.get(name)! + 1n));
    },
  }),
  "takes others' parts out of the sum": (party, step, name) => ({
    party,
    sent: (at, { scalars }, others) => {
      if (at !== step) return;
      for (const other of others) {
        const theirs = other?.scalars.get(name);
        if (theirs !== undefined) scalars.set(name, reduce((scalars.get(name) ?? 0n) - theirs));
      }
    },
  }),
};

/** Nobody is named for a proof that is accepted; the cheat, or a pair with it, for any other. */
function expectJustice({ code, named, blame }: Ending, party: number, what: string): void {
  const parties = [...(blame?.parties ?? []), ...(code === "CommitmentMismatch" || blame === null ? named : [])];
  for (const own of parties) expect(own, `${what}: ${code}`).to.equal(party);
  for (const pair of blame?.pairs ?? []) expect(pair, `${what}: ${code}`).to.include(party);
  const count = parties.length + (blame?.pairs.length ?? 0);
  if (code === "accepted") expect(count, what).to.equal(0);
  else expect(count, `${what}: ${code} names nobody`).to.be.greaterThan(0);
}

/** Entries of a step that a company may make, or makes although it may not: those of the owner. */
function entriesOf(round: SealedRound, party: number, names: readonly string[]): string[] {
  const own = new Set<string | number>(ownParts(round.setting, party));
  return names.filter((name) => {
    const part = name.split("/")[1];
    return part === undefined || own.has(part === "C" ? part : Number(part));
  });
}

function tryAll(kind: Kind, party: number): void {
  const round = buildSealed({ kind, ...THREE }, `justice ${kind}`);
  for (const [s, step] of stepsOf(kind, 3).entries()) {
    for (const name of entriesOf(round, party, step.points)) {
      for (const [way, cheat] of Object.entries(WITH_POINTS)) {
        if (s === 0 && way.startsWith("goes on") && name.startsWith("A/")) continue;
        const shared = makerOf(name) === null;
        if (way.startsWith("takes") && !shared) continue;
        expectJustice(playWithCheat(round, cheat(party, s, name)), party, `${name}, ${way}`);
      }
    }
    const scalars = entriesOf(round, party, step.scalars).filter((name) => !/\/([1-9]|[12]\d|30)$/.test(name));
    for (const name of scalars)
      for (const [way, cheat] of Object.entries(WITH_SCALARS))
        expectJustice(playWithCheat(round, cheat(party, s, name)), party, `scalar ${name}, ${way}`);
  }
}

describe("sealed: one dishonest company, every message", function () {
  this.timeout(3_600_000);
  for (const kind of KINDS)
    for (const [who, party] of [
      ["the owner", OWNER],
      ["another", OTHER],
    ] as const)
      it(`${kind}: ${who}`, () => tryAll(kind, party));

  it("control: a cheat that sends each company another message has honest ones name each other", () => {
    const { setting, key, statement, digest, secrets } = buildSealed({ kind: "infeasible", ...THREE }, "two-faced");
    const companies = secrets.map((secret, k) => createCompany(setting, digest, secret, testSeed(`two-faced ${k}`)));
    const steps = stepsOf("infeasible", 3);
    const transcript = new Transcript(digest);
    const parts = secrets.map((secret) => ({
      points: new Map(publishedPairs({ setting, secret })),
      scalars: new Map<string, bigint>(),
    }));
    let messages: Named[] = companies.map((company) => company.start());
    for (const [s, step] of steps.entries()) {
      for (const [k, { points, scalars }] of messages.entries()) {
        for (const [name, point] of points) parts[k]!.points.set(name, point);
        for (const [name, scalar] of scalars) parts[k]!.scalars.set(name, scalar);
      }
      transcript.add(step, sumMessages(step, messages, statement));
      // Company 1 shows company 2 another m, and keeps to the protocol towards company 0.
      const [, own] = messages;
      const points = new Map(own!.points);
      if (s === 1) points.set("m", points.get("m")!.add(G1.BASE));
      const shown = messages.with(1, { ...own!, points });
      messages = companies
        .map((company, k) => company.answer(s, k === 2 ? shown : messages))
        .filter((message) => message !== null);
    }
    const blame = findBlame(setting, key, { parts, point: null, challenges: transcript.challenges });
    expect(blame.parties).to.deep.equal([2]);
  });
});
