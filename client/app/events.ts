// Events of a running client, for logs, metrics and people. They contain nothing secret.
import type { NetworkEvent } from "../network/events.ts";
import type { PartyEvent } from "../play/drive/events.ts";
import type { Closed } from "../play/drive/input.ts";

export type ClientEvent =
  | { readonly type: "started"; readonly account: string; readonly peer: string; readonly addresses: readonly string[] }
  | { readonly type: "registered"; readonly peer: string; readonly addresses: string }
  /** A round that names this account and that this company has not agreed to. */
  | { readonly type: "invited"; readonly round: string }
  /**
   * `rounds` more rounds have named this account since the last report; `last` is the newest.
   * Somebody may open them in large numbers.
   */
  | { readonly type: "invited-often"; readonly rounds: number; readonly last: string }
  /** The terms of such a round are here, as the chain has their digest: a party gave them. */
  | {
      readonly type: "invitation";
      readonly round: string;
      readonly title: string;
      readonly from: string;
      readonly file: string;
    }
  /** A party gave what cannot be the round's terms, or they do not fit the round on chain. */
  | {
      readonly type: "invitation-refused";
      readonly round: string;
      readonly account: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: "round-started"; readonly round: string; readonly party: number; readonly engine: string }
  | { readonly type: "round"; readonly round: string; readonly event: PartyEvent }
  | {
      readonly type: "round-failed";
      readonly round: string;
      readonly code: string;
      readonly party: number | null;
      readonly message: string;
    }
  | {
      readonly type: "round-closed";
      readonly round: string;
      readonly phase: Closed["phase"];
      readonly withdrawn: boolean;
      readonly files: string;
    }
  /** This company's share of the optimum is proven on chain, as the round's terms say. */
  | { readonly type: "share-posted"; readonly round: string }
  /** It could not be posted; the round is over all the same. */
  | { readonly type: "share-missing"; readonly round: string; readonly code: string; readonly message: string }
  | { readonly type: "network"; readonly event: NetworkEvent }
  | { readonly type: "trouble"; readonly code: string; readonly message: string }
  | { readonly type: "stopped" };
