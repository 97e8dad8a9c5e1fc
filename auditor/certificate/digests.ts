// Digests and challenges of docs/certificate.md, each with ethers' ABI coder. Digests are 0x-hex of
// 32 bytes.
import { AbiCoder, concat, dataSlice, getBytes, id, keccak256, toBeHex } from "ethers";
import { ORDER } from "./group.ts";
import type { Header, Proof, Statement } from "./types.ts";

/** What ties a commitment or a message to its round. */
export type RoundKey = Pick<Statement, "chainId" | "coordinator" | "round">;

export const WORD = "uint256";
/** The types of a `RoundKey`. */
export const ROUND: readonly string[] = [WORD, "address", WORD];
const PROOFS = "tuple(uint256 ax,uint256 ay,uint256 a,uint256 aRay,uint256 z0,uint256 zh)[]";
export const EMPTY_DIGEST: string = `0x${"00".repeat(32)}`;

function encode(types: readonly string[], values: readonly unknown[]): string {
  return AbiCoder.defaultAbiCoder().encode(types, values);
}

/** H(tag, …) = keccak256(abi.encode(keccak256(tag), …)). */
export function tagged(tag: string, types: readonly string[], values: readonly unknown[]): string {
  return keccak256(encode(["bytes32", ...types], [id(tag), ...values]));
}

/** keccak256(digest ‖ data). */
export function absorb(digest: string, data: string): string {
  return keccak256(concat([digest, data]));
}

/** 32 bytes, big endian; 0 ≤ value < 2^256. */
export const wordBytes = (value: bigint): string => toBeHex(value, 32);

/** x ‖ y. */
export const pointBytes = ([x, y]: readonly [bigint, bigint]): string => concat([wordBytes(x), wordBytes(y)]);

/** commitment_k of the points whose running digest is `pointsDigest`. */
export function commitmentDigest(round: RoundKey, party: number, counters: string, pointsDigest: string): string {
  return tagged(
    "concordat/commitment/v1",
    [...ROUND, WORD, "bytes32", "bytes32"],
    [round.chainId, round.coordinator, round.round, party, keccak256(counters), pointsDigest],
  );
}

/** What one party sends in one exchange. */
export interface Turn {
  readonly exchange: number;
  readonly from: number;
}

/** The digest that is posted for a turn; `bodies` are the keccak256 of its messages, in order. */
export function turnDigest(round: RoundKey, { exchange, from }: Turn, bodies: readonly string[]): string {
  return tagged(
    "concordat/turn/v1",
    [...ROUND, WORD, WORD, "bytes32"],
    [round.chainId, round.coordinator, round.round, exchange, from, keccak256(concat(bodies))],
  );
}

/** The digest that a stopped party posts in its turn. */
export function refusalDigest(round: RoundKey, { exchange, from }: Turn): string {
  return tagged(
    "concordat/refusal/v2",
    [...ROUND, WORD, WORD],
    [round.chainId, round.coordinator, round.round, exchange, from],
  );
}

/** Bytes of a running digest. */
const RUNNING_BYTES = 30;
const RUNNING = `bytes${RUNNING_BYTES}`;

/** A party's running digest before it commits. */
export const EMPTY_POSTS: string = `0x${"00".repeat(RUNNING_BYTES)}`;

/** A party's running digest once it has committed. */
export function firstPosts(commitment: string): string {
  return dataSlice(commitment, 0, RUNNING_BYTES);
}

/** A party's running digest `posts` after it has posted `digest` in `exchange`. */
export function nextPosts(posts: string, exchange: number, digest: string): string {
  return dataSlice(keccak256(encode([RUNNING, WORD, "bytes32"], [posts, exchange, digest])), 0, RUNNING_BYTES);
}

/** S_0. */
export function statementStart(statement: Statement, header: Header): string {
  const { chainId, coordinator, round, paramsDigest, commitments } = statement;
  const { kind, objective, dual, rho, cx, cy } = header;
  return tagged(
    "concordat/statement/v1",
    [...ROUND, WORD, "bytes32", "bytes32", "int256", "int256", WORD, WORD, WORD],
    [chainId, coordinator, round, kind, paramsDigest, keccak256(concat(commitments)), objective, dual, rho, cx, cy],
  );
}

/** Z_0. */
export function responseStart(statementDigest: string, proofs: readonly Proof[]): string {
  const encoded = keccak256(encode([PROOFS], [proofs]));
  return tagged("concordat/response/v1", ["bytes32", "bytes32"], [statementDigest, encoded]);
}

const scalar = (digest: string): bigint => BigInt(digest) % ORDER;

/** α. */
export function alphaOf(statementDigest: string): bigint {
  return scalar(tagged("concordat/alpha/v1", ["bytes32"], [statementDigest]));
}

/** e_k. */
export function challengeOf(statementDigest: string, party: number, { ax, ay, a, aRay }: Proof): bigint {
  const types = ["bytes32", WORD, WORD, WORD, WORD, WORD];
  return scalar(tagged("concordat/challenge/v1", types, [statementDigest, party, ax, ay, a, aRay]));
}

/** γ_k for k = 0..P. */
export function weightOf(responseDigest: string, k: number): bigint {
  return scalar(tagged("concordat/weight/v1", ["bytes32", WORD], [responseDigest, k]));
}

/** Bytes [from, to) of 0x-hex. */
export function bytesBetween(data: string, from: number, to: number): string {
  return from === to ? "0x" : dataSlice(data, from, to);
}

/** 0x-hex as bytes. */
export function bytesOf(data: string): Uint8Array {
  return getBytes(data);
}

/** The 32-byte words of 0x-hex whose length is a multiple of 32 bytes. */
export function wordsOf(data: string): bigint[] {
  return Array.from({ length: (data.length - 2) / 64 }, (_, i) => BigInt(`0x${data.slice(2 + 64 * i, 66 + 64 * i)}`));
}
