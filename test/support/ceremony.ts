// Ceremonies for tests: small ones, in the calling thread, with accounts of fixed keys; and the
// pieces of a contribution, for a contributor who departs from the protocol.
import { createHash } from "node:crypto";
import { type Hex, type PrivateKeyAccount, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { runBulk } from "../../client/crypto/curve/bulk.ts";
import { type BulkCurve, bulkCurve } from "../../client/crypto/curve/bulk-pool.ts";
import { inCallingThread } from "../../client/crypto/threads.ts";
import { integerToBytes } from "../../client/math/bytes.ts";
import type { Random } from "../../client/math/random.ts";
import { type Ceremony, type ChainEnd, chainStart, checkCeremony } from "../../client/sealed/ceremony/ceremony.ts";
import type { Contributor } from "../../client/sealed/ceremony/contribute.ts";
import { contributionDigest, type PointPair } from "../../client/sealed/ceremony/contribution.ts";
import { answer, commitNonces } from "../../client/sealed/ceremony/knowledge.ts";
import { signContribution } from "../../client/sealed/ceremony/signature.ts";
import type { Factors } from "../../client/sealed/ceremony/string.ts";
import { type Srs, srsDigest } from "../../client/sealed/srs.ts";
import { testSeed } from "./certificate.ts";
import { codeOf } from "./codes.ts";

/** R of the ceremonies in tests. */
export const SIZE = 16;

export const testCurve: BulkCurve = bulkCurve(inCallingThread(runBulk));

export function testAccount(index: number): PrivateKeyAccount {
  return privateKeyToAccount(toHex(testSeed(`ceremony account ${index}`).bytes(32)));
}

/** The contributor of an index. */
export function contributor(index: number, random: Random = testSeed(`ceremony ${index}`)): Contributor {
  return { account: testAccount(index), random, curve: testCurve, progress: () => {} };
}

/** The code with which a ceremony is refused; "none" for one that is right. */
export function refusalOf(ceremony: Ceremony): Promise<string> {
  return codeOf(() => checkCeremony(ceremony, { random: testSeed("check"), curve: testCurve, progress: () => {} }));
}

/** Randomness that makes a contributor draw these factors. */
export function randomOf({ sigma, tau }: Factors): Random {
  // The draw is from [1, r), so one is added to what the bytes say.
  const drawn = [sigma, tau].map((factor) => integerToBytes(factor - 1n, 32));
  const own = testSeed("chosen factors");
  return {
    bytes: (length) => own.bytes(length),
    fork: (label) => (label === "factors" ? { ...own, bytes: () => drawn.shift()! } : own.fork(label)),
  };
}

/** The end of a ceremony's chain, without checking anything. */
export function endOf({ srs, contributions }: Ceremony): ChainEnd {
  const last = contributions.at(-1);
  return last === undefined ? chainStart(srs.size) : { digest: contributionDigest(last), points: last.points };
}

/** What a dishonest contributor makes of its own. */
export interface Forgery {
  readonly srs: Srs;
  /** Factors that it claims to know, and over which points. */
  readonly factors: Factors;
  readonly base?: PointPair;
  readonly account?: PrivateKeyAccount;
  readonly signer?: PrivateKeyAccount;
  /** The digest that it states, if not that of its string. */
  readonly string?: Hex;
  /** The pair of points that it states, if not those of its string. */
  readonly points?: PointPair;
}

/** Adds a contribution that leads to any string, with a proof and a signature made as usual. */
export async function forge(before: Ceremony, forgery: Forgery): Promise<Ceremony> {
  const { srs, factors, account = testAccount(9), signer = account } = forgery;
  const { digest: previous, points: from } = endOf(before);
  const nonces = { sigma: 5n, tau: 7n };
  const statement = {
    ...{ account: account.address, previous, string: forgery.string ?? srsDigest(srs) },
    points: forgery.points ?? { sigma: srs.matrix[1]![0]!, tau: srs.line[1]! },
    nonces: commitNonces(forgery.base ?? from, nonces),
  };
  const digest: Hex = contributionDigest(statement);
  const signature = await signContribution(signer, srs.size, digest);
  const contribution = { ...statement, answers: answer(nonces, digest, factors), signature };
  return { srs, contributions: [...before.contributions, contribution] };
}

const WORD = 32;
const CHUNK = 65_536;

/**
 * The file of a set-up with `change` written at an offset of its body, and the digests of its head
 * made to fit, as somebody would who changes it on purpose. Follows docs/sealed.md only.
 */
export function rewriteBody(file: Uint8Array, at: number, change: Uint8Array): Buffer {
  const head = headLength(file);
  const changed = Buffer.from(file);
  changed.set(change, head + at);
  const body = changed.subarray(head);
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
  for (let i = 0; i * CHUNK < body.length; i++)
    changed.set(sha256(body.subarray(i * CHUNK, (i + 1) * CHUNK)), (3 + i) * WORD);
  changed.set(sha256(changed.subarray(0, head - WORD)), head - WORD);
  return changed;
}

/** Bytes of a file before its body. */
export function headLength(file: Uint8Array): number {
  // Of h = (3 + chunks + 1)·32 with as many chunks as the rest needs.
  for (let chunks = 1; ; chunks++) {
    const head = (4 + chunks) * WORD;
    if (Math.ceil((file.length - head) / CHUNK) === chunks) return head;
  }
}
