// A simulator that knows the trapdoor, and neither rows nor outcome, makes proofs that the verifier
// accepts, also of false statements: so proofs tell nothing but what the statement says. The same
// for one company's messages, as the other companies see them.
import { expect } from "chai";
import { G1 } from "../../client/crypto/curve/bn254.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { sealedDigest } from "../../client/sealed/digests.ts";
import { identitiesOf } from "../../client/sealed/identities.ts";
import { lineContext } from "../../client/sealed/linearise.ts";
import { findBlame } from "../../client/sealed/prover/blame.ts";
import { sumMessages } from "../../client/sealed/prover/company.ts";
import { companyIdentities, companyPlace } from "../../client/sealed/prover/company-rules.ts";
import { messageOf, pairPoints, startProving } from "../../client/sealed/prover/state.ts";
import { WORK } from "../../client/sealed/prover/steps.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../client/sealed/transcript.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import { testSeed } from "../support/certificate.ts";
import { buildSealed, type SealedRound } from "../support/sealed.ts";
import { type SimulatorView, simulateProof, simulateStep } from "../support/sealed-simulator.ts";

/** A proof of an honest owner and a simulated other company, and what each sent. */
function simulateSecond(round: SealedRound): { readonly bytes: Uint8Array; readonly blamed: readonly number[] } {
  const { statement, setting, key, digest, secrets, committed } = round;
  const transcript = new Transcript(digest);
  const { challenges } = transcript;
  const owner = startProving(setting, secrets[0]!, testSeed("owner"), challenges);
  const cover = pairPoints(owner).get("S/0/1") ?? G1.ZERO;
  const scalars = new Map<string, bigint>();
  const points = new Map<string, G1>([
    ["G", G1.BASE],
    ["A/1", committed[1]!.points.matrix],
    ["S/1", cover.negate()],
  ]);
  const point = () => owner.whole.get("x") ?? null;
  const context = () => {
    const place = companyPlace(setting, 1, { own: scalars, point: point(), challenges });
    return lineContext(companyIdentities(setting, 1), place, { scalars, challenges });
  };
  const view: SimulatorView = {
    ...{ round, context, points, scalars },
    random: testSeed("second"),
    challenge: (name) => challenges.get(name)!,
    makes: (name) => !["c", "x", "N"].includes(name) && (name.split("/")[1] ?? "1") === "1",
  };
  const sent: [Named[], Named[]] = [[], []];
  const sums: Named[] = [];
  const steps = stepsOf(statement.kind, 2);
  for (const [s, step] of steps.entries()) {
    WORK[s]!(owner);
    const messages = [messageOf(owner, step), simulateStep(step, view)] as const;
    for (const k of [0, 1] as const) sent[k].push(messages[k]);
    const sum = sumMessages(step, messages, statement);
    transcript.add(step, sum);
    sums.push(sum);
  }
  const joined = (all: readonly Named[], more: readonly (readonly [string, G1])[]) => ({
    points: new Map([...all.flatMap((own) => [...own.points]), ...more]),
    scalars: new Map(all.flatMap((own) => [...own.scalars])),
  });
  const parts = [joined(sent[0], [["S/0/1", cover]]), joined(sent[1], [["S/1/0", cover]])];
  const { parties } = findBlame(setting, key, { parts, point: point(), challenges });
  return { bytes: encodeProof(steps, joined(sums, [])), blamed: parties };
}

describe("sealed: zero knowledge", function () {
  this.timeout(120_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`a simulator with the trapdoor makes accepted proofs: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 1 }, `simulate ${kind}`);
      verifySealed(round.statement, round.key, simulateProof(round));
    });

    it(`another company's messages can be simulated without its rows: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 0 }, `second ${kind}`);
      const { bytes, blamed } = simulateSecond(round);
      expect(blamed).to.deep.equal([]);
      verifySealed(round.statement, round.key, bytes);
    });
  }

  it("also for a statement that is false", () => {
    // Rows that have an optimum, said to contradict each other.
    const honest = buildSealed({ kind: "optimal" }, "false");
    const statement = { ...honest.statement, kind: "infeasible" } as const;
    const setting = { ...honest.setting, statement, identities: identitiesOf("infeasible", 1) };
    const round = { ...honest, statement, setting, digest: sealedDigest(statement, honest.key) };
    verifySealed(statement, round.key, simulateProof(round));
  });
});
