// auditor/words/report.ts in Chinese.
import type { Translation } from "../../../../auditor/words/phrase.ts";
import type { reportSentences } from "../../../../auditor/words/report.ts";

export const reportSentencesZh: Translation<typeof reportSentences> = {
  "phase/none": "无",
  "phase/committing": "承诺中",
  "phase/running": "计算中",
  "phase/settling": "结算中",
  "phase/settled": "已结算",
  "phase/expired": "已过期",

  HeadlineFailed: "本轮存在问题：请查看不通过的检查。",
  HeadlineIncomplete: ({ phase }) => `本轮${phase}；未能核验全部内容：请查看哪些未知。`,
  HeadlineSealed: ({ proven }) => `本轮已结算，其密封证明成立：${proven}。在经过外部审查之前，密封结果是实验性的。`,
  HeadlineWithout: ({ phase }) => `本轮按规则${phase}，没有结果。`,
  HeadlinePublic: ({ outcome }) => `本轮已结算，其证书成立：${outcome}。`,
  OptimalWith: ({ value }) => `对各参与方所承诺的内容，该解是最优解，目标值为 ${value}（按最小化）`,
  NoSolution: "没有解能满足各参与方所承诺的所有行",
  NoBound: "在各参与方所承诺的行之下，目标函数无界",
  HasOptimum: "在本轮的容差之内，各参与方所承诺的内容有最优解",
  ForBounds: ({ what }) => `${what}；这是就各公司放入密钥的上界而言，而这些上界未经核验`,
  ForKey: ({ what }) => `${what}；这是就各公司约定的密钥而言，而该密钥未经核验`,
  Experimental: "在经过外部审查之前，密封结果是实验性的。",
  SealedIsProven: ({ proven }) => `已证明：${proven}。`,

  "unknown/data": "各参与方所承诺的数据是否真实。证书或证明只针对所承诺的内容，不能证明现实中的任何事情。",
  "unknown/sealed outcome": "密封结果的内容：方案、目标值、影子价格、松弛量和检验数都不在链上。",
  "unknown/rest of sealed outcome":
    "除已披露或已公开份额的数字之外，密封结果的内容：方案、目标值、影子价格、松弛量和检验数都不在链上。",
  "unknown/chosen numbers": "某一公司是否披露了要求它披露的全部内容，以及它所披露数字的那些行有何含义、包含什么。",
  "unknown/share": "份额由什么组成：其总和涉及哪些行、哪些右端项和对偶值。",
  "unknown/set-up":
    "是否有人知道可信设置的秘密；知道者可以“证明”任何事情。只要有一个贡献者销毁了自己的秘密就够了，但没有任何内容能表明是否有人这样做了。",
  "unknown/soundness": "密封证明是否如 docs/sealed.md 所论证的那样可靠：在经过外部审查之前，它是实验性的。",
  "unknown/sealed rows": "某一参与方承诺了多少行：密封承诺所含的行可能多于其公开的行数。",
  "unknown/learned": ({ learned }) =>
    `各公司得知的是否不多于条款所述，即各自文件中所列的变量，以及${learned}。所有公司根据完整结果作出的证明看起来是一样的。`,
  "learned/owner": "自己各行的影子价格和松弛量；目标值没有告诉任何人，由其所有者自行计算",
  "learned/all": "自己各行的影子价格和松弛量；目标值告诉了所有公司，而证明不涵盖它",
  "learned/none": "自己各行的松弛量；没有目标函数",
  "unknown/collusion": "各参与方是否串通，或在协议之外互相透露了更多信息。",
  "unknown/engine": "引擎在计算答案时泄露了什么：隐私取决于引擎（docs/security.md），且不在链上留下痕迹。",
  "unknown/node": ({ chain, blocks }) =>
    `节点关于链的说法是否属实。签名表明了各参与方发送过什么；至于何时发送、按何顺序，以及合约账户做过什么，只能从所询问的节点对链 ${chain} 的描述中得知：请将下列 ${blocks} 个区块的哈希与他人节点的进行比对。`,
  "unknown/finality": "链是否会保留这些区块（节点已称最终确定的除外）。",
  "unknown/messages": "消息的内容：没有通信记录，其摘要只表明谁在何时发送过内容。",
  "unknown/messages to others": ({ party }) =>
    `发给单个参与方的消息的内容：参与方 ${party} 的通信记录中只有其摘要。对其余消息，审计只表明它们就是所发布的消息，以及由谁签署。`,
  "unknown/rows": "任何已承诺行的内容：没有行被披露。",
  "unknown/rows not in transcript": "任何已承诺行的内容（通信记录中的消息已表明的除外）：没有行被披露。",
  "unknown/other rows": "未被披露的行的内容。",
  "unknown/names": "变量和行的名称：链上没有名称；所显示的是披露方公司的说法。",
};
