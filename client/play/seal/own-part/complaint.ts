// A node's complaint that what a company dealt to it does not fit the points that all have. It
// shows the dealer's turn as the node got it, whose digest the dealer signed: others have that
// digest from the dealer itself, and the echo of the exchange before says that it is the same for
// all. So whoever reads the complaint checks the shares again, and nobody has to believe the node.
//
// Who learns what: all see the node's shares of a dealer that departed, and of no other, since
// nodes keep to the protocol. A share that is withheld, or longer than the schedule allows, names
// the dealer to the node alone: nobody can be shown what never came.
import type { NodeIndex } from "../../../crypto/sharing/link.ts";
import { concatBytes } from "../../../engines/codec.ts";
import { ProtocolError, SealedError } from "../../../errors.ts";
import { decodeEnvelope, type Envelope } from "../../../round/envelope.ts";
import { checkDealtShares, type DealtPoints } from "../../../sealed/own-part/dealing.ts";
import type { SplitSetting } from "../../../sealed/own-part/own.ts";
import { ShownFault } from "../side.ts";
import { decodeShares } from "./dealing.ts";
import { receiversOf } from "./exchanges.ts";

/** A company's dealing as one party has it. */
export interface SeenDealing {
  readonly points: DealtPoints;
  /** Its turn. */
  readonly envelope: Uint8Array;
}

/** The dealer's index, and its turn as this node has it. */
export function encodeComplaint(dealer: number, { envelope }: SeenDealing): Uint8Array {
  return concatBytes([Uint8Array.of(dealer), envelope]);
}

/**
 * Who departed where a node complains; `seen`: by dealer. `ShareMismatch` names the dealer,
 * `ComplaintUnfounded` the node.
 */
export function judgeComplaint(
  complaint: Uint8Array,
  setting: SplitSetting,
  node: NodeIndex,
  seen: readonly SeenDealing[],
): ShownFault {
  const unfounded = (what: string) => {
    const text = `party ${node} complains of its shares, but ${what}`;
    return new ShownFault(new ProtocolError("ComplaintUnfounded", text, node), node);
  };
  const dealer = complaint[0] ?? node;
  const dealing = seen[dealer];
  if (dealing === undefined || dealer === node) return unfounded("names no dealer");
  const turn = readTurn(complaint.subarray(1));
  const body = turn?.parts[1 + receiversOf("deal", seen.length, dealer).indexOf(node)];
  if (turn?.digest !== readTurn(dealing.envelope)!.digest || !(body instanceof Uint8Array))
    return unfounded(`not with the turn that party ${dealer} signed`);
  const fault = faultOfShares(setting, { dealer, points: dealing.points }, node, body);
  return fault === null ? unfounded(`those of party ${dealer} fit its points`) : new ShownFault(fault, node);
}

/** ProtocolError `ShareMismatch` naming a dealer; null where the shares are right. */
function faultOfShares(
  setting: SplitSetting,
  { dealer, points }: { readonly dealer: number; readonly points: DealtPoints },
  node: NodeIndex,
  body: Uint8Array,
): ProtocolError | null {
  try {
    checkDealtShares(setting, dealer, points, { node, shares: decodeShares(body, setting, dealer, node) });
    return null;
  } catch (cause) {
    if (!(cause instanceof ProtocolError || cause instanceof SealedError)) throw cause;
    return new ProtocolError("ShareMismatch", cause.message, dealer, { cause });
  }
}

function readTurn(bytes: Uint8Array): Envelope | null {
  try {
    return decodeEnvelope(bytes);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
