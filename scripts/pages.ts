// `npm run pages`: builds the pages of web/ to web/built/.
import { buildPages } from "../web/build.ts";

await buildPages(new URL("../web/built/", import.meta.url));
