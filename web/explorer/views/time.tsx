// A moment of the chain, in UTC.
import { utc } from "../../../auditor/report/decimal.ts";
import { useStrings } from "../../kit/languages.ts";
import { explorerStrings } from "../../kit/strings/explorer.ts";

/** `now`: the time by which a deadline may have passed. */
export function When({ seconds, now }: { readonly seconds: number; readonly now?: number }) {
  const { passed } = useStrings(explorerStrings);
  const iso = utc(seconds);
  const text = iso.replace("T", " ").replace(/Z$/, " UTC");
  return <time dateTime={iso}>{now !== undefined && seconds < now ? passed(text) : text}</time>;
}
