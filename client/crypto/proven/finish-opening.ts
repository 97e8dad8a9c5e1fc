// The end of a proof among three nodes, of which one may depart from the protocol: the verdict
// opens, and if it is 0, the outcome. The steps are the same in the run that has made both, and
// after each restart.
//
//   1. Every node has stored its components of both, with salts and words (opening.ts). It tells
//      each neighbour the digests of what that one lacks. If both tell it the same, it stores them:
//      it has *agreed*.
//   2. It says so to each neighbour by a word. What it has heard it stores, and passes each
//      neighbour the other one's word.
//   3. Once it has stored a word of each neighbour, it shows its components of the verdict. Of the
//      copies of the component that it lacks, it takes one that matches the digest. If the verdict
//      is 0, the same follows with the outcome.
//
// What holds, of two nodes that keep to the protocol (decision 62): if one shows anything, both
// have agreed, and each has what the other lacks. If one of them has a word of the third node, the
// other has it as soon as it hears from the first. So each finishes as soon as the other's messages
// of one epoch have come, whatever the third sends or withholds; and both take the same numbers. A
// node that has lost the other ends with `PeerLost`, whatever else has failed, so that it plays the
// next epoch.
// Not protected: a node can stop the others before either has shown anything. Later, when the link
// between the two has broken, they need another epoch, and so the third node: if it stays away, one
// may have read what the other has not.
import { Vector } from "../curve/vector.ts";
import { failuresOf, lostFirst } from "../sharing/lost.ts";
import { areEqual, differ, digestOf, NEIGHBOURS, type Neighbour, otherThan } from "./exchange.ts";
import { received } from "./field.ts";
import type { Inbox } from "./inbox.ts";
import {
  digestsFor,
  missingIn,
  type Opening,
  SALT_BYTES,
  type Salted,
  TOLD_BYTES,
  WORD_BYTES,
  wordOf,
} from "./opening.ts";

/** Stores an opening, in place of what it was before. */
export type Keep = (opening: Opening) => Promise<void>;

/** The end of a proof. */
export interface Proven {
  /** In [0, q); null if the statement does not hold: then nothing has opened. */
  readonly outcome: bigint[] | null;
  /**
   * Waits until links are free again, which a node that departs can prevent. Throws `PeerLost` if
   * not all has come.
   */
  readonly rest: () => Promise<void>;
}

/** Step 1. Throws ProtocolError `SharesDiffer`. */
async function agree(inbox: Inbox, opening: Opening, keep: Keep): Promise<Opening> {
  const { node } = inbox;
  node.round();
  for (const neighbour of NEIGHBOURS) node.send(neighbour, digestsFor(opening, neighbour));
  const told = NEIGHBOURS.map((neighbour) => inbox.take(neighbour, TOLD_BYTES));
  if (opening.told !== null) return opening;
  const [next, previous] = await Promise.all(told);
  if (!areEqual(next!, previous!)) throw differ(node);
  const agreed = { ...opening, told: next! };
  await keep(agreed);
  return agreed;
}

function isComplete({ next, previous }: Opening["heard"]): boolean {
  return next !== null && previous !== null;
}

/** Step 2. Throws ProtocolError `SharesDiffer`, or what links throw. */
async function hear(inbox: Inbox, opening: Opening, keep: Keep): Promise<void> {
  const { node } = inbox;
  const heard: Record<Neighbour, Uint8Array | null> = { ...opening.heard };
  const both = Promise.withResolvers<void>();
  const note = (about: Neighbour, word: Uint8Array, digest: Uint8Array) => {
    if (areEqual(digestOf([word]), digest)) heard[about] ??= word;
    if (isComplete(heard)) both.resolve();
  };
  if (isComplete(heard)) both.resolve();
  node.round();
  for (const neighbour of NEIGHBOURS) node.send(neighbour, opening.words[neighbour]);
  const said = failuresOf(
    NEIGHBOURS.map(async (from) => note(from, await inbox.take(from, WORD_BYTES), wordOf(opening, from))),
  );
  const passed = failuresOf(
    NEIGHBOURS.map(async (from) => {
      const about = otherThan(from);
      note(about, await inbox.take(from, WORD_BYTES), opening.known[about]);
    }),
  );
  await Promise.race([both.promise, said]);
  const first = { ...heard };
  // A word is stored before it is passed on: whoever gets it counts on its being here.
  if (NEIGHBOURS.some((neighbour) => first[neighbour] !== opening.heard[neighbour]))
    await keep({ ...opening, heard: first });
  node.round();
  for (const neighbour of NEIGHBOURS) node.send(neighbour, first[otherThan(neighbour)] ?? new Uint8Array(WORD_BYTES));
  if (isComplete(first)) return;
  await Promise.race([both.promise, passed]);
  if (isComplete(heard)) return keep({ ...opening, heard });
  throw lostFirst([...(await said), ...(await passed), differ(node)]);
}

/** Step 3, of one of both. Throws ProtocolError `SharesDiffer`, or what links throw. */
async function show(inbox: Inbox, { first, second }: Salted, digest: Uint8Array): Promise<bigint[]> {
  const { node } = inbox;
  node.round();
  node.send("next", first);
  node.send("previous", second);
  const copies = NEIGHBOURS.map(async (neighbour) => {
    const bytes = await inbox.take(neighbour, first.length);
    if (!areEqual(digestOf([bytes]), digest)) throw differ(node);
    return bytes;
  });
  const third = await Promise.any(copies).catch((error: AggregateError) => {
    throw lostFirst(error.errors);
  });
  const [one, other] = [first, second].map((bytes) => new Vector(bytes.slice(SALT_BYTES))) as [Vector, Vector];
  return one
    .plus(other)
    .plus(received(third.slice(SALT_BYTES), node.indexOf("previous")))
    .toNumbers();
}

/**
 * `opening` is stored already. Before this node shows anything, it stores that it does.
 * @throws ProtocolError `SharesDiffer`; what links throw
 */
export async function finishOpening(inbox: Inbox, opening: Opening, keep: Keep): Promise<Proven> {
  const agreed = await agree(inbox, opening, keep);
  await hear(inbox, agreed, keep);
  const [verdict, outcome] = agreed.own;
  const [ofVerdict, ofOutcome] = missingIn(agreed);
  const [value] = await show(inbox, verdict, ofVerdict);
  const opened = value === 0n ? await show(inbox, outcome, ofOutcome) : null;
  return { outcome: opened, rest: () => inbox.rest() };
}
