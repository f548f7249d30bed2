import { html } from "hono/html";

/** What the login page shows: who asks, whom one can be, and what was wrong with the last try. */
export interface LoginPage {
  readonly institution: string;
  readonly logins: readonly string[];
  readonly error?: string;
}

// More would make the page heavy without helping anybody choose.
const MAX_SUGGESTIONS = 100;

/** The one page that people see of the demonstration's provider. */
export const loginPage = async ({ institution, logins, error }: LoginPage): Promise<string> =>
  await page(
    `Sign in to ${institution}`,
    html`<p>
        This is a demonstration: it plays the sign-in service of a hospital, and there are no passwords.
        Choose or type a sign-in name.
      </p>
      <form method="post">
        <label for="login">Sign-in name</label>
        <input
          id="login"
          name="login"
          list="logins"
          required
          autofocus
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          ${error === undefined ? "" : html`aria-invalid="true" aria-describedby="error"`}
        />
        ${error === undefined ? "" : html`<p id="error" role="alert">${error}</p>`}
        <datalist id="logins">
          ${logins.slice(0, MAX_SUGGESTIONS).map((login) => html`<option value="${login}"></option>`)}
        </datalist>
        <button name="action" value="sign-in">Sign in</button>
        <button name="action" value="cancel" formnovalidate>Cancel</button>
      </form>`,
  );

/** Says why a sign-in cannot go on. */
export const failurePage = async (message: string): Promise<string> =>
  await page("This sign-in cannot go on", html`<p>${message}</p>`);

const page = async (title: string, content: ReturnType<typeof html>): Promise<string> => {
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          :root {
            color-scheme: light dark;
          }
          body {
            font:
              1.0625rem/1.5 system-ui,
              sans-serif;
            max-width: 26rem;
            margin: 10vh auto;
            padding: 0 1rem;
          }
          h1 {
            font-size: 1.5rem;
            line-height: 1.25;
          }
          label {
            display: block;
            font-weight: 600;
          }
          input,
          button {
            font: inherit;
            padding: 0.6rem 0.75rem;
            min-height: 2.75rem;
          }
          input {
            box-sizing: border-box;
            width: 100%;
            margin: 0.25rem 0 1rem;
          }
          [role="alert"] {
            margin: -0.5rem 0 1rem;
            font-weight: 600;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
  return document.toString();
};
