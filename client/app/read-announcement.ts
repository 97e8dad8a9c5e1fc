// The file in which a company announces the public part of its rows.
import { readFile } from "node:fs/promises";
import { asConcordatError, InputError } from "../errors.ts";
import { decodeAnnouncement } from "../lp/joint/announcement.ts";
import type { Announcement } from "../lp/joint/program.ts";

/**
 * The announcement of the company of this name in `file`. Throws InputError "FileUnreadable" or
 * "AnnouncementInvalid", naming the file.
 */
export async function readAnnouncement(file: string, company: string): Promise<Announcement> {
  const json = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError("FileUnreadable", `cannot be read (${cause.code}); check the path`, { file }, { cause });
  });
  try {
    return decodeAnnouncement(json, company);
  } catch (cause) {
    const { code, message } = asConcordatError(cause);
    if (code !== "AnnouncementInvalid") throw cause;
    const text = `is not the file that \`concordat announce\` wrote (${message})`;
    throw new InputError(code, text, { file }, { cause });
  }
}
