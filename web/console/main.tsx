// The console: a company's own desk.
import { render } from "preact";
import { Page } from "../kit/page.tsx";
import { consoleStrings } from "../kit/strings/console.ts";

render(<Page strings={consoleStrings}>{null}</Page>, document.getElementById("app")!);
