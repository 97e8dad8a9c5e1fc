// client/app/said/terms.ts in Chinese.
import type { termsSentences } from "../../../../client/app/said/terms.ts";
import type { Translated } from "../../../../client/said.ts";

const SENSES = { min: "求最小值", max: "求最大值" } as const;

const SIZES = {
  coefficient: "系数",
  row: "一行的系数绝对值之和",
  column: "一个变量的系数绝对值之和",
  side: "右端项",
  cost: "成本",
} as const;

export const termsSentencesZh: Translated<typeof termsSentences> = {
  OpenerUntold: "区块链节点未告知的账户",
  OpenerOutside: ({ account }) => `${account}（不参与本轮）`,
  OpenerKnown: ({ name, account }) => `${name}（${account}）`,

  CompanyComputes: ({ name }) => `${name}：协助计算，没有约束行`,
  CompanyWithoutRows: ({ name }) => `${name}：参与本轮，没有约束行`,
  CompanyBrings: ({ name, rows, variables, sense }) => {
    const has = rows === 0 ? [] : [`${rows} 行约束`];
    const costs = sense === null ? [] : [`成本（${SENSES[sense]}）`];
    return `${name}：${[...has, ...costs].join("和")}，涉及 ${variables} 个变量`;
  },

  Decimals: ({ data, solution, multipliers }) =>
    `小数位数：数据 ${data} 位，解 ${solution} 位，对偶值 ${multipliers} 位`,
  UpperBounds: ({ stated, variables, others }) =>
    `上界：${variables} 个变量中，有 ${stated} 个由公司给出上界${others === null ? "" : `，其余为 ${others}`}`,
  Tolerances: "容差：",
  "tolerance/residual": ({ value }) => `每行的偏差至多 ${value}，以该行的单位计`,
  "tolerance/dual": ({ value }) => `检验数低于零至多 ${value}，以每单位变量的目标值单位计`,
  "tolerance/gap": ({ value }) => `与最优值的差距至多 ${value}，以目标值的单位计`,

  FileContent: ({ variables, inequalities, equalities, decimals, sense }) =>
    `${variables} 个变量的名称、${inequalities} 个 ≤ 行、${equalities} 个 = 行、${decimals} 位小数${
      sense === null ? "" : `，以及目标函数（${SENSES[sense]}）`
    }`,
  FileSizes: (sizes) => {
    const known = (Object.keys(SIZES) as (keyof typeof SIZES)[]).flatMap((sort) =>
      sizes[sort] === null ? [] : [`${SIZES[sort]} ≤ 10^${sizes[sort]}`],
    );
    return `数量级，以 10 的幂表示：${known.length === 0 ? "无" : known.join("，")}`;
  },
};
