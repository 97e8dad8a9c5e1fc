// Resolves the differences that an interruption can leave between Ignition's journal and the chain.
// The journal notes a transaction's nonce before it is signed, and its hash only once the node has
// answered; if the journal has a nonce without a hash, Ignition gives up and asks the user for the
// hash. Here the signed transaction is stored before it is sent, so there is nothing to ask: it is
// sent again, or was never signed.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type ArtifactResolver,
  type EIP1193Provider,
  listTransactions,
  trackTransaction,
  wipe,
} from "@nomicfoundation/ignition-core";
import { type Hex, isHex, keccak256 } from "viem";

/** Number of Ignition's error "transaction lost": a journalled nonce without a hash. */
const TRANSACTION_LOST = 10410;

/** Where the last signed transaction is kept. */
export function keptTransaction(deploymentDir: string) {
  const file = join(deploymentDir, "last-signed.txt");
  return {
    /** Null before the first, and if writing it was interrupted: then it was not sent. */
    read: async (): Promise<Hex | null> => {
      const text = await readFile(file, "utf8").catch(() => "");
      return text.endsWith("\n") && isHex(text.trimEnd()) ? (text.trimEnd() as Hex) : null;
    },
    write: (signed: Hex) => writeFile(file, `${signed}\n`, { mode: 0o600, flush: true }),
  };
}

/** Sends the transaction if the node does not have it, and records it in Ignition's journal. */
export async function resumeTransaction(
  provider: EIP1193Provider,
  deploymentDir: string,
  artifactResolver: ArtifactResolver,
  signed: Hex | null,
): Promise<void> {
  if (signed === null) return;
  const hash = keccak256(signed);
  const journalled = await listTransactions(deploymentDir, artifactResolver);
  if (journalled.some(({ txHash }) => txHash === hash)) return;
  const known: unknown = await provider.request({ method: "eth_getTransactionByHash", params: [hash] });
  if (known === null) await provider.request({ method: "eth_sendRawTransaction", params: [signed] });
  await trackTransaction(deploymentDir, hash, provider);
}

/**
 * Runs `deploy`; a contract whose transaction was journalled but never signed starts again. Call
 * after `resumeTransaction`.
 */
export async function withoutLostTransactions<T>(
  deploymentDir: string,
  artifactResolver: ArtifactResolver,
  deploy: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await deploy();
    } catch (error) {
      const lost = error instanceof Error && Reflect.get(error, "number") === TRANSACTION_LOST;
      if (!lost) throw error;
      // Each iteration clears one contract's entry, so the loop ends.
      const { futureId } = Reflect.get(error, "messageArguments") as { futureId: string };
      await wipe(deploymentDir, artifactResolver, futureId);
    }
  }
}
