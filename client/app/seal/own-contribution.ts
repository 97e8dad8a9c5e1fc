// Whether a company has to trust others with the set-up of a sealed outcome: one honest contributor
// suffices (docs/sealed.md, "One honest contributor suffices"), and a company knows of itself alone
// that it was honest.
import { InputError } from "../../errors.ts";
import { counted } from "../../math/counted.ts";
import type { TermsParty } from "../../round/terms.ts";
import type { SetupSummary } from "../../sealed/ceremony/file.ts";

type Contributions = Pick<SetupSummary, "contributions">;

/** Whom a company with these accounts would have to trust. */
export interface Trusting {
  /** Of this company: its own, and the one that signs for it where that is a contract. */
  readonly accounts: readonly string[];
  readonly parties: readonly Pick<TermsParty, "name" | "account">[];
  /** Digest of the set-up. */
  readonly setup: string;
}

/** Throws InputError "SetupForeign" where no contribution is under one of the accounts. */
export function requireOwnContribution({ contributions }: Contributions, { accounts, parties, setup }: Trusting): void {
  const isOf = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();
  if (contributions.some(({ account }) => accounts.some(isOf(account)))) return;
  const others = parties.filter(({ account }) => contributions.some((made) => isOf(account)(made.account)));
  const strangers = contributions.length - others.length;
  const names = [
    ...others.map(({ name }) => name),
    ...(strangers > 0
      ? [`${counted(strangers, "account")} that ${strangers === 1 ? "takes" : "take"} no part in the round`]
      : []),
  ];
  throw new InputError(
    "SetupForeign",
    `this company has not contributed to the set-up ${setup}. Who knows the secrets of all ${counted(contributions.length, "contribution")} can ` +
      "prove false outcomes and read partners' rows, so it would trust that at least one was made honestly: " +
      `${names.join(", ")}. Have a set-up made to which ` +
      "this company contributes, or agree to this one with --accept-setup",
  );
}
