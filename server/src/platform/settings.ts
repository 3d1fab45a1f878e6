/** How this installation runs; filled from flags, then the environment, then defaults. */
export interface Settings {
  /** The address that people open, without a slash at its end: `http://localhost:4680`. */
  origin: string
  host: string
  port: number
  /** Where state lives. */
  home: string
  /** Where the instance's key lives: never inside `home`. */
  keys: string
  /** The built web app, or null where only the API is served (tests). */
  webRoot: string | null
  /** `smtp://…` or `smtps://…`; without it messages wait in the outbox to be sent by hand. */
  smtpUrl: string | null
  /** The sender of mail. */
  mailFrom: string
  /** Requests a minute from one account (or address when nobody is signed in). */
  requestsPerMinute: number
  logLevel: 'info' | 'warn' | 'error' | 'silent'
}
