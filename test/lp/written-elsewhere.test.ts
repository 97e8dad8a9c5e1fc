// Written by other programs, read here: small files; test/deep has them all.
import { testWrittenElsewhere } from "../support/written-elsewhere.ts";

describe("written elsewhere", () => testWrittenElsewhere(["avgas", "afiro", "sc50b", "securescm-20"]));
