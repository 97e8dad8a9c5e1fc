import { decisions } from "../../../scripts/site/pages.ts";

const content = decisions.map(({ page, number, title }) => `- [${number} ${title}](/${page})`).join("\n");

export default { paths: () => [{ params: { index: "index" }, content }] };
