// A round that was never on a chain: the events that a coordinator would have emitted and the state
// that it would have, for the auditor to read. The tests then change one of the two. Does nothing
// on import.
import type { Result } from "ethers";
import {
  bytesToHex,
  concat,
  encodeAbiParameters,
  type Hex,
  hexToBytes,
  keccak256,
  numberToHex,
  parseAbiParameters,
  sliceHex,
} from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { coordinatorInterface, type RoundEvent } from "../../auditor/chain/abi.ts";
import type { EventRecord } from "../../auditor/chain/events.ts";
import { History } from "../../auditor/chain/history.ts";
import { paramsDigest, readParams } from "../../auditor/chain/params.ts";
import { refusalDigest, turnDigest } from "../../client/round/digests.ts";
import { scheduleOf } from "./certificate.ts";

export const PERIODS = { commit: 3600, exchange: 600, settle: 1800 };
const [COMMITTING, RUNNING, SETTLING, , EXPIRED] = [1, 2, 3, 4, 5];
const POSTS = parseAbiParameters("bytes30 posts, uint256 exchange, bytes32 digest");
const NOTHING: Hex = `0x${"00".repeat(32)}`;
const ID = { chainId: 31337n, coordinator: "0x5FbDB2315678afecb367f032d93F642f64180aa3", round: 7n } as const;

/** What a party's storage has. */
interface PartyRecord {
  commitment: Hex;
  posts: Hex;
  owes: number[];
}

export interface MadeUpOptions {
  /** Wei. */
  readonly bond?: bigint;
  /** Owner of the objective. */
  readonly owner?: number;
  readonly parties?: number;
  readonly sealedKey?: Hex;
}

export class MadeUpRound {
  readonly id = ID;
  readonly accounts: readonly PrivateKeyAccount[];
  readonly exchanges: readonly (readonly number[])[];
  readonly bond: bigint;
  readonly owner: number;
  readonly sealedKey: Hex;
  readonly events: EventRecord[] = [];
  readonly parties: PartyRecord[];
  /** Second of the next event. */
  now = 1_700_000_000;
  phase = COMMITTING!;
  deadline: number;
  exchange = 0;

  /** `exchanges`: who sends in each. */
  constructor(
    exchanges: readonly (readonly number[])[],
    { bond = 1000n, owner = 0, parties = 3, sealedKey = NOTHING }: MadeUpOptions = {},
  ) {
    this.exchanges = exchanges;
    this.bond = bond;
    this.owner = owner;
    this.sealedKey = sealedKey;
    this.accounts = Array.from({ length: parties }, (_, k) => privateKeyToAccount(numberToHex(k + 1, { size: 32 })));
    this.parties = this.accounts.map(() => ({ commitment: NOTHING, posts: sliceHex(NOTHING, 0, 30), owes: [] }));
    this.deadline = this.now + PERIODS.commit;
    this.emit("Opened", [this.id.round, this.accounts[0]!.address, this.paramsDigest, this.params]);
  }

  get params(): readonly unknown[] {
    return [
      ...[this.accounts.map(({ address }) => address), this.accounts.map(() => 1), this.accounts.map(() => 0)],
      ...[this.owner, 1, NOTHING, scheduleOf(this.exchanges)],
      ...[0, 0, 0, 0n, 0n, 0n, NOTHING, PERIODS.commit, PERIODS.exchange, PERIODS.settle, this.bond, NOTHING],
      this.sealedKey,
    ];
  }

  get paramsDigest(): string {
    return paramsDigest(this.params as unknown as Result);
  }

  /** An event at second `now`, in a block of its own. */
  emit(name: RoundEvent, values: readonly unknown[]): void {
    this.events.push(eventOf(name, values, { number: this.events.length + 1, time: this.now }));
  }

  commit(party: number): void {
    const commitment = keccak256(numberToHex(party));
    const owes = [...this.exchanges.keys()].filter((exchange) => this.exchanges[exchange]!.includes(party));
    this.parties[party] = { commitment, posts: sliceHex(commitment, 0, 30), owes };
    this.emit("Committed", [this.id.round, party, this.accounts[party]!.address, commitment]);
    if (this.parties.every((own) => own.commitment !== NOTHING)) this.#begin(0);
  }

  commitAll(): this {
    for (const party of this.parties.keys()) this.commit(party);
    return this;
  }

  post(party: number, digest: Hex = keccak256(concat([numberToHex(party), numberToHex(this.exchange)]))): void {
    const { exchange } = this;
    const own = this.parties[party]!;
    own.posts = sliceHex(keccak256(encodeAbiParameters(POSTS, [own.posts, BigInt(exchange), digest])), 0, 30);
    own.owes = own.owes.filter((owed) => owed !== exchange);
    this.emit("Posted", [this.id.round, exchange, party, digest]);
    if (this.due.length === 0) this.#begin(exchange + 1);
  }

  /** All post in the exchanges before `end`, in order. */
  postUntil(end: number): this {
    while (this.exchange < end) this.post(this.due[0]!);
    return this;
  }

  refuse(party: number): void {
    this.post(party, refusalDigest(this.id, { exchange: this.exchange, from: party }));
  }

  get due(): number[] {
    const isDue = ({ commitment, owes }: PartyRecord) =>
      this.phase === COMMITTING ? commitment === NOTHING : this.phase === RUNNING && owes.includes(this.exchange);
    return [...this.parties.keys()].filter((party) => isDue(this.parties[party]!));
  }

