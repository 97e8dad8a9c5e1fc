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
  SealedVerifier: {"bytes":19178,"immutables":[],"digest":"0x912906afdb003bc73b50a4f0259738b30b069df456e88a863ef4508f4f663e64"},
  RoundCoordinator: {"bytes":16857,"immutables":[[9417,13221],[5133,7780]],"digest":"0x4f8a28e3ecb63a9bd27a0e6292b3d0bd9e55ef35efdab4408cf0a7b3ad143771"},
  PeerRegistry: {"bytes":1506,"immutables":[],"digest":"0xdedc694ed020ec69a0f6fde63d6f39f0a95f8bea2d2c6705397a42b0d9392961"},
  SealedShares: {"bytes":14456,"immutables":[[230,757,11751]],"digest":"0x596c753e3635d27172e3011dedd3effa80d90094dbb6dfe896ca48b743d69345"},
};
