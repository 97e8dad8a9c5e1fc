// `concordat open`: a round from a spec file, or with the terms of an earlier one.
import { summaryOfKept } from "../../app/ceremony/home.ts";
import { coordinatorOf } from "../../app/connect.ts";
import { openTerms } from "../../app/open-round.ts";
import { alertsBeforeRepeating } from "../../app/repeating.ts";
import { linesOf, say } from "../../app/said/english.ts";
import { sealedOutcomeTerms } from "../../app/seal/words.ts";
import { readSpec } from "../../app/spec.ts";
import { termsLike } from "../../app/terms-like.ts";
import { toleranceTerms } from "../../app/tolerances.ts";
import { InputError } from "../../errors.ts";
import { counted } from "../../math/counted.ts";
import { formatRoundKey, numberOf, parseRoundKey } from "../../round/round-key.ts";
import { postedExchanges } from "../../round/schedule.ts";
import type { Terms } from "../../round/terms.ts";
import type { Said } from "../../said.ts";
import { type GlobalOptions, type Home, openHome, openKeys } from "../home.ts";
import { showReading } from "../live/stages.ts";

export interface OpenOptions extends GlobalOptions {
  readonly out?: string;
  /** The earlier round. */
  readonly like?: string;
  readonly title?: string;
  /** company=file. */
  readonly announcement: readonly string[];
}

/** Throws InputError "OptionInvalid", and as readSpec, termsLike and openTerms do. */
export async function open(file: string | undefined, options: OpenOptions): Promise<void> {
  const home = await openHome(options);
  const requested = await termsOf(file, home, options);
  const { sealed } = requested;
  const kept = sealed === null ? null : await summaryOfKept(home.paths, sealed.setup);
  const opened = await openTerms(requested, {
    ...{ paths: home.paths, config: home.config, out: options.out },
    keys: () => openKeys(home, options),
  });
  const { key, terms, program, agreement, engine, file: out, hash, gasUsed } = opened;
  const { advice, findings } = engine.leakage(agreement.round, (party) => terms.parties[party]!.name);
  home.printer.result(
    { round: key, file: out, transaction: hash, gasUsed, engine: terms.engine, sealed, leakage: { advice, findings } },
    () => [
      `Round ${key} is open: ${terms.title}, ${terms.parties.length} companies, engine ${terms.engine}`,
      `  ${counted(agreement.round.columns, "column")}, ${counted(postedExchanges(agreement.schedule), "exchange")}; transaction ${hash}, ${gasUsed} gas`,
      ...linesOf(toleranceTerms(terms, program)),
      ...(sealed === null
        ? []
        : linesOf([...sealedOutcomeTerms(sealed, { parties: terms.parties, program }, kept), say("SetupTrusted")])),
      `What a curious party could find out at these sizes (${advice}):`,
      ...findings.map((finding) => `  ${finding}`),
      "The other companies' clients fetch the terms from yours: start it (`concordat join`) and let it run. In each company,",
      `  \`concordat status\` shows the invitation, and \`concordat join ${numberOf(key)} --data <its own rows>\` accepts it`,
      `Whom that does not reach, send ${out}: concordat join ${out} --data <its own rows>`,
    ],
  );
}

/** On standard error, since the command goes on. */
function sayBeforeRepeating(alerts: readonly Said[], { json }: GlobalOptions): void {
  for (const notice of linesOf(alerts))
    process.stderr.write(`${json === true ? JSON.stringify({ notice }) : notice}\n`);
}

async function termsOf(spec: string | undefined, { paths, config }: Home, options: OpenOptions): Promise<Terms> {
  const { like, title, announcement: announcements } = options;
  if (like !== undefined) {
    if (spec === undefined) {
      const input = { paths, config, like, title, announcements };
      const terms = await showReading(options, (progress) => termsLike({ ...input, progress }));
      const key = formatRoundKey(parseRoundKey(like, coordinatorOf(config)));
      sayBeforeRepeating(await alertsBeforeRepeating(paths, key, terms.engine), options);
      return terms;
    }
    throw new InputError("OptionInvalid", "takes the place of a spec file: give one of the two", { field: "--like" });
  }
  if (spec === undefined) throw new InputError("OptionInvalid", "name a spec file, or an earlier round with --like");
  if (title === undefined && announcements.length === 0)
    return showReading(options, (progress) => readSpec(spec, { paths, progress }, config.shares));
  throw new InputError("OptionInvalid", "a spec file has them: --title and --announcement go with --like");
}
