// How the explorer's start page looks, on a phone and a desk, light and dark: compared with the
// pictures in looks/. Squares of pixels are averaged before, so that another sans-serif font
// passes; another theme, or a page without its layout, does not. `LOOKS=1` takes the pictures anew.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { requireBrowser } from "../support/browser.ts";
import { type ShownApp, showApp } from "../support/shown-app.ts";

const LOOKS = new URL("looks/", import.meta.url);
/** What the page fills. */
const SIZES = [
  { width: 360, height: 720 },
  { width: 1280, height: 528 },
] as const;
const SCHEMES = ["light", "dark"] as const;
/** Pixels of the page for each of a picture, across and down. */
const SQUARE = 16;
/** Share of a picture's pixels that may differ. */
const TOLERANCE = 0.06;

type Size = (typeof SIZES)[number];
type Scheme = (typeof SCHEMES)[number];

function averaged(page: PNG): PNG {
  const width = Math.floor(page.width / SQUARE);
  const height = Math.floor(page.height / SQUARE);
  const sums = new Float64Array(4 * width * height);
  for (let y = 0; y < height * SQUARE; y++)
    for (let x = 0; x < width * SQUARE; x++) {
      const to = 4 * (Math.floor(y / SQUARE) * width + Math.floor(x / SQUARE));
      for (let channel = 0; channel < 4; channel++)
        sums[to + channel]! += page.data[4 * (y * page.width + x) + channel]!;
    }
  const picture = new PNG({ width, height });
  picture.data = Buffer.from(sums.map((sum) => Math.round(sum / SQUARE ** 2)));
  return picture;
}

describe("the looks of the pages", function () {
  this.timeout(120_000);
  let app: ShownApp;

  before(async function () {
    requireBrowser(this);
    app = await showApp("explorer", { connect: [] });
  });
  after(() => app?.close());

  /** The start page, after a script has changed it. */
  async function picture(viewport: Size, colorScheme: Scheme, change = ""): Promise<PNG> {
    const page: Page = await app.browser.newPage({ viewport, colorScheme, locale: "en" });
    try {
      await page.goto(app.server.url);
      await page.getByRole("button", { name: "Show rounds" }).waitFor();
      await page.evaluate(change);
      return averaged(PNG.sync.read(await page.screenshot()));
    } finally {
      await page.close();
    }
  }

  const fileOf = ({ width }: Size, scheme: Scheme) => new URL(`explorer-${width}-${scheme}.png`, LOOKS);

  /** The share of pixels in which a picture differs from the kept one. */
  async function difference({ data, width, height }: PNG, kept: URL): Promise<number> {
    const other = PNG.sync.read(await readFile(kept));
    expect([width, height]).to.deep.equal([other.width, other.height]);
    return pixelmatch(data, other.data, undefined, width, height, { includeAA: true }) / (width * height);
  }

  for (const size of SIZES)
    for (const scheme of SCHEMES)
      it(`are those that were kept, ${scheme} at ${size.width} pixels`, async () => {
        const taken = await picture(size, scheme);
        const kept = fileOf(size, scheme);
        if (process.env["LOOKS"] === "1") {
          await mkdir(LOOKS, { recursive: true });
          await writeFile(kept, PNG.sync.write(taken));
        }
        expect(await difference(taken, kept)).to.be.at.most(TOLERANCE);
      });

  it("may come in another font, but neither in another theme nor without their layout", async () => {
    const inFont = 'document.documentElement.style.fontFamily = "Liberation Sans"';
    const bare = "for (const sheet of document.styleSheets) sheet.disabled = true";
    const unspaced = 'document.querySelector("main").style.padding = 0';
    for (const size of SIZES) {
      const kept = fileOf(size, "light");
      const share = async (scheme: Scheme, change?: string) => difference(await picture(size, scheme, change), kept);
      expect(await share("light", inFont), `font at ${size.width}`).to.be.at.most(TOLERANCE);
      expect(await share("dark"), `theme at ${size.width}`).to.be.above(0.9);
      for (const broken of [bare, unspaced])
        expect(await share("light", broken), `${broken} at ${size.width}`).to.be.above(TOLERANCE);
    }
  });
});
