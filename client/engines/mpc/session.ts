// The part of the protocol that the nodes run among themselves: thousands of small messages over
// links, which no chain sees one by one. It starts from the parties' inputs or, if all nodes have a
// common one, from a checkpoint; each start has a new epoch and new nonces, so that no mask is used
// twice. engine.ts says what a node learns and what is not protected.
import { createHash } from "node:crypto";
import { finishOpening } from "../../crypto/proven/finish-opening.ts";
import { Inbox } from "../../crypto/proven/inbox.ts";
import { NodeLines } from "../../crypto/proven/node.ts";
import { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import type { Component } from "../../crypto/sharing/input.ts";
import { KernelThreads } from "../../crypto/sharing/kernel-threads.ts";
import { type Link, type NodeIndex, type NodeLinks, neighbours } from "../../crypto/sharing/link.ts";
import { failuresOf, lostFirst } from "../../crypto/sharing/lost.ts";
import { type PairSecrets, pairSecrets } from "../../crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../../crypto/sharing/party.ts";
import { type RecordedLink, recordLink } from "../../crypto/sharing/recorded-links.ts";
import { CryptoError, ProtocolError } from "../../errors.ts";
import { createRandom } from "../../math/random.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { SessionIo } from "../engine.ts";
import { answerOf, openCertified } from "./certify/certify.ts";
import { sharedInputs } from "./certify/inputs.ts";
import { goesOn } from "./certify/interrupted.ts";
import { decodeKept, encodeKept, isKeptOpening, type KeptOpening } from "./certify/kept-opening.ts";
import { bitsIn, type CheckpointOwner, checkpoint, positionOf, resume, withBits } from "./checkpoint.ts";
import { checkInputs } from "./input/check-inputs.ts";
import { type Expected, faultOfPoints } from "./input/points.ts";
import { scaleInputs } from "./input/scale.ts";
import type { SharedProgram } from "./input/shared-program.ts";
import { decodeDigests, encodeDigests, encodeResult, type NodeDigests, type NodeResult } from "./messages.ts";
import { type NodeSet, peersOf } from "./nodes/node-set.ts";
import { OpenedBits } from "./opened-bits.ts";
import { type Judged, type Opened, openAnswer } from "./outcome/opening.ts";
import { sharesBytes } from "./own-part.ts";
import { positionsPerAttempt } from "./plan.ts";
import { jointShape } from "./shape.ts";
import { firstTableau } from "./simplex/first-tableau.ts";
import { layoutOf, type Tableau } from "./simplex/tableau.ts";
import { prepareTableau, runIterations, type Solved } from "./solve.ts";
import { agreeOnStart, CHECKPOINTS_TOLD, contributionOf, exchange, NONCE_BYTES } from "./start.ts";

/** Iterations from one checkpoint to the next. */
export const CHECKPOINT_INTERVAL = 16;

export interface NodeInput {
  readonly nodes: NodeSet;
  readonly node: number;
  readonly round: PublicRound;
  /** This node's X25519 secret, and all nodes' public keys in order of node. */
  readonly secret: Uint8Array;
  readonly keys: readonly Uint8Array[];
  /** What each node committed to its contribution to the seed by (start.ts). */
  readonly commitments: readonly Uint8Array[];
  /** Per party, this node's components of its input. */
  readonly inputs: readonly (readonly Component[])[];
  /** Their points (input/points.ts), and what those of all nodes must add up to. */
  readonly points: Uint8Array;
  readonly expected: Expected;
  readonly meter: SharingMeter;
  /** How many threads of this process share large products; by default one. */
  readonly threads?: number;
}

export interface SessionResult extends NodeResult {
  /** To the end of a bucket (plan.ts), which depends on the data; known to the nodes only. */
  readonly iterations: number;
  /** How many bits have opened before the outcome, in all epochs (opened-bits.ts). */
  readonly bits: number;
}

/** 32 public bytes that identify the session, the same at all nodes. */
function contextOf({ keys }: NodeInput): Uint8Array {
  const hash = createHash("sha256").update("concordat/mpc/v1/session");
  for (const key of keys) hash.update(key);
  return new Uint8Array(hash.digest());
}

/** Per node; null for this node itself. */
function secretsOf({ node, secret, keys }: NodeInput, context: Uint8Array): (PairSecrets | null)[] {
  return keys.map((key, peer) => (peer === node ? null : pairSecrets(secret, key, context)));
}

/**
 * Whether the points of all nodes fit together; all honest nodes find the same. 2 rounds. Throws
 * ProtocolError `PointsDiffer`, naming nobody, if a node told two others different points.
 */
async function areBound({ node, points, expected }: NodeInput, links: NodeLinks): Promise<boolean> {
  const told = await exchange(links, node, points);
  const hash = createHash("sha256").update("concordat/mpc/v1/points");
  for (const theirs of told) hash.update(theirs);
  const digest = new Uint8Array(hash.digest());
  for (const theirs of await exchange(links, node, digest))
    if (Buffer.compare(theirs, digest) !== 0)
      throw new ProtocolError(
        "PointsDiffer",
        "a node told the others different things about the inputs: stop the round",
      );
  return faultOfPoints(expected, told) === null;
}

/** Tells a peer that the result is stored, and waits for the same message from it. */
async function tellKept(link: Link): Promise<void> {
  link.send(Uint8Array.of(1));
  await link.receive(1);
}

/**
 * Runs a node to the outcome. Throws what links throw; ProtocolError `EpochDiffers`, `SeedDiffers`,
 * `PointsDiffer`, `CheckpointInvalid`, `InputOutOfRange`, `SharesDiffer` (checkpoints that do not
 * fit together, shares that differ where they open), or `SessionOver` (nodes that do not agree on
 * whether a proof was opening); CryptoError `SeedLength` if the nonce does not have 32 bytes,
 * `ThreadLost`.
 */
export async function runNode(input: NodeInput, io: SessionIo): Promise<SessionResult> {
  const { node, nodes } = input;
  if (io.nonce.length !== NONCE_BYTES)
    throw new CryptoError("SeedLength", `a nonce must have ${NONCE_BYTES} bytes, not ${io.nonce.length}`);
  const context = contextOf(input);
  const owner = { node, components: nodes.components, context };
  const layout = layoutOf(jointShape(input.round));
  const stored = io.checkpoints.slice(0, CHECKPOINTS_TOLD);
  const [latest] = stored;
  // One that other checkpoints have followed is of no use to anybody.
  const kept = latest !== undefined && isKeptOpening(latest) ? decodeKept(latest, owner) : null;
  const saved = new Map(
    stored
      .filter((bytes) => !isKeptOpening(bytes))
      .map((bytes) => [positionOf(bytes, layout, owner), bytes] as const)
      .reverse(),
  );
  const newest = [...saved.values()].at(-1);
  const known = newest === undefined ? new OpenedBits().encode() : bitsIn(newest);
  const secrets = secretsOf(input, context);
  const connected = await io.connect({ node, context, secrets: secrets.map((pair) => pair?.link ?? null) });
  const links = connected.map((link) => link && recordLink(link));
  const digests = () => peersOf(node, nodes.count).map((peer) => links[peer]!.digests());
  const threads = new KernelThreads(input.threads ?? 1);
  try {
    return await play(input, io, { owner, saved, kept, known, links, secrets, digests, threads });
  } catch (error) {
    // The digests of this epoch stay on record, whatever the next epoch does.
    await io.trace(encodeDigests(digests()));
    throw error;
  } finally {
    await threads.end();
  }
}

/** What a node has before it sends anything. */
interface Playing {
  readonly owner: CheckpointOwner;
  /** The newest checkpoint of each position, the newest last. */
  readonly saved: ReadonlyMap<number, Uint8Array>;
  /** If it has stored nothing since. */
  readonly kept: KeptOpening | null;
  /** The bits that it has stored (opened-bits.ts). */
  readonly known: Uint8Array;
  /** Per node; null for this node itself. */
  readonly links: readonly (RecordedLink | null)[];
  readonly secrets: readonly (PairSecrets | null)[];
  readonly digests: () => NodeDigests;
  readonly threads: KernelThreads;
}

async function play(input: NodeInput, io: SessionIo, playing: Playing): Promise<SessionResult> {
  const { nodes, node, round, secret, meter } = input;
  const { owner, saved, kept, known, links, secrets, digests, threads } = playing;
  const layout = layoutOf(jointShape(round));
  const { epoch } = io;
  const earlier = io.earlier.map((bytes) => decodeDigests(bytes, nodes));
  const finish = async (solved: Solved): Promise<SessionResult> => {
    const { answer, iterations, shares = new Uint8Array(sharesBytes(round)) } = solved;
    // Digests are of all that was sent, at both ends of each link. A result that lacked some of it
    // would put the node in doubt that sent it.
    await solved.rest?.();
    const result = { answer, shares, digests: digests(), earlier, points: input.points };
    await io.keep(encodeResult(result));
    // A node that has received this from all others knows that nobody will have to run the session
    // again.
    const untold = await failuresOf(peersOf(node, nodes.count).map((peer) => tellKept(links[peer]!)));
    if (untold.length > 0) throw lostFirst(untold);
    return { ...result, iterations, bits: solved.bits };
  };
  let newest: KeptOpening | null = null;
  const keep = async (opening: KeptOpening): Promise<void> => {
    newest = opening;
    await io.saveOpening(encodeKept(opening, owner));
    await io.trace(encodeDigests(digests()));
  };
  if (nodes.proves && epoch > 0) {
    const lines = new NodeLines({ node: node as NodeIndex, links: neighbours(node as NodeIndex, links), meter });
    const inbox = new Inbox(lines);
    const chosen = await goesOn(inbox, kept);
    if (chosen !== null) {
      const { iterations, bits, proof } = chosen;
      const proven = await finishOpening(inbox, chosen.opening, (opening) => keep({ ...chosen, opening }));
      return finish({ ...answerOf(proven, proof, round), iterations, bits });
    }
  }
  const contribution = contributionOf(secret);
  const own = { epoch, saved: [...saved.keys()], bits: known, contribution, nonce: io.nonce };
  const rules = { commitments: input.commitments, vouchers: nodes.departing + 1 };
  const { from, bits, seed, salt } = await agreeOnStart(links, node, own, rules);
  // Whoever has a checkpoint has seen the points fit.
  if (from === null && !(await areBound(input, links)))
    return finish({ answer: { kind: "none", cause: "inputs" }, iterations: 0, bits: bits.count });
  const joining = { node, links, secrets, secret, salt, epoch, meter, threads };
  const a = new Arithmetic(await nodes.join(joining));
  const random = createRandom(seed);
  a.phase("setup");
  const inputs = input.inputs.map((components) => a.importInput(components));
  const ranging = { held: input.inputs, components: nodes.count, random: random.fork("ranges") };
  const dealt = { arithmetic: a, round, inputs };
  let program: SharedProgram;
  let tableau: Tableau;
  if (from === null) {
    program = await scaleInputs(dealt, (scaled) => checkInputs(scaled, ranging));
    tableau = await firstTableau(program);
    await prepareTableau(tableau, random);
  } else {
    tableau = resume(a, layout, saved.get(from)!, owner);
    for (const part of Object.values(tableau.parts)) await a.requireSameShares(part);
    await a.confirm();
    program = await scaleInputs(dealt);
  }
  // All that is saved at one position holds the state as it was there first, so that it fits what
  // another node has saved there, before or after a bit opened.
  let last = from === null ? null : { position: from, bytes: saved.get(from)! };
  const between = async (position: number, opens: boolean) => {
    if (!opens && (position % CHECKPOINT_INTERVAL !== 0 || position === from)) return;
    await a.confirm();
    const state = { position, bits: bits.encode() };
    const bytes = last?.position === position ? withBits(last.bytes, state.bits) : checkpoint(tableau, owner, state);
    last = { position, bytes };
    await io.save(bytes, bits.count);
    await io.trace(encodeDigests(digests()));
  };
  const prover = nodes.prover?.(joining);
  const open = async (judged: Judged): Promise<Opened> => {
    if (prover === undefined) return openAnswer(judged);
    const iterations = last!.position % positionsPerAttempt(layout);
    return openCertified(prover, judged, {
      inputs: sharedInputs(round, input.inputs, random.fork("proof")),
      keeping: (proof) => {
        const before = newest;
        return (opening) => keep({ epoch, proof, iterations, bits: bits.count, opening, before });
      },
    });
  };
  return finish(await runIterations(program, tableau, { random, first: from ?? 0, bits, between, open }));
}
