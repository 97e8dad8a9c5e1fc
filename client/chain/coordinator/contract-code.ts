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
  CertificateVerifier: {"bytes":21668,"immutables":[],"digest":"0xa89834ebb41c231fecf007c3335ad2db2d0458e3a5f99613557031c3ed7d47dc"},
  RoundCoordinator: {"bytes":14565,"immutables":[7806,11025],"digest":"0xe04296e47411faa7b8a927aea9667fd9cfdb57f3e0bed363cd36900d128897d0"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xdedc694ed020ec69a0f6fde63d6f39f0a95f8bea2d2c6705397a42b0d9392961"},
};
