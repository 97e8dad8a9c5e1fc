// A chain node that is asked over HTTP, with limits for its answers: one that hangs, trickles or
// never stops sending ends the question, not the auditor.
import { FetchRequest, type GetUrlResponse, JsonRpcProvider } from "ethers";
import { AuditError } from "../errors.ts";

export interface AnswerLimits {
  /** From the question to the last byte of the answer. */
  readonly milliseconds: number;
  /** Of one answer, or of several that come together, after decompression. */
  readonly bytes: number;
}

const MINUTE_MS = 60_000;
const MEBIBYTE = 1024 * 1024;

export const ANSWER_LIMITS: AnswerLimits = { milliseconds: MINUTE_MS, bytes: 64 * MEBIBYTE };

/** How often a question is repeated that the node refuses for having too many: within a minute. */
const MOST_REPEATS = 7;

/**
 * A node at an HTTP or HTTPS URL. Its questions fail with AuditError `NodeTooSlow` or
 * `AnswerTooLarge` where an answer is beyond the limits.
 */
export function nodeAt(url: string, limits: AnswerLimits = ANSWER_LIMITS): JsonRpcProvider {
  const { address, user, password } = withoutCredentials(url);
  const connection = new FetchRequest(address);
  if (user !== "" || password !== "") connection.setCredentials(user, password);
  connection.timeout = limits.milliseconds;
  connection.getUrlFunc = (request) => answerTo(request, limits);
  connection.retryFunc = async (_request, _response, attempt) => attempt < MOST_REPEATS;
  // No answer is cached: the last requests ask whether the chain has changed.
  return new JsonRpcProvider(connection, undefined, { cacheTimeout: -1 });
}

/** Whether the node has answered beyond the limits: asking it the next question is no use. */
export function isBeyondLimits(error: unknown): error is AuditError {
  return error instanceof AuditError && (error.code === "NodeTooSlow" || error.code === "AnswerTooLarge");
}

/** `fetch` takes no URL with a user's name in it. */
function withoutCredentials(url: string) {
  if (!URL.canParse(url)) return { address: url, user: "", password: "" };
  const parsed = new URL(url);
  const [user, password] = [parsed.username, parsed.password].map(decodeURIComponent) as [string, string];
  parsed.username = "";
  parsed.password = "";
  return { address: parsed.href, user, password };
}

async function answerTo(request: FetchRequest, limits: AnswerLimits): Promise<GetUrlResponse> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(tooSlow(request.url, limits)), limits.milliseconds);
  try {
    const { method, body: sent, url } = request;
    const response = await fetch(url, {
      method,
      headers: [...request],
      signal,
      ...(sent && { body: Uint8Array.from(sent) }),
    });
    const body = await bodyOf(response, () => tooLarge(url, limits), limits.bytes);
    const headers = Object.fromEntries(response.headers);
    return { statusCode: response.status, statusMessage: response.statusText, headers, body };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    // Nothing is read of an answer that was given up.
    controller.abort();
  }
}

async function bodyOf({ body }: Response, refusal: () => AuditError, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    length += part.value.length;
    if (length > most) throw refusal();
    parts.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The rest of an address may be a secret: providers put keys into paths. */
const originOf = (url: string): string => new URL(url).origin;

function tooSlow(url: string, { milliseconds }: AnswerLimits): AuditError {
  return new AuditError(
    "NodeTooSlow",
    `the node ${originOf(url)} did not finish an answer within ${milliseconds / 1000} s: try again, or use another node`,
  );
}

function tooLarge(url: string, { bytes }: AnswerLimits): AuditError {
  return new AuditError(
    "AnswerTooLarge",
    `the node ${originOf(url)} sent more than ${bytes / MEBIBYTE} MiB for an answer: use another node`,
  );
}
