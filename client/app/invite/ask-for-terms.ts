// The terms of a round to which this company is invited, from the clients of its other parties: of
// the one that opened it before the rest, a few of them, one after the other. The digest on chain
// decides whether what comes is it.
import { type Address, getAddress, type PublicClient } from "viem";
import { asConcordatError, ConcordatError, NetworkError } from "../../errors.ts";
import type { Config } from "../../home/config.ts";
import type { HomePaths } from "../../home/paths.ts";
import type { Network } from "../../network/network.ts";
import type { RoundParams } from "../../round/params.ts";
import { formatRoundKey } from "../../round/round-key.ts";
import type { Terms } from "../../round/terms.ts";
import type { ClientEvent } from "../events.ts";
import { keepTerms } from "../kept-rounds.ts";
import { readOpener } from "./opener.ts";
import { checkTermsDigest, largestTerms, readTerms, TERMS_EXCHANGE } from "./terms-message.ts";

export interface AskInput {
  readonly paths: HomePaths;
  readonly config: Pick<Config, "chainId" | "pollMs"> & { readonly coordinator: Address };
  readonly account: Address;
  readonly publicClient: PublicClient;
  readonly network: Pick<Network, "fetch">;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ClientEvent) => void;
}

/** Clients that are asked each time. */
const ASKED = 4;
/** Milliseconds for one answer, however slowly it comes. */
const ANSWER_MS = 120_000;

/**
 * Asks some of the round's parties, after some attempts others. Returns whether that is all: the
 * terms are kept, or they are on chain by their digest and no good. Throws HomeError, and the
 * signal's reason.
 */
export async function askForTerms(
  { round, attempts }: { readonly round: bigint; readonly attempts: number },
  params: RoundParams,
  input: AskInput,
): Promise<boolean> {
  const { config, publicClient, account: own, signal, onEvent } = input;
  const { coordinator } = config;
  const key = formatRoundKey({ coordinator, round });
  const opener = await readOpener({ publicClient, coordinator }, round);
  for (const account of askedNow(params.parties, { own, opener, attempts })) {
    signal.throwIfAborted();
    const refuse = (error: unknown) => {
      const { code, message } = asConcordatError(error);
      onEvent({ type: "invitation-refused", round: key, account, code, message });
    };
    let bytes: Uint8Array;
    try {
      bytes = await askOnce(account, round, params, input);
      checkTermsDigest(bytes, params);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ConcordatError) || WRONG.has(error.code)) refuse(error);
      continue;
    }
    let terms: Terms;
    try {
      terms = readTerms(bytes, params);
    } catch (error) {
      // No other party can have better ones.
      refuse(error);
      return true;
    }
    const file = await keepTerms(input.paths, "invited", { round: key, terms });
    onEvent({ type: "invitation", round: key, title: terms.title, from: account, file });
    return true;
  }
  return false;
}

/** Codes of what a client gave in place of terms; anything else may be otherwise the next time. */
const WRONG: ReadonlySet<string> = new Set(["TermsDiffer", "FrameTooLong", "FrameInvalid"]);

/** The opener first, if it is a party; of the others a few, and the next time the next. */
function askedNow(
  parties: RoundParams["parties"],
  { own, opener, attempts }: { readonly own: Address; readonly opener: Address | null; readonly attempts: number },
): Address[] {
  const others = parties.map((party) => getAddress(party)).filter((party) => party !== getAddress(own));
  const first = others.filter((party) => party === opener);
  const rest = others.filter((party) => party !== opener);
  const most = Math.min(ASKED - first.length, rest.length);
  return [...first, ...Array.from({ length: most }, (_, i) => rest[(attempts * most + i) % rest.length]!)];
}

/**
 * What the client of `account` answers; the second time the registry is read anew. Throws
 * NetworkError.
 */
async function askOnce(
  account: Address,
  round: bigint,
  params: RoundParams,
  { config, network, signal }: AskInput,
): Promise<Uint8Array> {
  const { chainId, coordinator } = config;
  const message = { chainId: BigInt(chainId), coordinator, round, exchange: TERMS_EXCHANGE };
  const once = new AbortController();
  let retries = 0;
  const late = () => once.abort(new NetworkError("PeerSlow", `no answer within ${ANSWER_MS} ms`));
  const timer = setTimeout(late, ANSWER_MS);
  try {
    return await network.fetch(account, message, {
      maxBytes: largestTerms(params),
      signal: AbortSignal.any([signal, once.signal]),
      onRetry: (code) => {
        retries += 1;
        if (retries === 2) once.abort(new NetworkError(code, `${account} does not give the terms`));
      },
    });
  } catch (error) {
    throw once.signal.aborted ? once.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
