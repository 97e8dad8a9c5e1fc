// Clients killed with SIGKILL at the boundaries of a round, one process per company on loopback,
// the chain in a process too: the round still settles, everything is as if nothing had happened,
// and nothing is sent twice. `npm test` kills companies in simultaneous rounds at boundaries of
// each kind, or the nodes of mpc, mpc/four or mpc/proven at points of their session; `npm run
// test:crash` kills every company at every boundary, for each engine. Within one process,
// test/play/drive/crash-points.test.ts has them die before and after every step.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { nodesOf } from "../../client/engines/engines.ts";
import { ENGINE_NAMES, type EngineName } from "../../client/engines/names.ts";
import { anvilProgram, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { BOUNDARY_KINDS, kindOf, SESSION_KIND } from "../support/boundaries.ts";
import { type Choice, rehearse, type Traces } from "../support/crash-rehearsal.ts";
import { sampled } from "../support/sampled.ts";

const WHOLE_MATRIX = process.env["CONCORDAT_CRASH"] === "all";

/** Every boundary of every company. */
const everywhere: Choice = (passed) => passed;

/** Of what the outcome opens from: the first time it is stored, the second, or the third. */
const openingAt = (node: number): string => `opening ${node + 1}`;

/** As `everywhere`, but that each node halts once while the outcome opens: epochs are few. */
const everywhereWithNodes: Choice = (passed) =>
  passed.map((own, node) => own.filter((at) => !at.includes("opening ") || at.endsWith(openingAt(node))));

/**
 * In each round, one boundary of every second kind, from the middle of the round, at the companies
 * in turn; the next round takes the other kinds.
 */
const everySecondKind: Choice = (passed) => {
  const rounds = new Set(passed.flat().map((boundary) => boundary.split("/")[0]!));
  const chosen = [...rounds].flatMap((round, r) =>
    BOUNDARY_KINDS.filter((_, k) => (r + k) % 2 === 0).map((kind, k) => {
      const ofKind = passed.map((own) => own.filter((at) => at.startsWith(`${round}/`) && kindOf(at) === kind));
      const holders = ofKind.flatMap((own, party) => (own.length > 0 ? [party] : []));
      const party = holders[(r + k) % holders.length]!;
      return { party, boundary: ofKind[party]![Math.floor(ofKind[party]!.length / 2)]! };
    }),
  );
  return passed.map((_, own) => chosen.flatMap(({ party, boundary }) => (party === own ? [boundary] : [])));
};

describe("clients killed at the boundaries of a round", function () {
  this.timeout(1_800_000);
  let folder: string;
  let node: NodeProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-crash-"));
    node = await startNode(anvilProgram() === null ? "hardhat" : "anvil");
  });
  afterEach(async () => {
    await node.kill();
    await rm(folder, { recursive: true });
  });

  async function expectNoTrace(engines: readonly EngineName[], choose: Choice): Promise<number> {
    const { undisturbed, disturbed, kills } = await rehearse(node, folder, engines, choose);
    for (const own of undisturbed.journals) {
      expect(own.filter((line) => line.endsWith(" running") || line.endsWith(" closed"))).to.deep.equal([]);
    }
    expect(disturbed.sent).to.deep.equal(undisturbed.sent);
    expect(disturbed.withdrawn).to.deep.equal(undisturbed.withdrawn);
    expect(disturbed.events).to.deep.equal(undisturbed.events);
    expect(disturbed.journals).to.deep.equal(undisturbed.journals);
    return kills.flat().length;
  }

  /**
   * A restarted session gives a result that differs in the last place, and other digests of its
   * links; all else is the same.
   */
  async function expectSameShape(engine: EngineName, choose: Choice): Promise<number> {
    const { undisturbed, disturbed, kills } = await rehearse(node, folder, [engine], choose);
    const shape = ({ sent, withdrawn, events, journals }: Traces) => ({
      ...{ sent, withdrawn },
      events: events.map((event) => event.split(" ").slice(0, 2).join(" ")).toSorted(),
      journals: journals.map((lines) => lines.map((line) => line.replace(/^(\d+) [0-9a-f]+$/, "$1").slice(0, 100))),
    });
    const withoutOutcome = (traces: Traces) => {
      const { journals, ...rest } = shape(traces);
      return { ...rest, journals: journals.map((lines) => lines.filter((line) => !/^[0-9a-f]{20,}$/.test(line))) };
    };
    expect(withoutOutcome(disturbed)).to.deep.equal(withoutOutcome(undisturbed));
    const optima = [undisturbed, disturbed].map(({ journals }) => journals.map(optimumOf));
    expect(optima.flat()).to.deep.equal(optima.flat().map(() => "-1"));
    return kills.flat().length;
  }

  function optimumOf(lines: readonly string[]): string {
    const outcome = lines.find((line) => /^[0-9a-f]{20,}$/.test(line))!;
    return JSON.parse(Buffer.from(outcome, "hex").toString("utf8")).objective;
  }

  if (WHOLE_MATRIX) {
    for (const engine of ENGINE_NAMES)
      it(`${engine}: every company at every boundary`, async () => {
        const started = performance.now();
        const kills = await (nodesOf(engine) === null
          ? expectNoTrace([engine], everywhere)
          : expectSameShape(engine, everywhereWithNodes));
        console.log(`      ${kills} kills, ${((performance.now() - started) / 1000).toFixed(0)} s`);
      });
  } else {
    const chosen = sampled(["several", "mpc", "mpc/four", "mpc/proven"] as const, 4);
    if (chosen.includes("several"))
      it("several engines at once, the companies in turn at boundaries of each kind", async () => {
        const engines: EngineName[] = ["two-party/paillier", "two-party/decoy-ot", "multi-party/masked"];
        const planned = (engines.length * BOUNDARY_KINDS.length) / 2;
        expect(await expectNoTrace(engines, everySecondKind)).to.be.within(planned / 2, planned);
      });

    for (const engine of chosen.filter((one) => one === "mpc" || one === "mpc/four"))
      it(`${engine}: a node as its session begins, another with a checkpoint, a third with the result`, async () => {
        const points = (own: readonly string[]) => own.filter((at) => kindOf(at) === SESSION_KIND);
        const inTurn: Choice = (passed) => passed.map((own, node) => (node < 3 ? [points(own)[node]!] : []));
        expect(await expectSameShape(engine, inTurn)).to.equal(3);
      });

    if (chosen.includes("mpc/proven"))
      it("mpc/proven: each node once while the outcome opens, with what it has stored by then", async () => {
        const opening: Choice = (passed) => passed.map((own, node) => own.filter((at) => at.endsWith(openingAt(node))));
        expect(await expectSameShape("mpc/proven", opening)).to.equal(3);
      });
  }
});
