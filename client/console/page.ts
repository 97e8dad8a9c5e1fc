// The page that `concordat console` and `concordat join` serve: one desk, one key, one server.
import { coordinatorOf } from "../app/connect.ts";
import type { DeskPage, PageOptions } from "../cli/desk-page.ts";
import type { HomeFolder } from "../home/home.ts";
import type { Keys } from "../home/keys.ts";
import { createRandom } from "../math/random.ts";
import { servePages } from "../pages/local-server.ts";
import { readPages } from "../pages/page-files.ts";
import { consoleApi } from "./api.ts";
import { Desk } from "./desk.ts";
import { Entry } from "./entry.ts";

/** Throws as OpenPage says. */
export async function openPage(
  home: HomeFolder,
  keys: Keys,
  { port, runsClient, first }: PageOptions,
): Promise<DeskPage> {
  coordinatorOf(home.config);
  const files = await readPages("console");
  const entry = new Entry(createRandom());
  const desk = new Desk(home, keys, runsClient);
  const api = consoleApi(desk, entry, first);
  const server = await servePages({ files, port, connect: ["'self'"], answer: api.answer }).catch(
    async (error: unknown) => {
      await desk.close();
      throw error;
    },
  );
  return {
    // After the "#": no server, not even this one, is sent the token with the page's address.
    link: `${server.url}#${entry.token}`,
    hear: (event) => desk.hear(event),
    close: async () => {
      await api.end();
      await server.close();
      await desk.close();
    },
  };
}
