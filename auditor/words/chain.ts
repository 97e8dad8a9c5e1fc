// What the auditor says of contracts, parameters, history, state, senders and nodes.
import { counted, listed } from "../report/counted.ts";
import type { Block, InExchange, Parties, Party, Transaction } from "./values.ts";

export interface Due {
  readonly due: readonly number[];
}

const whoIs = ({ due }: Due): string => (due.length === 0 ? "nobody in particular" : listed("party", due, "parties"));

const wasDue = ({ due }: Due): string => `${whoIs({ due })} ${due.length > 1 ? "were" : "was"} due`;

export const chainSentences = {
  "contract/coordinator": "coordinator",
  "contract/verifier": "verifier",
  "contract/sealed verifier": "sealed verifier",
  "contract/contract for shares": "contract for shares",
  NoCode: ({ contract, address }: { contract: string; address: string }) =>
    `There is no contract at the ${contract}'s address ${address}.`,
  CodeNotCompared: ({ contract }: { contract: string }) =>
    `The ${contract}'s code was not compared: none was given to compare with.`,
  CodeCompared: ({ contract, address }: { contract: string; address: string }) =>
    `The ${contract}'s code at ${address} is the expected one, byte for byte.`,
  CodeDiffers: ({ contract, address }: { contract: string; address: string }) =>
    `The ${contract}'s code at ${address} is not the expected one.`,
  CodeFixed: ({ contract }: { contract: string }) =>
    `The ${contract} cannot be changed: it is not an EIP-1967 proxy, and its code neither runs other code in its own place nor removes itself.`,
  CodeChanging: ({ contract, instructions }: { contract: string; instructions: readonly string[] }) =>
    `The ${contract} can perhaps be changed: its code has ${instructions.join(", ")}.`,
  CodeOfProxy: ({ contract }: { contract: string }) =>
    `The ${contract} can perhaps be changed: it has the slots of a proxy.`,

  ParamsDigest: "The digest of the round's parameters is that of the parameters as opened.",
  ParamsDigestWrong: "The digest of the round's parameters is not that of the parameters as opened.",
  ParamsInRange: "All parameters are within the ranges of the specification.",
  ParamsOutOfRange: ({ faults }: { faults: readonly string[] }) =>
    `Outside the specification's ranges: ${faults.join("; ")}.`,
  "param/parties": "the number of parties",
  "param/accounts": "a party that is named twice or is the zero address",
  "param/owner": "the owner of the objective",
  "param/rows": "a number of rows",
  "param/idle": "a party with neither rows nor the objective",
  "param/columns": "the number of columns",
  "param/schedule": "the schedule",
  "param/decimals": "a number of decimals",
  "param/tolerance": "a tolerance",
  "param/period": "a period",
  "param/sealed parties": "the number of parties of a sealed outcome",
  "param/sealed rows": "a number of rows of a sealed outcome",
  "param/sealed decimals": "the decimals of a sealed solution",
  "param/sealed tolerance": "a tolerance of a sealed outcome",
  BoundsAsTerms: "The terms given are the round's, and the digest of upper bounds in its parameters is that of theirs.",
  BoundsNotAsTerms: "The digest of upper bounds in the round's parameters is not that of its terms.",

  RulesKept: ({ events }: { events: number }) =>
    `${events === 1 ? "The one event follows" : `All ${events} events follow`} the coordinator's rules: who acted, in which order, within every deadline, and who is owed which bond.`,
  RulesBroken: ({ broken }: { broken: string }) => `The events break the coordinator's rules. ${broken}.`,
  BrokenBy: ({ event, block, rule }: Block & { event: string; rule: string }) => `${event} in block ${block}: ${rule}`,
  CallWithoutEvent: "a call of settle has no event that says what it did",
  EventMissing: ({ event }: { event: string }) => `${event} is missing after the last event`,
  OtherEvent: ({ found, required }: { found: string; required: string }) =>
    `${found} where the rules require ${required}`,
  AnotherEvent: "another event",
  OpenedBefore: "the round was opened before",
  WasClosed: "the round was closed",
  AfterDeadline: ({ deadline }: { deadline: number }) => `it came after the deadline, second ${deadline}`,
  BeforeDeadline: ({ deadline }: { deadline: number }) => `the deadline, second ${deadline}, had not passed`,
  OtherPhase: ({ was, needed }: { was: string; needed: string }) => `the round was ${was}, not ${needed}`,
  WasInPhase: ({ was }: { was: string }) => `the round was ${was}`,
  NotParty: ({ account, party }: Party & { account: string }) => `account ${account} is not party ${party}`,
  CommittedBefore: ({ party }: Party) => `party ${party} had committed before`,
  DigestZero: "the digest is zero",
  OtherExchange: ({ named, exchange }: { named: string; exchange: number }) =>
    `exchange ${named} where exchange ${exchange} was on`,
  PostedBefore: ({ party, exchange }: InExchange) => `party ${party} had posted in exchange ${exchange}`,
  DoesNotSend: ({ party, exchange }: InExchange) => `party ${party} does not send in exchange ${exchange}`,
  CallNeedsOther: "the call of settle before it requires another event",
  OpenedSealed: "the round was opened for a sealed outcome",
  OpenedPublic: "the round was opened for a public outcome",
  BlamesOthers: ({ blamed, due }: { blamed: string; due: string }) => `it blames ${blamed} where ${due} were due`,
  Refused: ({ party, exchanges }: Party & { exchanges: readonly number[] }) =>
    `Party ${party} stopped and said so: it refused in ${listed("exchange", exchanges)}.`,
  RoundExpired: ({ phase, due }: { phase: string } & Due) =>
    `The round expired while ${phase}; ${wasDue({ due })}. It has no outcome.`,
  RoundOverdue: ({ phase, deadline, due }: { phase: string; deadline: string } & Due) =>
    `The round is still ${phase} though its deadline, ${deadline}, has passed; ${wasDue({ due })}. Anyone may expire it.`,
  RoundOpen: ({ phase, deadline, due }: { phase: string; deadline: string } & Due) =>
    `The round is still ${phase}, until ${deadline}; ${whoIs({ due })} ${due.length > 1 ? "are" : "is"} due. Audit again when it is closed.`,

  PhaseAsEvents:
    "Phase, deadline, exchange and the numbers of commitments and of posts that remain in storage are those that follow from the events.",
  PhaseNotAsEvents:
    "Phase, deadline, exchange or the number of commitments or of posts that remain in storage is not what follows from the events.",
  ParamsAsEvents: "The parameters in storage, and their digest there, are those of the opening.",
  ParamsNotAsEvents: "The parameters in storage or their digest there are not those of the opening.",
  DueAsEvents: "The parties that the coordinator says are due are those that the schedule says.",
  DueNotAsEvents: "The coordinator names other parties as due than the schedule does.",
  CommitmentsAsEvents: "The parties' accounts, numbers of rows and commitments in storage are those of the events.",
  CommitmentsNotAsEvents: "A party's account, number of rows or commitment in storage is not that of the events.",
  PostsAsEvents: ({ posts, turns }: { posts: number; turns: number }) =>
    `What the parties have posted according to storage, by their running digests, is what the events say (${posts} of ${turns} posted).`,
  PostsNotAsEvents: ({ parties }: Parties) =>
    `What the parties have posted, or in which exchanges they send, is not the same in storage as in the events: party ${parties.join(", ")}.`,

  SenderForged: ({ why }: { why: readonly string[] }) => `Not signed by the parties: ${why.join("; ")}.`,
  SenderUnknown: ({ why }: { why: readonly string[] }) => `Nobody's signature could be checked: ${why.join("; ")}.`,
  SendersSigned: ({ count }: { count: number }) =>
    `${count === 1 ? "1 commitment or post is" : `${count} commitments and posts are`} in transactions that the parties' own accounts signed: the hashes were computed again, the senders recovered from the signatures, and the calldata agree with the events.`,
  SenderContract: ({ who, nodes }: { who: string; nodes: number }) => `${who}. ${nodes} nodes say so.`,
  SenderContractAlone: ({ who }: { who: string }) =>
    `${who}. Only one node says that it did: audit with a second node, too.`,
  AreContracts: ({ parties }: Parties) =>
    parties.length === 1
      ? `The account of party ${parties[0]} is a contract, or has code: no signature shows that it acted`
      : `The accounts of ${listed("party", parties, "parties")} are contracts, or have code: no signature shows that they acted`,
  TransactionMissing: ({ transaction }: Transaction) => `the node does not have transaction ${transaction}`,
  TransactionType: ({ transaction, type }: Transaction & { type: string }) =>
    `transaction ${transaction} is of type ${type}`,
  TransactionUnsigned: ({ transaction }: Transaction) =>
    `transaction ${transaction} does not match its hash and its signature`,
  TransactionOfChain: ({ transaction, chain }: Transaction & { chain: string }) =>
    `transaction ${transaction} was signed for chain ${chain}`,
  TransactionSaysOther: ({ transaction }: Transaction) =>
    `transaction ${transaction} says something other than the event`,
  AccountDidNotSign: ({ account, transaction }: Transaction & { account: string }) =>
    `${account} did not sign transaction ${transaction}, and has no code that could act without a signature`,

  BlocksContradict: ({ why }: { why: readonly string[] }) => `The node contradicts itself: ${why.join("; ")}.`,
  BlocksNotBound: ({ why }: { why: readonly string[] }) =>
    `Whether the blocks' hashes cover the events could not be checked: ${why.join("; ")}. Comparing hashes with another node does not compare the events then.`,
  BlocksBound: ({ blocks }: { blocks: number }) =>
    `The hashes of ${counted(blocks, "block")} cover the events read from there: headers, transactions and receipts were hashed again.`,
  BlockUnknown: ({ block, hash }: Block & { hash: string }) => `the node has no block ${block} with hash ${hash}`,
  HeaderOdd: ({ block }: Block) =>
    `the header of block ${block} does not have Ethereum's form, as on chains with rules of their own`,
  BlockHasType: ({ block, type }: Block & { type: string }) => `block ${block} has a transaction of type ${type}`,
  TransactionsOther: ({ block }: Block) => `the transactions of block ${block} are not those of its header`,
  ReceiptsMissing: ({ block }: Block) => `the node does not give the receipts of block ${block}`,
  ReceiptsOther: ({ block }: Block) => `the receipts of block ${block} are not those of its header`,
  EventInNoReceipt: ({ event, block }: Block & { event: string }) =>
    `an event ${event} is in no receipt of block ${block}`,
  FinalityUnknown: "The node does not say which blocks are final.",
  BlocksFinal: ({ block }: Block) => `All of the round's blocks are final: block ${block} is.`,
  BlocksNotFinal: ({ finalized, last }: { finalized: number; last: number }) =>
    `The chain may still undo blocks of the round: the newest final block is ${finalized}, the round's last event is in block ${last}. Audit again later.`,
  NodeSilent: ({ node }: { node: number }) => `Node ${node} does not answer.`,
  NodesAgree: ({ node }: { node: number }) =>
    `Node ${node} gives the same blocks, code, events, transactions and answers as the first.`,
  NodesDiffer: ({ node, differences }: { node: number; differences: readonly string[] }) =>
    `Node ${node} answers differently from the first about: ${differences.join("; ")}.`,
  ChainStable: ({ blocks }: { blocks: number }) =>
    `The chain did not change during the audit: ${blocks === 1 ? "the block relied on is" : `the ${blocks} blocks relied on are`} still there.`,
  ChainChanged: "The chain changed during the audit: audit again.",

  "asked/chain": "the chain's id",
  "asked/newest": "the newest block",
  "asked/block": ({ block }: Block) => `block ${block}`,
  "asked/events": "the round's events",
  "asked/shares": "the events of shares",
  "asked/code": ({ address }: { address: string }) => `the code of ${address}`,
  "asked/slot": ({ address }: { address: string }) => `a slot of ${address}`,
  "asked/transaction": ({ transaction }: Transaction) => `transaction ${transaction}`,
  "asked/call": ({ call }: { call: string }) => call,
  "asked/call of shares": ({ call }: { call: string }) => `${call} of the contract for shares`,
  "asked/signature": ({ account, block }: Block & { account: string }) =>
    `whether ${account} accepts a signature in block ${block}`,
} as const;
