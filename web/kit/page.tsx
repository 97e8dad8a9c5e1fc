// What surrounds every page: skip link, title, choice of language and appearance.
import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { keep, readKept } from "./kept.ts";
import {
  type InEveryLanguage,
  isLanguage,
  LANGUAGES,
  type Language,
  LanguageContext,
  preferredLanguage,
  useStrings,
} from "./languages.ts";
import { Notice } from "./status.tsx";
import { kitStrings } from "./strings/kit.ts";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

export interface PageProps {
  readonly strings: InEveryLanguage<{ readonly title: string }>;
  /** Beside the title: links to the parts of the app. */
  readonly navigation?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Page(props: PageProps) {
  const [language, setLanguage] = useState<Language>(() =>
    preferredLanguage(readKept("language"), navigator.languages),
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(keepDroppedFilesOut, []);
  const choice = useMemo(
    () => ({
      language,
      choose: (chosen: Language) => {
        keep("language", chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );
  return (
    <LanguageContext.Provider value={choice}>
      <Shell {...props} choose={choice.choose} language={language} />
    </LanguageContext.Provider>
  );
}

/** A browser leaves the page for a file that is dropped beside where files are taken. */
function keepDroppedFilesOut(): () => void {
  const ignore = (event: DragEvent) => event.preventDefault();
  addEventListener("dragover", ignore);
  addEventListener("drop", ignore);
  return () => {
    removeEventListener("dragover", ignore);
    removeEventListener("drop", ignore);
  };
}

interface ShellProps extends PageProps {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

function Shell({ strings, navigation, children, language, choose }: ShellProps) {
  const { title } = useStrings(strings);
  const words = useStrings(kitStrings);
  // Before the effects of its parts, which may have a title of their own.
  useLayoutEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("content")?.focus()}>
        {words.skip}
      </button>
      <header class="top">
        <p class="brand">{title}</p>
        {navigation === undefined ? null : <nav aria-label={title}>{navigation}</nav>}
        <div class="choices">
          <label>
            <span class="unseen">{words.language}</span>
            <select
              value={language}
              onChange={({ currentTarget: { value } }) => {
                if (isLanguage(value)) choose(value);
              }}
            >
              {Object.entries(LANGUAGES).map(([code, name]) => (
                <option key={code} value={code} lang={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <ThemeSwitch />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <Guarded>{children}</Guarded>
      </main>
    </>
  );
}

/** The content, or, once it cannot be shown, what went wrong: never an empty page. */
function Guarded({ children }: { readonly children: ComponentChildren }) {
  const words = useStrings(kitStrings);
  const [error] = useErrorBoundary();
  if (error === undefined) return <>{children}</>;
  return (
    <>
      <Notice kind="bad">
        <p>{words.broken}</p>
        <p>{error instanceof Error ? error.message : String(error)}</p>
      </Notice>
      <button type="button" onClick={() => location.reload()}>
        {words.reload}
      </button>
    </>
  );
}

function ThemeSwitch() {
  const words = useStrings(kitStrings);
  const [theme, setTheme] = useState<Theme>(() => THEMES.find((name) => name === readKept("theme")) ?? "system");
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return (
    <label>
      <span class="unseen">{words.theme}</span>
      <select
        value={theme}
        onChange={({ currentTarget: { value } }) => {
          const chosen = THEMES.find((name) => name === value) ?? "system";
          keep("theme", chosen);
          setTheme(chosen);
        }}
      >
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {words.themes[name]}
          </option>
        ))}
      </select>
    </label>
  );
}
