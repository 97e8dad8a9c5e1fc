// The party client: one process per company that watches the chain, connects to its peers and plays
// every round that the company has agreed to, several at once, for as long as it runs. Its state is
// in the journal, so it can be killed at any moment.
import { availableParallelism } from "node:os";
import type { Address, PublicClient } from "viem";
import { checkRegistry } from "../chain/coordinator/check-contract.ts";
import { readPeer } from "../chain/registry/read-peer.ts";
import { registerPeer } from "../chain/registry/register-peer.ts";
import type { ChainSession, Outbox } from "../chain/session.ts";
import { firstIn, retryTransient, type Waiting, watch } from "../chain/watch/watch.ts";
import { createWorkPool, type WorkPool } from "../crypto/paillier/pool.ts";
import { asConcordatError, ConcordatError, HomeError } from "../errors.ts";
import type { Config } from "../home/config.ts";
import { type Keys, peerSeed } from "../home/keys.ts";
import { type HomeLock, lockHome } from "../home/lock.ts";
import { type HomePaths, roundFolder } from "../home/paths.ts";
import { journalCursor } from "../journal/cursors.ts";
import type { Journal } from "../journal/journal.ts";
import { openOwnJournal } from "../journal/own-journal.ts";
import { type AcceptedRound, acceptedRounds, findRound, type RoundStatus } from "../journal/rounds.ts";
import { transactionStore } from "../journal/transactions.ts";
import { listenForSessions, type SessionListener } from "../links/listener.ts";
import { networkSessions } from "../links/network-sessions.ts";
import { createAddressBook } from "../network/address-book.ts";
import { formatAddresses, hostToListenOn } from "../network/addresses.ts";
import { DEFAULT_LIMITS, REPORT_EVERY_MS } from "../network/limits.ts";
import { createNetwork, type Network } from "../network/network.ts";
import { networkChannel } from "../network/network-channel.ts";
import type { MessageStore } from "../network/serve.ts";
import { summarise } from "../network/summary.ts";
import { parseRoundKey } from "../round/round-key.ts";
import { checkAccount, checkChain, clientOutbox, connectPublic, sessionOf } from "./connect.ts";
import type { ClientEvent } from "./events.ts";
import { watchInvitations } from "./invitations.ts";
import { termsFetcher } from "./invite/fetch-terms.ts";
import { sharedTerms, shareOpened } from "./invite/share-terms.ts";
import type { SharedTerms } from "./invite/terms-message.ts";
import { messageStore, type ServedRound } from "./message-store.ts";
import { findInterrupted } from "./opening.ts";
import { playAccepted } from "./play-round.ts";
import { sealingOf } from "./seal/load.ts";
import { proofMemory } from "./seal/memory.ts";
import { setUpRound } from "./setup.ts";

