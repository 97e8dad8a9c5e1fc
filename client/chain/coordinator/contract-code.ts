// Written by `npm run build` from the contracts; do not edit. Their runtime code, as far as it can be told apart.
// biome-ignore-all format: generated
export type ContractName = "CertificateVerifier" | "RoundCoordinator" | "PeerRegistry";

export interface ContractCode {
  readonly bytes: number;
  /** Where each word of an immutable begins. */
  readonly immutables: readonly number[];
  /** keccak256 of the code with every immutable zero. */
  readonly digest: string;
}

export const contractCode: Readonly<Record<ContractName, ContractCode>> = {
  CertificateVerifier: {"bytes":21735,"immutables":[],"digest":"0x7dac8d8cd13bb6ec97debc2730454bd7fa3f45b67681ad1f884164eb3a6ad3c2"},
  RoundCoordinator: {"bytes":14056,"immutables":[7240,10518],"digest":"0x67cc09346723c4b643e51c0e5f37a63182b4b08f099c66ef8b11221d8ecd922b"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xecf220517c902f375ef6f65890e7c03f8f26f0e85125295f47348322edf0bc3a"},
};
