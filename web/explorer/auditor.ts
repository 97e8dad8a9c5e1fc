// Questions to the worker that reads chains and audits. It is loaded with the first question.
import type { Step } from "../../auditor/in-browser.ts";
import type { Answers, Heard, Question, Trouble } from "./worker/protocol.ts";

/** Where web/build.ts writes the worker, beside the page. */
const SCRIPT = "./assets/auditor.js";

/** A question that has no answer. */
export class Unanswered extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

interface Waiting {
  readonly resolve: (answer: Answers[keyof Answers]) => void;
  readonly reject: (error: Unanswered) => void;
  readonly onStep: (step: Step) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Promise<Worker> | null = null;
let asked = 0;

/** Throws Unanswered. */
export async function ask<Kind extends Question["kind"]>(
  question: Extract<Question, { kind: Kind }>,
  onStep: (step: Step) => void = () => {},
): Promise<Answers[Kind]> {
  worker ??= startWorker();
  const running = await worker;
  const id = ++asked;
  const answer = new Promise<Answers[keyof Answers]>((resolve, reject) => waiting.set(id, { resolve, reject, onStep }));
  running.postMessage({ id, question });
  return (await answer) as Answers[Kind];
}

async function startWorker(): Promise<Worker> {
  const started = new Worker(location.protocol === "file:" ? await copiedScript() : SCRIPT);
  started.addEventListener("message", ({ data }: MessageEvent<Heard>) => hear(data));
  started.addEventListener("error", (event) => {
    const trouble = { code: "Unexpected", message: event.message || "the auditor could not be loaded", rpc: null };
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
