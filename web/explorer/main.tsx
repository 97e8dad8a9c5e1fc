// The explorer: anyone audits a round in a browser.
import { render } from "preact";
import { Page } from "../kit/page.tsx";
import { explorerStrings } from "../kit/strings/explorer.ts";

render(<Page strings={explorerStrings}>{null}</Page>, document.getElementById("app")!);
