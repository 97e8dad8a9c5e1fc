// The file in which a company announces the public part of its rows.
import { readFile } from "node:fs/promises";
import { asConcordatError, InputError } from "../errors.ts";
import { decodeAnnouncement } from "../lp/joint/announcement.ts";
import type { Announcement } from "../lp/joint/program.ts";

/**
 * The announcement of party number `party` in `file`. Throws InputError "FileUnreadable" or
 * "AnnouncementInvalid", naming the file.
 */
export async function readAnnouncement(file: string, party: number): Promise<Announcement> {
  const json = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError("FileUnreadable", `cannot be read (${cause.code}); check the path`, { file }, { cause });
  });
  try {
    return decodeAnnouncement(json, party);
  } catch (cause) {
    const { code, message } = asConcordatError(cause);
    if (code !== "AnnouncementInvalid") throw cause;
    const text = `is not the file that \`concordat announce\` wrote (${message})`;
    throw new InputError(code, text, { file }, { cause });
  }
}