  /**
   * Expires a second after the deadline; `credits` are the wei credited to each party, in order.
   */
  expire(credits: readonly (readonly [party: number, amount: bigint])[]): void {
    const due = this.due.map((party) => this.accounts[party]!.address);
    this.now = this.deadline + 1;
    this.emit("Expired", [this.id.round, this.phase, due]);
    this.phase = EXPIRED!;
    this.deadline = 0;
    for (const [party, amount] of credits) {
      this.emit("BondCredited", [this.id.round, this.accounts[party]!.address, amount]);
    }
  }

  #begin(exchange: number): void {
    const isOver = exchange === this.exchanges.length;
    this.exchange = exchange;
    this.phase = isOver ? SETTLING! : RUNNING!;
    this.deadline = this.now + (isOver ? PERIODS.settle : PERIODS.exchange);
    if (isOver || exchange === 0) this.emit("PhaseChanged", [this.id.round, this.phase, this.deadline]);
  }

  /** The auditor's replay of the events. */
  history(): History {
    return new History(this.id, readParams(this.events[0]!.args.getValue("params") as Result), this.events);
  }

  /** What the coordinator's view functions return, by name. */
  state(): Record<string, unknown[]> {
    const remaining =
      this.exchanges[this.exchange] === undefined
        ? []
        : this.parties.filter(({ owes }) => owes.includes(this.exchange));
    const isStarted = this.parties.every(({ commitment }) => commitment !== NOTHING);
    const committed = this.parties.filter(({ commitment }) => commitment !== NOTHING).length;
    const bits = (exchanges: readonly number[]) => exchanges.reduce((sum, exchange) => sum + 2 ** exchange, 0);
    return {
      stateOf: [
        [this.phase, this.deadline, committed, this.exchange, isStarted ? remaining.length : 0, this.paramsDigest],
      ],
      paramsOf: [[...this.params]],
      partiesOf: [
        this.parties.map(({ commitment, posts, owes }, party) => {
          const sends = [...this.exchanges.keys()].filter((exchange) => this.exchanges[exchange]!.includes(party));
          return [this.accounts[party]!.address, 1, 0, bits(sends), commitment, posts, bits(owes)];
        }),
      ],
      dueOf: [this.due.map((party) => this.accounts[party]!.address)],
    };
  }
}

/** A made-up event in a block of its own. */
export function eventOf(
  name: RoundEvent,
  values: readonly unknown[],
  { number, time }: { readonly number: number; readonly time: number },
): EventRecord {
  const { data, topics } = coordinatorInterface.encodeEventLog(name, [...values]);
  const { args } = coordinatorInterface.parseLog({ data, topics })!;
  const hash = numberToHex(number, { size: 32 });
  return {
    name,
    args,
    block: { number, hash, time },
    transaction: hash,
    raw: { address: ID.coordinator, data, topics },
  };
}

/** A view of a coordinator whose functions return `state`, and of accounts without code. */
export function viewOf(state: Record<string, unknown[]>) {
  const call = async (name: string): Promise<Result> =>
    coordinatorInterface.decodeFunctionResult(name, coordinatorInterface.encodeFunctionResult(name, state[name]!));
  return { call, ask: async () => "0x" as never };
}

/** A message of a turn: its body, or that it is withheld. */
export type SealedPart = Uint8Array | { readonly withheld: Uint8Array };

export interface SealedTurn {
  readonly id: { readonly chainId: bigint; readonly coordinator: Hex; readonly round: bigint };
  readonly exchange: number;
  readonly from: number;
  readonly parts: readonly SealedPart[];
}

/** The digest of a turn. */
export function digestOf({ id, exchange, from, parts }: SealedTurn): Hex {
  const bodies = parts.map((part) => keccak256("withheld" in part ? part.withheld : part));
  return turnDigest(id, { exchange, from }, keccak256(concat(bodies)));
}

/** The envelope of a turn, byte by byte as docs/wire.md says, signed by `signer`. */
export async function sealTurn(
  turn: SealedTurn,
  signer: Pick<PrivateKeyAccount, "signTypedData">,
  digest: Hex = digestOf(turn),
): Promise<Buffer> {
  const { id, exchange, from, parts } = turn;
  const signature = await signer.signTypedData({
    domain: { name: "Concordat", version: "2", chainId: id.chainId, verifyingContract: id.coordinator },
    types: {
      Message: [
        { name: "round", type: "uint256" },
        { name: "exchange", type: "uint32" },
        { name: "from", type: "uint8" },
        { name: "digest", type: "bytes32" },
      ],
    },
    primaryType: "Message",
    message: { round: id.round, exchange, from, digest },
  });
  const word = (value: bigint) => numberToHex(value, { size: 32 });
  const head = [bytesToHex(new TextEncoder().encode("CCD3")), word(id.chainId), id.coordinator, word(id.round)];
  const place = [numberToHex(exchange, { size: 4 }), numberToHex(from, { size: 1 })];
  const tail = parts.flatMap((part): Hex[] =>
    "withheld" in part
      ? ["0x00", keccak256(part.withheld)]
      : ["0x01", numberToHex(part.length, { size: 4 }), bytesToHex(part)],
  );
  return Buffer.from(hexToBytes(concat([...head, ...place, signature, ...tail])));
}
