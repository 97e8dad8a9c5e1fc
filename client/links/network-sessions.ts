// Sessions among clients: they agree on an epoch by offers, which each fetches from the others,
// then connect and play. A node that loses a peer offers the next epoch, and all start again from
// the last checkpoint that all have. A result counts once all have stored it. Whatever a node
// learns by departing from the protocol, it can learn anew in every epoch, so there are only a few
// epochs; then an operator decides.
//
// By its offers a node ends nothing between two others: one of a later epoch ends the links of the
// node that makes it, and the session is over for a node only if all others say so. With
// `mpc/proven` a node may have what others need to finish (decision 62).
//
// Who learns what: each node learns the others' epochs and ports. Offers are signed and travel over
// Noise; the session itself runs over TLS with keys that only the two nodes of a link have
// (session.ts). Not protected: a node can make the others start again until the epochs are used up,
// or offer one that their operators do not allow; then the round fails, unless they allow more.
import { contractSignatures } from "../chain/contract-signature.ts";
import { firstIn, type Watch, watch } from "../chain/watch/watch.ts";
import type { Session, SessionIo, SessionPeers } from "../engines/engine.ts";
import { MAX_EPOCHS } from "../engines/mpc/epochs.ts";
import { NetworkError, ProtocolError } from "../errors.ts";
import { createRandom } from "../math/random.ts";
import type { Network } from "../network/network.ts";
import type { SessionContext, Sessions } from "../play/drive/context.ts";
import type { SessionListener } from "./listener.ts";
import { decodeOffer, encodeOffer, OFFER_BYTES, OFFER_EXCHANGE, type Offer } from "./offer.ts";
import { openSession, type SessionLinks } from "./session.ts";

export interface NetworkSessionsInput {
  readonly network: Pick<Network, "fetch" | "hostOf">;
  /** Makes this node's newest offer available for the others to fetch. */
  readonly publish: (offer: Uint8Array) => void;
  readonly listener: SessionListener;
  /** Epochs that a session may have before the operator is asked; at most `MAX_EPOCHS`. */
  readonly epochs: number;
}

/** Poll interval for the others' offers before the session runs, in milliseconds. */
const POLL_MS = 150;
/** Poll interval while the session runs, in milliseconds. */
const WATCH_MS = 1_000;
/** How long connecting may take before the next epoch is offered, in milliseconds. */
const CONNECT_MS = 20_000;

const OVER_ELSEWHERE =
  "the other nodes say that the session is over, with a result that this node's journal does not hold: the journal is from an earlier time, " +
  "or they are wrong; play the round anew";

/** Of a node that offers nothing. */
const NO_OFFER: Offer = { epoch: -1, port: 0, resultEpoch: null, finished: false };

/** Codes of errors after which all nodes start again. */
const LOST = new Set(["PeerLost", "EpochDiffers", "SessionSuperseded"]);

export function networkSessions(input: NetworkSessionsInput): Sessions {
  return {
    run: async (session, context) => {
      const node = new NodeSession(input, context, session.nodes);
      try {
        return await node.run(session);
      } catch (error) {
        throw node.explain(error);
      }
    },
  };
}

class NodeSession {
  readonly #input: NetworkSessionsInput;
  readonly #context: SessionContext;
  readonly #signal: AbortSignal;
  readonly #nodes: number;
  /** The other nodes. */
  readonly #peers: readonly number[];
  #links: SessionLinks | null = null;
  #spent: ProtocolError | null = null;

  constructor(input: NetworkSessionsInput, context: SessionContext, nodes: number) {
    this.#input = input;
    this.#context = context;
    this.#signal = context.waiting.signal;
    this.#nodes = nodes;
    this.#peers = Array.from({ length: nodes }, (_, node) => node).filter((node) => node !== context.party);
  }

