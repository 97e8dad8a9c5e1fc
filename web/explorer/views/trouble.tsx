// Why there is no answer, and what to do about it; then what the auditor says.
import { useStrings } from "../../kit/languages.ts";
import { Notice } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { Unanswered } from "../auditor.ts";

export function TroubleNotice({ error }: { readonly error: unknown }) {
  const { troubles } = useStrings(explorerStrings);
  const { code, message, rpc } =
    error instanceof Unanswered ? error.trouble : { code: "Unexpected", message: String(error), rpc: null };
  const known = Object.hasOwn(troubles, code) ? troubles[code as keyof typeof troubles] : troubles.other;
  const text = typeof known === "string" ? known : known(rpc ?? "", location.origin);
  return (
    <Notice kind="bad">
      <p>{text}</p>
      <p>
        {troubles.auditorSays} <span lang="en">{message}</span> <code>({code})</code>
      </p>
    </Notice>
  );
}
