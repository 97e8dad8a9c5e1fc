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
  CertificateVerifier: {"bytes":21668,"immutables":[],"digest":"0xcb8539c82c522cba2f94a78318a081aa3e13cde56f95ab11e682dd14daeddf24"},
  RoundCoordinator: {"bytes":14565,"immutables":[7806,11025],"digest":"0x5eea4d7eeb8defb4960e7c209bc3a02a4f765ac2110c0222000e199e00d34286"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xdedc694ed020ec69a0f6fde63d6f39f0a95f8bea2d2c6705397a42b0d9392961"},
};
