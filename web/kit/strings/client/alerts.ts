// client/app/said/alerts.ts in Chinese.
import type { alertSentences } from "../../../../client/app/said/alerts.ts";
import type { Translated } from "../../../../client/said.ts";

const KINDS: Readonly<Record<string, string>> = {
  optimal: "最优",
  feasible: "可行",
  infeasible: "不可行",
  unbounded: "无界",
};
const kindOf = (kind: string): string => KINDS[kind] ?? kind;

export const alertSentencesZh: Translated<typeof alertSentences> = {
  RoundSealed: ({ round, setup, size, own }) =>
    `第 ${round} 轮的结果是密封的${own ? "，每家公司只得知自己的部分" : ""}，在经过外部审查之前为实验性功能：可信设置 ${setup}，规模 ${size}`,
  RoundFailed: ({ round, code, message }) => `第 ${round} 轮失败（${code}）：${message}`,
  MaybeSpoilt: ({ round, code }) =>
    `第 ${round} 轮结束而没有结果（${code}）：偏离协议的节点可以造成这种情况，以获知其他公司数据的一些信息；因此，除非各方都清楚失败的原因，请勿在相同的节点之间用相同的数据重新进行`,
  SettledOtherwise: ({ round, settled, own }) =>
    `第 ${round} 轮的结算与本客户端所证明的不同：链上结算为“${kindOf(settled)}”，而不是“${kindOf(own)}”；用 \`concordat outcome\` 查看链上所结算的结果`,
  CanExpire: ({ round, time }) =>
    `第 ${round} 轮在 ${time} 之后可以过期：届时运行中的客户端会令其过期，并取回应退的保证金，因此请保持其运行`,
  NothingShown: ({ round, message }) => `第 ${round} 轮的内容一概不显示：${message}`,
  TermsUnusable: ({ round, account, code, message }) =>
    `第 ${round} 轮：${account} 没有提供可用的条款（${code}）：${message}`,
  ShareMissing: ({ round, code, message }) =>
    `第 ${round} 轮：份额缺失（${code}），用 \`concordat shares ${round} --post\` 重试：${message}`,
  SessionSpent: ({ round }) =>
    `第 ${round} 轮：节点之间的会话已用完其各期：请与其他节点的运行者查明会话中断的原因；在所有节点上使用 \`concordat join --epochs <n>\` 可允许更多期`,
  RefusalLate: ({ round }) => `第 ${round} 轮：本客户端的拒绝提交得太迟，保证金可能会失去`,
};
