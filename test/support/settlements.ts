// Ways in which a certificate can reach a coordinator, all of them accepted: as plain transactions
// or through contracts, in parts, among decoys and the attempts of others, in encodings that only
// Solidity decodes. Does nothing on import.
import type { Certificate } from "../../client/certificate/types.ts";
import type { RoundId } from "../../client/round/id.ts";
import type { Chain } from "./chain.ts";
import { callingCode, forwarderCode } from "./relay.ts";

const STRANGER = 9;
const DELEGATED = 8;

interface Settlement {
  readonly chain: Chain;
  readonly id: RoundId;
  readonly certificate: Certificate;
}

/** Calldata for a part of the settlement. */
function part({ chain, id, certificate }: Settlement, progress: string, from = 0, to?: number): string {
  const { header, blocks } = certificate;
  return chain.coordinator.interface.encodeFunctionData("settle", [id.round, header, progress, blocks.slice(from, to)]);
}

/**
 * Sends a transaction; returns the progress that its last part left, and the contract that it
 * created.
 */
async function send(
  { chain }: Settlement,
  account: number,
  transaction: { readonly to?: string; readonly data: string },
): Promise<{ readonly progress: string; readonly made: string }> {
  const receipt = (await (await chain.accounts[account]!.sendTransaction(transaction)).wait())!;
  const advanced = receipt.logs
    .map((log) => chain.coordinator.interface.parseLog(log))
    .findLast((event) => event?.name === "SettlementAdvanced");
  return { progress: (advanced?.args[2] as string) ?? "0x", made: receipt.contractAddress ?? "" };
}

async function addresses(
  settlement: Settlement,
): Promise<{ readonly coordinator: string; readonly forwarder: string }> {
  const coordinator = await settlement.chain.coordinator.getAddress();
  const { made } = await send(settlement, STRANGER, { data: forwarderCode(coordinator) });
  return { coordinator, forwarder: made };
}

/** Rewrites the words of `data` at byte offsets of the arguments, and appends `tail`. */
function patched(data: string, words: Readonly<Record<number, bigint>>, tail = ""): string {
  let text = data;
  for (const [at, value] of Object.entries(words)) {
    const from = 10 + 2 * Number(at);
    text = text.slice(0, from) + BigInt.asUintN(256, value).toString(16).padStart(64, "0") + text.slice(from + 64);
  }
  return text + tail;
}

const wordAt = (data: string, at: number) => Number(BigInt(`0x${data.slice(10 + 2 * at, 74 + 2 * at)}`));
const sizeOf = (data: string) => (data.length - 10) / 2;
const word = (value: bigint) => BigInt.asUintN(256, value).toString(16).padStart(64, "0");

/** Repeats the header's counters at the end, without the zeros that would fill their last word. */
function unpadded(data: string): string {
  const header = wordAt(data, 32);
  const counters = header + wordAt(data, header + 32);
  const bytes = data.slice(10 + 2 * counters, 10 + 2 * (counters + 32 + wordAt(data, counters)));
  return patched(data, { [header + 32]: BigInt(sizeOf(data) - header) }, bytes);
}

/**
 * Repeats the list of blocks at the end, with negative offsets to the blocks in their old place.
 */
function backwards(data: string): string {
  const list = wordAt(data, 96);
  const count = wordAt(data, list);
  const end = sizeOf(data);
  const offsets = Array.from({ length: count }, (_, i) => list + wordAt(data, list + 32 + 32 * i) - end);
  return patched(data, { 96: BigInt(end) }, [BigInt(count), ...offsets.map(BigInt)].map(word).join(""));
}

