// Which IP addresses count as one: a single IPv4 address; for IPv6 a /64, since whoever has one of
// its addresses usually has all of them.
import { parseIP } from "@chainsafe/is-ip/parse";

/** The 12-byte prefix of an IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2). */
const MAPPED = Buffer.from("00000000000000000000ffff", "hex");

/**
 * The group's name, the same for every spelling of an address; any other text is a group of its
 * own.
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