export interface ClientInput {
  readonly paths: HomePaths;
  readonly config: Config;
  readonly keys: Keys;
  /** How often a session among nodes may start, from 1 to 16. */
  readonly epochs: number;
  /** Ends once no accepted round is open, instead of waiting for the next one. */
  readonly once: boolean;
  /** Stops the client; rounds continue in its next life. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: ClientEvent) => void;
}

/** `maxAgeMs` and `minAgeMs` of the address book. */
const PEER_MAX_AGE_MS = 60_000;
const PEER_MIN_AGE_MS = 2_000;
/** Threads that may compute at the same time, on as many cores. */
const MOST_THREADS = 4;

/**
 * Runs until `signal` aborts, or with `once` until nothing is left to do. Throws HomeError
 * "HomeInUse", "JournalFull" and others, ChainError "ChainDiffers" and "ContractAccountUnsuitable",
 * NetworkError "ListenFailed".
 */
export async function runClient(input: ClientInput): Promise<void> {
  const { paths, config, keys, onEvent } = input;
  const lock = lockHome(paths.lock);
  const journal = await openOrRelease(input, lock);
  const pool = createWorkPool(Math.min(MOST_THREADS, availableParallelism()));
  const playing = new Map<string, Promise<void>>();
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  let network: Network | null = null;
  let listener: SessionListener | null = null;
  try {
    const publicClient = connectPublic(config);
    const onTransientError = ({ code, message }: ConcordatError) => onEvent({ type: "trouble", code, message });
    const waiting = { pollMs: config.pollMs, signal, onTransientError };
    await retryTransient(() => checkChain(publicClient, config), waiting);
    await retryTransient(() => checkAccount(publicClient, config, keys), waiting);
    const outbox = clientOutbox(publicClient, config, keys, { store: transactionStore(journal), signal });
    const served = new Map<string, ServedRound>();
    const offers = new Map<string, Uint8Array>();
    const shared = new Map<string, SharedTerms>();
    const store = messageStore(journal, config.chainId, { rounds: served, offers, shared });
    listener = await listenForSessions(hostToListenOn(config.listen), config.sessionPort, {
      isPeer: (group) => network?.isPeerHost(group) ?? false,
      onDropped: summarise({
        now: () => performance.now(),
        everyMs: REPORT_EVERY_MS,
        report: (dropped) => onEvent({ type: "network", event: { type: "crowded", listener: "sessions", dropped } }),
      }),
    });
    const others = () => otherAccounts(keys.account.address, served, shared);
    network = await startNetwork(input, store, others, publicClient);
    onEvent({
      type: "started",
      account: keys.account.address,
      peer: network.key,
      addresses: network.addresses,
    });
    await register(input, network, { publicClient, outbox }, waiting);
    await retryTransient(() => findInterrupted(paths, config), waiting);
    await playAll(
      { ...input, signal },
      { journal, pool, publicClient, outbox, network, served, offers, shared, others, listener, playing },
    );
  } catch (error) {
    // The caller that stops the client knows why.
    if (!input.signal.aborted) throw error;
  } finally {
    stop.abort(new ConcordatError("ClientStopped", "the client stops"));
    await Promise.allSettled(playing.values());
    listener?.close();
    await network?.close();
    await pool.close();
    journal.close();
    lock.release();
    onEvent({ type: "stopped" });
  }
}

async function openOrRelease({ paths, keys }: ClientInput, lock: HomeLock): Promise<Journal> {
  try {
    return await openOwnJournal(paths, keys);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Whom this client deals with: the other parties of rounds that it agreed to or opened. */
function otherAccounts(
  own: Address,
  served: ReadonlyMap<string, ServedRound>,
  shared: ReadonlyMap<string, SharedTerms>,
): readonly Address[] {
  const all = [
    ...[...served.values()].flatMap(({ agreement }) => agreement.accounts),
    ...[...shared.values()].flatMap(({ accounts }) => accounts),
  ];
  return [...new Set(all)].filter((account) => account !== own);
}

function startNetwork(
  { config, keys, onEvent }: ClientInput,
  store: MessageStore,
  others: () => readonly Address[],
  publicClient: PublicClient,
): Promise<Network> {
  const { registry } = config;
  if (registry === null)
    throw new HomeError(
      "ConfigInvalid",
      'config.json names a coordinator, but no registry: set "registry" to that of whoever deployed (consortium.json names it)',
    );
  const book = createAddressBook({
    lookUp: (account: Address) => readPeer(publicClient, registry, account),
    accounts: others,
    now: () => performance.now(),
    maxAgeMs: PEER_MAX_AGE_MS,
    minAgeMs: PEER_MIN_AGE_MS,
  });
  return createNetwork({
    seed: peerSeed(keys, config.peerKey),
    listen: config.listen,
    book,
    store,
    limits: DEFAULT_LIMITS,
    now: () => performance.now(),
    onEvent: (event) => onEvent({ type: "network", event }),
  });
}

/**
 * Registers on chain where this company is reached, unless the registration is up to date. Throws
 * as checkRegistry does.
 */
async function register(
  { config, keys, onEvent }: ClientInput,
  network: Network,
  { publicClient, outbox }: Pick<ChainSession, "publicClient" | "outbox">,
  waiting: Waiting,
): Promise<void> {
  const addresses = formatAddresses(config.announce.length > 0 ? config.announce : network.addresses);
  const account = keys.account.address;
  const registry = config.registry!;
  await retryTransient(async () => {
    // The registry names the keys by which partners are recognised.
    await checkRegistry(publicClient, registry);
    const known = await readPeer(publicClient, registry, account);
    if (known?.key === network.key && known.addresses === addresses) return;
    const purpose = `${registry}/register/${(known?.version ?? 0n) + 1n}`;
    const send = async (call: Parameters<Outbox["send"]>[0]) =>
      (await outbox.resume(purpose)) ?? (await outbox.send(call, purpose));
    await registerPeer({ publicClient, registry, account, send }, network.key, addresses);
    onEvent({ type: "registered", peer: network.key, addresses });
  }, waiting);
}

interface Running {
  readonly journal: Journal;
  readonly pool: WorkPool;
  readonly publicClient: PublicClient;
  readonly outbox: Outbox;
  readonly network: Network;
  readonly served: Map<string, ServedRound>;
  readonly offers: Map<string, Uint8Array>;
  readonly shared: Map<string, SharedTerms>;
  /** Accounts of the other parties. */
  readonly others: () => readonly Address[];
  readonly listener: SessionListener;
  /** The rounds started in this life, by key. */
  readonly playing: Map<string, Promise<void>>;
}

/** Starts every accepted round as it appears in the journal, and waits for all of them. */
async function playAll(input: ClientInput, running: Running): Promise<void> {
  const { config, once, signal } = input;
  const { playing: rounds } = running;
  const { journal } = running;
  const givenUp = new Set<string>();
  let failure: unknown = null;
  const looking = new AbortController();
  const polls = watch(async () => acceptedRounds(journal), { pollMs: config.pollMs, signal });
  const fail = (error: unknown) => {
    failure ??= error;
    polls.wake();
  };
  lookForInvitations(input, running, AbortSignal.any([signal, looking.signal])).catch(fail);
  const isOver = ({ key, status }: Pick<AcceptedRound, "key" | "status">) => isClosed(status) || givenUp.has(key);
  try {
    await firstIn(polls, (poll) => {
      if (failure !== null) throw failure;
      const accepted = poll?.seen ?? [];
      for (const { key } of accepted) {
        if (rounds.has(key)) continue;
        const playing = playOne(findRound(journal, key)!, input, running).catch((error: unknown) => {
          if (error instanceof HomeError || signal.aborted) return fail(error);
          givenUp.add(key);
          giveUp(key, error, input);
        });
        rounds.set(key, playing);
      }
      return once && accepted.every(isOver) ? true : null;
    });
  } finally {
    looking.abort();
  }
}

/**
 * Tells of rounds that name this company, fetches their terms, and serves those of rounds that it
 * opened. Returns when the signal aborts.
 */
async function lookForInvitations(
  input: ClientInput,
  { journal, publicClient, network, shared, others }: Running,
  signal: AbortSignal,
): Promise<void> {
  const { paths, config, keys, onEvent } = input;
  const { coordinator } = config;
  if (coordinator === null) return;
  const isAccepted = (key: string) => findRound(journal, key) !== null;
  const common = { ...input, publicClient, isAccepted, now: () => performance.now(), signal };
  const fetcher = termsFetcher({
    ...common,
    ...{ config: { ...config, coordinator }, account: keys.account.address, network },
    isKnown: (account) => others().includes(account),
  });
  await Promise.all([
    watchInvitations({
      ...common,
      cursor: journalCursor(journal, `invitations/${coordinator.toLowerCase()}`),
      onInvited: fetcher.invite,
    }),
    fetcher.run(),
    shareOpened({
      ...{ paths, config, publicClient, shared, signal },
      onUnreadable: ({ code, message }) => onEvent({ type: "trouble", code, message }),
    }),
  ]);
}

/** Reports a failure of one round, or of this program in it, which must stop no other round. */
function giveUp(round: string, error: unknown, { onEvent }: ClientInput): void {
  const { code, message } = asConcordatError(error);
  onEvent({ type: "round-failed", round, code, party: null, message });
}

function isClosed(status: RoundStatus): boolean {
  return status === "done" || status === "closed";
}

/** Serves the round's messages for as long as the client runs, and plays it if it is not closed. */
async function playOne(accepted: AcceptedRound, input: ClientInput, running: Running): Promise<void> {
  const { paths, config, keys, epochs, signal, onEvent } = input;
  const { journal, pool, publicClient, outbox, network, served, offers, shared, listener } = running;
  const { key, party, status } = accepted;
  const { coordinator, round } = parseRoundKey(key, config.coordinator);
  const own = await setUpRound(accepted, pool);
  served.set(key, { party, agreement: own.agreement });
  if (isClosed(status)) return;
  shared.set(key, sharedTerms(own.terms));
  const setup = { ...own, sealing: await sealingOf(own.terms, own, { paths, progress: () => undefined }) };
  const id = { chainId: BigInt(config.chainId), coordinator, round };
  await playAccepted({
    accepted,
    setup,
    session: sessionOf(publicClient, config, { account: keys.account, outbox, coordinator }),
    channel: networkChannel(network, id, setup.agreement),
    sessions: networkSessions({
      network,
      publish: (offer) => offers.set(key, offer),
      listener,
      epochs,
    }),
    journal,
    random: keys.random,
    waiting: { pollMs: config.pollMs, signal },
    chainId: config.chainId,
    memory: proofMemory(paths, key),
    folder: roundFolder(paths, key),
    onEvent,
  });
  shared.delete(key);
}
