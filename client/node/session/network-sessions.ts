// Sessions among three clients: they agree on an epoch by offers that each fetches from the two others, connect, and play. Whoever loses
// a peer offers the next epoch, and all start again from the last checkpoint that all have. A result counts when all have kept it.
//
// Who learns what: each node hears the others' epochs and ports. Offers are signed and travel over Noise; the session itself runs over
// TLS with keys that only the two nodes of a link have (session.ts).
// Not protected: a node can make the others start again until their turn on chain is half over; then they refuse.
import { sleep } from "../../chain/read.ts";
import type { Links } from "../../crypto/sharing/link.ts";
import { ProtocolError } from "../../errors.ts";
import { createRandom } from "../../math/random.ts";
import type { Session, SessionIo, SessionPeers, Step } from "../../protocol/engine.ts";
import type { Network } from "../network/network.ts";
import type { RoundContext } from "../round/context.ts";
import { watchPatience } from "../round/patience.ts";
import { decodeOffer, encodeOffer, OFFER_STEP, type Offer } from "./offer.ts";
import { openSession, type SessionEndpoint, type SessionLinks } from "./session.ts";
import type { Sessions } from "./sessions.ts";

export interface NetworkSessionsInput {
  readonly network: Pick<Network, "fetch" | "hostOf">;
  /** Where the newest offer of each round lies for the others to fetch. */
  readonly publish: (offer: Uint8Array) => void;
  /** Where to listen for the nodes of sessions. */
  readonly host: string;
  readonly port: number;
}

const MAX_OFFER = 1024;
/** Milliseconds between two looks at the others' offers, and how long connecting may take before the next epoch is offered. */
const LOOK_MS = 150;
const CONNECT_MS = 20_000;

/** Codes after which all start again. */
const LOST = new Set(["PeerLost", "EpochDiffers", "SessionSuperseded"]);

export function networkSessions(input: NetworkSessionsInput): Sessions {
  return {
    run: async (session, context) => {
      const stop = new AbortController();
      const watching = watchPatience(context, stop, () => {
        const text = "the session among the nodes is not over, and half of this party's turn is";
        return new ProtocolError("SessionStalled", text);
      });
      const signal = AbortSignal.any([context.waiting.signal, stop.signal]);
      try {
        return await new NodeSession(input, context, signal).run(session);
      } finally {
        stop.abort();
        await watching;
      }
    },
  };
}

class NodeSession {
  readonly #input: NetworkSessionsInput;
  readonly #context: RoundContext;
  readonly #signal: AbortSignal;
  readonly #peers: readonly number[];

  constructor(input: NetworkSessionsInput, context: RoundContext, signal: AbortSignal) {
    this.#input = input;
    this.#context = context;
    this.#signal = signal;
    this.#peers = [0, 1, 2].filter((node) => node !== context.party);
  }

