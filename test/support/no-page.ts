// For commands that must serve no page. Does nothing on import.
import type { OpenPage } from "../../client/cli/desk-page.ts";

export const noPage: OpenPage = () => Promise.reject(new Error("a page was opened"));
