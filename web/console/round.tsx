// A round that this company agreed to: how far it is, who is due, and its bond.
import { useContext } from "preact/hooks";
import type { ChainView, RoundView } from "../../client/console/wire.ts";
import { LanguageContext, useStrings } from "../kit/languages.ts";
import { Progress } from "../kit/progress.tsx";
import { Status } from "../kit/status.tsx";
import { consoleStrings } from "../kit/strings/console.ts";
import { timeText, useClock } from "./time.ts";
import { type Fact, Facts } from "./words.tsx";

interface RoundProps {
  readonly round: RoundView;
  /** Shows the round alone; without it, it is. */
  readonly show?: () => void;
}

export function Round({ round, show }: RoundProps) {
  const strings = useStrings(consoleStrings);
  const words = strings.rounds;
  const { number, title, engine, company, bond, isOver, chain, session, proving, trouble, hasOutcome } = round;
  const facts: Fact[] = [
    [words.as, company],
    [strings.invitations.engine, engine],
    [words.phase, usePhase(round)],
    ...useDue(chain),
  ];
  if (session !== null) facts.push([words.session, words.sessionText(session)]);
  if (proving !== null) {
    const doing = proving.awaited.length === 0 ? words.computing : words.waitingFor(proving.awaited.join(", "));
    facts.push([words.proof, `${words.proofText(proving.exchange, proving.exchanges)}: ${doing}`]);
  }
  if (trouble !== null) facts.push([words.trouble, <span lang="en">{trouble}</span>]);
  facts.push([words.bond, bond === null ? words.noBond : isOver ? words.bondBack(bond) : words.bondHeld(bond)]);
  return (
    <article class="panel" aria-label={strings.invitations.name(number, title)}>
      <h3>
        {strings.invitations.name(number, title)} <End round={round} />
      </h3>
      <Facts facts={facts} />
      {chain === null || isOver ? null : (
        <Progress
          label={words.progress(chain.exchangesDone, chain.exchanges)}
          done={chain.exchanges === 0 ? 0 : chain.exchangesDone / chain.exchanges}
        />
      )}
      {show === undefined ? null : (
        <div class="buttons">
          <button type="button" class={hasOutcome ? undefined : "quiet"} onClick={show}>
            {hasOutcome ? words.show : words.alone} ({number})
          </button>
        </div>
      )}
    </article>
  );
}

function End({ round: { isOver, hasOutcome, hasFailed } }: { readonly round: RoundView }) {
  const words = useStrings(consoleStrings).rounds;
  if (hasOutcome) return <Status kind="good">{words.done}</Status>;
  if (hasFailed) return <Status kind="bad">{words.failed}</Status>;
  return isOver ? <Status kind="unknown">{words.closed}</Status> : <Status kind="active">{words.playing}</Status>;
}

function usePhase({ chain, stage, isSealed }: RoundView): string {
  const words = useStrings(consoleStrings).rounds;
  if (chain === null) return "…";
  if (chain.phase === "settling" && isSealed) return words.sealedSettling;
  const doing = chain.phase === "running" && stage !== null ? `: ${words.stages[stage]}` : "";
  return `${words.phases[chain.phase]}${doing}`;
}

/** Who must act, and by when; nothing of a round that is closed. */
function useDue(chain: ChainView | null): Fact[] {
  const { language } = useContext(LanguageContext);
  const strings = useStrings(consoleStrings);
  const now = useClock();
  if (chain === null || chain.deadline === null) return [];
  const { due, isOwnTurn, deadline } = chain;
  const { anyone, left, over, ownTurn, due: dueWord, until } = strings.rounds;
  const who = due.length === 0 ? anyone : due.join(", ");
  const time = deadline > now ? left(strings.duration(deadline - now)) : over;
  return [
    [dueWord, isOwnTurn ? `${who}: ${ownTurn}` : who],
    [until, `${timeText(deadline, language)}, ${time}`],
  ];
}
