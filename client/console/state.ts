// The console's state from what journal, chain, client and drafts say. Pure functions. Names and
// titles are other companies': they are cut and have no control characters.
import { type Address, formatEther, isAddressEqual } from "viem";
import type { Invitation } from "../app/invite/open-rounds.ts";
import type { LocalStatus, RoundStatus } from "../app/round-status.ts";
import { toleranceTerms } from "../app/tolerances.ts";
import { bondAlerts, remarksOn, type Seen, wrongFileAlert } from "../cli/commands/status.ts";
import { companiesOf, isHelper, openerOf, publicTerms } from "../cli/invitation-lines.ts";
import type { LiveState, RoundProgress } from "../cli/live/state.ts";
import { oneLine, plainSaid } from "../cli/print.ts";
import { MOST_BITS } from "../engines/mpc/plan.ts";
import { numberOf } from "../round/round-key.ts";
import type { Said } from "../said.ts";
import type { Attention } from "./attention.ts";
import type {
  ChainView,
  ConsoleState,
  DraftView,
  InvitationView,
  Problem,
  Report,
  RoundView,
  TermsView,
} from "./wire.ts";

export interface Known {
  readonly company: string;
  readonly account: Address;
  readonly coordinator: Address;
  readonly runsClient: boolean;
  /** What the journal says of the rounds that this company agreed to, and their bonds. */
  readonly local: readonly LocalStatus[];
  readonly bonds: ReadonlyMap<string, bigint>;
  /** What the chain said last; null before it was read. */
  readonly seen: Seen | null;
  readonly readTrouble: Problem | null;
  readonly live: LiveState;
  readonly attention: Attention;
  readonly reports: readonly Report[];
  readonly draftOf: (round: string) => DraftView | null;
}

export function consoleState(known: Known): ConsoleState {
  const { company, account, coordinator, runsClient, local, seen, readTrouble, live, reports } = known;
  const statuses = new Map(seen?.rounds.map((status) => [status.round, status]));
  const agreed = new Set(local.map(({ round }) => round));
  const open = (list: readonly Invitation[], isOwn: boolean) =>
    list.filter(({ round }) => !agreed.has(round)).map((one) => invitationView(one, isOwn, known));
  return {
    ...{ company: oneLine(company), account, coordinator, runsClient, readTrouble },
    roundsOnChain: seen?.count.toString() ?? null,
    clientTrouble: live.trouble === null ? null : oneLine(live.trouble, 500),
    rounds: local
      .map((round) => roundView(round, statuses.get(round.round) ?? null, live.rounds.get(round.round) ?? null, known))
      .toReversed(),
    invitations: [...open(seen?.open.opened ?? [], true), ...open(seen?.open.invitations ?? [], false)],
    alerts: alertsOf(known),
    reports,
  };
}

function alertsOf({ local, seen, attention }: Known): Said[] {
  return [
    ...remarksOn(local.filter(({ fault, settledOtherwise }) => fault !== null || settledOtherwise !== null)),
    ...bondAlerts(seen?.rounds ?? []),
    ...(seen?.open.wrong ?? []).map(wrongFileAlert),
    ...attention.values(),
  ].map((said) => plainSaid(said, 1000));
}

function roundView(
  { round, title, engine, parties, party, local, fault, sealed }: LocalStatus,
  status: RoundStatus | null,
  progress: RoundProgress | null,
  { bonds }: Known,
): RoundView {
  const isOver = local === "done" || local === "closed";
  const nameOf = (index: number) => oneLine(parties[index] ?? `party ${index}`, 40);
  const proving = progress?.proving ?? null;
  return {
    ...{ round, number: numberOf(round), title: oneLine(title), engine, company: nameOf(party) },
    bond: bondInEther(bonds.get(round) ?? 0n),
    ...{ isOver, isSealed: sealed !== null, hasOutcome: local === "done", hasFailed: fault !== null },
    chain: status === null ? null : chainView(status),
    stage: isOver ? null : (progress?.stage ?? null),
    session: progress?.session == null ? null : { ...progress.session, mostBits: MOST_BITS },
    proving:
      proving === null
        ? null
        : {
            ...{ exchange: proving.exchange, exchanges: proving.exchanges, content: proving.content },
            awaited: proving.awaited.map(nameOf),
          },
    trouble: trouble(progress, status),
  };
}

function trouble(progress: RoundProgress | null, status: RoundStatus | null): string | null {
  const text = progress?.trouble ?? status?.unconfirmed ?? null;
  return text === null ? null : oneLine(text, 500);
}

function chainView({ phase, due, deadline, exchangesDone, exchanges, parties, party }: RoundStatus): ChainView {
  const isOwnTurn = due.includes(parties[party] ?? "");
  return { phase, due: due.map((name) => oneLine(name, 40)), isOwnTurn, deadline, exchangesDone, exchanges };
}

function invitationView(invitation: Invitation, isOwn: boolean, known: Known): InvitationView {
  const { round, terms, declined } = invitation;
  return {
    ...{ round, number: numberOf(round), title: oneLine(terms.title), isOwn, isDeclined: declined },
    ...{ terms: termsView(invitation, known), draft: known.draftOf(round) },
  };
}

function termsView(invitation: Invitation, { account }: Known): TermsView {
  const { terms, program, leakage, opener, deadline } = invitation;
  return {
    opener: openerOf(terms, opener),
    companies: companiesOf(terms),
    isHelper: terms.parties.some((party) => isAddressEqual(party.account, account) && isHelper(party.announcement)),
    variables: program.variables.map(({ name }) => oneLine(name, 40)),
    ...{ engine: oneLine(terms.engine), advice: leakage.advice, public: publicTerms(invitation) },
    ...{ parties: terms.parties.map(({ name }) => oneLine(name, 40)), findings: leakage.said },
    tolerances: toleranceTerms(terms, program),
    ...{ periods: terms.periods, bond: bondInEther(terms.bond), deadline },
  };
}

function bondInEther(bond: bigint): string | null {
  return bond === 0n ? null : formatEther(bond);
}
