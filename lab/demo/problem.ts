// What the companies of a demo agree on.
import { keccak256, stringToHex } from "viem";
import type { Engine } from "../../client/engines/engine.ts";
import { type Problem, publicRound } from "../../client/library/problem.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import type { Agreement } from "../../client/round/agreement.ts";
import { PUBLIC_OUTCOME } from "../../client/round/params.ts";
import { partyCount } from "../../client/round/shape.ts";
import type { LocalChain } from "../chain/local-chain.ts";

/** What the companies agree on for one round: an hour for each phase, a small bond. */
export function agree(problem: Problem, engine: Engine<unknown>, chain: LocalChain): Agreement {
  const { program } = problem;
  const round = publicRound(problem, engine);
  return {
    round,
    accounts: chain.sessions.slice(0, partyCount(round)).map(({ account }) => account.address),
    engine: engine.name,
    schedule: roundSchedule(engine, round).turns,
    periods: { commit: 3600, exchange: 3600, settle: 3600 },
    bond: 10n ** 16n,
    terms: keccak256(stringToHex(JSON.stringify(program.variables))),
    sealedKey: PUBLIC_OUTCOME,
  };
}
