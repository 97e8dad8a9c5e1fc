// What the auditor says of what companies gave it: transcripts, disclosures, evidence of faults.
import { counted, listed, verb } from "../report/counted.ts";
import type { Block, InExchange, Parties, Party } from "./values.ts";

export interface Named {
  readonly named: number;
  readonly code: string;
}

export const fileSentences = {
  EchoOdd: ({ party, turns }: Party & { turns: number }) =>
    `Party ${party} posted something other than the digests of ${counted(turns, "turn")}.`,
  EchoesAgree: ({ echoes, exchange }: { echoes: number; exchange: number }) =>
    `${counted(echoes, "party", "parties")} posted that they saw the same turns of all parties in exchange ${exchange}, the last that is not posted, each signed by its party's account.`,
  EchoUnsigned: ({ by, party }: Party & { by: number }) =>
    `Party ${by} posted that it saw a turn of party ${party} which party ${party}'s account did not sign.`,
  EchoUnknown: ({ party, by, block }: Party & Block & { by: number }) =>
    `Whether party ${party} signed the turn that party ${by} saw cannot be checked: the node no longer has the state of block ${block}.`,
  EchoesDiffer: ({ party, turns, shown }: Party & { turns: number; shown: readonly string[] }) =>
    `Party ${party} signed ${counted(turns, "different turn")} of one exchange that is not posted: it showed one to ${shown.join(", another to ")}.`,
  TheParties: ({ parties }: Parties) => listed("party", parties, "parties"),

  MessageNotPosted: ({ file }: { file: string }) => `No digest was posted in this round for ${file}.`,
  MessageFault: ({ party, exchange, fault }: InExchange & { fault: string }) =>
    `What the folder has of party ${party} in exchange ${exchange} ${fault}.`,
  "message/NotEnvelope": "is not an envelope of this protocol",
  "message/OtherRound": "belongs to another round",
  "message/Misplaced": ({ party, exchange }: InExchange) => `says exchange ${exchange}, party ${party}`,
  "message/Mismatch": "is not what the party posted the digest of",
  "message/Unsigned": "is not signed by the party's account",
  "message/SignatureUnknown": ({ block }: Block) =>
    `cannot be checked: the node no longer has the state of block ${block}`,
  "message/Empty": "has no message",
  "message/Several": ({ count }: { count: number }) => `has ${count} messages in place of one`,
  "message/Withheld": "lacks a message that was for everybody",
  MessagesMatch: ({ count, party }: Party & { count: number }) =>
    count === 1
      ? `1 envelope of party ${party}'s transcript is the one whose digest is on chain, signed by its sender's account.`
      : `${count} envelopes of party ${party}'s transcript are those whose digests are on chain, each signed by its sender's account.`,
  MessagesMissing: ({ party, turns }: Party & { turns: readonly string[] }) =>
    `Party ${party}'s transcript lacks the messages of ${turns.join(", ")}.`,
  TurnOf: ({ party, exchange }: InExchange) => `party ${party} in exchange ${exchange}`,
  EchoesMissing: ({ party, parties }: Party & Parties) =>
    `Party ${party}'s transcript lacks what ${listed("party", parties, "parties")} posted of the exchanges that are not posted: a client may settle before it has fetched it.`,
  MessagesOfOthers: ({ party, turns }: Party & { turns: number }) =>
    `In ${counted(turns, "turn")}, other parties may have sent nothing to party ${party}: its transcript has nothing of ${turns === 1 ? "it" : "them"}.`,

  PointsCommitted: ({ party, rows }: Party & { rows: number }) =>
    `The points of party ${party}'s disclosure are those of the ${counted(rows, "row")} that it committed to on chain.`,
  PointsNotCommitted: ({ party }: Party) =>
    `The points of party ${party}'s disclosure are not those that it committed to on chain.`,
  RowOpens: ({ party, row }: Party & { row: string }) => `Party ${party}'s ${row} is the one it committed to.`,
  RowDoesNotOpen: ({ party, row }: Party & { row: string }) =>
    `Party ${party}'s ${row} is not what it committed to: the numbers or the blinding are wrong.`,
  TheObjective: "objective",
  RowNumber: ({ row }: { row: number }) => `row ${row}`,
  RowNamed: ({ row, name }: { row: number; name: string }) => `row ${row} (${name})`,
  NoProofToDiscloseFrom:
    "Disclosures were given, and there is no accepted sealed proof to check them against: they say nothing.",
  NumbersProven: ({ count, party }: Party & { count: number }) =>
    `The ${counted(count, "number")} that party ${party} disclosed ${verb(count, "is", "are")} proven to be of the outcome that was settled.`,
  NumbersNotProven: ({ file, reason }: { file: string; reason: string }) =>
    `${file} does not prove what it discloses: ${reason}.`,

  ProvesNothing: ({ why, named, code }: Named & { why: string }) =>
    `${why}: it proves nothing about party ${named} (${code}).`,
  NobodyNamed: ({ keeper, code }: { keeper: number; code: string }) =>
    `Party ${keeper} stopped (${code}) and names nobody.`,
  DigestChanged: ({ keeper, party, exchange }: InExchange & { keeper: number }) =>
    `Party ${keeper} says that party ${party} had posted another digest in exchange ${exchange}: the chain was reorganised since, or party ${keeper} is wrong.`,
  SilenceProven: ({ party }: Party) => `Party ${party} was due when the round expired, as the chain shows.`,
  RefusalOnChain: ({ party, exchange }: InExchange) =>
    `Party ${party} refused in exchange ${exchange}. That is no fault: it may have had to.`,
  NoTrace: ({ named, code }: Named) =>
    `Nothing proves that party ${named} is at fault (${code}): a message that it withheld, or sent malformed, leaves no trace.`,
  NotEnvelope: "The file is not an envelope of this protocol",
  EnvelopeUnsigned: ({ party }: Party) => `Party ${party}'s account did not sign the envelope`,
  SignedStateGone: ({ party, block }: Party & Block) =>
    `The node no longer has the state of block ${block}, in which party ${party}'s account may have signed`,
  EnvelopeElsewhere: "The envelope is signed, but is not of a turn in which the party has posted in this round",
  StoppedAfterSigning: ({ party, exchange }: InExchange) =>
    `Party ${party} stopped in exchange ${exchange}, and had signed its messages of it before`,
  SignedOther: ({ party, exchange }: InExchange) =>
    `Party ${party}'s account signed messages for exchange ${exchange} that are not the ones whose digest it posted.`,
  PostedThese: ({ party, exchange }: InExchange) =>
    `The messages are those that party ${party} posted the digest of in exchange ${exchange}`,
  EnvelopeLacks: "The envelope lacks a message, and whoever had it may have left that out",
  CommitmentBroken: ({ party, exchange }: InExchange) =>
    `Party ${party} posted points in exchange ${exchange} that it did not commit to.`,
  MisdealProven: ({ party, exchange }: InExchange) =>
    `Party ${party} dealt a node shares in exchange ${exchange} that do not match the digests it sent to everybody.`,
  InputNotCommitted: ({ party, holders }: Party & { holders: number }) =>
    `Party ${party} dealt the nodes other numbers than it committed to, unless ${holders} nodes, all that hold one component of them, told the same wrong point of it: the points that the nodes signed and posted do not add up to those of its commitment.`,
  PointsDiffer: ({ party }: Party) =>
    `Node ${party} told everybody a wrong point of what it was dealt, unless two others told the same wrong one: wherever points differ in the closings of all nodes, which each signed and posted, this node differs from the two others that hold the same, and these agree.`,
  OutcomeDiffers: ({ party }: Party) =>
    `Node ${party} closed with another outcome than all other nodes, which agree: so say the closings, which each node signed and posted. Either it is wrong, or all others are.`,
  TranscriptDiffers: ({ party }: Party) =>
    `Node ${party} told something wrong of its links, unless two others at least did: in the closings of all nodes, which each signed and posted, it is the only one that is at an end of every link of which the two ends say different things.`,
  NoContradiction: ({ party }: Party) =>
    `In the closings of all nodes it is not party ${party} alone that contradicts the others`,
  TurnLacking: ({ party, exchange }: InExchange) => `turns/ lacks what party ${party} sent in exchange ${exchange}`,
  TurnNotPosted: ({ party, exchange }: InExchange) =>
    `What turns/ has of party ${party} in exchange ${exchange} is not what that party signed and posted the digest of in this round`,
  TurnWithoutMessage: ({ party, exchange }: InExchange) =>
    `What turns/ has of party ${party} in exchange ${exchange} lacks the message that was for everybody`,
  TurnMalformed: ({ party, exchange }: InExchange) =>
    `What party ${party} told everybody in exchange ${exchange} is not as specified`,
  CommitmentNeedsTerms: ({ party }: Party) =>
    `What party ${party} committed to cannot be told without the round's terms, which name its set-up`,
  TellNoPoint: ({ party, nodes }: Party & { nodes: readonly number[] }) =>
    `${listed("Node", nodes)} do not tell the same point of a component that party ${party} dealt them`,
  InputAddsUp: ({ party }: Party) =>
    `The points of what party ${party} dealt the nodes add up to those of its commitment`,
  MessageAuthentic: ({ party, exchange, code }: InExchange & { code: string }) =>
    `Party ${party} signed and posted its messages of exchange ${exchange}. A party of the round can tell whether one is wrong (${code}).`,

  NoTurnOfRound: "The envelope is of no turn of this round",
  StateGone: "The node no longer has the state in which the envelope may have been signed",
  ComplaintSigned: ({ party }: Party) =>
    `Party ${party} signed a complaint of shares, and an audit does not check shares`,
  MessageSigned: ({ party, exchange, code, keeper }: InExchange & { code: string; keeper: number }) =>
    `Party ${party} signed its message of exchange ${exchange}, which is not posted. That it is wrong (${code}) is party ${keeper}'s word.`,
  NoEcho: ({ party }: Party) => `The turn of party ${party} has no echo`,
  EchoNotSigned: ({ by, party }: Party & { by: number }) =>
    `Party ${by} echoes a turn that party ${party}'s account did not sign`,
  NoTurnBeside: ({ party, exchange }: InExchange) =>
    `There is no turn of exchange ${exchange} that party ${party}'s account signed beside it`,
  SameTurn: ({ a, b }: { a: number; b: number }) => `Parties ${a} and ${b} have the same turn`,
  TwoTurns: ({ party, exchange, echo, keeper }: InExchange & { echo: string; keeper: number }) =>
    `Party ${party}'s account signed two different turns for exchange ${exchange}, which is not posted: ${echo} has one, party ${keeper} the other.`,
  OwnEcho: "its own echo",
  ThisParty: ({ party }: Party) => `party ${party}`,
  TurnUnknown: ({ file }: { file: string }) =>
    `Whether turns/${file} is signed cannot be checked: the node no longer has the state of the block in question.`,
  TurnNotSigned: ({ file }: { file: string }) =>
    `turns/${file} proves nothing: it is no turn of this round's proof that the party of its name has signed.`,
  TurnsSigned: ({ turns, reached, keeper }: { turns: number; reached: readonly string[]; keeper: number }) =>
    `${counted(turns, "turn")} of the proof, each signed by its party's account: ${reached.join(", ")}. That no later one came is party ${keeper}'s word.`,
  Reached: ({ parties, exchange }: Parties & { exchange: number }) =>
    `of ${listed("party", parties, "parties")} until exchange ${exchange}`,
} as const;
