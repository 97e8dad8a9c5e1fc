// Callers without a compiler may pass anything to `concordat/lab`: every wrong argument ends in an
// error with a code, and no right one is refused.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { solveTogether } from "../../client/index.ts";
import { readProgram } from "../../client/library/program.ts";
import { parseRecord, type RoundRecord } from "../../client/library/record.ts";
import * as lab from "../../lab/index.ts";
import { codeOf } from "../support/codes.ts";

const WRONG: readonly unknown[] = [undefined, null, true, "text", {}, [], [null], Symbol("s"), () => 1];
const example = (name: string) => fileURLToPath(new URL(`../../examples/paper/${name}.lp`, import.meta.url));

/** Right arguments of every function, from a round between the two companies of the paper. */
async function rightArguments() {
  const models = [await lab.readProgram(example("alice")), await lab.readProgram(example("bob"))];
  const announcements = models.map(lab.announce);
  const program = lab.combine(announcements);
  const parties = models.map((model) => lab.toPartyRows(model, program, program.decimals));
  const request = { coefficient: program.decimals };
  const round = { ...program, ...lab.scalesOf(program, request) };
  const companies = [
    { name: "Alice", program: await readProgram(example("alice")) },
    { name: "Bob", program: await readProgram(example("bob")) },
  ];
  const { record } = await solveTogether({ companies, engine: "li" });
  const { id, params, commitments, certificate } = parseRecord(record) as RoundRecord;
  const meter = lab.createCostMeter();
  const engine = lab.createEngine("li", lab.callingThread, meter);
  const inputs = parties.map((rows) => ({ rows, random: lab.createRandom() }));
  return {
    announce: [models[0]],
    combine: [announcements, { names: ["Alice", "Bob"] }],
    combinePrograms: [parties],
    consecutiveParts: [4, 2],
    costLines: ["two-party/paillier", round, meter],
    createEngine: ["li", lab.callingThread, meter],
    createWorkPool: [1],
    formatCosts: [lab.costLines("two-party/paillier", round, meter)],
    partyCommitment: [id, params.columns, 0, { rows: [{ x: 1n, y: 2n }], objective: null }],
    readProgram: [example("alice"), "lp"],
    readProgramText: ["min\n x\nst\n x >= 1\nend\n", "a.lp", "lp"],
    recoverDecoyChoice: [[[[[1n]], [[2n]]]], 1n << 64n],
    runEngine: [engine, round, inputs, { deliver: (message: lab.Message) => message }],
    scalesOf: [program, request],
    solveExact: [lab.combinePrograms(parties), { ...round, solver: lab.highsSolver }],
    splitProgram: [models[1], models[1]!.rows.map(() => 0), 1],
    statementOf: [params, id, commitments],
    toPartyRows: [models[0], program, program.decimals, "nearest"],
    verifyCertificate: [lab.statementOf(params, id, commitments), certificate],
  } satisfies Readonly<Record<string, readonly unknown[]>>;
}

/** Parameters, by function and position, that may be left out. */
const OPTIONAL = ["combine 1", "createEngine 2", "readProgram 1", "readProgramText 2", "runEngine 3", "toPartyRows 3"];
/** Parameters that accept any string, any object, or an empty array. */
const ANY_STRING = ["createEngine 0", "readProgram 0", "readProgramText 0", "readProgramText 1"];
const ANY_OBJECT = ["combine 1", "runEngine 3"];
const NO_ITEM_NEEDED = ["combine 0", "combinePrograms 0", "formatCosts 0", "runEngine 2", "splitProgram 1"];

describe("arguments of the laboratory", () => {
  let right: Readonly<Record<string, readonly unknown[]>>;
  const call = (name: string, values: readonly unknown[]) =>
    codeOf(async () => {
      const result = await (lab as unknown as Record<string, (...values: readonly unknown[]) => unknown>)[name]!(
        ...values,
      );
      if (name === "createWorkPool") await (result as lab.WorkPool).close();
    });

  before(async () => {
    right = await rightArguments();
  });

  it("are checked by every function that takes any", () => {
    const functions = Object.entries(lab).filter(([, value]) => typeof value === "function");
    const others = ["createCostMeter", "createRandom"];
    expect([...Object.keys(right), ...others].sort()).to.deep.equal(functions.map(([name]) => name).sort());
  });

  it("are accepted when they are right", async () => {
    for (const [name, values] of Object.entries(right)) expect(await call(name, values), name).to.equal("none");
  });

  it("have the types that the function reads", async () => {
    for (const [name, values] of Object.entries(right))
      for (const k of values.keys()) {
        const parameter = `${name} ${k}`;
        const isRight = (value: unknown) =>
          (value === undefined && OPTIONAL.includes(parameter)) ||
          (typeof value === "string" && ANY_STRING.includes(parameter)) ||
          (typeof value === "object" && value !== null && ANY_OBJECT.includes(parameter)) ||
          (Array.isArray(value) && value.length === 0 && NO_ITEM_NEEDED.includes(parameter));
        for (const wrong of WRONG.filter((value) => !isRight(value)))
          expect(await call(name, values.with(k, wrong)), `${parameter} ${String(wrong)}`).to.equal("ArgumentInvalid");
      }
  });

  it("end in that code for a field of a wrong type that the function reads", async () => {
    for (const [name, values] of Object.entries(right))
      for (const [k, value] of values.entries()) {
        if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
        for (const field of Object.keys(value)) {
          const code = await call(name, values.with(k, { ...value, [field]: Symbol("s") }));
          expect(code, `${name} ${k} ${field}`).to.be.oneOf(["ArgumentInvalid", "none"]);
        }
      }
  });

  it("list an item for every party", async () => {
    for (const name of ["scalesOf", "runEngine", "statementOf", "verifyCertificate"]) {
      const values = right[name]!;
      const k = name === "runEngine" ? 1 : 0;
      const wrong = { ...(values[k] as object), equalities: [0] };
      expect(await call(name, values.with(k, wrong)), name).to.equal("ArgumentInvalid");
    }
  });
});
