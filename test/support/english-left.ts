// English that a page in another language shows without saying so. Does nothing on import.
import type { Page } from "playwright-core";

/** Three words of Latin letters in a row: no address, no unit, no name of a program. */
export const LATIN_WORDS = /[A-Za-z]{2,}[ ,;:'’]+[A-Za-z]+[ ,;:'’]+[A-Za-z]{2,}/;

interface Left {
  /** Texts that look English and are not marked so. */
  readonly unmarked: readonly string[];
  /** Texts that are marked as English. */
  readonly marked: readonly string[];
}

/** What of the page's content is English; commands, addresses and other code are left out. */
export async function englishLeft(page: Page): Promise<Left> {
  const texts = (await page.evaluate(`(() => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent.closest("code, textarea, [hidden]")) continue;
      found.push([walker.currentNode.data.trim(), parent.closest("[lang]").lang]);
    }
    for (const element of document.querySelectorAll("main [aria-label]"))
      found.push([element.getAttribute("aria-label"), element.closest("[lang]").lang]);
    return found.filter(([text]) => text !== "");
  })()`)) as [string, string][];
  return {
    unmarked: texts.flatMap(([text, language]) => (language !== "en" && LATIN_WORDS.test(text) ? [text] : [])),
    marked: texts.flatMap(([text, language]) => (language === "en" ? [text] : [])),
  };
}
