// Derives everything that a run needs from an accepted round in the journal: terms, the company's
// rows, engine and agreement.
import type { WorkPool } from "../crypto/paillier/pool.ts";
import { checkOwn } from "../engines/check-own.ts";
import type { Engine } from "../engines/engine.ts";
import { InputError } from "../errors.ts";
import type { AcceptedRound } from "../journal/rounds.ts";
import { differencesInWords, placeOfDifference } from "../lp/joint/differences.ts";
import { announce, type PublicProgram, withoutBounds } from "../lp/joint/program.ts";
import { helperModel, type Model } from "../lp/model/model.ts";
import type { PartyRows } from "../lp/model/normal.ts";
import { toPartyRows, withZeroCosts } from "../lp/model/normalise.ts";
import { readProgramBytes } from "../lp/readers/read.ts";
import type { Agreement } from "../round/agreement.ts";
import { decodeTerms, type Terms } from "../round/terms.ts";
import type { SealedParameters } from "../sealed/parameters.ts";
import { agreedRound } from "./agreed-round.ts";

export interface RoundSetup {
  readonly terms: Terms;
  readonly program: PublicProgram;
  readonly agreement: Agreement;
  readonly engine: Engine<unknown>;
  /** An empty one for a party that only helps to compute. */
  readonly model: Model;
  readonly rows: PartyRows;
  /** What the outcome is sealed with; null for a public one. */
  readonly sealing: SealedParameters | null;
}

/**
 * All but the sealing, which takes seconds and a set-up (sealingOf).
 * Throws InputError as readers, `combine` and the engine's `check` do, "NumberTooLarge" for a
 * number that is too wide for a proof, and "AnnouncementDiffers" when the file does not match this
 * party's announcement in the terms; both name the number's line and field.
 */
export async function setUpRound(
  accepted: Pick<AcceptedRound, "terms" | "data" | "dataName" | "party" | "rounding">,
  pool: WorkPool,
): Promise<Omit<RoundSetup, "sealing">> {
  const terms = decodeTerms(accepted.terms);
  const { program, agreement, engine } = agreedRound(terms, pool);
  const model =
    accepted.data.length === 0
      ? helperModel(accepted.dataName)
      : await readProgramBytes(accepted.data, accepted.dataName);
  const said = terms.parties[accepted.party]!.announcement;
  const normalise = () => toPartyRows(model, program, terms.coefficientDecimals, accepted.rounding);
  const differing = differencesInWords(announce(model), withoutBounds(said));
  if (differing !== "") {
    requireNumbers(normalise);
    throw new InputError(
      "AnnouncementDiffers",
      `is not the file that was announced (${differing}): use that one, or announce again and have a new round opened`,
      { ...placeOfDifference(model, said), file: accepted.dataName },
    );
  }
  const own = normalise();
  const rows = withZeroCosts(own, program, accepted.party);
  checkOwn(engine, { model, rows, program, decimals: terms.coefficientDecimals });
  return { terms, program, agreement, engine, model, rows };
}

/**
 * A number that no round can prove would be announced in vain. Throws InputError "NumberTooLarge";
 * whatever else is wrong follows from the file not being the one that was announced.
 */
function requireNumbers(normalise: () => PartyRows): void {
  try {
    normalise();
  } catch (error) {
    if (error instanceof InputError && error.code === "NumberTooLarge") throw error;
  }
}
