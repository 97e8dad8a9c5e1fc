// Runtime code of earlier builds, so that a client can say what a partner has deployed. At a
// release, append the previous entries of client/chain/coordinator/contract-code.ts. A client
// commits to no round of these contracts, but still withdraws from them.
import type { ContractCode, ContractName } from "./contract-code.ts";

export interface EarlierCode extends ContractCode {
  readonly contract: ContractName;
  readonly version: string;
}

export const earlierCode: readonly EarlierCode[] = [
  {
    contract: "CertificateVerifier",
    version: "0.1.0 before columns had upper bounds",
    bytes: 21_023,
    immutables: [],
    digest: "0xe9940575e6de15528c0f373a68635ce9a64f2c74e368d34fb68478e09a215874",
  },
  {
    contract: "RoundCoordinator",
    version: "0.1.0 before columns had upper bounds",
    bytes: 13_630,
    immutables: [[7116, 11_224]],
    digest: "0x9afc826deb85caf43df2061f803285a3499b9dd590d47b4360aa53f05f6bb106",
  },
  {
    contract: "CertificateVerifier",
    version: "0.1.0 when the coordinator was called LPCoordinator",
    bytes: 21_761,
    immutables: [],
    digest: "0x22a598162c7b2bdbd166fd4ca604be353976d94356e955916292b6b5d6a94a26",
  },
  {
    contract: "RoundCoordinator",
    version: "0.1.0 when the coordinator was called LPCoordinator",
    bytes: 14_056,
    immutables: [[7240, 10_518]],
    digest: "0x4a37bb87e1a952ff177fcefe3571d8666c65e242ff4956d51951c50b4eee458e",
  },
  {
    contract: "CertificateVerifier",
    version: "0.1.0 when a round was posted step by step",
    bytes: 21_668,
    immutables: [],
    digest: "0x068b10debb7053f747d038c3792be90f2baba0cc5b3903418bc6cbf3e1063ef9",
  },
  {
    contract: "RoundCoordinator",
    version: "0.1.0 when a round was posted step by step",
    bytes: 14_056,
    immutables: [[7240, 10_518]],
    digest: "0xb029976d864c8fde58ebc06251e3e5e736595be1c90e6ab221fa7e7355c57d1e",
  },
  {
    contract: "RoundCoordinator",
    version: "0.1.0 when every outcome was public",
    bytes: 14_565,
    immutables: [[7806, 11_025]],
    digest: "0xe04296e47411faa7b8a927aea9667fd9cfdb57f3e0bed363cd36900d128897d0",
  },
];
