// Written by `npm run build` from the contracts; do not edit. Their runtime code, as far as it can be told apart.
// biome-ignore-all format: generated
export type ContractName = "CertificateVerifier" | "LPCoordinator" | "PeerRegistry";

export interface ContractCode {
  readonly bytes: number;
  /** Where each word of an immutable begins. */
  readonly immutables: readonly number[];
  /** keccak256 of the code with every immutable zero. */
  readonly digest: string;
}

export const contractCode: Readonly<Record<ContractName, ContractCode>> = {
  CertificateVerifier: {"bytes":21290,"immutables":[],"digest":"0x3beeae80330e7863c39f4408278081193622a76be962b9f470a6191ff75cac81"},
  LPCoordinator: {"bytes":13978,"immutables":[7176,10454],"digest":"0xcb541bd30e63e19b90219a3ed2fdea59e5f6afbefd038598a9e3991ca4b605be"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xecf220517c902f375ef6f65890e7c03f8f26f0e85125295f47348322edf0bc3a"},
};
