// What somebody should look at of this company's rounds, in English. A `message` is that of an
// error, which has no other language.
export interface Round {
  readonly round: string;
}

export interface Failure extends Round {
  readonly code: string;
  readonly message: string;
}

export const alertSentences = {
  RoundSealed: ({ round, setup, size, own }: Round & { setup: string; size: number; own: boolean }) =>
    `round ${round} has a sealed outcome${own ? " of which each company learns its own part" : ""}, experimental until reviewed from outside: set-up ${setup} of size ${size}`,
  RoundFailed: ({ round, code, message }: Failure) => `round ${round} failed (${code}): ${message}`,
  MaybeSpoilt: ({ round, code }: Round & { code: string }) =>
    `round ${round} ended without an outcome (${code}): a node that departs from the protocol can cause that to learn something of others' data, so do not play it again with the same data among the same nodes unless all know why it failed`,
  SettledOtherwise: ({ round, settled, own }: Round & { settled: string; own: string }) =>
    `round ${round} SETTLED OTHERWISE than this client had proved: ${settled} instead of ${own}; \`concordat outcome\` has what the chain settled`,
  CanExpire: ({ round, time }: Round & { time: string }) =>
    `round ${round} can expire after ${time}: a running client then expires it and withdraws what is due of the bond, so keep it running`,
  NothingShown: ({ round, message }: Round & { message: string }) => `Of round ${round} nothing is shown: ${message}`,
  TermsUnusable: ({ round, account, code, message }: Failure & { account: string }) =>
    `round ${round}  ${account} gave no usable terms (${code}): ${message}`,
  ShareMissing: ({ round, code, message }: Failure) =>
    `round ${round}  SHARE MISSING (${code}): ${message}; \`concordat shares ${round} --post\` tries again`,
  SessionSpent: ({ round }: Round) =>
    `round ${round}  the session among the nodes has used up its epochs: find out with the operators of the other nodes why it broke off; \`concordat join --epochs <n>\` on all nodes allows more`,
  RefusalLate: ({ round }: Round) => `round ${round}  this client's refusals came too late: the bond may be lost`,
} as const;
