// The part of the protocol that the three nodes run among themselves: thousands of small messages
// over links, which no chain sees one by one. It starts from the parties' inputs or, if all three
// nodes have a common one, from a checkpoint; each start has a new epoch and new nonces, so that no
// mask is used twice. engine.ts says what a node learns and what is not protected.
import { createHash } from "node:crypto";
import { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import { type Link, type NodeIndex, nextOf, previousOf } from "../../crypto/sharing/link.ts";
import { type PairSecrets, pairSecrets } from "../../crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../../crypto/sharing/party.ts";
import { type RecordedLinks, recordLinks } from "../../crypto/sharing/recorded-links.ts";
import { ThreeNodes } from "../../crypto/sharing/three-nodes.ts";
import { CryptoError } from "../../errors.ts";
import { createRandom } from "../../math/random.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { SessionIo } from "../engine.ts";
import { bitsIn, type CheckpointOwner, checkpoint, positionOf, resume, withBits } from "./checkpoint.ts";
import { checkInputs } from "./input/check-inputs.ts";
import { inputLayout } from "./input/words.ts";
import { decodeDigests, encodeDigests, encodeResult, type NodeResult } from "./messages.ts";
import { OpenedBits } from "./opened-bits.ts";
import { sharesBytes } from "./own-part.ts";
import { jointShape } from "./shape.ts";
import { firstTableau } from "./simplex/first-tableau.ts";
import { layoutOf, type Tableau } from "./simplex/tableau.ts";
import { prepareTableau, runIterations } from "./solve.ts";
import { agreeOnStart, CHECKPOINTS_TOLD, contributionOf, NONCE_BYTES, saltedMasks } from "./start.ts";

/** Iterations from one checkpoint to the next. */
const CHECKPOINT_INTERVAL = 16;

export interface NodeInput {
  readonly node: NodeIndex;
  readonly round: PublicRound;
  /** This node's X25519 secret, and all nodes' public keys in order of node. */
  readonly secret: Uint8Array;
  readonly keys: readonly Uint8Array[];
  /** Each party's input for this node (client/crypto/sharing/input.ts). */
  readonly inputs: readonly Uint8Array[];
  readonly meter: SharingMeter;
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

function neighbours(input: NodeInput, context: Uint8Array): { next: PairSecrets; previous: PairSecrets } {
  const secretsWith = (peer: NodeIndex): PairSecrets => pairSecrets(input.secret, input.keys[peer]!, context);
  return { next: secretsWith(nextOf(input.node)), previous: secretsWith(previousOf(input.node)) };
}

/** Tells a peer that the result is stored, and waits for the same message from it. */
async function tellKept(link: Link): Promise<void> {
  link.send(Uint8Array.of(1));
  await link.receive(1);
}

/**
 * Runs a node to the outcome. Throws what links throw; ProtocolError `EpochDiffers`, `SeedDiffers`,
 * `CheckpointInvalid`, or `SharesDiffer` (checkpoints that do not fit together, shares that differ
 * where they open); CryptoError `SeedLength` if the nonce does not have 32 bytes.
 */
export async function runNode(input: NodeInput, io: SessionIo): Promise<SessionResult> {
  const { node } = input;
  if (io.nonce.length !== NONCE_BYTES)
    throw new CryptoError("SeedLength", `a nonce must have ${NONCE_BYTES} bytes, not ${io.nonce.length}`);
  const context = contextOf(input);
  const owner = { node, context };
  const layout = layoutOf(jointShape(input.round));
  const saved = new Map(
    io.checkpoints
      .slice(0, CHECKPOINTS_TOLD)
      .map((bytes) => [positionOf(bytes, layout, owner), bytes] as const)
      .reverse(),
  );
  const secrets = neighbours(input, context);
  const links = recordLinks(
    await io.connect({ node, context, next: secrets.next.link, previous: secrets.previous.link }),
  );
  const trace = () => io.trace(encodeDigests(links.digests()));
  try {
    return await play(input, io, { owner, saved, links, secrets, trace });
  } catch (error) {
    // The digests of this epoch stay on record, whatever the next epoch does.
    await trace();
    throw error;
  }
}

/** What a node has before it sends anything. */
interface Playing {
  readonly owner: CheckpointOwner;
  /** The newest checkpoint of each position, the newest last. */
  readonly saved: ReadonlyMap<number, Uint8Array>;
  readonly links: RecordedLinks;
  readonly secrets: ReturnType<typeof neighbours>;
  readonly trace: () => Promise<void>;
}

async function play(input: NodeInput, io: SessionIo, playing: Playing): Promise<SessionResult> {
  const { node, round, meter } = input;
  const { owner, saved, links, secrets, trace } = playing;
  const layout = layoutOf(jointShape(round));
  const contribution = contributionOf(input.secret, owner.context);
  const newest = [...saved.values()].at(-1);
  const known = newest === undefined ? new OpenedBits().encode() : bitsIn(newest);
  const own = { epoch: io.epoch, saved: [...saved.keys()], bits: known, contribution, nonce: io.nonce };
  const { from, bits, seed, salt } = await agreeOnStart(links, node, own);
  const seeds = { next: saltedMasks(secrets.next.masks, salt), previous: saltedMasks(secrets.previous.masks, salt) };
  const a = new Arithmetic(new ThreeNodes({ node, links, seeds, epoch: io.epoch, meter }));
  const random = createRandom(seed);
  a.phase("setup");
  const inputs = input.inputs.map((bytes, party) => a.importInput(bytes, inputLayout(round, party).total));
  const program = { arithmetic: a, round, inputs };
  let tableau: Tableau;
  if (from === null) {
    await checkInputs(program);
    tableau = await firstTableau(program);
    await prepareTableau(tableau, random);
  } else {
    tableau = resume(a, layout, saved.get(from)!);
    for (const part of Object.values(tableau.parts)) await a.requireSameShares(part);
  }
  // All that is saved at one position holds the state as it was there first, so that it fits what
  // another node has saved there, before or after a bit opened.
  let last = from === null ? null : { position: from, bytes: saved.get(from)! };
  const between = async (position: number, opens: boolean) => {
    if (!opens && (position % CHECKPOINT_INTERVAL !== 0 || position === from)) return;
    const state = { position, bits: bits.encode() };
    const bytes = last?.position === position ? withBits(last.bytes, state.bits) : checkpoint(tableau, owner, state);
    last = { position, bytes };
    await io.save(bytes, bits.count);
    await trace();
  };
  const solved = await runIterations(program, tableau, { random, first: from ?? 0, bits, between });
  const { answer, iterations, shares = new Uint8Array(sharesBytes(round)) } = solved;
  const result = { answer, shares, digests: links.digests(), earlier: io.earlier.map(decodeDigests) };
  await io.keep(encodeResult(result));
  // A node that has received this from both others knows that nobody will have to run the session
  // again.
  await Promise.all([tellKept(links.next), tellKept(links.previous)]);
  return { ...result, iterations, bits: solved.bits };
}
