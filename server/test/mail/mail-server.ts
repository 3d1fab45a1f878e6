import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A real mail server on this machine that keeps what it is given. */
export interface MailServer {
  url: string
  received: { to: string[]; raw: string; mail: ParsedMail }[]
  /** Refuses the recipient of the next message with this SMTP code: 4xx for now, 5xx for good. */
  refuseNext(code: number): void
  stop(): Promise<void>
}

export async function startMailServer(): Promise<MailServer> {
  const received: MailServer['received'] = []
  let refusal: number | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(_address, _session, done) {
      const code = refusal
      refusal = null
      done(code === null ? undefined : Object.assign(new Error('Refused'), { responseCode: code }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        const to = session.envelope.rcptTo.map(({ address }) => address)
        simpleParser(raw, (error, mail) => {
          if (!error) received.push({ to, raw: raw.toString('utf8'), mail })
          done(error)
        })
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  let stopped: Promise<void> | null = null
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuseNext(code) {
      refusal = code
    },
    stop() {
      stopped ??= new Promise((resolve) => server.close(() => resolve()))
      return stopped
    },
  }
}