  async run<State>(session: Session<State>): Promise<Step<State>> {
    const journal = this.#context.journal.session;
    for (;;) {
      this.#signal.throwIfAborted();
      const epoch = await this.#agree();
      if (epoch === null) {
        journal.finish();
        await this.#publish({ epoch: journal.state().epoch, port: 0, finished: true });
        return session(this.#io(journal.state().epoch, journal.state().result, () => undefined));
      }
      let links: SessionLinks | null = null;
      try {
        const step = await session(
          this.#io(epoch, null, (open) => {
            links = open;
          }),
        );
        journal.finish();
        await this.#publish({ epoch, port: 0, finished: true });
        return step;
      } catch (error) {
        this.#signal.throwIfAborted();
        if (!(error instanceof ProtocolError) || !LOST.has(error.code)) throw error;
      } finally {
        (links as SessionLinks | null)?.close();
      }
    }
  }

  #io(epoch: number, result: Uint8Array | null, opened: (links: SessionLinks) => void): SessionIo {
    const { onSession } = this.#context;
    const journal = this.#context.journal.session;
    return {
      epoch,
      nonce: createRandom().bytes(32),
      checkpoints: journal.checkpoints(),
      result,
      connect: async (peers): Promise<Links> => {
        const links = await this.#connect(peers, epoch);
        opened(links);
        return links;
      },
      save: async (checkpoint) => {
        journal.keepCheckpoint(checkpoint);
        onSession({ epoch, point: "checkpoint" });
      },
      keep: async (kept) => {
        journal.keepResult(epoch, kept);
        onSession({ epoch, point: "kept" });
      },
    };
  }

  /** An epoch that all three will begin, which is journalled; null when all three have kept the same result. */
  async #agree(): Promise<number | null> {
    const journal = this.#context.journal.session;
    const { resultEpoch, finished, epoch: last } = journal.state();
    if (finished) return null;
    let epoch = last + 1;
    for (;;) {
      await this.#publish({ epoch, port: 0, finished: false });
      const others = await this.#offers();
      if (others.some((other) => other.finished)) {
        if (resultEpoch !== null) return null;
        throw new ProtocolError(
          "SessionOver",
          "the other nodes have ended the session with us, but the journal knows nothing of it",
        );
      }
      if (resultEpoch !== null && others.every((other) => other.resultEpoch === resultEpoch)) return null;
      const top = Math.max(...others.map((other) => other.epoch));
      if (top > epoch) {
        epoch = top;
      } else if (others.every((other) => other.epoch === epoch)) {
        journal.begin(epoch);
        this.#context.onSession({ epoch, point: "begun" });
        return epoch;
      } else {
        await sleep(LOOK_MS);
      }
    }
  }

  /** Listens, says where, waits for both others to do so, and connects. Throws ProtocolError "SessionSuperseded". */
  async #connect({ node, context, next, previous }: SessionPeers, epoch: number): Promise<SessionLinks> {
    const { host, port } = this.#input;
    const endpoint = await openSession({ node, name: { id: context, epoch }, secrets: { next, previous }, host, port });
    const attempt = new AbortController();
    const timer = setTimeout(() => attempt.abort(superseded("no connection came about in time")), CONNECT_MS);
    try {
      await this.#publish({ epoch, port: endpoint.address.port, finished: false });
      const addresses = await this.#addresses(epoch, attempt.signal);
      const signal = AbortSignal.any([this.#signal, attempt.signal]);
      const watching = this.#watchOffers(epoch, attempt);
      const links = await endpoint.connect(addresses, signal);
      clearTimeout(timer);
      watching.end();
      return links;
    } catch (error) {
      await abandon(endpoint);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Where each node listens in this epoch; this node's own entry is not used. */
  async #addresses(epoch: number, attempt: AbortSignal): Promise<{ host: string; port: number }[]> {
    const { agreement } = this.#context;
    for (;;) {
      attempt.throwIfAborted();
      const others = await this.#offers();
      if (others.some((other) => other.epoch > epoch)) throw superseded("another node has begun the next epoch");
      if (others.every((other) => other.epoch === epoch && other.port !== 0)) {
        const addresses = [0, 1, 2].map(() => ({ host: "", port: 0 }));
        for (const [i, peer] of this.#peers.entries()) {
          const host = await this.#input.network.hostOf(agreement.accounts[peer]!);
          if (host !== null) addresses[peer] = { host, port: others[i]!.port };
        }
        return addresses;
      }
      await sleep(LOOK_MS);
    }
  }

  /** While connecting: a node that was started again has a later epoch, and does not come. */
  #watchOffers(epoch: number, attempt: AbortController): { end(): void } {
    let ended = false;
    const watch = async () => {
      while (!ended && !attempt.signal.aborted) {
        const others = await this.#offers();
        if (!ended && others.some((other) => other.epoch > epoch))
          attempt.abort(superseded("another node has begun the next epoch"));
        await sleep(LOOK_MS);
      }
    };
    watch().catch((error: unknown) => attempt.abort(error));
    return {
      end: () => {
        ended = true;
      },
    };
  }

  async #offers(): Promise<Offer[]> {
    const { id, agreement } = this.#context;
    const { chainId, coordinator, round } = id;
    return Promise.all(
      this.#peers.map(async (peer) => {
        const account = agreement.accounts[peer]!;
        const message = { chainId, coordinator, round, step: OFFER_STEP };
        const options = { maxBytes: MAX_OFFER, signal: this.#signal };
        return decodeOffer(await this.#input.network.fetch(account, message, options), id, peer, account);
      }),
    );
  }

  async #publish(offer: Omit<Offer, "resultEpoch">): Promise<void> {
    const { id, party, session, journal } = this.#context;
    const { resultEpoch } = journal.session.state();
    this.#input.publish(await encodeOffer({ ...offer, resultEpoch }, id, party, session.account));
  }
}

function superseded(why: string): ProtocolError {
  return new ProtocolError("SessionSuperseded", `the session starts again: ${why}`);
}

/** Stops listening. */
async function abandon(endpoint: SessionEndpoint): Promise<void> {
  await endpoint.connect([], AbortSignal.abort(superseded("it was abandoned"))).catch(() => undefined);
}
