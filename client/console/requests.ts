// What the page may ask for, checked before anything else looks at it.
import type { IncomingMessage } from "node:http";
import { InputError } from "../errors.ts";
import { checkJson, flag, listOf, onlyFields, text, textLike, wholeNumber } from "../outside.ts";

/** Bytes of a request that is no file. */
const MAX_REQUEST = 1024 * 1024;
const MAX_NAMES = 4096;

const round = textLike(/^0x[0-9a-f]{40}\/[1-9]\d{0,77}$/, "must be the name of a round");
const names = listOf(text(300), [0, MAX_NAMES], `must be a list of at most ${MAX_NAMES} names`);
const choices = onlyFields({ roundNumbers: flag, insist: flag, acceptTolerances: flag, acceptSetup: flag });
const fileName = textLike(/^[^\p{Cc}/\\]{1,255}$/u, "must be the name of a file, without folders");

export const REQUESTS = {
  enter: onlyFields({ token: text(100) }),
  round: onlyFields({ round }),
  check: onlyFields({ round, choices }),
  accept: onlyFields({ round, version: wholeNumber(1, Number.MAX_SAFE_INTEGER) }),
  disclose: onlyFields({ round, rows: names, variables: names, objective: flag, dualValue: flag }),
  /** Beside the bytes of the file. */
  load: onlyFields({ round, name: fileName }),
};

export function invalid(field: string, what: string): InputError {
  return new InputError("RequestInvalid", what, field === "" ? {} : { field });
}

/** Throws InputError "RequestInvalid". */
export async function readRequest<Name extends keyof typeof REQUESTS>(name: Name, request: IncomingMessage) {
  return checkJson(REQUESTS[name], await readBody(request, MAX_REQUEST), invalid);
}

/** Throws InputError "RequestInvalid" once there are more than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) throw invalid("", `a request like this may have at most ${most} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
