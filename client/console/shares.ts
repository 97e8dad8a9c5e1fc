// Public shares of sealed optima for the page: what `concordat shares` shows, and the posting of
// this company's own, which goes on where the page that asked for it is reloaded.
import { postOwn, readShown } from "../cli/commands/shares.ts";
import { shareLines } from "../cli/share-lines.ts";
import type { HomeFolder } from "../home/home.ts";
import type { Keys } from "../home/keys.ts";
import { parseRoundKey } from "../round/round-key.ts";
import type { SharesView } from "./wire.ts";

export interface SharesOptions {
  /** Ends what is being posted. */
  readonly signal: AbortSignal;
  readonly onPosted: (round: string) => void;
}

export class Shares {
  readonly #home: HomeFolder;
  readonly #keys: Keys;
  readonly #options: SharesOptions;
  readonly #posting = new Map<string, Promise<void>>();

  constructor(home: HomeFolder, keys: Keys, options: SharesOptions) {
    this.#home = home;
    this.#keys = keys;
    this.#options = options;
  }

  /** Throws as readShown does. */
  async view(round: string): Promise<SharesView> {
    const { shown, party } = await readShown(parseRoundKey(round, null), this.#home);
    const { shares, sum } = shown;
    return {
      ...{ shares, sum, lines: shareLines(shown), isPosting: this.#posting.has(round) },
      isOwnMissing: shares[party]!.share === null,
    };
  }

  /** Returns once the share is posted, also by a call before. Throws as postOwn does. */
  async post(round: string): Promise<void> {
    await (this.#posting.get(round) ?? this.#start(round));
  }

  #start(round: string): Promise<void> {
    const { signal, onPosted } = this.#options;
    const own = { home: this.#home, keys: this.#keys, at: parseRoundKey(round, null), options: { json: true } };
    const posting = postOwn(own, signal)
      .then(() => onPosted(round))
      .finally(() => this.#posting.delete(round));
    this.#posting.set(round, posting);
    return posting;
  }
}
