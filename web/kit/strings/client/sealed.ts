// client/app/said/sealed.ts in Chinese.
import type { sealedSentences } from "../../../../client/app/said/sealed.ts";
import type { Translated } from "../../../../client/said.ts";
import { listed } from "../lists.ts";

export const sealedSentencesZh: Translated<typeof sealedSentences> = {
  PublicOutcome:
    "所有人都会知道：是否存在最优解以及是哪一个、方案、每行的松弛量与对偶值、检验数、行数与列数，以及账户；各公司还知道变量的名称",

  SealedOutcome: "密封结果，在经过外部审查之前为实验性功能",
  SetupNeeded: ({ setup, size }) => `可信设置 ${setup}，规模 ${size}`,
  SetupNotKept:
    "本公司的主目录中没有这份可信设置：接受之前，请检查其文件，并用 `concordat setup verify <文件> --keep` 保存",
  Contributors: ({ contributors, more }) =>
    [
      `它由 ${contributors.length + more} 份贡献生成，其中至少一份必须诚实，否则贡献者可以证明虚假的结果，作为合作方还可以读出约束行：`,
      ...contributors,
      ...(more === 0 ? [] : [`另有 ${more} 份`]),
    ].join("\n"),
  SetupTrusted:
    "不在可信设置贡献者之列的公司，须相信其中至少一位是诚实的，并在接受时明确表示：`concordat join` 加上 `--accept-setup`",

  PublicSees: ({ ownParts, costs }) =>
    `公众将看到：${
      ownParts ? "一个最优解已被证明" : "结果已被证明，以及它是最优解、矛盾还是射线"
    }；账户、行数与列数、小数位数、容差，以及名称与上界的摘要。公众看不到方案、松弛量${
      costs ? "、对偶值、检验数和目标值" : "和对偶值"
    }`,
  PlanToAll: ({ costs }) =>
    `每家公司都会知道方案、每行的对偶值，以及自己各行的松弛量${
      costs
        ? "。只有成本的所有者会被告知检验数和目标值；只有两家公司时，另一家也可以推算出检验数；所有者没有约束行时，其他各家合起来可以推算出目标值"
        : ""
    }`,

  OwnPartsOnly: ({ costs }) =>
    `每家公司只会知道自己的部分：其文件所列的变量，以及自己各行的${costs ? "对偶值和松弛量" : "松弛量"}`,
  OwnPart: ({ name, variables, shared, alone, reducedCosts }) => {
    const own = shared.length + alone;
    if (own === 0) return `${name}：没有变量`;
    const names = [...shared, ...(alone === 0 ? [] : [`${alone} 个其他公司均未列出`])].join("、");
    const known = `${name}：${variables} 个变量中的 ${own} 个（${names}）`;
    if (reducedCosts === null) return known;
    return `${known}，${reducedCosts === 0 ? "没有检验数" : `${reducedCosts} 个检验数`}`;
  },
  SharedVariables: "若一个变量由多个文件列出，则相应的每家公司都知道它",
  ReducedCosts:
    "列出某个变量的公司中，有一家会得知其检验数（成本的所有者若列出了它，即为该所有者），从而得知其他公司各行在该变量上的系数乘以各自对偶值的总和。多个轮次的检验数构成关于这些行的方程",
  CostsKnown:
    "若某个变量不为 0，则合起来拥有它所在的全部约束行的公司知道它的成本；若其他公司没有含它的约束行，一家公司单独就知道",
  ValueOfOwner: ({ owner }) =>
    `目标值不告知任何公司：${owner} 由自己的成本和带成本的变量计算出目标值，从而得知其他公司的右端项乘以各自对偶值的总和，精确到本轮的容差；其他公司中若只有一家有约束行，则得知这一家的总和`,
  ValueOfAll: ({ owner }) =>
    `所有公司都会被告知目标值，不含 ${owner} 可能有的常数项。证明不涵盖目标值：只有 ${owner} 能够核对，若有误，其客户端会停止本轮。因此每家公司都得知其他公司的右端项乘以各自对偶值的总和，精确到本轮的容差；其他公司中若只有一家有约束行，则得知这一家的总和`,
  NodesCompute: ({ nodes }) =>
    `以上对负责计算的 ${listed(nodes)} 中任何单独一方成立，即使它与这三方以外的公司合谋，前提是三方都遵守协议。三方中任意两方合谋可以得知一切`,
  EndsUnproven: ({ costs }) =>
    costs
      ? "若约束行相互矛盾，或目标函数无界，本轮将在没有证明的情况下结束，每家公司都会得知是哪一种情况"
      : "若约束行相互矛盾，本轮将在没有证明的情况下结束，每家公司都会得知这一点",

  SharesPublic: ({ contract }) =>
    `份额将会公开：最优解结算之后，每家公司的客户端在合约 ${contract} 上证明其份额，即其各行的右端项乘以对偶值之和，作为一个数。全部份额到齐后，人人都知道目标值，精确到本轮的容差。`,
  ShareAmongKnowing:
    "其他公司知道每一个对偶值，因而得到关于本公司右端项的一个方程：若只有一行有非零的对偶值，即得到该右端项本身；若某家公司的数据是为此编造的，则得到若干个右端项。",
  ShareAmongOwnParts:
    "每个份额是一家公司的一个数，其他公司不知道其对偶值。谁若由检验数得知该公司各行在某个变量上的系数乘以各自对偶值之和，便连同其右端项一并得知：若该公司只有一行有非零的对偶值，即得知该行，仅差一个倍数。",
  ShareWithheld: "不发布份额的公司不会失去保证金：其份额即为缺失，总和也随之缺失",
};
