// Questions to the worker that reads chains and audits. It is loaded with the first question.
import type { Step } from "../../auditor/in-browser.ts";
import type { Answers, Heard, Question, Trouble } from "./worker/protocol.ts";

/** Where web/build.ts writes the worker, beside the page: of the same version. */
declare const AUDITOR_SCRIPT: string;
const SCRIPT = `./${AUDITOR_SCRIPT}`;

/** A question that has no answer. */
export class Unanswered extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

interface Waiting {
  readonly question: Question;
  readonly resolve: (answer: Answers[keyof Answers]) => void;
  readonly reject: (error: Unanswered) => void;
  readonly onStep: (step: Step) => void;
}

const NOT_LOADED: Trouble = { code: "AuditorMissing", message: "the auditor could not be loaded", rpc: null };

const waiting = new Map<number, Waiting>();
let worker: Promise<Worker> | null = null;
let asked = 0;

interface Listening {
  readonly onStep?: (step: Step) => void;
  /** Gives the question up: what works at it is stopped. */
  readonly signal?: AbortSignal;
}

/** Throws Unanswered, with the code "Cancelled" where the question is given up. */
export function ask<Kind extends Question["kind"]>(
  question: Extract<Question, { kind: Kind }>,
  { onStep = () => {}, signal }: Listening = {},
): Promise<Answers[Kind]> {
  const id = ++asked;
  const answer = new Promise<Answers[keyof Answers]>((resolve, reject) =>
    waiting.set(id, { question, resolve, reject, onStep }),
  );
  signal?.addEventListener("abort", () => cancel(id));
  post(id, question);
  return answer as Promise<Answers[Kind]>;
}

async function post(id: number, question: Question): Promise<void> {
  worker ??= startWorker();
  const started = worker;
  try {
    const running = await started;
    if (worker === started && waiting.has(id)) running.postMessage({ id, question });
  } catch {
    if (worker === started) worker = null;
    waiting.get(id)?.reject(new Unanswered(NOT_LOADED));
    waiting.delete(id);
  }
}

/** Nothing else stops a worker at once; what else it was asked goes to another one. */
function cancel(id: number): void {
  const given = waiting.get(id);
  if (given === undefined) return;
  waiting.delete(id);
  const stopped = worker;
  worker = null;
  stopped?.then((running) => running.terminate());
  given.reject(new Unanswered({ code: "Cancelled", message: "", rpc: null }));
  for (const [other, { question }] of waiting) post(other, question);
}

async function startWorker(): Promise<Worker> {
  const started = new Worker(location.protocol === "file:" ? await copiedScript() : SCRIPT);
  started.addEventListener("message", ({ data }: MessageEvent<Heard>) => hear(data));
  started.addEventListener("error", (event) => {
    // Without a message, the script is not there.
    const trouble = event.message ? { code: "Unexpected", message: event.message, rpc: null } : NOT_LOADED;
    for (const { reject } of waiting.values()) reject(new Unanswered(trouble));
    waiting.clear();
    // It may not go on, as when a node's answer was too large: the next question starts another.
    started.terminate();
    worker = null;
  });
  return started;
}

function hear(heard: Heard): void {
  const question = waiting.get(heard.id);
  if (question === undefined) return;
  if ("step" in heard) {
    question.onStep(heard.step);
    return;
  }
  waiting.delete(heard.id);
  if ("answer" in heard) question.resolve(heard.answer);
  else question.reject(new Unanswered(heard.trouble));
}

declare global {
  interface Window {
    /** What the worker's script is, where the page itself has loaded it. */
    startAuditor?: () => void;
  }
}

/** A page in a folder may not start a worker from a file, but from a copy of what it has loaded. */
async function copiedScript(): Promise<string> {
  const script = document.createElement("script");
  script.src = SCRIPT;
  await new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return URL.createObjectURL(new Blob([`(${window.startAuditor})()`], { type: "text/javascript" }));
}
