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
  CertificateVerifier: {"bytes":21668,"immutables":[],"digest":"0x0236f2bc799d7aa31315f528e524ba24898dfb4023d1f5f6a0d4d934afa59285"},
  RoundCoordinator: {"bytes":14565,"immutables":[7806,11025],"digest":"0xa3206cb7703d8897393a29abd95582ea11fc25d170773750a7dc5e64066611ff"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xecf220517c902f375ef6f65890e7c03f8f26f0e85125295f47348322edf0bc3a"},
};
