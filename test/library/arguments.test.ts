// What callers without type checking may pass: every wrong argument ends in an error with a code,
// and none is taken for a default.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { type AuditOptions, auditRound, type RunAuditOptions, runAudit } from "../../auditor/index.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { ConcordatError } from "../../client/errors.ts";
import {
  createRandom,
  joinRound,
  openRound,
  type ProgramFormat,
  readProgram,
  readProgramText,
  solveTogether,
} from "../../client/index.ts";
import { type ChainRound, readRecord, verifyRecord, verifyRound } from "../../client/verify.ts";
import { callingThread } from "../../lab/index.ts";
import { codeOf } from "../support/codes.ts";

const WRONG: readonly unknown[] = [undefined, null, 5, "text", {}, [], Symbol("s"), () => 1];
const example = (name: string) => fileURLToPath(new URL(`../../examples/paper/${name}.lp`, import.meta.url));

describe("arguments of the library", () => {
  it("are objects with the fields that the reference names", async () => {
    for (const wrong of WRONG)
      for (const call of [solveTogether, openRound, joinRound, readRecord, verifyRound])
        expect(await codeOf(() => call(wrong as never)), `${call.name}(${String(wrong)})`).to.equal("ArgumentInvalid");
    for (const wrong of WRONG) expect(await codeOf(() => verifyRecord(wrong as string))).to.equal("RecordInvalid");
  });

  it("are programs with a path, a text and a format that exist", async () => {
    for (const wrong of [...WRONG.filter((value) => typeof value !== "string"), ""]) {
      expect(await codeOf(() => readProgram(wrong as string))).to.equal("ArgumentInvalid");
      expect(await codeOf(() => readProgramText("", wrong as string))).to.equal("ArgumentInvalid");
    }
    const rows = "Minimize\n obj: x\nSubject To\n secret: 4711 x >= 1\nEnd\n";
    expect(() => readProgramText("a.lp", rows))
      .to.throw(ConcordatError)
      .that.satisfies(({ code, message }: ConcordatError) => code === "ArgumentInvalid" && !message.includes("4711"));
    expect(await codeOf(() => readProgramText(5 as unknown as string, "a.lp"))).to.equal("ArgumentInvalid");
    const format = "constructor" as ProgramFormat;
    expect(await codeOf(() => readProgram(example("alice"), format))).to.equal("ArgumentInvalid");
  });

  it("of solveTogether have the types and names that it reads", async () => {
    const [alice, bob] = [await readProgram(example("alice")), await readProgram(example("bob"))];
    const companies = [
      { name: "Alder", program: alice },
      { name: "Birch", program: bob },
    ];
    const code = (options: object) => codeOf(() => solveTogether({ companies, ...options } as never));
    for (const options of [
      { companies: new Set(companies) },
      { companies: [null, companies[1]] },
      ...["", 5, undefined, Symbol("s"), "x".repeat(256)].map((name) => ({
        companies: [{ name, program: alice }, companies[1]],
      })),
      { engine: null },
      { engine: ["mpc"] },
      { feasible: "no" },
      { bounds: null },
      { bounds: 5 },
      { bounds: new Map([["x1", "5"]]) },
      { bound: { x1: "5" } },
      { boundAll: 5 },
      { boundAll: null },
      { roundNumbers: "yes" },
      { random: {} },
      { random: null },
    ])
      expect(await code(options), Object.keys(options).join()).to.equal("ArgumentInvalid");
    for (const x1 of [5, null, 5n]) expect(await code({ bounds: { x1 } })).to.equal("BoundInvalid");
    for (const engine of ["constructor", "__proto__", "toString", "nope"])
      expect(await code({ engine })).to.equal("EngineUnknown");
  });

  it("name no engine that every object has", () => {
    for (const name of ["constructor", "__proto__", "hasOwnProperty"])
      expect(() => createEngine(name, callingThread))
        .to.throw(ConcordatError)
        .with.property("code", "EngineUnknown");
  });

  it("of a seed are 32 bytes", async () => {
    for (const wrong of [...WRONG.slice(1), "x".repeat(32), new Uint8Array(31)])
      expect(await codeOf(() => createRandom(wrong as Uint8Array))).to.equal("SeedLength");
  });

  it("of a round on a chain are a URL, an address and a number", async () => {
    const right: ChainRound = { rpc: "http://127.0.0.1:1", coordinator: `0x${"00".repeat(20)}`, round: 1 };
    for (const wrong of [
      { rpc: "" },
      { rpc: "nope" },
      { rpc: "ftp://x" },
      { coordinator: "0x" },
      { coordinator: null },
    ])
      expect(await codeOf(() => verifyRound({ ...right, ...wrong } as ChainRound))).to.equal("ArgumentInvalid");
    for (const round of [undefined, "1", 0, -1, 1.5, 0n, 1n << 256n])
      expect(await codeOf(() => verifyRound({ ...right, round } as ChainRound))).to.equal("ArgumentInvalid");
  });

  it("with an aborted signal do nothing, not even look for the home", async () => {
    const reason = new ConcordatError("Stopped", "stopped by the caller");
    const signal = AbortSignal.abort(reason);
    expect(await codeOf(() => joinRound({ home: "/nowhere", password: "x", file: "y", signal }))).to.equal("Stopped");
  });

  it("of an audit are a round and nodes", async () => {
    const round = `0x${"00".repeat(20)}/1`;
    for (const wrong of WRONG) {
      expect(await codeOf(() => runAudit(wrong as RunAuditOptions))).to.equal("RoundInvalid");
      expect(await codeOf(() => auditRound(wrong as AuditOptions))).to.equal("RoundInvalid");
    }
    for (const rpc of [undefined, null, 5, {}, [null], []])
      expect(await codeOf(() => runAudit({ rpc, round } as RunAuditOptions))).to.equal("RpcInvalid");
  });
});
