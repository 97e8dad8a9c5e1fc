// Files written by other programs and read here: every file of examples/lp.
import { exampleNames } from "../support/examples.ts";
import { testWrittenElsewhere } from "../support/written-elsewhere.ts";

describe("written elsewhere", () => testWrittenElsewhere(exampleNames()));
