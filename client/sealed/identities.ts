// The identities of docs/sealed.md, "Identities", as data: what each is at one place X. The prover
// evaluates them all over a coset to find the quotient, the verifier once, at ζ. Each is linear in
// the polynomials that are not opened.
import { sum } from "../math/field.ts";
import type { Kind } from "../round/verdict.ts";
import type { Domain } from "./domain.ts";
import { reduce } from "./field.ts";
import { type Field, type Part, partsOf } from "./layout.ts";
import { type SealedStatement, scalesOf } from "./statement.ts";
import { aspects } from "./steps.ts";

/** What identities see at X. */
export interface Place {
  readonly statement: SealedStatement;
  readonly domain: Domain;
  /** X. */
  readonly at: bigint;
  /** sel(X), Λ_0(X), Λ_{R−1}(X). */
  readonly selector: bigint;
  readonly first: bigint;
  readonly last: bigint;
  /** A field's number at X, read from 32 limbs; 0 where the reader does not know the part. */
  read(part: Part, field: Field): bigint;
  /** l_part(X). */
  limb(part: Part): bigint;
  /** "N", "x" at X, "Phi+" = Φ(ηX), "Psi+" = Ψ(χX), and the scalars "t" and "v". */
  value(name: string): bigint;
  challenge(name: string): bigint;
  /** g, or one company's share of it. */
  readonly sum: bigint;
  /** 1 at the columns that are read here, on H and on K; constants count for these only. */
  readonly kept: Kept;
}

/** Values at X of the polynomials that are 1 at some columns, on H and in all their limbs on K. */
export interface Kept {
  readonly columns: bigint;
  readonly limbs: bigint;
}

/** Of all columns. */
export const ALL_COLUMNS: Kept = { columns: 1n, limbs: 1n };

/** constant + Σ coefficient·f(X) over polynomials f by name. Not reduced modulo r. */
export interface Form {
  readonly constant: bigint;
  readonly terms: readonly (readonly [name: string, coefficient: bigint])[];
}

export interface Identity {
  readonly name: string;
  /** Who makes it: the owner of the objective ("C"), one party, or all together, in a sum. */
  readonly maker: Part | "all";
  readonly form: (place: Place) => Form;
}

/** The identities of a kind in order: identity i has weight γ^i. */
export function identitiesOf(kind: Kind, parties: number): readonly Identity[] {
  const { primal, dual } = aspects(kind);
  const parts = partsOf(parties);
  const rows = parts.filter((part) => part !== "C");
  const list: (Identity | false)[] = [
    ...parts.map(lookup),
    TABLE,
    sumIdentity(kind, rows),
    primal && primalRows(kind, rows),
    dual && dualColumns(kind),
    primal && BOUND,
    kind === "optimal" && TOLERANCE,
    kind === "unbounded" && SUPPORT,
    primal && SCALE,
    primal && copy(kind),
    primal && INNER,
    ...rows.map((k) => primal && residual(k)),
    ...rows.map((k) => dual && slot(k)),
  ];
  return list.filter((identity) => identity !== false);
}

function lookup(part: Part): Identity {
  return {
    name: `lookup ${part}`,
    maker: part,
    form: (place) => ({
      constant: part === "C" ? -place.kept.limbs : -1n,
      terms: [[`h/${part}`, place.challenge("theta") + place.limb(part)]],
    }),
  };
}

const TABLE: Identity = {
  name: "table",
  maker: "all",
  form: (place) => ({
    constant: 0n,
    terms: [
      ["hT", place.challenge("theta") + place.value("N")],
      ["m", -1n],
    ],
  }),
};

/** The name of the running sum on K. */
export const SUM = "sum";

/** G, whose sum over H is g. */
export const SUMS: Readonly<Record<Kind, (place: Place, rows: readonly number[]) => Form>> = {
  optimal: (place, rows) => {
    const columns = place.read("C", "x") * place.read("C", "z+") + place.read("C", "x'") * place.read("C", "z-");
    const own = rows.map((k) => place.read(k, "w") * (place.read(k, "s") + place.read(k, "r")));
    const slack = rows.map((k) => place.last * place.read(k, "s"));
    return { constant: sum([columns, ...own, ...slack]), terms: [] };
  },
  infeasible: (place, rows) => {
    const { x0 } = scalesOf(place.statement);
    const multipliers = place.statement.tolerances.residual * sum(rows.map((k) => place.read(k, "w")));
    const contradiction = x0 * place.first * place.read("C", "z+");
    const slack = place.last * (sum(rows.map((k) => place.read(k, "s"))) + x0 * place.read("C", "y"));
    return { constant: multipliers - contradiction + slack, terms: [] };
  },
  unbounded: (place, rows) => {
    const { unit } = scalesOf(place.statement);
    const ray = place.read("C", "ray");
    const slack = place.last * (sum(rows.map((k) => place.read(k, "s"))) + unit * place.read("C", "y"));
    return { constant: place.statement.tolerances.dual * ray + slack, terms: [["c", unit * ray]] };
  },
};

