// Which IP addresses count as one: an IPv4 address alone; of IPv6 a /64, since whoever has one
// address there usually has all of it.
import { parseIP } from "@chainsafe/is-ip/parse";

/**
 * The first 12 bytes of an IPv4 address that is written as one of IPv6 (RFC 4291, section 2.5.5.2).
 */
const MAPPED = Buffer.from("00000000000000000000ffff", "hex");

/**
 * The group's name, the same for every spelling of an address; anything that is no IP address is a
 * group of its own.
 */
export function addressGroup(host: string): string {
  const bytes = parseIP(host);
  if (bytes === undefined) return host;
  if (bytes.length === 4) return bytes.join(".");
  const prefix = bytes.subarray(0, MAPPED.length);
  if (MAPPED.equals(prefix)) return bytes.subarray(MAPPED.length).join(".");
  const words = Buffer.from(prefix);
  return `${[0, 2, 4, 6].map((at) => words.readUInt16BE(at).toString(16)).join(":")}::/64`;
}
