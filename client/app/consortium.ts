// The file that tells a partner where a consortium meets: the chain, and the contracts with the
// hashes of their code. `concordat deploy` writes it and `concordat init --consortium` reads it.
// Nothing in it is secret, and nothing in it is believed: the chain is asked.
import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { type Address, type Hex, keccak256, type PublicClient } from "viem";
import { asChainError } from "../chain/chain-error.ts";
import { coordinatorAbi } from "../chain/coordinator/abi.ts";
import { checkCoordinator, checkRegistry, checkShares } from "../chain/coordinator/check-contract.ts";
import { ChainError, InputError } from "../errors.ts";
import { checkJson, exactly, jsonPlace, onlyFields, textLike, wholeNumber } from "../outside.ts";
import { address } from "../round/address.ts";

/** A contract, and keccak256 of its code on chain, immutables included (EXTCODEHASH). */
interface DeployedContract {
  readonly address: Address;
  readonly codeHash: Hex;
}

const CONTRACTS = ["verifier", "coordinator", "registry", "shares"] as const;
type Role = (typeof CONTRACTS)[number];

/** What there is of each contract; a consortium from before there were shares has none for them. */
type Contracts<Value> = Readonly<Record<Exclude<Role, "shares">, Value> & { shares?: Value }>;

export interface Consortium {
  readonly chainId: number;
  readonly contracts: Contracts<DeployedContract>;
}

const contract = onlyFields({
  address,
  codeHash: v.pipe(
    textLike(/^0x[0-9a-fA-F]{64}$/, "must be 0x and 64 hexadecimal digits"),
    v.transform((text) => text.toLowerCase() as Hex),
  ),
});

const CONSORTIUM = onlyFields({
  version: exactly(1),
  chainId: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  contracts: onlyFields({
    ...{ verifier: contract, coordinator: contract, registry: contract },
    shares: v.exactOptional(contract),
  }),
});

/** Bytes of the longest file that is looked at; one has about 700. */
const MAX_BYTES = 10_000;

export function formatConsortium({ chainId, contracts }: Consortium): string {
  return `${JSON.stringify({ version: 1, chainId, contracts }, null, 2)}\n`;
}

/** Throws InputError "ConsortiumInvalid" naming file and field. */
export async function readConsortium(file: string): Promise<Consortium> {
  const invalid = (field: string, what: string, line?: number) => {
    const advice = `${what}; ask for the file that \`concordat deploy\` wrote`;
    return new InputError("ConsortiumInvalid", advice, jsonPlace(file, field, line));
  };
  const json = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw invalid("", `cannot be read (${cause.code})`);
  });
  if (json.length > MAX_BYTES) throw invalid("", `has more than ${MAX_BYTES} bytes`);
  const { chainId, contracts } = checkJson(CONSORTIUM, json, invalid);
  return { chainId, contracts };
}

/** The consortium of the contracts at these addresses, as the chain has them. Throws ChainError. */
export async function consortiumAt(
  publicClient: PublicClient,
  chainId: number,
  addresses: Contracts<Address>,
): Promise<Consortium> {
  const found = await Promise.all(
    rolesOf(addresses).map(async ([role, at]) => {
      return [role, { address: at, codeHash: await codeHash(publicClient, at) }] as const;
    }),
  );
  return { chainId, contracts: Object.fromEntries(found) as Consortium["contracts"] };
}

/** The contracts that there are. */
function rolesOf<Value>(contracts: Contracts<Value>): readonly (readonly [Role, Value])[] {
  return CONTRACTS.flatMap((role) => {
    const value = contracts[role];
    return value === undefined ? [] : [[role, value] as const];
  });
}

/**
 * Whether the chain has what the file says, and the file says what this version plays with. Throws
 * ChainError "ChainDiffers" for a file of another chain, as checkCoordinator, checkRegistry and
 * checkShares do for contracts that are not this version's, "CodeHashDiffers" naming the contract
 * and "VerifierDiffers".
 */
export async function checkConsortium(
  publicClient: PublicClient,
  chainId: number,
  { file, consortium }: { readonly file: string; readonly consortium: Consortium },
): Promise<void> {
  const { contracts } = consortium;
  if (consortium.chainId !== chainId) {
    throw new ChainError(
      "ChainDiffers",
      `${file} is of a consortium on chain ${consortium.chainId}, but the RPC node is on chain ${chainId}: give the --rpc of a node of that chain`,
    );
  }
  const coordinator = contracts.coordinator.address;
  await checkCoordinator({ publicClient, coordinator });
  await checkRegistry(publicClient, contracts.registry.address);
  const shares = contracts.shares?.address;
  if (shares !== undefined) await checkShares({ publicClient, coordinator }, shares);
  for (const [role, { address: at, codeHash: said }] of rolesOf(contracts)) {
    const actual = await codeHash(publicClient, at);
    if (actual === said) continue;
    throw new ChainError(
      "CodeHashDiffers",
      `${file} says that the code of the ${role} at ${at} has the hash ${said}, and on chain it has ${actual}: ask whoever deployed it for the file again, by another way`,
    );
  }
  const verifier = await readVerifier(publicClient, coordinator);
  if (verifier !== contracts.verifier.address) {
    throw new ChainError(
      "VerifierDiffers",
      `the coordinator at ${coordinator} asks the verifier at ${verifier}, not the one that ${file} names: ask whoever deployed it for the file again, by another way`,
    );
  }
}

async function codeHash(publicClient: PublicClient, at: Address): Promise<Hex> {
  try {
    return keccak256((await publicClient.getCode({ address: at })) ?? "0x");
  } catch (error) {
    throw asChainError(error, `the code of ${at}`);
  }
}

async function readVerifier(publicClient: PublicClient, coordinator: Address): Promise<Address> {
  try {
    return await publicClient.readContract({ address: coordinator, abi: coordinatorAbi, functionName: "verifier" });
  } catch (error) {
    throw asChainError(error, "verifier");
  }
}
