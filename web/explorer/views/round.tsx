// One round: what the chain says of it, checked in this page, with what the reader was given.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Step } from "../../../auditor/in-browser.ts";
import { STEPS } from "../../../auditor/steps.ts";
import { useStrings } from "../../kit/languages.ts";
import { Progress } from "../../kit/progress.tsx";
import { Notice } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { addressOf } from "../address.ts";
import { ask, Unanswered } from "../auditor.ts";
import { NO_FILES } from "../classify.ts";
import type { Audited, GivenFiles, RoundFacts, Source } from "../worker/protocol.ts";
import { GivenFilesView } from "./files.tsx";
import { Learns } from "./learns.tsx";
import { Pictures } from "./pictures.tsx";
import { ReportSections } from "./report.tsx";
import { SourceFacts } from "./source.tsx";
import { TimelineView } from "./timeline.tsx";
import { TroubleNotice } from "./trouble.tsx";
import { Verdict } from "./verdict.tsx";

interface RoundProps {
  readonly source: Source;
  readonly round: bigint;
}

export function RoundView({ source, round }: RoundProps) {
  const words = useStrings(explorerStrings);
  const [facts, setFacts] = useState<RoundFacts | null>(null);
  const [files, setFiles] = useState<GivenFiles>(NO_FILES);
  const { audited, error, step, again, cancel } = useAudit(source, round, files);
  useEffect(() => {
    const controller = new AbortController();
    // Its trouble, if any, is the audit's as well, which says it.
    ask({ kind: "timeline", source, round }, controller).then(setFacts, () => {});
    return () => controller.abort();
  }, []);
  useEffect(() => {
    document.title = `${words.round.heading(String(round))} · ${words.title}`;
    return () => {
      document.title = words.title;
    };
  }, [words]);
  const seen = audited === null ? null : { chainId: audited.report.round.chainId, head: audited.report.head };
  return (
    <>
      <p class="buttons">
        <a href={addressOf({ source, round: null, newest: null })}>{words.round.back}</a>
      </p>
      <h1>{words.round.heading(String(round))}</h1>
      {error === null ? null : <NoAudit error={error} again={again} />}
      {audited === null && error === null ? <AuditProgress step={step} cancel={cancel} /> : null}
      {audited === null ? null : <Verdict audited={audited} again={again} />}
      <SourceFacts source={source} seen={seen} />
      {audited === null ? null : <ReportSections report={audited.report} part="findings" />}
      <GivenFilesView files={files} onChange={setFiles} />
      {audited === null ? null : <Pictures report={audited.report} />}
      {facts === null ? null : <TimelineView facts={facts} />}
      {facts === null ? null : <Learns facts={facts} />}
      {audited === null ? null : <ReportSections report={audited.report} part="facts" />}
    </>
  );
}

function useAudit(source: Source, round: bigint, files: GivenFiles) {
  const [audited, setAudited] = useState<Audited | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [step, setStep] = useState<Step | null>(null);
  const [attempt, setAttempt] = useState(0);
  const controller = useRef(new AbortController());
  useEffect(() => {
    let isWanted = true;
    const own = new AbortController();
    controller.current = own;
    setAudited(null);
    setError(null);
    setStep(null);
    const onStep = (now: Step) => isWanted && setStep(now);
    ask({ kind: "audit", source, round, files }, { onStep, signal: own.signal }).then(
      (found) => isWanted && setAudited(found),
      (trouble) => isWanted && setError(trouble),
    );
    return () => {
      isWanted = false;
      own.abort();
    };
  }, [files, attempt]);
  return { audited, error, step, again: () => setAttempt(attempt + 1), cancel: () => controller.current.abort() };
}

/** Why there is no report, and the way to one: the focus, after cancelling. */
function NoAudit({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  const { round } = useStrings(explorerStrings);
  const button = useRef<HTMLButtonElement>(null);
  const isCancelled = error instanceof Unanswered && error.trouble.code === "Cancelled";
  useEffect(() => {
    if (isCancelled) button.current?.focus();
  }, []);
  return (
    <>
      {isCancelled ? <Notice kind="warning">{round.cancelled}</Notice> : <TroubleNotice error={error} />}
      <div class="buttons">
        <button type="button" ref={button} onClick={again}>
          {round.again}
        </button>
      </div>
    </>
  );
}

interface AuditProgressProps {
  readonly step: Step | null;
  readonly cancel: () => void;
}

function AuditProgress({ step, cancel }: AuditProgressProps) {
  const { round } = useStrings(explorerStrings);
  const doing = step === null ? round.loadingAuditor : round.steps[step];
  const done = step === null ? 0 : (STEPS.indexOf(step) + 1) / (STEPS.length + 1);
  return (
    <>
      <Progress label={`${round.auditing}: ${doing}`} done={done} />
      <div class="buttons">
        <button type="button" class="quiet" onClick={cancel}>
          {round.cancel}
        </button>
      </div>
    </>
  );
}
