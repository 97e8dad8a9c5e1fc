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
  LPCoordinator: {"bytes":14056,"immutables":[7240,10518],"digest":"0x4a37bb87e1a952ff177fcefe3571d8666c65e242ff4956d51951c50b4eee458e"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xecf220517c902f375ef6f65890e7c03f8f26f0e85125295f47348322edf0bc3a"},
};
