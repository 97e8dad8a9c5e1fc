// Who sends what to whom, in exchanges. The messages of one exchange do not depend on each other,
// so all parties that send in it do so at the same time. Each posts one digest for all that it
// sends in it.
import type { Hex } from "viem";
import type { Turn } from "./digests.ts";

/** A message of a protocol. Known before the round starts. */
export interface ScheduleEntry {
  readonly from: number;
  /** The receiver; null when all others receive it. */
  readonly to: number | null;
  /**
   * The exchange that it belongs to, 0-based; it never falls along a schedule. A party can make
   * all its messages of an exchange from what it received in earlier ones.
   */
  readonly exchange: number;
  /** The content of the message, in a few words for people. */
  readonly content: string;
  /**
   * The part of the protocol that the message belongs to, by the name that reports of cost and
   * progress use.
   */
  readonly phase: string;
  /**
   * The longest body that the message can need, in bytes. It follows from the public round alone.
   * Receivers refuse a longer body before they fetch it. It is not on chain.
   */
  readonly bytes: number;
}

/** The positions of each exchange's messages in a protocol's schedule, in order. */
export function exchangesOf(schedule: readonly ScheduleEntry[]): number[][] {
  const exchanges: number[][] = [];
  for (const [position, { exchange }] of schedule.entries()) {
    exchanges[exchange] ??= [];
    exchanges[exchange].push(position);
  }
  return exchanges;
}

/** A turn with its messages. */
export interface ScheduledTurn extends Turn {
  /** At least one, in the order of the protocol's schedule. */
  readonly messages: readonly ScheduleEntry[];
  /** The position of each in the protocol's schedule. */
  readonly positions: readonly number[];
}

/** Most exchanges that the contract accepts. */
export const MAX_EXCHANGES = 14;

/**
 * Exchanges from this number on are not posted: the parties send them to each other within a posted
 * one, which vouches for them (client/play/seal/echo.ts).
 */
export const UNPOSTED_EXCHANGE = 0x1_0000;

export function isPosted({ exchange }: Turn): boolean {
  return exchange < UNPOSTED_EXCHANGE;
}

/** How many exchanges of these turns are posted; none of them is empty. */
export function postedExchanges(turns: readonly Turn[]): number {
  return 1 + Math.max(-1, ...turns.filter(isPosted).map(({ exchange }) => exchange));
}

/** The turns of a schedule, by exchange and then by party: the place of each is its `step`. */
export function turnsOf(schedule: readonly ScheduleEntry[]): ScheduledTurn[] {
  const turns = new Map<string, Turn & { messages: ScheduleEntry[]; positions: number[] }>();
  for (const [position, entry] of schedule.entries()) {
    const { exchange, from } = entry;
    const key = `${exchange}/${from}`;
    const turn = turns.get(key) ?? { exchange, from, messages: [], positions: [] };
    turn.messages.push(entry);
    turn.positions.push(position);
    turns.set(key, turn);
  }
  return [...turns.values()].toSorted((a, b) => a.exchange - b.exchange || a.from - b.from);
}

/** Whether `party` receives any message of the turn. */
export function receives({ from, messages }: ScheduledTurn, party: number): boolean {
  return from !== party && messages.some(({ to }) => to === null || to === party);
}

/** Hexadecimal digits of a word. */
const WORD_DIGITS = 64;

/** How many exchanges a schedule has, as the contract has it. */
export function exchangeCount(schedule: Hex): number {
  return (schedule.length - "0x".length) / WORD_DIGITS;
}

/** The schedule as the contract has it: a word for each posted exchange, a bit for each sender. */
export function scheduleWords(turns: readonly Turn[]): Hex {
  const words: bigint[] = [];
  for (const { exchange, from } of turns.filter(isPosted))
    words[exchange] = (words[exchange] ?? 0n) | (1n << BigInt(from));
  return `0x${words.map((word) => word.toString(16).padStart(WORD_DIGITS, "0")).join("")}`;
}
