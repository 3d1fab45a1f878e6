import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import pg from 'pg'
import { setTimeout as wait } from 'node:timers/promises'
import * as contract from '@throughline/contract/accounts'
import { createAccounts } from '../../src/platform/accounts/index.ts'
import { problemOf } from '../../src/platform/http/problem-of.ts'
import { type Instance, openInstance, setUpOwner } from './instance.ts'

let instance: Instance
beforeEach(async () => {
  instance = await openInstance()
})
afterEach(() => instance.close())

test('who was signed in is not taken for a stranger while the database is away', async () => {
  const process = await instance.open()
  const owner = await setUpOwner(process)
  const cable = await cableTo(instance.owner)
  const { settings, vault, mail, log } = process.platform
  const accounts = await createAccounts({ owner: cable.config, settings, vault, mail, log })
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  expect((await accounts.accountOf({ cookie }))?.email).toBe('ada@north.example')

  await cable.cut()
  // What was remembered of the first request runs out.
  await wait(1_100)
  const failure = await accounts.accountOf({ cookie }).then(
    () => null,
    (error: unknown) => problemOf(error),
  )
  expect(failure).toMatchObject({ status: 503, code: 'database-away' })

  await cable.mend()
  expect((await accounts.accountOf({ cookie }))?.email).toBe('ada@north.example')
  await accounts.close()
  await cable.cut()
})

test('every process on a database takes the sign-ins of the others', async () => {
  const [one, two] = [await instance.open(), await instance.open()]
  const owner = await setUpOwner(one)
  const elsewhere = two.visitor()
  for (const [name, value] of owner.cookies) elsewhere.cookies.set(name, value)
  expect((await elsewhere.get(contract.getMe)).answer().account?.email).toBe('ada@north.example')
})

/** A way to the database that can be cut like a cable. */
async function cableTo(config: pg.ClientConfig) {
  const client = new pg.Client(config)
  const target = { host: client.host, port: client.port }
  const sockets = new Set<Socket>()
  let server: Server
  let port = 0
  const mend = () =>
    new Promise<void>((resolve) => {
      server = createServer((near) => {
        const far = target.host.startsWith('/')
          ? connect(`${target.host}/.s.PGSQL.${target.port}`)
          : connect(target.port, target.host)
        for (const [from, to] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(from)
          from.on('error', () => to.destroy())
          from.on('close', () => to.destroy())
          from.pipe(to)
        }
      })
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        port = typeof address === 'object' && address ? address.port : 0
        resolve()
      })
    })
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    })
  await mend()
  return { config: { ...config, host: '127.0.0.1', port }, cut, mend }
}
