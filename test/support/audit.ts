// A chain node that the tests can make lie: an ethers provider over an in-process chain whose
// answers they may change; and audits of that chain. Does nothing on import.
import { expect } from "chai";
import { BrowserProvider, type JsonRpcApiProvider } from "ethers";
import hre from "hardhat";
import { AuditError, type AuditOptions, auditRound, expectedCode, type Report } from "../../auditor/index.ts";
import type { Certificate } from "../../client/certificate/types.ts";
import type { RoundId } from "../../client/round/id.ts";
import type { RoundShape } from "./certificate.ts";
import { type Chain, createChain, type DeployedChain } from "./chain.ts";
import { transact } from "./rounds.ts";

export interface RpcRequest {
  readonly method: string;
  readonly params?: unknown;
}

export type Request = (request: RpcRequest) => Promise<unknown>;

/** What a node returns instead of `answer()`; throws to refuse. */
export type Lie = (request: RpcRequest, answer: () => Promise<unknown>) => Promise<unknown>;

/** A provider over `request` that caches answers: the chain must not go on while it is used. */
export function cachingProvider(request: Request): (lie?: Lie) => JsonRpcApiProvider {
  const kept = new Map<string, Promise<unknown>>();
  const answer: Request = ({ method, params }) => {
    const key = JSON.stringify([method, params]);
    let known = kept.get(key);
    if (known === undefined) {
      known = request({ method, ...(params === undefined ? {} : { params }) });
      kept.set(key, known);
    }
    return known;
  };
  return (lie = (_, honest) => honest()) =>
    new BrowserProvider(
      { request: async (asked: RpcRequest) => structuredClone(await lie(asked, () => answer(asked))) },
      undefined,
      { cacheTimeout: -1 },
    );
}

/**
 * All but its kind: two parties, of which the second owns the objective, and an answer within the
 * tolerances.
 */
export const AUDITED_SHAPE: Omit<RoundShape, "kind"> = {
  columns: 3,
  inequalities: [2, 1],
  equalities: [1, 0],
  owner: 1,
  noisy: true,
};

/** A fresh chain, the request function of its node, and the code of its contracts. */
export interface AuditedChain {
  readonly chain: Chain;
  readonly coordinator: string;
  readonly request: Request;
  readonly expectedCode: NonNullable<AuditOptions["expectedCode"]>;
  /**
   * Audits a round with all that is known, through a node that is honest unless `provider` lies.
   */
  audit(round: bigint, provider?: JsonRpcApiProvider, more?: Partial<AuditOptions>): Promise<Report>;
}

export async function auditedChain(): Promise<AuditedChain> {
  const chain = await createChain();
  const coordinator = await chain.coordinator.getAddress();
  const request: Request = ({ method, params }) => chain.ethers.provider.send(method, params as unknown[]);
  const compiled = {
    coordinator: expectedCode(await hre.artifacts.readArtifact("RoundCoordinator")),
    verifier: expectedCode(await hre.artifacts.readArtifact("CertificateVerifier")),
    sealedVerifier: expectedCode(await hre.artifacts.readArtifact("SealedVerifier")),
    shares: expectedCode(await hre.artifacts.readArtifact("SealedShares")),
  };
  const audit: AuditedChain["audit"] = (round, provider = cachingProvider(request)(), more = {}) =>
    auditRound({ provider, coordinator, round, expectedCode: compiled, ...more });
  return { chain, coordinator, request, expectedCode: compiled, audit };
}

/** Account 1 settles a round in transactions of `size` blocks. */
export async function settleInParts(
  chain: DeployedChain,
  id: RoundId,
  certificate: Certificate,
  size: number,
): Promise<void> {
  let progress = "0x";
  for (let from = 0; from < certificate.blocks.length; from += size) {
    const blocks = certificate.blocks.slice(from, from + size);
    const sent = await transact(chain, 1, "settle", [id.round, certificate.header, progress, blocks]);
    const [log] = (await sent.wait())!.logs.map((entry) => chain.coordinator.interface.parseLog(entry));
    if (log?.name === "SettlementAdvanced") progress = log.args[2];
  }
}

/** Codes of a report's checks with the given result. */
export function codesOf({ checks }: Report, wanted: string): string[] {
  return checks.filter(({ result }) => result === wanted).map(({ code }) => code);
}

/** Fails unless `run` throws an AuditError with `code`. */
export async function expectAuditError(code: string, run: () => Promise<unknown>, what = ""): Promise<void> {
  try {
    await run();
  } catch (error) {
    expect(error, what).to.be.instanceOf(AuditError);
    expect((error as AuditError).code, what).to.equal(code);
    return;
  }
  expect.fail(`not refused: ${code} ${what}`);
}
