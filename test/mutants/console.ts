// Mutants of the console's server: each lets somebody in, lets a page of others ask, or accepts
// what nobody looked at.
import type { Mutant } from "./mutant.ts";

const file = (name: string) => `client/console/${name}.ts`;
const TESTS = ["test/console/server.test.ts"];

const mutants: readonly (Omit<Mutant, "tests"> & Partial<Mutant>)[] = [
  {
    id: "U01",
    what: "a link works more than once",
    file: file("entry"),
    search: "this.#isUsed || ",
    replace: "",
  },
  {
    id: "U02",
    what: "any token lets in",
    file: file("entry"),
    search: " || !isSame(token, this.token)",
    replace: "",
  },
  {
    id: "U03",
    what: "whoever asks is let in",
    file: file("api"),
    search: "if (!entry.admits(request.headers.authorization))",
    replace: "if (false)",
  },
  {
    id: "U04",
    what: "a page of another origin may ask",
    file: file("api"),
    search: "return origin === undefined ? ",
    replace: "return true || origin === undefined ? ",
  },
  {
    id: "U05",
    what: "a request that changes something need not name its origin",
    file: file("api"),
    search: 'origin === undefined ? method === "GET"',
    replace: "origin === undefined ? true",
  },
  {
    id: "U06",
    what: "a request may come from another site",
    file: file("api"),
    search: '  if (site !== undefined && site !== "same-origin") return false;\n',
    replace: "",
  },
  {
    id: "U07",
    what: "a name that resolves to this machine is answered",
    file: "client/pages/local-server.ts",
    search: "if (!isOwnName(request.headers.host, own))",
    replace: "if (false)",
  },
  {
    id: "U08",
    what: "a request may have any number of bytes",
    file: file("requests"),
    search: "if (size > most)",
    replace: "if (false)",
  },
  {
    id: "U09",
    what: "a round is accepted that was checked anew, or never",
    file: file("drafts"),
    search: "if (draft?.view.version !== version || draft.view.refusal !== null)",
    replace: "if (draft === undefined || draft.view.refusal !== null)",
    tests: ["test/console/drafts.test.ts"],
  },
  {
    id: "U10",
    what: "a round is accepted that its check refused",
    file: file("drafts"),
    search: " || draft.view.refusal !== null",
    replace: "",
  },
  {
    id: "U11",
    what: "any number of pages follow the state",
    file: file("api"),
    search: "if (following.size >= MAX_FOLLOWING)",
    replace: "if (false)",
  },
  {
    id: "U12",
    what: "a file's name may have folders",
    file: file("requests"),
    search: "/^[^\\p{Cc}/\\\\]{1,255}$/u",
    replace: "/^[^\\p{Cc}]{1,255}$/u",
  },
  {
    id: "U13",
    what: "states are kept for a page that does not read them",
    file: file("api"),
    search: "if (response.writableNeedDrain) return;",
    replace: "",
  },
  {
    id: "U14",
    what: "the page sends a file that no client reads",
    file: "web/console/client.ts",
    search: "if (file.size > MAX_FILE)",
    replace: "if (false)",
    tests: ["test/web/console-trouble.test.ts"],
  },
  {
    id: "U15",
    what: "numbers are offered for disclosure that an outcome does not have",
    file: file("outcome"),
    search: 'hasClaim(own.kind === "feasible" ? "optimal" : own.kind, what)',
    replace: "true",
    tests: ["test/console/outcome.test.ts"],
  },
];

export const CONSOLE_MUTANTS: readonly Mutant[] = mutants.map((mutant) => ({ tests: TESTS, ...mutant }));
