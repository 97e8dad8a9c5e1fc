// Files written by other programs and read here: every file of examples/lp.
import { readdirSync } from "node:fs";
import { testWrittenElsewhere } from "../support/written-elsewhere.ts";

const names = readdirSync(new URL("../../examples/lp/", import.meta.url))
  .filter((file) => file.endsWith(".mps"))
  .map((file) => file.slice(0, -".mps".length));

describe("written elsewhere", () => testWrittenElsewhere(names));
