// Turns of one exchange are fetched together and taken in order.
import { expect } from "chai";
import type { Hex } from "viem";
import { ProtocolError } from "../../../client/errors.ts";
import type { Channel } from "../../../client/network/channel.ts";
import { FetchAhead, type WantedTurn } from "../../../client/play/drive/fetch-ahead.ts";
import { rejection } from "../../support/network.ts";

interface Asked {
  readonly step: number;
  readonly signal: AbortSignal;
  readonly give: (envelope: Uint8Array) => void;
  readonly fail: (error: Error) => void;
}

const MAX = 1000;
const never = new AbortController().signal;
const turn = (step: number, posted: Hex = "0x01"): WantedTurn => ({ step, from: step, posted, maxBytes: MAX });

describe("fetching the turns of an exchange", () => {
  let asked: Asked[];
  let life: AbortController;
  let ahead: FetchAhead;

  beforeEach(() => {
    asked = [];
    life = new AbortController();
    const channel: Channel = {
      publish: async () => undefined,
      fetch: (step, _from, _most, signal) =>
        new Promise((give, fail) => {
          asked.push({ step, signal, give, fail });
          signal.addEventListener("abort", () => fail(signal.reason));
        }),
    };
    ahead = new FetchAhead(channel, life.signal);
  });

  const take = (step: number, signal = never) => ahead.fetch(step, step, MAX, signal);
  const steps = () => asked.map(({ step }) => step);

  it("asks all senders at once, each for its turn once", async () => {
    ahead.want([turn(1), turn(2), turn(3)]);
    ahead.want([turn(2), turn(3), turn(4)]);
    expect(steps()).to.deep.equal([1, 2, 3, 4]);
    for (const { step, give } of asked.toReversed()) give(Uint8Array.of(step));
    for (const step of [1, 2, 3, 4]) expect(await take(step)).to.deep.equal(Uint8Array.of(step));
    expect(steps()).to.deep.equal([1, 2, 3, 4]);
  });

  it("asks for what it does not fetch already, and again for what was taken", async () => {
    const first = take(1);
    asked[0]!.give(Uint8Array.of(1));
    await first;
    ahead.want([turn(2)]);
    asked[1]!.give(Uint8Array.of(2));
    await take(2);
    void take(2).catch(() => undefined);
    expect(steps()).to.deep.equal([1, 2, 2]);
  });

  it("fetches a turn anew that stands under another digest after a reorganisation", async () => {
    ahead.want([turn(1, "0x01")]);
    asked[0]!.give(Uint8Array.of(1));
    ahead.want([turn(1, "0x02")]);
    asked[1]!.give(Uint8Array.of(2));
    expect(await take(1)).to.deep.equal(Uint8Array.of(2));
  });

  it("says what is wrong with a turn when it is taken, and takes those before it", async () => {
    ahead.want([turn(1), turn(2)]);
    const fault = new ProtocolError("FrameTooLong", "too long", 2);
    asked[1]!.fail(fault);
    asked[0]!.give(Uint8Array.of(1));
    expect(await take(1)).to.deep.equal(Uint8Array.of(1));
    expect(await rejection(take(2))).to.equal(fault);
  });

  it("ends with the turn that is missing, for its reason, and can be begun again", async () => {
    ahead.want([turn(1), turn(2)]);
    const task = new AbortController();
    const missing = new ProtocolError("MessageMissing", "missing", 1);
    const first = take(1, task.signal);
    task.abort(missing);
    expect(await rejection(first)).to.equal(missing);
    expect(asked.map(({ signal }) => signal.reason)).to.deep.equal([missing, missing]);
    ahead.want([turn(2)]);
    asked[2]!.give(Uint8Array.of(2));
    expect(await take(2)).to.deep.equal(Uint8Array.of(2));
  });

  it("ends with the client", async () => {
    ahead.want([turn(1)]);
    const reason = new Error("the client stops");
    life.abort(reason);
    expect(await rejection(take(1))).to.equal(reason);
  });
});
