import { commandPath, type Endpoint, isVisit, linkHeader } from '@throughline/contract/endpoint'
import { problem } from '@throughline/contract/platform'
import { z } from 'zod'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 description of the API, drawn from the contract. */
export function openApiDocument(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = (endpoint.kind === 'command' ? commandPath(endpoint) : endpoint.path).replaceAll(
      /:(\w+)/g,
      '{$1}',
    )
    const method = endpoint.kind === 'command' || endpoint.kind === 'upload' ? 'post' : 'get'
    paths[path] = { ...paths[path], [method]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version: '1',
      description:
        'Every write is a command: send a UUID of your own as Idempotency-Key; the same key with the same body happens once.',
    },
    servers: [{ url: '/' }],
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'throughline.session_token' },
      },
    },
    security: [{ session: [] }],
    paths,
  }
}

function operation(endpoint: Endpoint): Json {
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    parameters: [
      ...parametersOf(endpoint),
      ...(isVisit(endpoint) ? [parameter(linkHeader, 'header', true, { type: 'string' })] : []),
    ],
    ...bodyOf(endpoint),
    responses: {
      200: { description: 'Done.', content: contentOf(endpoint) },
      default: {
        description: 'A problem; its detail says what to do.',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

function parametersOf(endpoint: Endpoint): Json[] {
  if (endpoint.kind === 'command')
    return [
      ...(endpoint.scope === 'study'
        ? [parameter('study', 'path', true, schemaOf(z.uuid(), 'input'))]
        : []),
      parameter('Idempotency-Key', 'header', true, schemaOf(z.uuid(), 'input')),
    ]
  return [...partsOf(endpoint.params, 'path'), ...partsOf(endpoint.search, 'query')]
}

function partsOf(object: z.ZodObject, place: 'path' | 'query'): Json[] {
  return Object.entries(object.shape).map(([name, schema]) =>
    parameter(name, place, place === 'path' || !isOptional(schema), schemaOf(schema, 'input')),
  )
}

const parameter = (name: string, place: string, required: boolean, schema: Json): Json => ({
  name,
  in: place,
  required,
  schema,
})

function bodyOf(endpoint: Endpoint): Json {
  if (endpoint.kind === 'command')
    return {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
      },
    }
  if (endpoint.kind === 'upload')
    return {
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    }
  return {}
}

function contentOf(endpoint: Endpoint): Json {
  if (endpoint.kind === 'download')
    return Object.fromEntries(
      endpoint.mediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
    )
  return { 'application/json': { schema: schemaOf(endpoint.answer, 'output') } }
}

function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  })
  return rest
}

function isOptional(schema: z.core.$ZodType): boolean {
  return z.safeParse(schema, undefined).success
}
