// The quotients of the multi-point opening (docs/sealed.md, "Opening"), linear in the polynomials
// that a company or a node has.

import { powersFrom } from "../field.ts";
import { isColumnSlice, type LineContext } from "../lines.ts";
import { openingFactors } from "../openings.ts";
import { combine, divideByLinear, type Polynomial } from "../polynomial.ts";

type Polynomials = ReadonlyMap<string, Polynomial>;

/** A part of an opened polynomial, or of the linearised identity; zero if there is none. */
function openedPolynomial(polynomials: Polynomials, name: string, { coefficients }: LineContext): Polynomial {
  if (name !== "Lin") return polynomials.get(name) ?? [];
  return combine(
    [...coefficients]
      .filter(([term]) => !isColumnSlice(term))
      .map(([term, coefficient]) => [coefficient, polynomials.get(term) ?? []] as const),
  );
}

/** W. */
export function firstQuotient(polynomials: Polynomials, context: LineContext): Polynomial {
  const weights = powersFrom(context.challenge("rho"), context.openings.length);
  const quotients = context.openings.map(({ name, points }, i) => {
    const quotient = points.reduce<Polynomial>(divideByLinear, openedPolynomial(polynomials, name, context));
    return [weights[i]!, quotient] as const;
  });
  return combine(quotients);
}

/** W′; W is among the polynomials. */
export function lastQuotient(polynomials: Polynomials, context: LineContext): Polynomial {
  const xi = context.challenge("xi");
  const weights = powersFrom(context.challenge("rho"), context.openings.length);
  const { whole, rests } = openingFactors(context.openings, xi);
  const opened = context.openings.map(
    ({ name }, i) => [weights[i]! * rests[i]!, openedPolynomial(polynomials, name, context)] as const,
  );
  return divideByLinear(combine([...opened, [-whole, polynomials.get("W")!]]), xi);
}
