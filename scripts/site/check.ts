// What is wrong with a built site: links and anchors that lead nowhere, and whatever a page would
// load from another host.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** The values of `attribute` in all tags named `tag`. */
function attributes(html: string, tag: string, attribute: string): string[] {
  const tags = html.match(new RegExp(`<${tag}\\s[^>]*>`, "gi")) ?? [];
  const value = new RegExp(`\\s${attribute}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i");
  return tags.flatMap((text) => {
    const found = value.exec(text);
    return found === null ? [] : [(found[1] ?? found[2] ?? found[3])!.replaceAll("&amp;", "&")];
  });
}

/** What the browser loads for a page without being asked. */
function loadedBy(html: string): string[] {
  const sources = ["script", "img", "source", "iframe", "video", "audio", "embed"].flatMap((tag) =>
    attributes(html, tag, "src"),
  );
  const sets = ["img", "source"].flatMap((tag) => attributes(html, tag, "srcset")).flatMap((set) => set.split(/,\s*/));
  return [...sources, ...sets, ...attributes(html, "link", "href"), ...loadedByStyle(html)];
}

function loadedByStyle(css: string): string[] {
  return [...css.matchAll(/(?:url\(|@import\s+)\s*["']?([^"')\s;]+)/gi)].map(([, url]) => url!);
}

/** The faults of the site in `folder`, which is served at the top of a host; one line each. */
export function faultsOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const pages = new Map(files.filter((file) => file.endsWith(".html")).map((file) => [file, read(file)]));
  const anchors = new Map([...pages].map(([file, html]) => [file, new Set(attributes(html, "[a-z0-9-]+", "id"))]));

  /** The file that a link in `page` leads to, and the anchor in it. */
  function target(page: string, href: string): { readonly file: string; readonly anchor: string } {
    const [path, anchor = ""] = href.split("#") as [string, string?];
    const plain = decodeURI(path.split("?")[0]!);
    const from = plain.startsWith("/") ? plain.slice(1) : posix.join(posix.dirname(page), plain);
    const file = plain === "" ? page : from === "" || from.endsWith("/") ? `${from}index.html` : from;
    return { file: pages.has(`${file}.html`) ? `${file}.html` : file, anchor: decodeURIComponent(anchor) };
  }

  function linkFault(page: string, href: string): string[] {
    const { file, anchor } = target(page, href);
    if (!existsSync(join(folder, file))) return [`${page} links to ${href}, which is not there`];
    const hasAnchor = anchor === "" || anchors.get(file)?.has(anchor) === true;
    return hasAnchor ? [] : [`${page} links to ${href}: ${file} has no such anchor`];
  }

  const foreign = (file: string, urls: readonly string[]) =>
    urls.filter((url) => ELSEWHERE.test(url)).map((url) => `${file} loads ${url}`);

  return [
    ...[...pages].flatMap(([page, html]) => [
      ...attributes(html, "a", "href")
        .filter((href) => !SCHEME.test(href) && !ELSEWHERE.test(href))
        .flatMap((href) => linkFault(page, href)),
      ...foreign(page, loadedBy(html)),
    ]),
    ...files.filter((file) => file.endsWith(".css")).flatMap((file) => foreign(file, loadedByStyle(read(file)))),
  ];
}
