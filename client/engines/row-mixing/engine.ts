// The engine common to both baselines, and its schedule. side.ts describes the protocol;
// mangasarian.ts and li.ts say who learns what and what is not protected.
import { solveMasked } from "../../lp/exact/solve.ts";
import type { Solver } from "../../lp/solvers/solver.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import type { CostMeter } from "../cost-meter.ts";
import type { Engine } from "../engine.ts";
import { protocolOfSides, type SideState } from "../side.ts";
import { mixingLeakage } from "./leakage.ts";
import { answerBytes, consentBytes, publishedBytes } from "./messages.ts";
import { drawMixing } from "./mixing.ts";
import { confirmersOf, type MixingShape, mixingShape, publishersOf } from "./shape.ts";
import { mixingSide } from "./side.ts";

/** The schedule: who publishes, who answers, who consents. */
export function mixingSchedule(shape: MixingShape): ScheduleEntry[] {
  const contentOf = (party: number, rows: number) =>
    [...(party === shape.owner ? ["costs c"] : []), ...(rows > 0 ? ["mixed rows B_iA_i, B_ib_i, B_iD_i"] : [])].join(
      "; ",
    );
  return [
    ...publishersOf(shape).map((own) => ({
      exchange: 0,
      from: own.party,
      to: null,
      content: contentOf(own.party, own.rows),
      phase: "publish",
      bytes: publishedBytes(shape, own),
    })),
    {
      ...{
        exchange: 1,
        from: shape.owner,
        to: null,
        content: "exact answer to the published problem",
        phase: "answer",
      },
      bytes: answerBytes(shape),
    },
    ...confirmersOf(shape).map(({ party }) => ({
      ...{ exchange: 2, from: party, to: null, content: "consent", phase: "consent" },
      bytes: consentBytes(shape),
    })),
  ];
}

/**
 * `assertSuits` throws ProtocolError `RoundUnsuitable`; `solver` gives the owner a floating-point
 * hint; `meter` counts messages.
 */
export function mixingEngine(
  name: string,
  assertSuits: (round: PublicRound) => void,
  solver: Solver,
  meter: CostMeter,
): Engine<SideState> {
  const shapeFor = (round: PublicRound): MixingShape => {
    assertSuits(round);
    return mixingShape(round);
  };
  const protocol = protocolOfSides({
    name,
    schedule: (round) => mixingSchedule(shapeFor(round)),
    start: (input) => {
      const shape = shapeFor(input.round);
      const mixing = drawMixing(shape, shape.parties[input.party]!, input.random.fork("mixing"));
      return mixingSide(shape, input, mixing, (program) => solveMasked(program, solver));
    },
    meter,
  });
  return { ...protocol, leakage: mixingLeakage };
}
