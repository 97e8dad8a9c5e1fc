// Two companies on a chain in a process of its own, and ways to disturb the chain while they play.
// Does nothing on import.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, createPublicClient, createWalletClient, custom, type Hex, http, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { type Artifacts, loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { deployContracts } from "../../client/app/deploy/deploy.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { durableOutbox } from "../../client/chain/outbox/durable-outbox.ts";
import { walletOutbox } from "../../client/chain/outbox/outbox.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { type RoundJournal, roundJournal } from "../../client/journal/round-journal.ts";
import { transactionStore } from "../../client/journal/transactions.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { type Channel, connectInProcess } from "../../client/network/channel.ts";
import type { PartyEvent } from "../../client/play/drive/events.ts";
import type { Closed } from "../../client/play/drive/input.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";
import type { Agreement } from "../../client/round/agreement.ts";
import { roundParams } from "../../client/round/agreement.ts";
import {
  fundedKey,
  type NodeKind,
  type NodeOptions,
  type NodeProcess,
  startNode,
} from "../../lab/chain/node-process.ts";
import { testSeed } from "./certificate.ts";
import { playToEnd, UNTIL_STOPPED } from "./closing.ts";
import { agree } from "./companies.ts";
import { memoryJournal } from "./journal.ts";
import { ALICE, BOB } from "./paper-example.ts";

const ROWS = [ALICE, BOB];
const POLL_MS = 10;
const DEPLOYER = 0;
/** Loaded once: two compilations at a time would disturb each other. */
let artifacts: Promise<Artifacts> | undefined;

/** A chain whose clients' requests a test can hold up or refuse. */
export class TroubledChain {
  node: NodeProcess;
  readonly coordinator: Address;
  readonly engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;
  /** Called with every request of a client before it goes out; throws to refuse it. */
  watch: (method: string) => Promise<void> = async () => undefined;
  #held: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  private constructor(node: NodeProcess, coordinator: Address) {
    this.node = node;
    this.coordinator = coordinator;
  }

  static async start(kind: NodeKind, options: NodeOptions = {}): Promise<TroubledChain> {
    artifacts ??= loadArtifacts();
    const node = await startNode(kind, options);
    const folder = await mkdtemp(join(tmpdir(), "concordat-chain-"));
    const account = privateKeyToAccount(fundedKey(DEPLOYER));
    const request = { transport: http(node.url), account, deploymentDir: folder, artifacts: await artifacts };
    const { coordinator } = await deployContracts({ ...request, confirmations: 1, pollMs: 20 });
    await rm(folder, { recursive: true });
    return new TroubledChain(node, coordinator);
  }

  /** Holds up all requests of clients while `work` changes the chain. */
  async still(work: () => Promise<void>): Promise<void> {
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
    try {
      await work();
    } finally {
      this.#release();
    }
  }

  /** Mines a block every few milliseconds until the function returned is called. */
  keepMining(everyMs = 15): () => Promise<void> {
    let on = true;
    const mining = (async () => {
      while (on) {
        await this.node.mine().catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    })();
    return async () => {
      on = false;
      await mining;
    };
  }

  #client(account: number) {
    const through = http(this.node.url, { retryCount: 0 })({});
    const request = async (call: { method: string; params?: unknown }): Promise<unknown> => {
      await this.#held;
      await this.watch(call.method);
      return through.request(call);
    };
    const transport = custom({ request: request as never }, { retryCount: 0 });
    const publicClient = createPublicClient({ chain: hardhat, transport, pollingInterval: 20, cacheTime: 0 });
    return { publicClient, transport, account: privateKeyToAccount(fundedKey(account)) };
  }

  /** A session without a durable outbox, as single commands have. */
  command(account: number): ChainSession {
    const { publicClient, transport, account: own } = this.#client(account);
    const wallet = createWalletClient({ account: own, chain: hardhat, transport });
    const outbox = walletOutbox(publicClient, wallet);
    return { publicClient, account: own, coordinator: this.coordinator, outbox, confirmations: 0 };
  }

  /** A session with a durable outbox, as the running client has. Company k has account k + 1. */
  session(party: number, confirmations: number, signal: AbortSignal): ChainSession {
    const { publicClient, account } = this.#client(party + 1);
    const store = transactionStore(memoryJournal());
    const outbox = durableOutbox({ publicClient, chain: hardhat, account, store, pollMs: POLL_MS, signal });
    return { publicClient, account, coordinator: this.coordinator, outbox, confirmations };
  }

  async setBalance(account: Address, wei: bigint): Promise<void> {
    await this.node.request("hardhat_setBalance", [account, numberToHex(wei)]);
  }

  agreement(): Agreement {
    return agree({ sessions: [this.command(1), this.command(2)] }, ROWS, this.engine);
  }

  open(agreement: Agreement): Promise<bigint> {
    return openRound(this.command(DEPLOYER), roundParams(agreement)).then(({ round }) => round);
  }
}

export interface Party {
  readonly session: ChainSession;
  readonly journal: RoundJournal;
  readonly stop: AbortController;
  readonly events: readonly PartyEvent[];
  /** Every envelope that it made available, by step. */
  readonly published: ReadonlyMap<number, readonly Hex[]>;
  readonly playing: Promise<{ readonly result: PartyResult; readonly closed: Closed }>;
}

/** What a test does when party `party` reports `event`; if it fails, so does the party. */
export type Trouble = (party: number, event: PartyEvent) => Promise<void> | undefined;

/** Starts both companies' sides of a round. They go on until it is closed. */
export function startRound(
  chain: TroubledChain,
  agreement: Agreement,
  round: bigint,
  confirmations = 0,
  trouble: Trouble = () => undefined,
): readonly Party[] {
  const sessions = sessionsInProcess();
  const channels = connectInProcess(ROWS.length, agreement.schedule);
  return ROWS.map((rows, party) => {
    const stop = new AbortController();
    const events: PartyEvent[] = [];
    const published = new Map<number, Hex[]>();
    const session = chain.session(party, confirmations, stop.signal);
    const journal = roundJournal(memoryJournal(), "round");
    const troubles: Promise<void>[] = [];
    const onEvent = (event: PartyEvent) => {
      events.push(event);
      const made = trouble(party, event);
      if (made !== undefined) troubles.push(made);
    };
    const channel: Channel = {
      ...channels[party]!,
      publish: async (step, envelope) => {
        const bytes: Hex = `0x${Buffer.from(envelope).toString("hex")}`;
        published.set(step, [...(published.get(step) ?? []), bytes]);
        await channels[party]!.publish(step, envelope);
      },
    };
    const waiting = { pollMs: POLL_MS, signal: stop.signal };
    const random = testSeed(`troubled ${party}`);
    const input = { party, rows, engine: chain.engine, agreement, round, session, channel, sessions, journal, random };
    const play = async () => {
      const { result, closed } = await playToEnd(
        { ...input, insist: true, sealing: null, waiting, onEvent },
        UNTIL_STOPPED,
      );
      await Promise.all(troubles);
      return { result: result!, closed: closed! };
    };
    return { session, journal, stop, events, published, playing: play() };
  });
}
