// The addresses that an account registered. Anyone may register any text: only TCP at an IP address
// or a DNS name is dialled, under the registered key, and few of them.
import type { PeerId } from "@libp2p/interface";
import { type Multiaddr, multiaddr } from "@multiformats/multiaddr";
import { NetworkError } from "../errors.ts";

const MAX_BYTES = 1024;
const MAX_ADDRESSES = 8;
const HOSTS = new Set(["ip4", "ip6", "dns", "dns4", "dns6"]);

function invalid(what: string, options?: ErrorOptions): NetworkError {
  return new NetworkError("AddressInvalid", `addresses of a peer: ${what}`, options);
}

/** As the registry holds them. Throws NetworkError "AddressInvalid". */
export function formatAddresses(addresses: readonly string[]): string {
  const text = addresses.join(" ");
  parseAddresses(text);
  return text;
}

/**
 * At most 8 multiaddrs of the form /ip4|ip6|dns|dns4|dns6/…/tcp/port, separated by one space each;
 * none in an empty text. Throws NetworkError "AddressInvalid".
 */
export function parseAddresses(text: string): readonly Multiaddr[] {
  if (text === "") return [];
  if (Buffer.byteLength(text) > MAX_BYTES) throw invalid(`more than ${MAX_BYTES} bytes`);
  const parts = text.split(" ");
  if (parts.length > MAX_ADDRESSES) throw invalid(`more than ${MAX_ADDRESSES} of them`);
  return parts.map(parseAddress);
}

function parseAddress(text: string): Multiaddr {
  let address: Multiaddr;
  try {
    address = multiaddr(text);
  } catch (error) {
    throw invalid("not a multiaddr", { cause: error });
  }
  const [host, port, ...rest] = address.getComponents();
  if (host === undefined || !HOSTS.has(host.name) || port?.name !== "tcp" || rest.length !== 0) {
    throw invalid("only /ip4|ip6|dns|dns4|dns6/host/tcp/port is dialled");
  }
  return address;
}

/**
 * The same addresses, good for `peer` only: whoever else answers there is refused in the handshake.
 */
export function addressesOf(peer: PeerId, addresses: readonly Multiaddr[]): Multiaddr[] {
  return addresses.map((address) => address.encapsulate(`/p2p/${peer.toString()}`));
}

/** The host of the first of these addresses: where else to listen. */
export function hostToListenOn(addresses: readonly string[]): string {
  return parseAddresses(addresses.slice(0, 1).join(" "))[0]?.getComponents()[0]?.value ?? "0.0.0.0";
}
