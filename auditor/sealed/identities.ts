// The identities of docs/sealed.md at X = ζ, each as a constant and coefficients of the polynomials
// that are not opened, and their sum with weights γ^i.
import { toScalar } from "../certificate/group.ts";
import { INFEASIBLE, OPTIMAL, UNBOUNDED } from "../certificate/types.ts";
import { inverse, sum, vanishing } from "./domain.ts";
import { aspectsOf } from "./steps.ts";
import { multiplierScale, solutionScale } from "./types.ts";
import type { View } from "./view.ts";

/** Of a polynomial, by its symbol. */
type Coefficient = readonly [symbol: string, value: bigint];

/** constant + Σ value·f(ζ). */
interface Form {
  readonly constant: bigint;
  readonly terms: readonly Coefficient[];
}

const form = (constant: bigint, ...terms: readonly Coefficient[]): Form => ({ constant, terms });

/** In the order of the page's table. */
function identitiesAt(view: View): readonly Form[] {
  const { kind } = view.statement;
  const { rows, columns } = aspectsOf(view.statement);
  const list: readonly (Form | false)[] = [
    ...["C", ...view.parties].map((part) => lookup(view, part)),
    form(0n, ["h_T", view.challenge("theta") + view.scalar("N(zeta)")], ["m", -1n]),
    runningSum(view),
    rows && primal(view),
    columns && dual(view),
    rows && bound(view),
    kind === OPTIMAL && tolerance(view),
    kind === UNBOUNDED && support(view),
    rows && scale(view),
    rows && copy(view),
    rows && inner(view),
    ...view.parties.map((k) => rows && residual(view, k)),
    ...view.parties.map((k) => columns && slot(view, k)),
  ];
  return list.filter((identity) => identity !== false);
}

function lookup(view: View, part: string): Form {
  return form(-1n, [`h_${part}`, view.challenge("theta") + view.scalar(`l_${part}.0`)]);
}

/** G without its terms in c, and g. */
function sumOfKind({ statement, parties, field, inFirst, inSlot }: View): readonly [G: bigint, g: bigint] {
  const slacks = sum(parties.map((k) => field("s", k)));
  const x0 = solutionScale(statement);
  switch (statement.kind) {
    case OPTIMAL: {
      const rows = parties.map((k) => field("w", k) * (field("s", k) + field("r", k)));
      const columns = field("x") * field("z+") + field("x'") * field("z-");
      return [columns + sum(rows) + inSlot * slacks, statement.gapTolerance];
    }
    case INFEASIBLE: {
      const multipliers = sum(parties.map((k) => field("w", k)));
      const contradiction = x0 * inFirst * field("z+");
      return [statement.residualTolerance * multipliers - contradiction + inSlot * (slacks + x0 * field("y")), -1n];
    }
    default: {
      const excess = slacks + multiplierScale(statement) * field("y");
      return [statement.dualTolerance * field("ray") + inSlot * excess, -1n];
    }
  }
}

/** *sum*. */
function runningSum(view: View): Form {
  const { statement, domain, parties } = view;
  const { columns } = aspectsOf(statement);
  const [G, g] = sumOfKind(view);
  const onRows = toScalar(view.selector * view.challenge("nu"));
  const onSum = toScalar(view.selector * view.challenge("nu'"));
  const target = (columns ? view.challenge("nu") * view.scalar("v") : 0n) + view.challenge("nu'") * g;
  return form(
    view.scalar("Phi(eta zeta)") - onSum * toScalar(G) + target * inverse(BigInt(domain.order)),
    ["Phi", -1n],
    ...["C", ...parties].map((part): Coefficient => [`h_${part}`, -1n]),
    ["h_T", 1n],
    ...(columns ? parties : []).map((k): Coefficient => [`e_${k}`, -onRows * view.field("w", k)]),
    ["c", -onSum * multiplierScale(statement) * view.field("ray")],
  );
}

function primal({ parties, selector, zeta, slot, field, challenge }: View): Form {
  const factor = toScalar(selector * (zeta - slot));
  const rows = parties.map((k) => {
    const value = field("r", k) - field("s", k) - challenge("epsilon") * field("s'", k);
    return challenge(`lambda_${k}`) * toScalar(value);
  });
  return form(-factor * sum(rows), ["T", factor]);
}

function dual({ statement, selector, zeta, field }: View): Form {
  if (statement.kind === INFEASIBLE) return form(selector * field("z+"), ["V", -selector]);
  const factor = toScalar(selector * (zeta - 1n));
  return form(factor * (field("z+") - field("z-")), ["c", -factor * multiplierScale(statement)], ["V", -factor]);
}

function bound({ selector, field }: View): Form {
  return form(selector * (field("x") + field("x'")), ["U", -selector]);
}

function tolerance({ statement, selector, field }: View): Form {
  return form(selector * (field("z-") + field("z-'") - statement.dualTolerance));
}

function support({ selector, field }: View): Form {
  const ray = toScalar(selector * field("ray"));
  return form(ray, ["J", -ray]);
}

function scale({ statement, selector, inFirst, field }: View): Form {
  return form(toScalar(selector * inFirst) * (field("x") - solutionScale(statement)));
}

function copy({ selector, scalar, field, challenge }: View): Form {
  return form(selector * (scalar("x(zeta)") - field("x") - toScalar(challenge("epsilon") * field("ray"))));
}

function inner({ domain, selector, scalar }: View): Form {
  const share = toScalar(scalar("t") * inverse(BigInt(domain.size)));
  return form(-selector * (share + scalar("Psi(chi zeta)")), ["a", selector * scalar("x(zeta)")], ["Psi", selector]);
}

function residual({ statement, selector, field }: View, k: string): Form {
  return form(selector * (field("r", k) + field("r'", k) - statement.residualTolerance));
}

function slot({ selector, inSlot, field }: View, k: string): Form {
  return form(toScalar(selector * inSlot) * field("w", k));
}

/** F(ζ) − q(ζ) Z_K(ζ), reduced modulo r. */
export interface Linearised {
  readonly constant: bigint;
  readonly coefficients: ReadonlyMap<string, bigint>;
}

/** "Linearisation" of the page. */
export function linearise(view: View): Linearised {
  const gamma = view.challenge("gamma");
  const coefficients = new Map<string, bigint>();
  let constant = 0n;
  let weight = 1n;
  for (const identity of identitiesAt(view)) {
    constant = toScalar(constant + weight * identity.constant);
    for (const [symbol, value] of identity.terms)
      coefficients.set(symbol, toScalar((coefficients.get(symbol) ?? 0n) + weight * value));
    weight = toScalar(weight * gamma);
  }
  coefficients.set("q", toScalar(-vanishing(view.domain.order, view.zeta)));
  return { constant, coefficients };
}
