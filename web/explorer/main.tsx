// The explorer: anyone audits a round in a browser.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Page } from "../kit/page.tsx";
import { explorerStrings } from "../kit/strings/explorer.ts";
import { readAddress } from "./address.ts";
import { RoundView } from "./views/round.tsx";
import { RoundsView } from "./views/rounds.tsx";
import { StartView } from "./views/start.tsx";

function Explorer() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => {
      setHash(location.hash);
      document.getElementById("content")?.focus();
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const shown = readAddress(hash);
  if (shown.source === null) return <StartView hash={hash} />;
  if (shown.round === null) return <RoundsView key={hash} source={shown.source} newest={shown.newest} />;
  return <RoundView key={hash} source={shown.source} round={shown.round} />;
}

render(
  <Page strings={explorerStrings}>
    <Explorer />
  </Page>,
  document.getElementById("app")!,
);
