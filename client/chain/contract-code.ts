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
  CertificateVerifier: {"bytes":21761,"immutables":[],"digest":"0x22a598162c7b2bdbd166fd4ca604be353976d94356e955916292b6b5d6a94a26"},
  LPCoordinator: {"bytes":14056,"immutables":[7240,10518],"digest":"0xe0d3009eb1ea73a6497bdd6fb3a7a67ece6d9a6eee28641cf04995fa13831968"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xecf220517c902f375ef6f65890e7c03f8f26f0e85125295f47348322edf0bc3a"},
};
