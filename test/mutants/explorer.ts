// Mutants of the explorer and of what it asks the auditor: each shows a reader something that is
// not so, or leaves out a check of its own.
import type { Mutant } from "./mutant.ts";

const BROWSER = ["test/web/explorer.test.ts"];

export const EXPLORER_MUTANTS: readonly Mutant[] = [
  {
    id: "X01",
    what: "a round that is false looks verified",
    file: "web/explorer/views/verdict.tsx",
    search: 'failed: "bad"',
    replace: 'failed: "good"',
    tests: BROWSER,
  },
  {
    id: "X02",
    what: "further nodes are not compared",
    file: "web/explorer/worker/main.ts",
    search: "audit({ ...at, witnesses, round",
    replace: "audit({ ...at, round",
    tests: BROWSER,
  },
  {
    id: "X03",
    what: "the code of contracts is not compared",
    file: "web/explorer/worker/main.ts",
    search: ", expectedCode: EXPECTED_CODE",
    replace: "",
    tests: BROWSER,
  },
  {
    id: "X04",
    what: "a node of another chain is taken",
    file: "web/explorer/worker/main.ts",
    search: "if (String(chainId) !== chain)",
    replace: "if (false)",
    tests: BROWSER,
  },
  {
    id: "X05",
    what: "a disclosure that was dropped is not checked",
    file: "web/explorer/worker/main.ts",
    search: "disclosures: disclosures.map(filePlace)",
    replace: "disclosures: []",
    tests: BROWSER,
  },
  {
    id: "X06",
    what: "a refusal to pages passes for a node that is not there",
    file: "web/explorer/worker/nodes.ts",
    search: "if (await isRefused(node))",
    replace: "if (false)",
    tests: BROWSER,
  },
  {
    id: "X07",
    what: "other code passes for the expected one if it is as long",
    file: "auditor/chain/code.ts",
    search: "return areValues && keccak256(immutables.flat().reduce(withoutValue, code)) === digest;",
    replace: "return areValues;",
    tests: ["test/auditor/nodes.test.ts", "test/auditor/lies.test.ts", "test/auditor/state.test.ts"],
  },
  {
    id: "X08",
    what: "a second that a node makes up ends the page",
    file: "auditor/report/decimal.ts",
    search: "if (!(seconds <= LAST_SECOND))",
    replace: "if (false)",
    tests: ["test/auditor/reading.test.ts"],
  },
  {
    id: "X09",
    what: "a node that the page may not ask passes for one that is not there",
    file: "web/explorer/worker/nodes.ts",
    search: '(await isForbidden(node)) ? "NodeNotAllowed" : code',
    replace: "code",
    tests: ["test/web/sources.test.ts"],
  },
  {
    id: "X10",
    what: "a host's name adds to the page's policy",
    file: "client/cli/commands/explorer.ts",
    search: "if (!/^[\\w.-]+$/.test(url.hostname))",
    replace: "if (false)",
    tests: ["test/cli/explorer.test.ts"],
  },
  {
    id: "X11",
    what: "a page that cannot show its content stays empty",
    file: "web/kit/page.tsx",
    search: "const [error] = useErrorBoundary();",
    replace: "const error = undefined as unknown;",
    tests: ["test/web/broken.test.ts"],
  },
];
