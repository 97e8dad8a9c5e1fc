// Yamux, for connections that close while something still arrives. The original then answers with
// frames that can no longer be written, and throws in event handlers and microtasks, where nobody
// catches: a peer that dies at the wrong moment would end the process.
import { yamux } from "@chainsafe/libp2p-yamux";
import { StreamStateError } from "@libp2p/interface";

type Yamux = ReturnType<typeof yamux>;
type Muxer = ReturnType<ReturnType<Yamux>["createStreamMuxer"]>;

/** Size of a frame without data. */
const HEADER_BYTES = 12;

/**
 * Yamux for `createLibp2p`. Frames without data (window updates, pings, resets, farewells) are
 * dropped where the connection can no longer be written to: its end closes all streams anyway.
 */
export function closingYamux(): Yamux {
  const create = yamux();
  return () => {
    const factory = create();
    const original = factory.createStreamMuxer.bind(factory);
    factory.createStreamMuxer = (connection) => droppingFrames(original(connection));
    return factory;
  };
}

function droppingFrames(muxer: Muxer): Muxer {
  const send = muxer.send.bind(muxer);
  muxer.send = (frame) => {
    try {
      return send(frame);
    } catch (error) {
      if (frame.byteLength > HEADER_BYTES || !(error instanceof StreamStateError)) throw error;
      return false;
    }
  };
  return muxer;
}
