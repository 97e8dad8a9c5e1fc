// Written by `npm run build` from the contracts; do not edit. Their runtime code, as far as it can be told apart.
// biome-ignore-all format: generated
export type ContractName = "CertificateVerifier" | "SealedVerifier" | "RoundCoordinator" | "PeerRegistry";

export interface ContractCode {
  readonly bytes: number;
  /** Where the words of each immutable begin, in the order of declaration. */
  readonly immutables: readonly (readonly number[])[];
  /** keccak256 of the code with every immutable zero. */
  readonly digest: string;
}

export const contractCode: Readonly<Record<ContractName, ContractCode>> = {
  CertificateVerifier: {"bytes":21668,"immutables":[],"digest":"0xa89834ebb41c231fecf007c3335ad2db2d0458e3a5f99613557031c3ed7d47dc"},
  SealedVerifier: {"bytes":18719,"immutables":[],"digest":"0xaf90ffb0d922b14b1b71d51a479d17d65d47b4364bea9b5e387fefefd7d4d49a"},
  RoundCoordinator: {"bytes":16862,"immutables":[[9417,13226],[5133,7780]],"digest":"0xc3329a74bb3555852da34e09d6fb2a575e6114fda00ce29741fef2f98278757f"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xdedc694ed020ec69a0f6fde63d6f39f0a95f8bea2d2c6705397a42b0d9392961"},
};
