// The code of this version's contracts, to compare deployed code with.
import type { ExpectedCode } from "../../../auditor/in-browser.ts";
import { type ContractName, contractCode } from "../../../client/chain/coordinator/contract-code.ts";

const WORD_BYTES = 32;

function expected(name: ContractName): ExpectedCode {
  const { bytes, immutables, digest } = contractCode[name];
  const places = immutables.map((starts) => starts.map((start) => ({ start, length: WORD_BYTES })));
  return { bytes, immutables: places, digest };
}

export const EXPECTED_CODE = {
  coordinator: expected("RoundCoordinator"),
  verifier: expected("CertificateVerifier"),
  sealedVerifier: expected("SealedVerifier"),
  shares: expected("SealedShares"),
} as const;
