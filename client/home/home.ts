// A company's home folder, opened.
import { type Config, readConfig } from "./config.ts";
import { checkOwnFolder } from "./folder.ts";
import { type HomePaths, homePaths } from "./paths.ts";

export interface HomeFolder {
  readonly paths: HomePaths;
  readonly config: Config;
}

/** `folder` as `homePaths` takes it. Throws HomeError as checkOwnFolder and readConfig do. */
export async function openHomeFolder(folder: string | undefined): Promise<HomeFolder> {
  const paths = homePaths(folder);
  await checkOwnFolder(paths.folder);
  return { paths, config: await readConfig(paths.config) };
}
