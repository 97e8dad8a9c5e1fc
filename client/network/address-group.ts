// Which IP addresses count as one: an IPv4 address alone; of IPv6 a /64, since whoever has one address there usually has all of it.
import { isIPv4, isIPv6 } from "node:net";

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUP_WORDS = 4;
const WORDS = 8;

/** The group's name, the same for every spelling of an address; anything that is no IP address is a group of its own. */
export function addressGroup(host: string): string {
  const [address] = host.split("%") as [string];
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  return isIPv6(address) ? `${prefixOf(address)}::/64` : address;
}

function prefixOf(address: string): string {
  // A dotted tail stands for the last two words, which are not of the prefix.
  const plain = address.replace(/\d+\.\d+\.\d+\.\d+$/, "0:0");
  const [head, tail] = plain.split("::").map((part) => (part === "" ? [] : part.split(":"))) as [string[], string[]?];
  const gap = tail === undefined ? 0 : WORDS - head.length - tail.length;
  const words = [...head, ...new Array<string>(gap).fill("0"), ...(tail ?? [])];
  return words
    .slice(0, GROUP_WORDS)
    .map((word) => Number.parseInt(word, 16).toString(16))
    .join(":");
}
