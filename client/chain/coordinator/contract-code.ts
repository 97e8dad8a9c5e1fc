// Written by `npm run build` from the contracts; do not edit. Their runtime code, as far as it can be told apart.
// biome-ignore-all format: generated
export type ContractName = "CertificateVerifier" | "SealedVerifier" | "RoundCoordinator" | "PeerRegistry" | "SealedShares";

export interface ContractCode {
  readonly bytes: number;
  /** Where the words of each immutable begin, in the order of declaration. */
  readonly immutables: readonly (readonly number[])[];
  /** keccak256 of the code with every immutable zero. */
  readonly digest: string;
}

export const contractCode: Readonly<Record<ContractName, ContractCode>> = {
  CertificateVerifier: {"bytes":21668,"immutables":[],"digest":"0xa89834ebb41c231fecf007c3335ad2db2d0458e3a5f99613557031c3ed7d47dc"},
  SealedVerifier: {"bytes":18917,"immutables":[],"digest":"0x08037f9851f3573c174805e56c90375247a84afb9d73bb3972708e48f2f2068b"},
  RoundCoordinator: {"bytes":16857,"immutables":[[9417,13221],[5133,7780]],"digest":"0x9d1068408e5097fde253733f7f13b24af7237271029ecec6b44ba6eb31297f41"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xdedc694ed020ec69a0f6fde63d6f39f0a95f8bea2d2c6705397a42b0d9392961"},
  SealedShares: {"bytes":14566,"immutables":[[230,757,11861]],"digest":"0x2fcb7ae74e1bb8f5fa07cc64b60f67c931c9105499befd31dbd1881f88b72291"},
};
