// Prompts that do not echo the answer, on a terminal made of two streams.
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { askUnseen } from "../../client/cli/ask-unseen.ts";
import { InputError } from "../../client/errors.ts";
import { rejection } from "../support/network.ts";

function terminal() {
  const [input, output] = [new PassThrough(), new PassThrough({ encoding: "utf8" })];
  return { input, output, shown: () => String(output.read() ?? "") };
}

describe("a prompt that does not echo the answer", () => {
  it("shows the question alone, and lets the answer be edited", async () => {
    const { input, output, shown } = terminal();
    const answer = askUnseen("Password: ", { input, output });
    input.write("correct hoX\u007frse\r");
    expect(await answer).to.equal("correct horse");
    expect(shown()).to.equal("Password: \n");
  });

  it("is asked twice on one terminal", async () => {
    const { input, output, shown } = terminal();
    for (const typed of ["first", "second"]) {
      const answer = askUnseen("? ", { input, output });
      input.write(`${typed}\r`);
      expect(await answer).to.equal(typed);
    }
    expect(shown()).to.equal("? \n? \n");
  });

  for (const [how, leave] of [
    ["Ctrl-C", (input: PassThrough) => input.write("half\u0003")],
    ["Ctrl-D", (input: PassThrough) => input.write("\u0004")],
    ["a terminal that goes", (input: PassThrough) => input.end()],
  ] as const) {
    it(`is not answered by ${how}`, async () => {
      const { input, output } = terminal();
      const answer = askUnseen("Password: ", { input, output });
      leave(input);
      expect(await rejection(answer))
        .to.be.instanceOf(InputError)
        .with.property("code", "PasswordMissing");
    });
  }
});
