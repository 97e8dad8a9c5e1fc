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
  CertificateVerifier: {"bytes":21761,"immutables":[],"digest":"0x22a598162c7b2bdbd166fd4ca604be353976d94356e955916292b6b5d6a94a26"},
  RoundCoordinator: {"bytes":14056,"immutables":[7240,10518],"digest":"0xfc9288bf3d9eca79bfb951f6030b99fcdd9460e8af0e21c26e47627abf79c48d"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xecf220517c902f375ef6f65890e7c03f8f26f0e85125295f47348322edf0bc3a"},
};
