// The three nodes of a session side by side, with links and checkpoints under the test's control.
// No effect on import.
import { shareInput } from "../../../client/crypto/sharing/input.ts";
import { connectLinks, type Links, type NodeIndex } from "../../../client/crypto/sharing/link.ts";
import { createPairKey } from "../../../client/crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../../../client/crypto/sharing/party.ts";
import type { AnyOutcome, EngineOutcome } from "../../../client/engines/engine.ts";
import { outcomeOf } from "../../../client/engines/mpc/closing.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import { partOf } from "../../../client/engines/mpc/own-part.ts";
import { runNode, type SessionResult } from "../../../client/engines/mpc/session.ts";
import { testSeed } from "../../support/certificate.ts";
import type { MpcProgram } from "./problems.ts";

export const NODES: readonly NodeIndex[] = [0, 1, 2];

export interface SessionChanges {
  /** Stands between a node and its links. */
  readonly links?: (node: NodeIndex, links: Links) => Links;
  /** Stands between each party and the nodes. */
  readonly inputs?: (messages: ReturnType<typeof shareInput>) => ReturnType<typeof shareInput>;
  readonly epoch?: number;
  /** 32 bytes per node; by default the same in every start. */
  readonly nonce?: (node: NodeIndex) => Uint8Array;
  /** Per node. */
  readonly checkpoints?: readonly (readonly Uint8Array[])[];
  readonly earlier?: readonly (Uint8Array | null)[];
  readonly trace?: (node: NodeIndex, digests: Uint8Array) => void;
  readonly save?: (node: NodeIndex, bytes: Uint8Array) => void;
  /** What node 0 sends and receives. */
  readonly meter?: SharingMeter;
}

/** The same keys and shares for every run of a program from the same seed. */
export function runSession(
  { round, parties }: MpcProgram,
  seed: string,
  changes: SessionChanges = {},
): Promise<PromiseSettledResult<SessionResult>[]> {
  const random = testSeed(seed);
  const keys = NODES.map((node) => createPairKey(random.fork(`key/${node}`)));
  const send = changes.inputs ?? ((unchanged) => unchanged);
  const inputs = parties.map((rows, party) => send(shareInput(inputWords(rows), random.fork(`input/${party}`))));
  const links = connectLinks();
  const {
    links: change = (_, unchanged) => unchanged,
    epoch = 0,
    nonce = (node) => random.fork(`nonce/${node}`).bytes(32),
    checkpoints,
    earlier = [],
    trace,
    save,
    meter = { add: () => {} },
  } = changes;
  return Promise.allSettled(
    NODES.map((node) =>
      runNode(
        {
          node,
          round,
          secret: keys[node]!.secret,
          keys: keys.map((key) => key.public),
          inputs: inputs.map((messages) => messages[node]),
          meter: node === 0 ? meter : { add: () => {} },
        },
        {
          epoch,
          nonce: nonce(node),
          checkpoints: checkpoints?.[node] ?? [],
          earlier,
          result: null,
          connect: async () => change(node, links[node]),
          save: async (bytes) => save?.(node, bytes),
          trace: async (digests) => trace?.(node, digests),
          keep: async () => {},
        },
      ).catch((error: unknown) => {
        links[node].end();
        throw error;
      }),
    ),
  );
}

/** A party's outcome from the three results. Throws the error of the first node that has one. */
export function outcomeFor(
  { round }: MpcProgram,
  results: readonly PromiseSettledResult<SessionResult>[],
  party: number,
): AnyOutcome {
  const closings = results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
  return outcomeOf({ closings, parts: closings.map(({ shares }) => partOf(shares, round, party)) }, round, party);
}

/** Every party's. */
export function outcomesOf<Outcome extends AnyOutcome = EngineOutcome>(
  problem: MpcProgram,
  results: readonly PromiseSettledResult<SessionResult>[],
): Outcome[] {
  return problem.parties.map((_, party) => outcomeFor(problem, results, party) as Outcome);
}
