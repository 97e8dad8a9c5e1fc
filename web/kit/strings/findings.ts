// What can be found out with an engine, in every language. English is the engines' own.
import { findingSentences } from "../../../client/engines/findings.ts";
import type { Translated } from "../../../client/said.ts";
import type { InEveryLanguage } from "../languages.ts";
import { listed } from "./lists.ts";

type Sentences = Translated<typeof findingSentences>;

const outcomeOf = (own: boolean): string => (own ? "自己的那部分结果" : "结果");
const knownOf = (own: boolean): string => (own ? "自己的那部分结果以及由此推得的内容" : "结果");

const zh: Sentences = {
  TwoNodesRead: ({ nodes }, name) => `${listed(nodes.map(name))} 中任意两方合谋，可以准确读出所有约束行和成本`,
  OneOfFourDeparts: ({ nodes, own }, name) =>
    `${listed(nodes.map(name))} 中若有一方偏离协议，它可以使本轮停止（包括在它已读到${outcomeOf(own)}而其他各方尚未读到时），或使计算以相同的随机数重新开始，至多两次`,
  OneOfThreeDeparts: ({ nodes, own, bits }, name) =>
    `${listed(nodes.map(name))} 中若有一方偏离协议，它可以决定所公开的比特的值（在${outcomeOf(own)}之前至多 ${bits} 个，每次启动再加一个），可以在三期中的每一期读到其他数字以代替结果，并可以使本轮停止`,
  OneOfProversDeparts: ({ nodes, bits }, name) =>
    `${listed(nodes.map(name))} 中若有一方偏离协议，它可以决定所公开的比特的值（在结果之前至多 ${bits} 个，每次启动再加一个，各项证明共再加两个），并决定在所有能通过证明的最优解中公开哪一个，由此可能得知他人的约束行；它可以使本轮停止（包括在它已读到结果而其他各方尚未读到时），或使计算重新开始，至多两次`,
  NodesCount: ({ nodes, buckets, bits, most }, name) =>
    `${listed(nodes.map(name))} 会得知计算结束时的迭代次数落在 ${buckets} 个区间中的哪一个，统计其消息数目的任何人也会得知：至多 ${bits} 比特，足以区分两组迭代次数落在不同区间的已知候选数据；每次失败的尝试再透露一个比特，总计至多 ${most} 个`,
  NoneOfFourLearns: ({ nodes, own }, name) =>
    `除${knownOf(own)}外，${listed(nodes.map(name))} 中任何单独一方无论做什么都不会得知其他内容，只有重新开始的计算中数字如何舍入除外`,
  NoProverLearns: ({ nodes }, name) =>
    `除结果外，${listed(nodes.map(name))} 中任何单独一方无论做什么，除这些比特和这一选择所透露的以外，都不会得知其他内容：只有证明在很小的误差之内为最优解之后，结果才会公开；若没有最优解，则只公开它不可行还是无界`,
  NoneOfThreeLearns: ({ nodes, own }, name) =>
    `除${knownOf(own)}外，${listed(nodes.map(name))} 中任何单独一方只要遵守协议，就不会得知其他内容`,
  AllButOneSubtract:
    "无论采用哪种引擎，除一方以外的所有参与方合谋，都可以从结果中减去自己的部分，剩下的就是结果所透露的最后一方的情况",
  OwnVariables: "各公司得知自己文件中所列的变量以及自己各行的对偶值；其他公司从公告中可以看到它列出了哪些变量",
  ValueToAll: "如果有成本，所有公司都会得知目标值",
  ValueToOwner: "如果有成本，其所有者知道目标值；其文件列出了所有带成本的变量",
  KindToAll: "对没有最优解的规划，所有公司都会得知它属于哪一类，此外一无所知",
  AllButOneLack:
    "无论采用哪种引擎，除一家以外的所有公司合谋，对结果所缺的至多是：最后一家的对偶值和松弛量、只有它列出的变量，以及只有它得知的检验数和目标值",

  OwnerReads: ({ owner, count, some }, name) =>
    `${name(owner)} 可以读出${some ? `${count} 个不等式中的一部分` : `全部 ${count} 个不等式`}，仅各列的顺序和尺度不明`,
  OwnerReadsUnits: ({ owner }, name) =>
    `${name(owner)} 以自己的成本和解为钥匙，可以在成本各不相同或解不为 0 的列中将其读出，仅单位不明`,
  OwnerTells: ({ owner }, name) => `${name(owner)} 可以分辨两组已知候选数据中哪一组是约束持有方的数据`,
  EndsKnowOrder: ({ owner, dealer, representative }, name) =>
    `${name(owner)} 和 ${name(dealer)} 合谋可以得知各列的顺序和尺度，${name(owner)} 和 ${name(representative)} 合谋也可以`,
  HoldersKnowCosts: ({ holders }) => `无论采用哪种引擎，全部 ${holders} 个约束持有方合谋都可以得知成本`,
  SecondReadsFirst: ({ first, second }, name) =>
    `${name(second)} 可以读出 ${name(first)} 的不等式，仅单位不明：即其整个可行域`,
  LastReadsAll: ({ last }, name) => `${name(last)} 可以读出它之前所有约束持有方的不等式（合为一体）`,
  EndsReadBetween: ({ first, last, between }, name) =>
    `${name(first)} 和 ${name(last)} 合谋可以读出 ${listed(between.map(name))} 的不等式`,
  EndsReadSparse: ({ dealer, representative, between }, name) =>
    `${name(dealer)} 和 ${name(representative)} 合谋可以读出 ${listed(between.map(name))} 的稀疏行的系数`,
  NoHolderAlone: ({ dealer }, name) =>
    `遵守协议的约束持有方，单独一方得不到别方的行，也得不到成本：它收到的有关内容或为均匀随机，或已加密；但 ${name(dealer)} 可以分发错误的数字，从而由答案读出成本`,

  AllReadInequalities: "每一方都可以读出其他各方的不等式，仅单位不明；如果一方没有等式，则可读出其全部不等式",
  OneRowShown: ({ parties }, name) => `${listed(parties.map(name))} 仅有的一行几乎以明文出示给所有参与方`,
  AllFindSparse: "每一方都可以在其他各方混合行所张成的空间中找出其稀疏行，并检验对某一行的任何猜测",
  AllKnowCosts: "所有参与方都知道成本",
  AllCountChanges: "每一方都可以数出另一方在各轮之间改动了多少行",

  ReadsWithOwnRows: ({ alice, bob }, name) =>
    `如果 ${name(alice)} 的行中系数为 0 的不多，${name(alice)} 以自己的行为钥匙，在任何规模下都可以读出 ${name(bob)} 的每个不等式（仅单位不明）以及成本`,
  FindsBySearch: ({ alice, columns, rows }, name) =>
    `${columns} 列、${rows} 行：如果 ${name(alice)} 有两行不含零，它可以通过搜索找出各列的顺序和尺度`,
  ReadsInequalities: ({ alice, bob, count }, name) =>
    `如果没有零成本的变量看起来像松弛变量，${name(alice)} 可以读出 ${name(bob)} 的全部 ${count} 个不等式，仅各列的顺序和尺度不明`,
  TellsSparse: ({ alice, bob }, name) => `${name(alice)} 可以分辨 ${name(bob)} 的稀疏行，仅各列的顺序和尺度不明`,
  TellsCandidates: ({ alice, bob }, name) => `${name(alice)} 可以分辨两组已知候选数据中哪一组是 ${name(bob)} 的数据`,
  ReducedCostsShow: ({ alice, bob }, name) =>
    `在两方的情形下，结果的检验数（即使结果密封，两方也都知道）会使 ${name(alice)} 得知成本与 ${name(bob)} 各行乘以其对偶值之和`,
  ReadsByLattice: ({ alice, bob, rows }, name) =>
    `${name(bob)} 可以通过格基约化在数秒之内准确读出 ${name(alice)} 的全部 ${rows} 行`,
};

export const findingStrings: InEveryLanguage<Sentences> = { en: findingSentences, zh };
