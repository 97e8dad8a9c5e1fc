// Connections that close while frames still arrive or are still to be sent: what can no longer be
// written must not end the process.
import type { MultiaddrConnection } from "@libp2p/interface";
import { multiaddrConnectionPair } from "@libp2p/utils";
import { expect } from "chai";
import { closingYamux } from "../../client/network/muxer.ts";

/** Errors that nobody catches, of `work` and of what it leaves to be done. */
async function uncaught(work: () => void): Promise<unknown[]> {
  const errors: unknown[] = [];
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => errors.push(error));
  try {
    work();
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    return errors;
  } finally {
    process.removeAllListeners("uncaughtException");
    for (const listener of others) process.on("uncaughtException", listener);
  }
}

/** As a connection is between the peer's end and its own. */
const closed = (connection: MultiaddrConnection) => Object.assign(connection, { writeStatus: "closed" });

describe("a connection that is closing", () => {
  it("survives a frame that is none", async () => {
    const errors = await uncaught(() => {
      const [connection] = multiaddrConnectionPair();
      closingYamux()().createStreamMuxer(connection);
      const data = new Uint8Array(12).fill(255);
      closed(connection).dispatchEvent(Object.assign(new Event("message"), { data }));
    });
    expect(errors).to.deep.equal([]);
  });

  it("survives a stream that is just being opened", async () => {
    const errors = await uncaught(() => {
      const [connection] = multiaddrConnectionPair();
      void closingYamux()().createStreamMuxer(connection).createStream();
      closed(connection);
    });
    expect(errors).to.deep.equal([]);
  });

  it("still says that data cannot be sent", async () => {
    const [connection] = multiaddrConnectionPair();
    const muxer = closingYamux()().createStreamMuxer(connection);
    closed(connection);
    expect(() => muxer.send(new Uint8Array(13)))
      .to.throw()
      .with.property("name", "StreamStateError");
  });
});
