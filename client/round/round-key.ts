// The name of a round in messages, files and the journal: `<coordinator>/<round>`, with the address
// in lower case.
import type { Address } from "viem";
import { getAddress } from "viem/utils";
import { InputError } from "../errors.ts";
import { addressFault } from "./address.ts";

export interface RoundKey {
  readonly coordinator: Address;
  readonly round: bigint;
}

export function formatRoundKey({ coordinator, round }: RoundKey): string {
  return `${coordinator.toLowerCase()}/${round}`;
}

/** The number of a round, in the text of its key. */
export function numberOf(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}

const NAME = /^(?:(0x[0-9a-fA-F]{40})\/)?([1-9]\d{0,77})$/;

/** Whether `text` is the name of a round, or its number alone. */
export function isRoundName(text: string): boolean {
  return NAME.test(text);
}

/**
 * Parses the name of a round. `text` may be the number alone if `coordinator` is given.
 * @throws InputError RoundInvalid.
 */
export function parseRoundKey(text: string, coordinator: Address | null): RoundKey {
  const match = NAME.exec(text);
  const fault = match?.[1] === undefined ? null : addressFault(match[1]);
  if (fault !== null) throw new InputError("RoundInvalid", `the address in the round "${text}" ${fault}`);
  const at = match?.[1] === undefined ? coordinator : getAddress(match[1]);
  if (match === null || at === null) {
    throw new InputError(
      "RoundInvalid",
      coordinator === null
        ? `a round is <coordinator address>/<number>, such as 0x5fbd…0aa3/3, not "${text}"`
        : `a round is its number from 1, such as 3, or <coordinator address>/<number>, such as 0x5fbd…0aa3/3, not "${text}"`,
    );
  }
  return { coordinator: at, round: BigInt(match[2]!) };
}

/** For sorting keys of rounds: those of a coordinator together, in the order of their numbers. */
export function compareRounds(left: string, right: string): number {
  const [a, b] = [parseRoundKey(left, null), parseRoundKey(right, null)];
  if (a.coordinator !== b.coordinator) return a.coordinator < b.coordinator ? -1 : 1;
  return Number(a.round - b.round);
}