  /** Replaces "SessionStalled" by the reason, if the epochs are used up. */
  explain(error: unknown): unknown {
    return error instanceof ProtocolError && error.code === "SessionStalled" ? (this.#spent ?? error) : error;
  }

  async run<Result>(session: Session<Result>): Promise<Result> {
    const journal = this.#context.journal.session;
    for (;;) {
      this.#signal.throwIfAborted();
      const epoch = await this.#agree();
      if (epoch === null) {
        journal.finish();
        await this.#publish({ epoch: journal.state().epoch, port: 0, finished: true });
        const { epoch: last, result } = journal.state();
        return session.run(this.#io(last, result, new AbortController()));
      }
      // Ends this attempt: its links, and the polling of the others' offers.
      const start = new AbortController();
      try {
        const step = await session.run(this.#io(epoch, null, start));
        journal.finish();
        // An orderly end: what was sent last still arrives.
        this.#links?.close();
        await this.#publish({ epoch, port: 0, finished: true });
        return step;
      } catch (error) {
        this.#signal.throwIfAborted();
        if (error instanceof ProtocolError && LOST.has(error.code)) continue;
        // So that the others hear what this node has found wrong.
        this.#links?.close();
        throw error;
      } finally {
        start.abort(superseded("this attempt is over"));
      }
    }
  }

  #io(epoch: number, result: Uint8Array | null, start: AbortController): SessionIo {
    const { onSession } = this.#context;
    const journal = this.#context.journal.session;
    return {
      epoch,
      nonce: createRandom().bytes(32),
      checkpoints: journal.checkpoints(),
      earlier: journal.digestsBefore(epoch),
      result,
      connect: (peers) => this.#connect(peers, epoch, start),
      save: async (checkpoint, bits) => {
        journal.keepCheckpoint(checkpoint);
        onSession({ epoch, point: "checkpoint", bits });
      },
      saveOpening: async (opening) => {
        journal.keepCheckpoint(opening);
        onSession({ epoch, point: "opening" });
      },
      trace: async (digests) => journal.keepDigests(epoch, digests),
      keep: async (kept) => {
        journal.keepResult(epoch, kept);
        onSession({ epoch, point: "kept" });
      },
    };
  }

  /**
   * Agrees on an epoch that all nodes begin, journals it and returns it; null when all have stored
   * the same result. Once the epochs are used up, it begins none, and waits until an
   * operator starts the client with more, or until the round runs out of time.
   */
  async #agree(): Promise<number | null> {
    const journal = this.#context.journal.session;
    const { resultEpoch, finished, epoch: last } = journal.state();
    if (finished) return null;
    let epoch = last + 1;
    const poll = async () => {
      // Once the epochs are used up, the offer still names the last epoch begun, and the result
      // stored.
      await this.#publish({ epoch: this.#spent === null ? epoch : Math.max(last, 0), port: 0, finished: false });
      return this.#offers();
    };
    const agreed = await firstIn(this.#watch(poll, POLL_MS, this.#signal), (found) => {
      if (found === null) return null;
      const others = found.seen;
      if (resultEpoch !== null && others.every((other) => other.resultEpoch === resultEpoch)) return { epoch: null };
      if (others.every((other) => other.finished)) throw new ProtocolError("SessionOver", OVER_ELSEWHERE);
      this.#spend(epoch, others);
      if (this.#spent !== null) return null;
      if (others.every((other) => other.epoch === epoch)) return { epoch };
      epoch = Math.max(epoch, ...others.map((other) => other.epoch));
      return null;
    });
    if (agreed.epoch !== null) {
      journal.begin(agreed.epoch);
      this.#context.onSession({ epoch: agreed.epoch, point: "begun" });
    }
    return agreed.epoch;
  }

  /**
   * Notes that no epoch is left, by this node's own count or because another node asks for one too
   * many, and reports it once.
   */
  #spend(epoch: number, others: readonly Offer[]): void {
    const { epochs } = this.#input;
    const asking = others.findIndex((other) => other.epoch >= epochs);
    if (this.#spent !== null || (epoch < epochs && asking < 0)) return;
    const who = epoch < epochs ? `node ${this.#peers[asking]} asks for one more` : "it was interrupted in each";
    const text =
      `the session among the nodes has used its ${epochs} epochs, and ${who}: find out why with the other nodes' operators; if there is a good ` +
      `reason, all go on with \`concordat join --epochs ${Math.min(epochs + 3, MAX_EPOCHS)}\``;
    this.#spent = new ProtocolError("EpochsSpent", text);
    this.#context.onSession({ epoch: Math.max(this.#context.journal.session.state().epoch, 0), point: "spent" });
  }

  /**
   * Offers the port on which this node listens, waits until the others have done so, and connects.
   * Throws ProtocolError "SessionSuperseded".
   */
  async #connect(
    { node, context, secrets }: SessionPeers,
    epoch: number,
    start: AbortController,
  ): Promise<SessionLinks["links"]> {
    const { listener } = this.#input;
    const endpoint = openSession({ node, name: { id: context, epoch }, secrets, listener });
    const timer = setTimeout(() => start.abort(superseded("no connection was made in time")), CONNECT_MS);
    const signal = AbortSignal.any([this.#signal, start.signal]);
    try {
      await this.#publish({ epoch, port: listener.address.port, finished: false });
      const addresses = await this.#addresses(epoch, start.signal);
      let made: SessionLinks | null = null;
      this.#watchOffers(epoch, start, (peer) => {
        if (made === null) start.abort(superseded("another node has begun the next epoch"));
        else made.drop(peer);
      });
      made = await endpoint.connect(addresses, signal);
      this.#links = made;
      return made.links;
    } catch (error) {
      // Accepts no more connections.
      await endpoint.connect([], AbortSignal.abort(superseded("this attempt was abandoned"))).catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Where each node listens in this epoch; this node's own entry is not used. */
  async #addresses(epoch: number, attempt: AbortSignal): Promise<{ host: string; port: number }[]> {
    const { agreement } = this.#context;
    const poll = async () => {
      const others = await this.#offers();
      if (others.some((other) => other.epoch > epoch)) throw superseded("another node has begun the next epoch");
      if (!others.every((other) => other.epoch === epoch && other.port !== 0)) return null;
      const addresses = Array.from({ length: this.#nodes }, () => ({ host: "", port: 0 }));
      for (const [i, peer] of this.#peers.entries()) {
        const host = await this.#input.network.hostOf(agreement.accounts[peer]!);
        if (host !== null) addresses[peer] = { host, port: others[i]!.port };
      }
      return addresses;
    };
    return firstIn(this.#watch(poll, POLL_MS, attempt), (found) => found?.seen ?? null);
  }

  /**
   * Polls the offers for as long as this attempt lasts: a node that was restarted has a later epoch
   * and will not connect any more, and it may have died without closing its links.
   */
  #watchOffers(epoch: number, start: AbortController, hasLeft: (peer: number) => void): void {
    const watch = async () => {
      for await (const found of this.#watch(() => this.#offers(), WATCH_MS, start.signal))
        for (const [i, other] of (found?.seen ?? []).entries()) if (other.epoch > epoch) hasLeft(this.#peers[i]!);
    };
    watch().catch((error: unknown) => start.abort(error));
  }

  #watch<T>(poll: () => Promise<T>, pollMs: number, signal: AbortSignal): Watch<T> {
    const { onTransientError } = this.#context.waiting;
    return watch(poll, { pollMs, signal, ...(onTransientError === undefined ? {} : { onTransientError }) });
  }

  /** Once an epoch has begun, a node without a valid offer is waited for like one that is away. */
  async #offers(): Promise<Offer[]> {
    const { id, agreement, session, journal } = this.#context;
    const { chainId, coordinator, round } = id;
    const contracts = contractSignatures(session.publicClient);
    return Promise.all(
      this.#peers.map(async (peer) => {
        const account = agreement.accounts[peer]!;
        const message = { chainId, coordinator, round, exchange: OFFER_EXCHANGE };
        const options = { maxBytes: OFFER_BYTES, signal: this.#signal };
        try {
          const bytes = await this.#input.network.fetch(account, message, options);
          return await decodeOffer(bytes, id, { from: peer, account, contracts });
        } catch (error) {
          const isPeers = error instanceof ProtocolError || error instanceof NetworkError;
          const isOver = this.#signal.aborted || (isPeers && error.code === "NetworkClosed");
          if (!isPeers || isOver || journal.session.state().epoch < 0) throw error;
          return NO_OFFER;
        }
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
