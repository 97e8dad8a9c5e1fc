// Strangers that open TCP connections, send nothing or not enough, and come back whenever they are
// thrown out.
import { connect, type Socket } from "node:net";

export interface Strangers {
  /** Connections that were opened so far. */
  readonly opened: () => number;
  /**
   * Resolves once this many connections have been opened and as many of them have ended as must.
   */
  held(): Promise<void>;
  stop(): void;
}

export interface StrangersInput {
  readonly port: number;
  readonly count: number;
  /** Where connection `i` comes from: any of 127.0.0.0/8. */
  readonly from: (i: number) => string;
  /** What each sends first. */
  readonly opening?: Uint8Array;
  /** Whether a connection that ends is opened again. */
  readonly again?: boolean;
}

export function sendStrangers({ port, count, from, opening, again = true }: StrangersInput): Strangers {
  const sockets = new Set<Socket>();
  let opened = 0;
  let connected = 0;
  let stopped = false;
  const ready = Promise.withResolvers<void>();
  const open = (i: number) => {
    if (stopped) return;
    const socket = connect({ port, host: "127.0.0.1", localAddress: from(i) });
    opened += 1;
    sockets.add(socket);
    socket.on("connect", () => {
      if (opening !== undefined) socket.write(opening);
      connected += 1;
      if (connected === count) ready.resolve();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      sockets.delete(socket);
      if (again) setImmediate(open, i);
    });
  };
  for (let i = 0; i < count; i++) open(i);
  return {
    opened: () => opened,
    held: () => ready.promise,
    stop: () => {
      stopped = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** This many different addresses of this machine that nobody else uses. */
export function manyAddresses(i: number): string {
  return `127.9.${i >> 8}.${i & 255 || 255}`;
}
