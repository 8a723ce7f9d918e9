/** The languages that every text for people exists in. */
export const LANGUAGES = ["en", "ko"] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** Whether a string names one of {@link LANGUAGES}. */
export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

/** The language that a POSIX locale such as `ko_KR.UTF-8` asks for; English where we do not have it. */
export function languageOfLocale(locale: string | undefined): Language {
  const language = (locale ?? "").slice(0, 2).toLowerCase();
  return isLanguage(language) ? language : "en";
}

/** The language of the person at the terminal: POSIX's order of precedence. */
export function terminalLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return languageOfLocale(LC_ALL || LC_MESSAGES || LANG);
}
