// A small round of each engine, from fixed seeds, on a chain of its own, with every byte that it
// sends and keeps.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { BrowserProvider } from "ethers";
import { decodeFunctionData, type Hex, toFunctionSelector } from "viem";
import { hardhat } from "viem/chains";
import { testSeed } from "../support/certificate.ts";
import { agree } from "../support/companies.ts";
import { TEST_KEY } from "../support/journal.ts";
import { smallEngine } from "../support/small-engines.ts";
import { SMALL_FILES } from "../support/small-files.ts";
import {
  type Agreement,
  acceptRound,
  announce,
  auditRound,
  combine,
  connectInProcess,
  connectNodes,
  coordinatorAbi,
  driveRound,
  durableOutbox,
  type EngineName,
  endRound,
  json,
  type LocalChain,
  openJournal,
  openRound,
  ownOutcome,
  type PartyResult,
  type Report,
  readProgramText,
  roundJournal,
  roundParams,
  type Sessions,
  startLocalChain,
  toPartyRows,
  transactionStore,
  writeRoundFiles,
} from "./subject.ts";

/** The round's name in the journal. */
export const ROUND_KEY = "round";

export interface FrozenTransaction {
  /** Name of the function, with the exchange that the call belongs to. */
  readonly what: string;
  readonly from: number;
  readonly input: Hex;
}

export interface FrozenRound {
  readonly agreement: Agreement;
  readonly round: bigint;
  readonly results: readonly PartyResult[];
  /** Envelopes in schedule order. */
  readonly envelopes: readonly Uint8Array[];
  readonly transactions: readonly FrozenTransaction[];
  /** Per party, the contents of its journal by name, under the names used while the round runs. */
  readonly journals: readonly JournalContents[];
  /** outcome.json of each company. */
  readonly outcomes: readonly string[];
  /** The audit of the whole round, from the chain alone. */
  readonly report: Report;
}

export interface JournalContents {
  readonly schema: readonly string[];
  readonly purposes: readonly string[];
  /** Step and sender of each message. */
  readonly messages: readonly string[];
  readonly sealedBytes: readonly number[];
  readonly status: string;
}

/** Sessions in this process with the same masks each time. */
function sameSessions(): Sessions {
  let nodes: ReturnType<typeof connectNodes> | undefined;
  return {
    run: (session) => {
      nodes ??= connectNodes(session.nodes);
      const all = nodes;
      return session.run({
        ...{ epoch: 0, nonce: new Uint8Array(32), checkpoints: [], earlier: [], result: null },
        connect: async ({ node }) => all[node]!.links,
        save: async () => undefined,
        saveOpening: async () => undefined,
        trace: async () => undefined,
        keep: async () => undefined,
      });
    },
  };
}

/** Plays a round of `name` in `folder`, which is empty. */
export async function playFrozen(name: EngineName, folder: string): Promise<FrozenRound> {
  const files = SMALL_FILES[name];
  const chain = await startLocalChain(files.length);
  try {
    const models = files.map(({ name: file, text }) => readProgramText(text, file));
    const program = combine(models.map(announce));
    const rows = models.map((model) => toPartyRows(model, program, 0));
    const engine = smallEngine(name);
    const agreement = agree(chain, rows, engine);
    const { round } = await openRound(chain.sessions[0]!, roundParams(agreement));
    const channels = connectInProcess(rows.length, agreement.schedule);
    const sessions = sameSessions();
    const envelopes: Uint8Array[] = [];
    const { signal } = new AbortController();
    const play = async (party: number) => {
      const own = chain.sessions[party]!;
      const { account, publicClient, coordinator } = own;
      const path = join(folder, `${party}.sqlite`);
      const journal = openJournal(path, TEST_KEY);
      acceptRound(journal, {
        ...{ key: ROUND_KEY, paramsDigest: `0x${"00".repeat(32)}`, terms: Buffer.from("terms"), party },
        ...{ data: Buffer.from(files[party]!.text), dataName: files[party]!.name },
        ...{ rounding: "exact", insist: true, acceptedAt: 0 },
      });
      const store = transactionStore(journal);
      const outbox = durableOutbox({ publicClient, chain: hardhat, account, store, pollMs: 1, signal });
      const session = { ...own, outbox };
      const kept = roundJournal(journal, ROUND_KEY);
      let outcome = "";
      const { result } = await driveRound({
        ...{ party, rows: rows[party]!, engine, agreement, round, session, sessions, journal: kept },
        channel: {
          ...channels[party]!,
          publish: async (step, envelope) => {
            envelopes[step] = envelope;
            await channels[party]!.publish(step, envelope);
          },
        },
        waiting: { pollMs: 1, signal },
        random: testSeed(`company ${party}`),
        insist: true,
        sealing: null,
        onEvent: () => undefined,
        closing: {
          keepOutcome: (settled) => {
            const result = settled as PartyResult;
            outcome = json(ownOutcome({ model: models[party]!, program, agreement }, party, result));
            kept.keepOutcome(Buffer.from(outcome));
          },
          writeFiles: () =>
            writeRoundFiles(
              join(folder, `files ${party}`),
              { chainId: hardhat.id, coordinator, round, party },
              kept,
              agreement.schedule,
            ),
          dropOutcome: () => undefined,
          onStopped: () => undefined,
        },
      });
      const before = sealedBytes(path);
      endRound(journal, ROUND_KEY, "done");
      journal.close();
      return { result: result as PartyResult, outcome, contents: { ...contentsOf(path), ...before } };
    };
    const played = await Promise.all(rows.map((_, party) => play(party)));
    return {
      ...{ agreement, round, envelopes },
      results: played.map(({ result }) => result),
      journals: played.map(({ contents }) => contents),
      outcomes: played.map(({ outcome }) => outcome),
      transactions: await transactionsOf(chain, agreement.accounts),
      report: await audit(chain, round),
    };
  } finally {
    await chain.close();
  }
}

