// For each identity and each line of sealed proofs, a prover that violates it and nothing else.
import { G1 } from "../../client/crypto/curve/bn254.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { invert, reduce } from "../../client/sealed/field.ts";
import { type Field, limbsOf, type Part } from "../../client/sealed/layout.ts";
import { evaluate, interpolate, valuesOn } from "../../client/sealed/polynomial.ts";
import type { ProverState } from "../../client/sealed/prover/state.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { aspects } from "../../client/sealed/steps.ts";
import { testSeed } from "./certificate.ts";
import { buildSealed, type SealedRound, sealRound } from "./sealed.ts";
import { bump, copyNumbers, fitRows, fitSlack, type OpenNumbers } from "./sealed-numbers.ts";
import { addTo, type Cheat, proveCheating, spike } from "./sealed-prover.ts";

/** A cheating proof: the round that it is about, and how it departs. */
export interface CheatingRound {
  readonly round: SealedRound;
  readonly cheat: Cheat;
}

export type MakeCheat = (round: SealedRound) => CheatingRound;

/** The same round with numbers changed by `change`, committed anew. */
export function withNumbers(round: SealedRound, change: (numbers: OpenNumbers) => void): SealedRound {
  const numbers = copyNumbers(round.numbers);
  change(numbers);
  return sealRound({ ...round, numbers }, testSeed("changed numbers"));
}

const onlyNumbers =
  (change: (numbers: OpenNumbers, round: SealedRound) => void): MakeCheat =>
  (round) => ({ round: withNumbers(round, (numbers) => change(numbers, round)), cheat: {} });

/** Column 1's field one too large, the sum closed again. */
function bumpColumn(field: Field): MakeCheat {
  return onlyNumbers((numbers, round) => {
    bump(numbers.columns, field, 1);
    fitSlack(round, numbers);
  });
}

function bumpRow(field: Field): MakeCheat {
  return onlyNumbers((numbers, round) => {
    bump(numbers.rows[0]!, field, 0);
    fitSlack(round, numbers);
  });
}

/** The state of the company that makes a part. */
function makerOf(round: SealedRound, states: readonly ProverState[], part: Part): ProverState {
  return states[part === "C" ? round.statement.objectiveOwner : part]!;
}

/**
 * Writes the first number of a part with a limb outside the table, which reads the same, and puts
 * the difference where `where` says: into h ("lookup"), into h_T ("table") or nowhere ("sum").
 */
function limbOutside(part: Part, where: "lookup" | "table" | "sum"): MakeCheat {
  return (round) => {
    const { limbSize, limbBits } = round.setting.domain;
    let before: bigint[] = [];
    return {
      round,
      cheat: {
        computed: (step, states) => {
          const state = makerOf(round, states, part);
          const values = () => valuesOn(limbSize, state.polynomials.get(`l/${part}`)!).slice(0, 2);
          if (step === 1) {
            before = values();
            addTo(state, `l/${part}`, spike(limbSize, 0, 1n << BigInt(limbBits)));
            addTo(state, `l/${part}`, spike(limbSize, 1, -1n));
          }
          if (step === 2 && where !== "sum") {
            const theta = state.challenges.get("theta")!;
            const inverse = (value: bigint) => invert(reduce(theta + value));
            const change = values().reduce((sum, value, i) => sum + inverse(value) - inverse(before[i]!), 0n);
            if (where === "lookup") addTo(state, `h/${part}`, spike(limbSize, 0, -change));
            else addTo(state, "hT", spike(limbSize, 0, change));
          }
        },
        // Without "sum" no e_k counts and W_e is infinity, which no proof can contain.
        sent: (step, points) => {
          if (step === 7 && points.get("We")?.is0() === true) points.set("We", G1.BASE);
        },
      },
    };
  };
}

/** x_0 one too small, its rows as that demands. */
const wrongScale = onlyNumbers((numbers, round) => {
  bump(numbers.columns, "x", 0, -1n);
  bump(numbers.columns, "x'", 0, 1n);
  fitRows(round, numbers);
  fitSlack(round, numbers);
});

/** Rows hold for another x than the one in the limbs. */
const wrongCopy: MakeCheat = (round) => {
  const kept = round.numbers.columns;
  const changed = withNumbers(round, (numbers) => {
    bump(numbers.columns, "x", 1);
    fitRows(round, numbers);
    const columns = { ...numbers, columns: copyNumbers(round.numbers).columns };
    fitSlack(round, columns);
    numbers.columns.get("y")?.splice(0, Infinity, ...(columns.columns.get("y") ?? []));
  });
  const { domain, statement } = changed.setting;
  return {
    round: changed,
    cheat: {
      computed: (step, states) => {
        if (step !== 1) return;
        const state = makerOf(changed, states, "C");
        const y = changed.numbers.columns.get("y");
        const columns = y === undefined ? kept : new Map([...kept, ["y", y] as const]);
        const counts = new Array<bigint>(domain.limbSize).fill(0n);
        const limbs = limbsOf(domain, statement.kind, "C", columns);
        for (const own of [limbs, limbsOf(domain, statement.kind, statement.objectiveOwner, state.secret.rows)])
          for (const limb of own) counts[Number(limb)]! += 1n;
        state.polynomials.set("l/C", interpolate(limbs));
        state.polynomials.set("m", interpolate(counts));
      },
    },
  };
};