/** By name; each settles a round of at least three blocks that is settling. */
export const SETTLEMENTS: Readonly<Record<string, (settlement: Settlement) => Promise<void>>> = {
  "a plain transaction": async (own) => {
    const { coordinator } = await addresses(own);
    await send(own, STRANGER, { to: coordinator, data: part(own, "0x") });
  },
  "a forwarding contract": async (own) => {
    const { forwarder } = await addresses(own);
    await send(own, STRANGER, { to: forwarder, data: part(own, "0x") });
  },
  "a forwarding contract, part by part, among plain transactions of another settler": async (own) => {
    const { coordinator, forwarder } = await addresses(own);
    const first = part(own, "0x", 0, 1);
    const { progress: begun } = await send(own, STRANGER, { to: forwarder, data: first });
    const other = await send(own, 7, { to: coordinator, data: first });
    const { progress } = await send(own, STRANGER, { to: forwarder, data: part(own, begun, 1, 2) });
    await send(own, 7, { to: coordinator, data: part(own, other.progress, 1, 2) });
    await send(own, STRANGER, { to: forwarder, data: part(own, progress, 2) });
  },
  "plain transactions of which the settler sent the first twice": async (own) => {
    const { coordinator, forwarder } = await addresses(own);
    const first = { to: coordinator, data: part(own, "0x", 0, 1) };
    await send(own, STRANGER, first);
    await send(own, STRANGER, { to: forwarder, data: first.data });
    const { progress } = await send(own, STRANGER, first);
    await send(own, STRANGER, { to: coordinator, data: part(own, progress, 1) });
  },
  "one transaction with several calls of a contract under construction": async (own) => {
    const { coordinator } = await addresses(own);
    const first = part(own, "0x", 0, 1);
    // What the first part leaves depends on the certificate alone.
    const { progress } = await send(own, 7, { to: coordinator, data: first });
    const calls = [first, part(own, "0x", 0, 2), first, part(own, progress, 1)];
    await send(own, STRANGER, { data: callingCode(coordinator, calls) });
  },
  "an account with delegated code, through it and past it": async (own) => {
    const { coordinator, forwarder } = await addresses(own);
    const account = own.chain.accounts[DELEGATED]!.address;
    await own.chain.helpers.setCode(account, `0xef0100${forwarder.slice(2)}`);
    const { progress } = await send(own, DELEGATED, { to: account, data: part(own, "0x", 0, 1) });
    await send(own, DELEGATED, { to: coordinator, data: part(own, progress, 1) });
  },
  "a plain transaction among the same calldata to other contracts": async (own) => {
    const { coordinator } = await addresses(own);
    const { chain, id, certificate } = own;
    const verifiers = [await chain.verifier.getAddress(), await chain.sealedVerifier.getAddress()];
    const elsewhere = await chain.ethers.deployContract("RoundCoordinator", verifiers);
    const header = { ...certificate.header, rho: certificate.header.rho + 1n };
    const decoy = chain.coordinator.interface.encodeFunctionData("settle", [id.round, header, "0x", []]);
    const nobody = chain.accounts[6]!.address;
    await send(own, STRANGER, { to: nobody, data: decoy });
    await send(own, STRANGER, { to: coordinator, data: part(own, "0x") });
    await send(own, STRANGER, { to: nobody, data: decoy });
    await chain.accounts[STRANGER]!.sendTransaction({
      to: await elsewhere.getAddress(),
      data: decoy,
      gasLimit: 1_000_000n,
    }).then(
      () => undefined,
      () => undefined,
    );
  },
  "calldata without padding at the end": async (own) => {
    const { coordinator } = await addresses(own);
    await send(own, STRANGER, { to: coordinator, data: unpadded(part(own, "0x")) });
  },
  "calldata with offsets below zero": async (own) => {
    const { coordinator } = await addresses(own);
    await send(own, STRANGER, { to: coordinator, data: backwards(part(own, "0x")) });
  },
  "calldata with offsets below zero, through a forwarding contract": async (own) => {
    const { forwarder } = await addresses(own);
    await send(own, STRANGER, { to: forwarder, data: backwards(part(own, "0x")) });
  },
};
