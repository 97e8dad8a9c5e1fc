// Two processes on loopback exchange messages, both ways at once: microseconds of an exchange over
// TCP, TLS with a pre-shared key, and a libp2p stream with Noise and Yamux. The transport of
// client/links was chosen by these figures.
// Run: node bench/transports.ts
import { fork } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect as connectTcp, createServer as createTcpServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import { fileURLToPath } from "node:url";
import { noise } from "@chainsafe/libp2p-noise";
import { yamux } from "@chainsafe/libp2p-yamux";
import type { Stream } from "@libp2p/interface";
import { tcp } from "@libp2p/tcp";
import { multiaddr } from "@multiformats/multiaddr";
import { createLibp2p } from "libp2p";
import { SocketLink } from "../client/links/socket-link.ts";

const SIZES = [64, 2048, 65_536, 1_600_000] as const;
const KEY = new Uint8Array(32).fill(7);
const HOST = "127.0.0.1";
const PROTOCOL = "/concordat/bench/1";
const CHUNK = 65_536;

/** Sends a message to the peer and receives the peer's. */
type Exchange = (message: Uint8Array) => Promise<unknown>;

interface Transport {
  readonly name: string;
  /** The address of the listener, as `dial` takes it, and the exchange with the peer that dials. */
  listen(): Promise<{ readonly place: string; readonly exchange: Promise<Exchange> }>;
  dial(place: string): Promise<Exchange>;
}

function overSocket(socket: Socket): Exchange {
  socket.setNoDelay();
  const link = new SocketLink(socket as Duplex, 0);
  return (message) => {
    link.send(message);
    return link.receive(message.length);
  };
}

const plain: Transport = {
  name: "TCP, not encrypted",
  listen: async () => {
    const server = createTcpServer();
    const exchange = once(server, "connection").then(([socket]) => overSocket(socket as Socket));
    server.listen(0, HOST);
    await once(server, "listening");
    return { place: String((server.address() as AddressInfo).port), exchange };
  },
  dial: async (place) => {
    const socket = connectTcp(Number(place), HOST);
    await once(socket, "connect");
    return overSocket(socket);
  },
};

function tls(version: "TLSv1.2" | "TLSv1.3", ciphers: string): Transport {
  const suite = { minVersion: version, maxVersion: version, ciphers } as const;
  return {
    name: `${version}, pre-shared key, ${ciphers}`,
    listen: async () => {
      const server = createTlsServer({ ...suite, pskCallback: () => KEY });
      const exchange = once(server, "secureConnection").then(([socket]) => overSocket(socket as Socket));
      server.listen(0, HOST);
      await once(server, "listening");
      return { place: String((server.address() as AddressInfo).port), exchange };
    },
    dial: async (place) => {
      const pskCallback = () => ({ psk: KEY, identity: "bench" });
      const checkServerIdentity = () => undefined;
      const socket = connectTls({ ...suite, host: HOST, port: Number(place), pskCallback, checkServerIdentity });
      await once(socket, "secureConnect");
      return overSocket(socket);
    },
  };
}

function overStream(stream: Stream): Exchange {
  let arrived = 0;
  let enough = () => {};
  stream.addEventListener("message", ({ data }) => {
    arrived += data.byteLength;
    enough();
  });
  const send = async (message: Uint8Array) => {
    for (let at = 0; at < message.length; at += CHUNK) {
      if (!stream.send(message.subarray(at, at + CHUNK))) await stream.onDrain();
    }
  };
  const receive = async (length: number) => {
    while (arrived < length) {
      await new Promise<void>((resolve) => {
        enough = resolve;
      });
    }
    arrived -= length;
  };
  return (message) => Promise.all([send(message), receive(message.length)]);
}

const libp2p: Transport = {
  name: "libp2p stream, Noise, Yamux",
  listen: async () => {
    const node = await libp2pNode([`/ip4/${HOST}/tcp/0`]);
    const { promise, resolve } = Promise.withResolvers<Exchange>();
    await node.handle(PROTOCOL, (stream) => resolve(overStream(stream)));
    return { place: String(node.getMultiaddrs()[0]), exchange: promise };
  },
  dial: async (place) => overStream(await (await libp2pNode([])).dialProtocol(multiaddr(place), PROTOCOL)),
};

function libp2pNode(listen: string[]) {
  const parts = { transports: [tcp()], connectionEncrypters: [noise()], streamMuxers: [yamux()] };
  return createLibp2p({ addresses: { listen }, ...parts });
}

const transports = [
  plain,
  tls("TLSv1.3", "TLS_AES_128_GCM_SHA256"),
  tls("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"),
  tls("TLSv1.2", "PSK-AES128-GCM-SHA256"),
  libp2p,
];

/** Median microseconds of an exchange, at each size. Both ends do the same. */
async function measure(exchange: Exchange): Promise<number[]> {
  const medians: number[] = [];
  for (const size of SIZES) {
    const message = new Uint8Array(size).fill(1);
    const repetitions = size > CHUNK ? 60 : 1000;
    const times: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const start = performance.now();
      await exchange(message);
      times.push(performance.now() - start);
    }
    medians.push(1000 * times.sort((a, b) => a - b)[repetitions >> 1]!);
  }
  return medians;
}

const [, , index, place] = process.argv;
if (index === undefined) {
  console.log(`transport | ${SIZES.map((size) => `${size} B`).join(" | ")}`);
  for (const [k, transport] of transports.entries()) {
    const { place: there, exchange } = await transport.listen();
    const child = fork(fileURLToPath(import.meta.url), [String(k), there]);
    const medians = await measure(await exchange);
    console.log(`${transport.name} | ${medians.map((time) => time.toFixed(0)).join(" | ")}`);
    await once(child, "exit");
  }
  process.exit();
}
await measure(await transports[Number(index)]!.dial(place!));
// The last messages may still be on their way.
setTimeout(() => process.exit(), 200);