/** A slack one too large, and T as if it were right. */
function wrongRowSums(then: (state: ProverState, excess: bigint) => void): MakeCheat {
  return (round) => {
    const changed = bumpRow("s")(round).round;
    return {
      round: changed,
      cheat: {
        computed: (step, [state]) => {
          if (step !== 2 && step !== 3) return;
          const change = spike(changed.statement.size, 0, -state!.challenges.get("lambda/0")!);
          if (step === 2) addTo(state!, "T", change);
          else then(state!, evaluate(change, state!.challenges.get("alpha")!));
        },
      },
    };
  };
}

/** a is that of another matrix, for which T is right. */
const wrongRowSlice = wrongRowSums((state, excess) => {
  const x0 = state.secret.columns.get("x")![0]!;
  addTo(state, "a", spike(state.setting.statement.size, 0, excess * invert(x0)));
});

/** A reduced cost one too large, with V as if it were right, and e_0 to go with V. */
function wrongColumnSums(hideIn: "e" | "y"): MakeCheat {
  return (round) => {
    const changed = bumpColumn("z+")(round).round;
    const { size } = changed.statement;
    const others: Cheat = {
      computed: (step, [state]) => {
        if (step === 1) addTo(state!, "V", spike(size, 1, 1n));
        if (step !== 3) return;
        const excess = evaluate(spike(size, 1, 1n), state!.challenges.get("beta")!);
        addTo(state!, "e/0", spike(size, size - 2, excess));
      },
    };
    if (hideIn === "e") return { round: changed, cheat: others };
    return {
      round: changed,
      cheat: {
        ...others,
        sent: (step, points, [state]) => {
          if (step !== 3) return;
          const excess = evaluate(spike(size, 1, 1n), state!.challenges.get("beta")!);
          const change = changed.setting.committer.sigmaLine(spike(size, size - 2, excess));
          points.set("e/0", points.get("e/0")!.subtract(change));
        },
      },
    };
  };
}

/** Multiplier 1 in the slot; there is no slack there that it would have to pay for. */
const usedSlot: MakeCheat = (round) => {
  const { kind, objectiveOwner, size } = round.statement;
  const change = (numbers: OpenNumbers, of: SealedRound) => {
    numbers.rows[0]!.get("w")![size - 1] = 1n;
    if (kind === "infeasible") fitSlack(of, numbers);
  };
  if (kind === "infeasible") return onlyNumbers(change)(round);
  const rest = round.numbers.rows[objectiveOwner]!.get("s")![size - 1]!;
  const tolerances = { ...round.statement.tolerances, gap: round.statement.tolerances.gap - rest };
  const tight = { ...round, statement: { ...round.statement, tolerances } };
  const withoutSlack = withNumbers(tight, (numbers) => fitSlack(tight, numbers));
  return onlyNumbers(change)(withoutSlack);
};

/** W′ of another polynomial. */
const wrongOpening: MakeCheat = (round) => ({
  round,
  cheat: {
    computed: (step, [state]) => {
      if (step === 9) addTo(state!, "W'", [1n]);
    },
  },
});

/** Per identity and line of a kind with one company, whoever violates that alone. */
export function cheatsOf(kind: Kind): ReadonlyMap<string, MakeCheat> {
  const { primal, dual } = aspects(kind);
  const list: (readonly [string, MakeCheat] | false)[] = [
    ["lookup C", limbOutside("C", "lookup")],
    ["lookup 0", limbOutside(0, "lookup")],
    ["table", limbOutside("C", "table")],
    ["sum", limbOutside("C", "sum")],
    primal && ["primal", bumpRow("s")],
    dual && ["dual", bumpColumn("z+")],
    primal && ["bound", bumpColumn("x'")],
    kind === "optimal" && ["tolerance", bumpColumn("z-'")],
    kind === "unbounded" && ["support", onlyNumbers(hiddenRay)],
    primal && ["scale", wrongScale],
    primal && ["copy", wrongCopy],
    primal && ["inner", wrongRowSums(() => {})],
    primal && ["residual 0", bumpRow("r'")],
    dual && ["slot 0", usedSlot],
    ["opening", wrongOpening],
    primal && ["row slice", wrongRowSlice],
    dual && ["column slice", wrongColumnSums("e")],
    dual && ["e", wrongColumnSums("y")],
  ];
  return new Map(list.filter((entry) => entry !== false));
}

/** The ray uses a column that the round does not have. */
function hiddenRay(numbers: OpenNumbers, round: SealedRound): void {
  bump(numbers.columns, "ray", round.statement.columns + 1);
  fitSlack(round, numbers);
}

/** A small round of one company that is honest. */
export function smallRound(kind: Kind): SealedRound {
  // A hidden column of the ray costs τ_dual; leave room for it.
  const change = ({ tolerances }: SealedStatement) => ({ tolerances: { ...tolerances, dual: 1000n } });
  return buildSealed(
    { kind, inequalities: [3], equalities: [1], ...(kind === "unbounded" ? { change } : {}) },
    `small ${kind}`,
  );
}

/** The proof of a cheat that heeds all identities but one. */
export function proofOf({ round, cheat }: CheatingRound, identities = round.setting.identities): Uint8Array {
  return proveCheating(round, { ...cheat, identities }).bytes;
}
