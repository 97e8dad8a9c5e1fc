// A simulator that knows the trapdoor, and neither rows nor outcome, makes proofs that the verifier
// accepts, also of false statements: so proofs tell nothing but what the statement says. The same
// for one company's messages, as the other companies see them.
import { expect } from "chai";
import { G1 } from "../../client/crypto/curve/bn254.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { sealedDigest } from "../../client/sealed/digests.ts";
import { identitiesOf } from "../../client/sealed/identities.ts";
import { lineContext } from "../../client/sealed/linearise.ts";
import { evaluate } from "../../client/sealed/polynomial.ts";
import { findBlame } from "../../client/sealed/prover/blame.ts";
import { sumMessages } from "../../client/sealed/prover/company.ts";
import { companyIdentities, companyPlace } from "../../client/sealed/prover/company-rules.ts";
import { messageOf, startProving } from "../../client/sealed/prover/state.ts";
import { WORK } from "../../client/sealed/prover/steps.ts";
import { type Step, stepsOf } from "../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../client/sealed/transcript.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import { testSeed } from "../support/certificate.ts";
import { sampled } from "../support/sampled.ts";
import { buildSealed, type SealedRound } from "../support/sealed.ts";
import { publishedPairs } from "../support/sealed-prover.ts";
import { type SimulatorView, simulateProof, simulateStep } from "../support/sealed-simulator.ts";

/**
 * A proof of two companies, of which one is honest and the other simulated as its partner sees it;
 * and what each sent. The owner of the objective is company 0.
 */
function simulateOneOfTwo(
  round: SealedRound,
  simulated: 0 | 1,
): { readonly bytes: Uint8Array; readonly blamed: readonly number[] } {
  const { statement, setting, key, digest, secrets, committed } = round;
  const transcript = new Transcript(digest);
  const { challenges } = transcript;
  const partner = startProving(setting, secrets[1 - simulated]!, testSeed("partner"), challenges);
  // Party 0 adds what the two have in common, party 1 subtracts it.
  const shared = [...publishedPairs(partner).values()][0] ?? G1.ZERO;
  const cover = simulated === 0 ? shared : shared.negate();
  const own = committed[simulated]!.points;
  const scalars = new Map<string, bigint>();
  const points = new Map<string, G1>([
    ["G", G1.BASE],
    [`A/${simulated}`, own.matrix],
    [`S/${simulated}`, cover],
    ...(own.costs === null
      ? []
      : ([
          ["c", own.costs],
          ["N", key.limbs],
          ["U", key.bounds],
          ["J", key.columns],
        ] as const)),
  ]);
  const point = () => partner.whole.get("x") ?? null;
  const context = () => {
    const place = companyPlace(setting, simulated, { own: scalars, point: point(), challenges });
    return lineContext(companyIdentities(setting, simulated), place, { scalars, challenges });
  };
  // What the owner alone sends, and its partner could make itself: x̂, and what is public.
  const addKnown = (step: Step) => {
    if (simulated === 0 && step.points.includes("x")) points.set("x", setting.committer.line(point()!));
    if (simulated === 1 || !step.scalars.includes("N")) return;
    scalars.set("N", evaluate(setting.vectors.N, challenges.get("zeta")!));
    if (step.scalars.includes("x")) scalars.set("x", evaluate(point()!, challenges.get("zeta")!));
  };
  const makers: readonly string[] = simulated === 0 ? ["C", "0"] : ["1"];
  const view: SimulatorView = {
    ...{ round, context, points, scalars },
    random: testSeed("simulated"),
    challenge: (name) => challenges.get(name)!,
    makes: (name) => {
      const [symbol, part] = name.split("/");
      return part === undefined ? simulated === 0 || !["c", "x", "N"].includes(symbol!) : makers.includes(part);
    },
  };
  const sent: [Named[], Named[]] = [[], []];
  const sums: Named[] = [];
  const steps = stepsOf(statement.kind, 2);
  for (const [s, step] of steps.entries()) {
    WORK[s]!(partner);
    addKnown(step);
    const [honest, made] = [messageOf(partner, step), simulateStep(step, view)];
    const messages = simulated === 0 ? [made, honest] : [honest, made];
    for (const k of [0, 1] as const) sent[k].push(messages[k]!);
    const sum = sumMessages(step, messages, statement);
    transcript.add(step, sum);
    sums.push(sum);
  }
  const joined = (all: readonly Named[], more: readonly (readonly [string, G1])[]) => ({
    points: new Map([...all.flatMap((own) => [...own.points]), ...more]),
    scalars: new Map(all.flatMap((own) => [...own.scalars])),
  });
  const parts = sent.map((all, k) => joined(all, [[`S/${k}/${1 - k}`, shared]]));
  const { parties } = findBlame(setting, key, { parts, point: point(), challenges });
  return { bytes: encodeProof(steps, joined(sums, [])), blamed: parties };
}

describe("sealed: zero knowledge", function () {
  this.timeout(120_000);
  for (const kind of sampled(["optimal", "infeasible", "unbounded"] as const, 3, 1)) {
    it(`a simulator with the trapdoor makes accepted proofs: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 1 }, `simulate ${kind}`);
      verifySealed(round.statement, round.key, simulateProof(round));
    });

    it(`another company's messages can be simulated without its rows, the owner's without its costs: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 0 }, `second ${kind}`);
      for (const simulated of [1, 0] as const) {
        const { bytes, blamed } = simulateOneOfTwo(round, simulated);
        expect(blamed).to.deep.equal([]);
        verifySealed(round.statement, round.key, bytes);
      }
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
