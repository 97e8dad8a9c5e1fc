// Files written by other programs and read here: small ones; test/deep has all of them.
import { testWrittenElsewhere } from "../support/written-elsewhere.ts";

describe("written elsewhere", () => testWrittenElsewhere(["avgas", "afiro", "sc50b", "securescm-20"]));
