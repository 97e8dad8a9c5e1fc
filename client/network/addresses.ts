// The addresses that an account registered. Anyone may register any text, so only a few addresses
// are dialled, only TCP at an IP address or a DNS name, and only under the registered key.
import type { PeerId } from "@libp2p/interface";
import { type Multiaddr, multiaddr } from "@multiformats/multiaddr";
import { NetworkError } from "../errors.ts";

const MAX_BYTES = 1024;
const MAX_ADDRESSES = 8;
const HOSTS = new Set(["ip4", "ip6", "dns", "dns4", "dns6"]);

function invalid(what: string, options?: ErrorOptions): NetworkError {
  return new NetworkError("AddressInvalid", `addresses of a peer: ${what}`, options);
}

/** The addresses in the registry's format. Throws NetworkError "AddressInvalid". */
export function formatAddresses(addresses: readonly string[]): string {
  const text = addresses.join(" ");
  parseAddresses(text);
  return text;
}

/**
 * At most 8 multiaddrs of the form /ip4|ip6|dns|dns4|dns6/…/tcp/port, separated by one space each;
 * none for an empty text. Throws NetworkError "AddressInvalid".
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

/** The same addresses, bound to `peer`: the handshake refuses anyone else who answers there. */
export function addressesOf(peer: PeerId, addresses: readonly Multiaddr[]): Multiaddr[] {
  return addresses.map((address) => address.encapsulate(`/p2p/${peer.toString()}`));
}

/**
 * The host of the first of these addresses, for other servers to listen on; 0.0.0.0 if there is
 * none.
 */
export function hostToListenOn(addresses: readonly string[]): string {
  return parseAddresses(addresses.slice(0, 1).join(" "))[0]?.getComponents()[0]?.value ?? "0.0.0.0";
}
