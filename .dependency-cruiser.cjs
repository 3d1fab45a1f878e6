/**
 * The arrows of the house. A study flows from left to right, and so do the imports:
 *   platform → study → recruitment → interviews → transcripts → coding → themes → reporting → support
 * A room may use the rooms before it, by their index.ts only, and never one behind it.
 */
const rooms = [
  'study',
  'recruitment',
  'interviews',
  'transcripts',
  'coding',
  'themes',
  'reporting',
  'support',
]

/** No room imports one that stands behind it. */
function forward(root, first) {
  const line = [...first, ...rooms]
  return line.slice(0, -1).map((room, index) => ({
    name: `${root}-${room}-looks-back-only`,
    comment: `${root}/${room} may use what stands before it, never a room behind it. A later room that must react subscribes to an event.`,
    severity: 'error',
    from: { path: `^${root}/src/${room}/` },
    to: { path: `^${root}/src/(${line.slice(index + 1).join('|')})/` },
  }))
}

module.exports = {
  forbidden: [
    ...forward('server', ['platform']),
    ...forward('web', []),
    {
      name: 'design-knows-no-room',
      comment:
        'The components know how things look, not what they are; of the app they use its words and its problems.',
      severity: 'error',
      from: { path: '^web/src/design/' },
      to: { path: '^web/src/', pathNot: '^web/src/(design/|app/(words|problem)[.]tsx?$)' },
    },
    {
      name: 'rooms-by-their-front-door',
      comment: 'A room of the server is used through its index.ts; what else it has is its own.',
      severity: 'error',
      from: { path: `^server/src/(${rooms.join('|')})/` },
      to: { path: `^server/src/(${rooms.join('|')})/(?!index\\.ts$)`, pathNot: '^server/src/$1/' },
    },
    {
      name: 'rules-do-no-io',
      comment:
        'rules.ts holds pure functions: no database, no HTTP, no clock, no file. Pass in what it needs.',
      severity: 'error',
      from: { path: '/rules\\.ts$' },
      to: {
        path: '^(node_modules/|server/src/platform/|node:|fs|path|crypto)',
        pathNot: '^node_modules/zod/',
      },
    },
    {
      name: 'science-stands-alone',
      comment: 'packages/ hold pure functions; they know neither server nor web nor the contract.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^(server|web|cli|contract|e2e|bench)/' },
    },
    {
      name: 'science-does-no-io',
      comment: 'packages/ do no I/O: bytes in, answers out.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { dependencyTypes: ['core'], pathNot: '^node:?buffer$' },
    },
    {
      name: 'web-and-server-meet-in-the-contract',
      comment: 'The web app knows the server by the contract alone.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: '^(server|cli)/' },
    },
    {
      name: 'server-serves-no-page',
      comment: 'The server knows nothing of the web app but where its built files lie.',
      severity: 'error',
      from: { path: '^(server|contract)/src/' },
      to: { path: '^(web|cli|e2e|bench)/' },
    },
    {
      name: 'contract-is-schemas',
      comment: 'The contract holds schemas: zod and nothing else.',
      severity: 'error',
      from: { path: '^contract/src/' },
      to: { path: '^(server|packages)/|^node_modules/(?!zod/)' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'What is imported must exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['[.]css$', '[.]svg$', '^virtual:'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|fixtures)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    builtInModules: { add: ['node:sqlite'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