/** *sum*: the lookups, the e_k and the sum of the kind, in one running sum on K. */
export function sumIdentity(kind: Kind, rows: readonly number[]): Identity {
  const { dual } = aspects(kind);
  return {
    name: SUM,
    maker: "all",
    form: (place) => {
      const { selector } = place;
      const [nu, nuSum] = [place.challenge("nu"), place.challenge("nu'")];
      const G = SUMS[kind](place, rows);
      const target = (dual ? nu * place.value("v") : 0n) + nuSum * place.sum;
      const onH = reduce(selector * nuSum);
      return {
        constant: place.value("Phi+") - onH * reduce(G.constant) + reduce(target * place.domain.limbSizeInverse),
        terms: [
          ["Phi", -1n],
          ...(["C", ...rows] as const).map((part) => [`h/${part}`, -1n] as const),
          ["hT", 1n],
          ...rows.flatMap((k) => (dual ? [[`e/${k}`, -reduce(selector * nu) * place.read(k, "w")] as const] : [])),
          ...G.terms.map(([name, coefficient]) => [name, -onH * reduce(coefficient)] as const),
        ],
      };
    },
  };
}

function primalRows(kind: Kind, rows: readonly number[]): Identity {
  return {
    name: "primal",
    maker: "all",
    form: (place) => {
      const factor = reduce(place.selector * (place.at - place.domain.last));
      const held = rows.map((k) => {
        const point = place.read(k, "r") - place.read(k, "s");
        const ray = kind === "unbounded" ? place.challenge("epsilon") * place.read(k, "s'") : 0n;
        return place.challenge(`lambda/${k}`) * reduce(point - ray);
      });
      return { constant: -factor * reduce(sum(held)), terms: [["T", factor]] };
    },
  };
}

/** The name of the one identity that no company closes by itself. */
export const DUAL = "dual";

/** What *dual* multiplies the difference of both sides with. */
export function dualFactor({ statement, selector, at }: Place): bigint {
  return statement.kind === "infeasible" ? selector : reduce(selector * (at - 1n));
}

function dualColumns(kind: Kind): Identity {
  return {
    name: DUAL,
    maker: "all",
    form: (place) => {
      const factor = dualFactor(place);
      if (kind === "infeasible") return { constant: factor * place.read("C", "z+"), terms: [["V", -factor]] };
      return {
        constant: factor * (place.read("C", "z+") - place.read("C", "z-")),
        terms: [
          ["c", -factor * scalesOf(place.statement).unit],
          ["V", -factor],
        ],
      };
    },
  };
}

const BOUND: Identity = {
  name: "bound",
  maker: "C",
  form: (place) => ({
    constant: place.selector * (place.read("C", "x") + place.read("C", "x'")),
    terms: [["U", -place.selector]],
  }),
};

const TOLERANCE: Identity = {
  name: "tolerance",
  maker: "C",
  form: (place) => {
    const tolerance = place.kept.columns * place.statement.tolerances.dual;
    const excess = place.read("C", "z-") + place.read("C", "z-'") - tolerance;
    return { constant: place.selector * excess, terms: [] };
  },
};

const SUPPORT: Identity = {
  name: "support",
  maker: "C",
  form: (place) => {
    const ray = reduce(place.selector * place.read("C", "ray"));
    return { constant: ray, terms: [["J", -ray]] };
  },
};

const SCALE: Identity = {
  name: "scale",
  maker: "C",
  form: (place) => ({
    constant:
      reduce(place.selector * place.first) * (place.read("C", "x") - place.kept.columns * scalesOf(place.statement).x0),
    terms: [],
  }),
};

function copy(kind: Kind): Identity {
  return {
    name: "copy",
    maker: "C",
    form: (place) => {
      const ray = kind === "unbounded" ? place.challenge("epsilon") * place.read("C", "ray") : 0n;
      return { constant: place.selector * (place.value("x") - place.read("C", "x") - reduce(ray)), terms: [] };
    },
  };
}

/** *inner*: ⟨a, x̂⟩ = t, in a running sum on H. */
export const INNER: Identity = {
  name: "inner",
  maker: "all",
  form: (place) => {
    const share = reduce(place.value("t") * place.domain.sizeInverse);
    return {
      constant: -place.selector * (place.value("Psi+") + share),
      terms: [
        ["a", place.selector * place.value("x")],
        ["Psi", place.selector],
      ],
    };
  },
};

function residual(k: number): Identity {
  return {
    name: `residual ${k}`,
    maker: k,
    form: (place) => {
      const excess = place.read(k, "r") + place.read(k, "r'") - place.statement.tolerances.residual;
      return { constant: place.selector * excess, terms: [] };
    },
  };
}

function slot(k: number): Identity {
  return {
    name: `slot ${k}`,
    maker: k,
    form: (place) => ({ constant: reduce(place.selector * place.last) * place.read(k, "w"), terms: [] }),
  };
}

/** Σ_i γ^i·(identity i) at a place, reduced: the constant and each polynomial's coefficient. */
export function combineIdentities(
  identities: readonly Identity[],
  place: Place,
): { constant: bigint; readonly coefficients: Map<string, bigint> } {
  const gamma = place.challenge("gamma");
  const coefficients = new Map<string, bigint>();
  let constant = 0n;
  let weight = 1n;
  for (const identity of identities) {
    const form = identity.form(place);
    constant = reduce(constant + weight * form.constant);
    for (const [name, coefficient] of form.terms)
      coefficients.set(name, reduce((coefficients.get(name) ?? 0n) + weight * coefficient));
    weight = reduce(weight * gamma);
  }
  return { constant, coefficients };
}
