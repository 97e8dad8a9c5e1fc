// Whether an account signed a message: with its key or, if it is a contract, by its own answer
// (EIP-1271) at a given block.
import { concat, Interface, isError, type JsonRpcApiProvider } from "ethers";
import { isBeyondLimits } from "../chain/rpc.ts";
import type { ChainView } from "../chain/view.ts";
import { phrase } from "../words/english.ts";
import type { SignedDigest } from "./envelope.ts";

const WALLET = new Interface(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
/** The answer of a contract that accepts the signature, as a word. */
const TAKEN = concat(["0x1626ba7e", new Uint8Array(28)]);

/** What is asked about contracts. */
export type SignatureView = Pick<ChainView, "ask">;

/** unknown: the account may be a contract, and the node no longer has that block's state. */
export type Signed = "yes" | "no" | "unknown";

/** A contract is asked with the state at the end of `block`. */
export async function signedBy(
  { hash, signature, signer }: SignedDigest,
  account: string,
  block: number,
  view: SignatureView,
): Promise<Signed> {
  if (signature === null) return "no";
  if (signer === account) return "yes";
  const data = WALLET.encodeFunctionData("isValidSignature", [hash, signature]);
  const question = async (node: JsonRpcApiProvider): Promise<string> => {
    try {
      return await node.call({ to: account, data, blockTag: block });
    } catch (error) {
      if (isBeyondLimits(error)) throw error;
      return isError(error, "CALL_EXCEPTION") ? "0x" : "unknown";
    }
  };
  const answer = await view.ask(phrase("asked/signature", { account, block }), question);
  if (answer === "unknown") return "unknown";
  return answer.slice(0, TAKEN.length) === TAKEN ? "yes" : "no";
}
