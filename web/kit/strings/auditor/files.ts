// auditor/words/files.ts in Chinese.
import type { fileSentences } from "../../../../auditor/words/files.ts";
import type { Translation } from "../../../../auditor/words/phrase.ts";
import { parties as of } from "../lists.ts";

export const fileSentencesZh: Translation<typeof fileSentences> = {
  EchoOdd: ({ party, turns }) => `参与方 ${party} 发布的不是 ${turns} 次发送的摘要。`,
  EchoesAgree: ({ echoes, exchange }) =>
    `${echoes} 个参与方发布说，它们在交换 ${exchange}（最后一次不上链的交换）中看到的各方发送相同，且每次发送都由该方账户签名。`,
  EchoUnsigned: ({ by, party }) =>
    `参与方 ${by} 发布说，它看到了参与方 ${party} 的一次发送，而参与方 ${party} 的账户没有签署它。`,
  EchoUnknown: ({ party, by, block }) =>
    `无法核验参与方 ${party} 是否签署了参与方 ${by} 所看到的发送：节点已没有区块 ${block} 的状态。`,
  EchoesDiffer: ({ party, turns, shown }) =>
    `对同一次不上链的交换，参与方 ${party} 签署了 ${turns} 次不同的发送：它分别出示给${shown.join("，又给")}。`,
  TheParties: ({ parties }) => of(parties),

  MessageNotPosted: ({ file }) => `本轮没有为 ${file} 发布过摘要。`,
  MessageFault: ({ party, exchange, fault }) => `文件夹中参与方 ${party} 在交换 ${exchange} 的内容：${fault}。`,
  "message/NotEnvelope": "不是本协议的信封",
  "message/OtherRound": "属于另一轮",
  "message/Misplaced": ({ party, exchange }) => `写明的是交换 ${exchange}、参与方 ${party}`,
  "message/Mismatch": "不是该方所发布摘要对应的内容",
  "message/Unsigned": "没有由该方的账户签名",
  "message/SignatureUnknown": ({ block }) => `无法核验：节点已没有区块 ${block} 的状态`,
  "message/Empty": "没有消息",
  "message/Several": ({ count }) => `有 ${count} 条消息，而应为一条`,
  "message/Withheld": "缺少一条发给所有人的消息",
  MessagesMatch: ({ count, party }) =>
    `参与方 ${party} 的通信记录中，有 ${count} 个信封与链上的摘要相符，且由其发送方的账户签名。`,
  MessagesMissing: ({ party, turns }) => `参与方 ${party} 的通信记录缺少以下消息：${turns.join("、")}。`,
  TurnOf: ({ party, exchange }) => `参与方 ${party} 在交换 ${exchange} 中的消息`,
  EchoesMissing: ({ party, parties }) =>
    `参与方 ${party} 的通信记录缺少${of(parties)}就不上链的交换所发布的内容：客户端可能在取得它之前就已结算。`,
  MessagesOfOthers: ({ party, turns }) =>
    `有 ${turns} 次发送，其他参与方可能没有发给参与方 ${party} 任何内容：其通信记录中没有这些发送。`,

  PointsCommitted: ({ party, rows }) => `参与方 ${party} 所披露的点，就是它在链上承诺的 ${rows} 行的点。`,
  PointsNotCommitted: ({ party }) => `参与方 ${party} 所披露的点不是它在链上承诺的点。`,
  RowOpens: ({ party, row }) => `参与方 ${party} 的${row}就是它所承诺的。`,
  RowDoesNotOpen: ({ party, row }) => `参与方 ${party} 的${row}不是它所承诺的：数字或盲化因子有误。`,
  TheObjective: "目标函数",
  RowNumber: ({ row }) => `第 ${row} 行`,
  RowNamed: ({ row, name }) => `第 ${row} 行（${name}）`,
  NoProofToDiscloseFrom: "提供了披露文件，但没有被接受的密封证明可供核对：它们不说明任何事情。",
  NumbersProven: ({ count, party }) => `参与方 ${party} 所披露的 ${count} 个数，已证明属于所结算的结果。`,
  NumbersNotProven: ({ file, reason }) => `${file} 没有证明它所披露的内容：${reason}。`,

  ProvesNothing: ({ why, named, code }) => `${why}：这不能证明参与方 ${named} 有任何过错（${code}）。`,
  NobodyNamed: ({ keeper, code }) => `参与方 ${keeper} 停止了（${code}），且未指明任何一方。`,
  DigestChanged: ({ keeper, party, exchange }) =>
    `参与方 ${keeper} 说，参与方 ${party} 在交换 ${exchange} 中发布过另一摘要：此后链发生了重组，或者参与方 ${keeper} 有误。`,
  SilenceProven: ({ party }) => `链上表明：本轮过期时，应由参与方 ${party} 行动。`,
  RefusalOnChain: ({ party, exchange }) =>
    `参与方 ${party} 在交换 ${exchange} 中拒绝继续。这不是过错：它可能不得不如此。`,
  NoTrace: ({ named, code }) =>
    `没有任何内容能证明参与方 ${named} 有过错（${code}）：它扣留的或格式错误的消息不留痕迹。`,
  NotEnvelope: "该文件不是本协议的信封",
  EnvelopeUnsigned: ({ party }) => `参与方 ${party} 的账户没有签署该信封`,
  SignedStateGone: ({ party, block }) => `节点已没有区块 ${block} 的状态，而参与方 ${party} 的账户可能是在其中签名的`,
  EnvelopeElsewhere: "该信封有签名，但不属于该方在本轮中发布过的任何一次发送",
  StoppedAfterSigning: ({ party, exchange }) =>
    `参与方 ${party} 在交换 ${exchange} 中停止，而此前已经签署了该次交换的消息`,
  SignedOther: ({ party, exchange }) =>
    `参与方 ${party} 的账户为交换 ${exchange} 签署的消息，不是它所发布摘要对应的消息。`,
  PostedThese: ({ party, exchange }) => `这些消息正是参与方 ${party} 在交换 ${exchange} 中发布摘要的消息`,
  EnvelopeLacks: "该信封缺少一条消息，而可能是持有者将其略去的",
  CommitmentBroken: ({ party, exchange }) => `参与方 ${party} 在交换 ${exchange} 中发布了它没有承诺过的点。`,
  MisdealProven: ({ party, exchange }) =>
    `参与方 ${party} 在交换 ${exchange} 中发给某个节点的份额，与它发给所有人的摘要不符。`,
  InputNotCommitted: ({ party, holders }) =>
    `参与方 ${party} 分发给各节点的数字不是它所承诺的，除非有 ${holders} 个节点（即持有其中某一分量的全部节点）就该分量给出了相同的错误的点：各节点签署并发布的点，加起来不等于其承诺的点。`,
  PointsDiffer: ({ party }) =>
    `节点 ${party} 就分发给它的内容告知所有人的点是错误的，除非另有两个节点给出了相同的错误的点：在所有节点各自签署并发布的结束消息中，凡点有不同之处，都是该节点与持有相同内容的另外两个节点不同，而那两个节点彼此一致。`,
  OutcomeDiffers: ({ party }) =>
    `节点 ${party} 结束时给出的结果与其他所有节点不同，而其他节点彼此一致：各节点签署并发布的结束消息如此表明。要么该节点有误，要么其他所有节点都有误。`,
  TranscriptDiffers: ({ party }) =>
    `节点 ${party} 就其链路所说的内容有误，除非至少另有两个节点所说有误：在所有节点各自签署并发布的结束消息中，凡两端说法不同的链路，其一端都是该节点，且只有该节点如此。`,
  NoContradiction: ({ party }) => `在所有节点的结束消息中，与其他节点相矛盾的并非只有参与方 ${party}`,
  TurnLacking: ({ party, exchange }) => `turns/ 缺少参与方 ${party} 在交换 ${exchange} 中发送的内容`,
  TurnNotPosted: ({ party, exchange }) =>
    `turns/ 中参与方 ${party} 在交换 ${exchange} 的内容，不是该方在本轮中签署并发布摘要的内容`,
  TurnWithoutMessage: ({ party, exchange }) =>
    `turns/ 中参与方 ${party} 在交换 ${exchange} 的内容，缺少发给所有人的那条消息`,
  TurnMalformed: ({ party, exchange }) => `参与方 ${party} 在交换 ${exchange} 中告知所有人的内容不符合规范`,
  CommitmentNeedsTerms: ({ party }) => `本轮条款写明了可信设置；没有条款，就无法判断参与方 ${party} 承诺了什么`,
  TellNoPoint: ({ party, nodes }) =>
    `节点 ${nodes.join("、")} 就参与方 ${party} 分发给它们的某一分量，没有给出相同的点`,
  InputAddsUp: ({ party }) => `参与方 ${party} 分发给各节点的内容，其点加起来等于其承诺的点`,
  MessageAuthentic: ({ party, exchange, code }) =>
    `参与方 ${party} 签署并发布了它在交换 ${exchange} 中的消息。其中是否有误（${code}），本轮的参与方可以判断。`,

  NoTurnOfRound: "该信封不属于本轮的任何一次发送",
  StateGone: "节点已没有该信封可能被签署时的状态",
  ComplaintSigned: ({ party }) => `参与方 ${party} 签署了关于份额的投诉，而审计不核验份额`,
  MessageSigned: ({ party, exchange, code, keeper }) =>
    `参与方 ${party} 签署了它在交换 ${exchange} 中的消息，而该次交换不上链。消息有误（${code}）只是参与方 ${keeper} 的说法。`,
  NoEcho: ({ party }) => `参与方 ${party} 的发送没有回显`,
  EchoNotSigned: ({ by, party }) => `参与方 ${by} 回显的发送，参与方 ${party} 的账户没有签署`,
  NoTurnBeside: ({ party, exchange }) => `此外没有参与方 ${party} 的账户所签署的、交换 ${exchange} 的发送`,
  SameTurn: ({ a, b }) => `参与方 ${a} 和 ${b} 所持的发送相同`,
  TwoTurns: ({ party, exchange, echo, keeper }) =>
    `对不上链的交换 ${exchange}，参与方 ${party} 的账户签署了两次不同的发送：一次在${echo}，另一次在参与方 ${keeper} 处。`,
  OwnEcho: "它自己的回显中",
  ThisParty: ({ party }) => `参与方 ${party} 处`,
  TurnUnknown: ({ file }) => `无法核验 turns/${file} 是否有签名：节点已没有相关区块的状态。`,
  TurnNotSigned: ({ file }) => `turns/${file} 不能证明任何事情：它不是由文件名所指参与方签署的、本轮证明中的一次发送。`,
  TurnsSigned: ({ turns, reached, keeper }) =>
    `证明过程中的 ${turns} 次发送，每次都由该方账户签名：${reached.join("，")}。此后没有更多发送，只是参与方 ${keeper} 的说法。`,
  Reached: ({ parties, exchange }) => `${of(parties)}到交换 ${exchange} 为止`,
};
