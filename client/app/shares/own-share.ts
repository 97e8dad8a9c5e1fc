// A company's own share of a settled sealed optimum, from its journal to the chain. What is there
// is read from the chain each time, and the same share has the same bytes: it can be begun again
// after a crash or a reorganisation, and posts nothing twice.
import type { Address } from "viem";
import { readOutcome, readState } from "../../chain/coordinator/read.ts";
import type { ChainSession, Mined } from "../../chain/session.ts";
import { adoptProof, postShare } from "../../chain/shares/post-share.ts";
import { readShare } from "../../chain/shares/read-shares.ts";
import { firstIn, type Waiting, watch } from "../../chain/watch/watch.ts";
import { ChainError } from "../../errors.ts";
import { discloseSealed } from "../../sealed/disclosure/prove.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import { findProof, ownProof, type ProvenInput } from "../disclose/proven.ts";

export interface OwnShareInput extends Omit<ProvenInput, "reader"> {
  readonly session: ChainSession;
  /** The contract. */
  readonly shares: Address;
  /** Reads the set-up, which takes seconds. */
  readonly readSealing: () => Promise<SealedParameters>;
  readonly waiting: Waiting;
  /** Polls for which another company may bring the proof before this one does. */
  readonly patience: number;
}

/**
 * What another company, or an earlier life of this client, did first, between this client's look
 * and its transaction: the next look shows what is left.
 */
const DONE_BEFORE = new Set(["SharesAlreadyAdopted", "SharesAlreadyPosted", "TransactionReverted"]);

/** What came of it: "no optimum" where the outcome is of another kind, which has no shares. */
export type OwnShare = "posted" | "no optimum";

/**
 * Posts the share unless it is there, and has the contract accept the proof first unless that was
 * done. Returns once the share is in a block that the client acts upon. Throws as findProof,
 * checkShares and discloseSealed do, ChainError of a transaction, and the signal's reason.
 */
export async function postOwnShare(input: OwnShareInput): Promise<OwnShare> {
  const { session, shares, round, party, waiting, patience } = input;
  const proven = { ...input, reader: session };
  let made: Awaited<ReturnType<typeof prepare>> | undefined;
  let left = patience;
  return firstIn(
    watch(async () => {
      const { block } = await readState(session, round);
      if ((await readOutcome(session, round, block)).kind !== "optimal") return "no optimum";
      const confirmed = await readShare(session, { shares, round }, party, block);
      if (confirmed.share !== null) return "posted";
      const newest = await readShare(session, { shares, round }, party);
      if (newest.share !== null) return null;
      made ??= await prepare(proven, input.readSealing);
      if (!newest.adopted && left-- > 0) return null;
      if (!newest.adopted) await unlessDone(adoptProof(session, shares, made.accepted));
      await unlessDone(postShare(session, shares, made.accepted, made.disclosure));
      return null;
    }, waiting),
    (poll) => poll?.seen ?? null,
  );
}

/** The share, from the proof that settled the round. */
async function prepare(proven: ProvenInput, readSealing: () => Promise<SealedParameters>) {
  const found = await findProof(proven);
  const { accepted, own } = await ownProof(proven, found, await readSealing());
  return { accepted, disclosure: discloseSealed(accepted, own, [{ what: "dual value", index: 0 }], proven.random) };
}

async function unlessDone(work: Promise<Mined>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ChainError && DONE_BEFORE.has(error.code))) throw error;
  }
}