/** Audits it as anybody can who has only the chain. */
function audit(chain: LocalChain, round: bigint): Promise<Report> {
  const { publicClient, coordinator } = chain.sessions[0]!;
  const provider = new BrowserProvider({ request: publicClient.request as never }, undefined, { cacheTimeout: -1 });
  return auditRound({ provider, coordinator, round }).finally(() => provider.destroy());
}

/** Keys and types of plain data; for a list, the different shapes of its items. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    const shapes = new Map(value.map((item) => [JSON.stringify(shapeOf(item)), shapeOf(item)]));
    return [...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, shape]) => shape);
  }
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}

/** What others sent is deleted when the round ends, so this is read before. */
function sealedBytes(path: string): Pick<JournalContents, "messages" | "sealedBytes"> {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare("SELECT step, sender, envelope FROM messages ORDER BY step").all();
  database.close();
  return {
    messages: rows.map(({ step, sender }) => `${step} of ${sender}`),
    sealedBytes: rows.map(({ envelope }) => (envelope as Uint8Array).length),
  };
}

function contentsOf(path: string): Pick<JournalContents, "schema" | "purposes" | "status"> {
  const database = new DatabaseSync(path, { readOnly: true });
  const texts = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map((row) => String(Object.values(row)[0]));
  const contents = {
    schema: texts("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"),
    // In the order of the account's nonces.
    purposes: texts("SELECT purpose FROM transactions ORDER BY nonce"),
    status: texts("SELECT status FROM rounds")[0]!,
  };
  database.close();
  return contents;
}

/**
 * Every call of the coordinator, in the order of a round's phases and exchanges; parties commit,
 * post and withdraw in any order.
 */
async function transactionsOf(chain: LocalChain, accounts: readonly Hex[]): Promise<FrozenTransaction[]> {
  const { publicClient, coordinator } = chain.sessions[0]!;
  const head = await publicClient.getBlockNumber({ cacheTime: 0 });
  const found: FrozenTransaction[] = [];
  for (let blockNumber = 0n; blockNumber <= head; blockNumber++) {
    const { transactions } = await publicClient.getBlock({ blockNumber, includeTransactions: true });
    for (const { to, from, input } of transactions) {
      if (to?.toLowerCase() !== coordinator.toLowerCase()) continue;
      const party = accounts.findIndex((account) => account.toLowerCase() === from.toLowerCase());
      const { functionName, args } = decodeFunctionData({ abi: coordinatorAbi, data: input });
      found.push({ what: functionName === "post" ? `post ${args![1]}` : functionName, from: party, input });
    }
  }
  const order = ["open", "commit", "post", "settle", "withdraw"];
  const rank = ({ what, from }: FrozenTransaction) => {
    const [name, exchange = "0"] = what.split(" ");
    return order.indexOf(name!) * 100_000 + Number(exchange) * 1000 + from;
  };
  return found.sort((a, b) => rank(a) - rank(b));
}

/** Name and selector of every custom error with which a contract may refuse. */
export function refusalsOf(abi: readonly { readonly type: string }[]): string[] {
  return abi
    .filter((entry) => entry.type === "error")
    .map((entry) => {
      const { name, inputs } = entry as unknown as { name: string; inputs: readonly { type: string }[] };
      const signature = `${name}(${inputs.map(({ type }) => type).join(",")})`;
      return `${toFunctionSelector(signature)} ${signature}`;
    })
    .sort();
}
