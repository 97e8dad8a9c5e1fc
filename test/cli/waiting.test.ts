// What a command says of a wait, on a clock that the test turns.
import { mock } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { expect } from "chai";
import { sayingWhatFor } from "../../client/cli/waiting.ts";

describe("a wait", () => {
  let said: string[] = [];
  const { write } = process.stderr;

  beforeEach(() => {
    said = [];
    process.stderr.write = (chunk) => said.push(String(chunk)) > 0;
    mock.timers.enable({ apis: ["setTimeout"] });
  });
  afterEach(() => {
    mock.timers.reset();
    process.stderr.write = write;
  });

  const pass = async (seconds: number) => {
    mock.timers.tick(seconds * 1000);
    await turn();
  };

  it("is told after some seconds, again at long intervals, and not when it is over", async () => {
    let end = () => {};
    const work = new Promise<string>((resolve) => {
      end = () => resolve("done");
    });
    const waited = sayingWhatFor({ json: false, reason: async () => "waiting for blocks" }, () => work);
    await pass(4);
    expect(said).to.deep.equal([]);
    await pass(1);
    expect(said).to.deep.equal(["waiting for blocks\n"]);
    await pass(60);
    expect(said).to.have.length(1);
    await pass(60);
    expect(said).to.have.length(2);
    end();
    expect(await waited).to.equal("done");
    await pass(1_000);
    expect(said).to.have.length(2);
  });

  it("is one JSON document to programs", async () => {
    const failed = sayingWhatFor({ json: true, reason: async () => "waiting" }, async () => {
      await pass(5);
      throw new Error("failed");
    });
    await failed.catch(() => {});
    expect(said.map((line) => JSON.parse(line))).to.deep.equal([{ waiting: "waiting" }]);
  });
});
