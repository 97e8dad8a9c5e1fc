// What a party's client says of a fault, and what an audit finds of it.
import type { RoundKey, Turn } from "../certificate/digests.ts";
import type { Generators } from "../certificate/generators.ts";
import type { History } from "../chain/history.ts";
import type { ChainView } from "../chain/view.ts";
import type { CheckResult } from "../report/check.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";

export interface Claim {
  /** Why the keeper's client stopped, in its own words. */
  readonly code: string;
  /** The party whose client kept the evidence. */
  readonly keeper: number;
  /** The party that it names. */
  readonly named: number;
  /** The turn in which it found the fault; null where it names none. */
  readonly turn: Turn | null;
  readonly history: History;
  readonly view: ChainView;
  readonly generators: () => Generators;
  /** Digest of the set-up that the terms of a sealed round name; null without them. */
  readonly setupDigest: string | null;
}

/** What is known of a round, whatever is claimed. */
export type Known = Pick<Claim, "history" | "view" | "generators" | "setupDigest">;

export type Finding = readonly [result: CheckResult, code: string, said: Phrase];

export function provesNothing({ named, code }: Pick<Claim, "named" | "code">, why: Phrase): Finding {
  return ["unknown", "NothingProven", phrase("ProvesNothing", { why, named, code })];
}

export function isSameRound(a: RoundKey, b: RoundKey): boolean {
  return a.chainId === b.chainId && a.coordinator === b.coordinator && a.round === b.round;
}
