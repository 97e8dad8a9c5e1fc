// The terms of an earlier round once more, for the next one of the same companies.
import { readParams } from "../chain/coordinator/read.ts";
import { InputError, ProtocolError } from "../errors.ts";
import type { Config } from "../home/config.ts";
import type { HomePaths } from "../home/paths.ts";
import { differences } from "../lp/joint/differences.ts";
import { check } from "../outside.ts";
import { roundParams } from "../round/agreement.ts";
import { paramsDigest } from "../round/params.ts";
import { formatRoundKey, parseRoundKey } from "../round/round-key.ts";
import type { Terms } from "../round/terms.ts";
import { roundTitle } from "../round/title.ts";
import { agreedRound } from "./agreed-round.ts";
import { connect, coordinatorOf } from "./connect.ts";
import { findTerms, knownTerms } from "./kept-rounds.ts";
import { readAnnouncement } from "./read-announcement.ts";
import { type Setups, sealingOf } from "./seal/load.ts";

export interface LikeInput {
  readonly paths: HomePaths;
  readonly config: Config;
  /** The earlier round: its number, or `<coordinator>/<number>`. */
  readonly like: string;
  /** The new round's title; undefined: that of the earlier one. */
  readonly title: string | undefined;
  /** Fresh announcements, each `company=file`: they must be those of the terms. */
  readonly announcements: readonly string[];
  /** Sees how far a set-up is read. */
  readonly progress: Setups["progress"];
}

/**
 * Throws InputError "TermsMissing" for a round that this home knows nothing of, "RoundFileInvalid"
 * or "TermsInvalid" where its file is damaged, "CompanyUnknown",
 * "CompanyTwice", "AnnouncementDiffers", those of `readAnnouncement` and "OptionInvalid";
 * ChainError "RoundUnknown" and ProtocolError "RoundDiffers" where the chain has no such round, or
 * another; for a sealed outcome what `sealingOf` throws.
 */
export async function termsLike({ paths, config, like, title, announcements, progress }: LikeInput): Promise<Terms> {
  const field = "--like";
  const { coordinator, round } = parseRoundKey(like, coordinatorOf(config));
  const key = formatRoundKey({ coordinator, round });
  // Where none can be read, one that is damaged says so.
  const terms = (await knownTerms(paths, ["opened", "invited"])).get(key) ?? (await findTerms(paths, key))?.terms;
  if (terms === undefined) {
    const text = `this home has no terms of round ${like}: it neither opened it nor was invited to it; write a spec instead`;
    throw new InputError("TermsMissing", text, { field });
  }
  await checkAnnouncements(terms, announcements);
  const agreed = agreedRound(terms);
  const reader = { publicClient: await connect(config), coordinator, confirmations: 0 };
  if (paramsDigest(await readParams(reader, round)) !== paramsDigest(roundParams(agreed.agreement))) {
    throw new ProtocolError(
      "RoundDiffers",
      `round ${round} on chain has other terms or other parties than this home knows: write a spec instead`,
    );
  }
  if (title !== undefined)
    check(roundTitle, title, (_, what) => new InputError("OptionInvalid", what, { field: "--title" }));
  await sealingOf(terms, agreed, { paths, progress });
  return { ...terms, title: title ?? terms.title };
}

/** What the earlier round's terms say of each company must still hold. */
async function checkAnnouncements({ parties }: Terms, announcements: readonly string[]): Promise<void> {
  const seen = new Set<string>();
  for (const text of announcements) {
    const field = `--announcement ${text}`;
    const at = text.lastIndexOf("=");
    if (at <= 0) throw new InputError("OptionInvalid", "must have the form company=file", { field });
    const [name, file] = [text.slice(0, at), text.slice(at + 1)];
    const party = parties.findIndex((other) => other.name === name);
    if (party < 0) {
      const companies = parties.map((other) => other.name).join(", ");
      throw new InputError("CompanyUnknown", `the round has no company "${name}"; it has ${companies}`, { field });
    }
    if (seen.has(name)) throw new InputError("CompanyTwice", `there are two announcements of ${name}`, { field });
    seen.add(name);
    const differing = differences(await readAnnouncement(file, name), parties[party]!.announcement);
    if (differing.length === 0) continue;
    const what = `${name} announces something else than in the earlier round (${differing.join(", ")}): open this one from a spec with the new announcement`;
    throw new InputError("AnnouncementDiffers", what, { file });
  }
}
