// Reads what the contract for shares has of a round (docs/shares.md).
import type { Address } from "viem";
import type { BlockName } from "../../round/phase.ts";
import { asChainError } from "../chain-error.ts";
import type { Reader } from "../coordinator/read.ts";
import { sharesAbi } from "./shares-abi.ts";

/** Where the shares of a round are. */
export interface SharesOf {
  readonly shares: Address;
  readonly round: bigint;
  /** P. */
  readonly parties: number;
}

/** Shares as they stand on chain, at scale 10^(κ+ω). */
export interface SharesOnChain {
  /** Whether the sealed proof was accepted there, so that shares can be posted. */
  readonly adopted: boolean;
  /** Of each party; null where it is missing. */
  readonly shares: readonly (bigint | null)[];
  /** Bounds of the minimised objective, at scale 10^(κ+δ+ω); null while a share is missing. */
  readonly objective: { readonly least: bigint; readonly most: bigint } | null;
}

/** One party's share; null where it is missing. */
export interface ShareOnChain extends Pick<SharesOnChain, "adopted"> {
  readonly share: bigint | null;
}

type Chain = Pick<Reader, "publicClient">;
type Place = Omit<SharesOf, "parties">;

/** The shares of a round in block `at` or the newest. Throws ChainError as asChainError says. */
export async function readShares(chain: Chain, of: SharesOf, at?: BlockName): Promise<SharesOnChain> {
  try {
    const adopted = await isAdopted(chain, of, at);
    const parties = Array.from({ length: of.parties }, (_, k) => k);
    const shares = await Promise.all(parties.map((k) => shareOf(chain, of, k, at)));
    if (!adopted || shares.includes(null)) return { adopted, shares, objective: null };
    const args = [of.round] as const;
    const [least, most] = await chain.publicClient.readContract({
      ...place(of, at),
      functionName: "objectiveOf",
      args,
    });
    return { adopted, shares, objective: { least, most } };
  } catch (error) {
    throw asChainError(error, "the shares");
  }
}

/** The same of one party's share alone. */
export async function readShare(chain: Chain, of: Place, party: number, at?: BlockName): Promise<ShareOnChain> {
  try {
    return { adopted: await isAdopted(chain, of, at), share: await shareOf(chain, of, party, at) };
  } catch (error) {
    throw asChainError(error, "the shares");
  }
}

function place({ shares }: Place, at: BlockName | undefined) {
  return { address: shares, abi: sharesAbi, ...(at === undefined ? {} : { blockNumber: at.number }) };
}

async function isAdopted({ publicClient }: Chain, of: Place, at: BlockName | undefined): Promise<boolean> {
  const basis = await publicClient.readContract({ ...place(of, at), functionName: "basisOf", args: [of.round] });
  return BigInt(basis) !== 0n;
}

async function shareOf(
  { publicClient }: Chain,
  of: Place,
  party: number,
  at: BlockName | undefined,
): Promise<bigint | null> {
  const args = [of.round, BigInt(party)] as const;
  const [posted, share] = await publicClient.readContract({ ...place(of, at), functionName: "shareOf", args });
  return posted ? share : null;
}
