// The page's side of the console's server: the key that lets this browser in, what the server is
// asked for, and the state that it tells.
import type { Entered, Problem, Update } from "../../client/console/wire.ts";
import { MAX_FILE } from "../../client/lp/readers/largest-file.ts";
import { keep, readKept } from "../kit/kept.ts";

/** Also of this port: a key is kept for the page's origin. */
const KEY = "console.key";
/** Milliseconds until the server is asked again after it did not answer. */
const AGAIN_MS = 1_500;

/** What the server said is wrong. */
export class Refused extends Error {
  readonly problem: Problem;
  readonly status: number;
  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.problem = problem;
    this.status = status;
  }
}

/** The process that served this page has ended. */
export class Ended extends Error {}

/** After that, whoever answers at this port is another: it is asked nothing. */
let hasEnded = false;

/** Follows the link, if the page was opened with one; then it is worth nothing any more. */
export async function enter(): Promise<void> {
  const [, token] = /^#([\w-]{43})$/.exec(location.hash) ?? [];
  if (token === undefined) return;
  history.replaceState(null, "", location.pathname);
  const { key, first } = (await asJson(await ask("enter", { token }))) as Entered;
  keep(KEY, key);
  if (first !== null) history.replaceState(null, "", `${location.pathname}${hashOf(first)}`);
}

/** A round's view, in the page's address. */
export function hashOf(number: string): string {
  return `#round-${number}`;
}

/** Throws Refused and Ended. */
export async function post(path: string, value: object): Promise<unknown> {
  return asJson(await ask(path, value));
}

export async function get(path: string, round: string): Promise<Response> {
  return checked(await request(`${path}?${new URLSearchParams({ round })}`, {}));
}

/** Throws Refused and Ended. */
export async function load(round: string, file: File): Promise<void> {
  // A server that refuses while a browser sends is not heard.
  if (file.size > MAX_FILE) {
    const message = `${file.name}: a file may have at most ${MAX_FILE} bytes, not ${file.size}`;
    throw new Refused(413, { code: "FileTooLarge", message });
  }
  const query = new URLSearchParams({ round, name: file.name });
  await checked(await request(`load?${query}`, { method: "POST", body: file }));
}

/**
 * Calls `onState` with each state, and with null when the server does not answer, until `signal`
 * aborts; once the server says that its process ends, with that at last. Throws Refused where this
 * browser is not let in.
 */
export async function follow(signal: AbortSignal, onState: (state: Update | null) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await checked(await request("events", { signal }));
      await readEvents(response, (update) => {
        hasEnded = update === "ended";
        onState(update);
      });
      if (hasEnded) return;
    } catch (error) {
      if (error instanceof Refused && (error.status === 401 || error.status === 403)) throw error;
    }
    if (signal.aborted) return;
    onState(null);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function readEvents(response: Response, onState: (state: Update) => void): Promise<void> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop()!;
    // An earlier state is worth nothing beside a later one; the end comes after the last.
    for (const event of events.slice(-2)) onState(JSON.parse(event.slice("data: ".length)));
  }
}

async function request(path: string, options: RequestInit): Promise<Response> {
  if (hasEnded) throw new Ended();
  return fetch(`api/${path}`, { ...options, headers: { authorization: `Bearer ${readKept(KEY) ?? ""}` } });
}

function ask(path: string, value: object): Promise<Response> {
  return request(path, { method: "POST", body: JSON.stringify(value) });
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { error } = (await response.json()) as { error: Problem };
  throw new Refused(response.status, error);
}

async function asJson(response: Response): Promise<unknown> {
  return (await checked(response)).json();
}
