/** What an attribute or the text of an element may hold, as the schema’s simple types have it. */
export type Kind =
  | 'text'
  | 'guid'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'date'
  | 'dateTime'
  | 'colour'
  | readonly string[]

export interface AttributeType {
  readonly kind: Kind
  readonly required: boolean
}

export interface ChildType {
  readonly name: string
  readonly type: string
  readonly many: boolean
}

export interface ElementType {
  readonly attributes: ReadonlyMap<string, AttributeType>
  /** In the order in which they must stand. */
  readonly children: readonly ChildType[]
  /** They may stand in any order among each other. */
  readonly inAnyOrder: boolean
  /** Of which one must be there, or the element must not. */
  readonly needs: readonly string[]
  /** What its own text holds; null where it has none. */
  readonly text: Kind | null
}

interface Written {
  attributes?: Readonly<Record<string, Kind>>
  required?: readonly string[]
  /** `Code*` stands for many, `NoteRef:Ref` for an element whose type has another name. */
  children?: readonly string[]
  inAnyOrder?: boolean
  needs?: readonly string[]
  text?: Kind
}

function elementType({
  attributes = {},
  required = [],
  children = [],
  inAnyOrder = false,
  needs = [],
  text,
}: Written): ElementType {
  return {
    attributes: new Map(
      Object.entries(attributes).map(([name, kind]) => [
        name,
        { kind, required: required.includes(name) },
      ]),
    ),
    children: children.map((written) => {
      const [path = '', rest] = written.split('*')
      const [name = '', type = name] = `${path}${rest ?? ''}`.split(':')
      return { name, type, many: rest !== undefined }
    }),
    inAnyOrder,
    needs,
    text: text ?? null,
  }
}

const made = { creatingUser: 'guid', creationDateTime: 'dateTime' } as const
const changed = { modifyingUser: 'guid', modifiedDateTime: 'dateTime' } as const
const named = { guid: 'guid', name: 'text', ...made, ...changed } as const
const onText = ['Coding*', 'NoteRef*:Ref'] as const
const container = (child: string, type = child): Written => ({
  children: [`${child}*:${type}`],
  needs: [child],
})
const reference: Written = { attributes: { targetGUID: 'guid' }, required: ['targetGUID'] }
const textPaths = { richTextPath: 'text', plainTextPath: 'text' } as const
const mediaPaths = { path: 'text', currentPath: 'text' } as const
const box = {
  firstX: 'integer',
  firstY: 'integer',
  secondX: 'integer',
  secondY: 'integer',
} as const
const edges = Object.keys(box)
const direction = ['Associative', 'OneWay', 'Bidirectional'] as const
const text = (kind: Kind): Written => ({ text: kind })
const atEnd = ['Coding*', 'NoteRef*:Ref', 'VariableValue*'] as const
const medium = (selection: string): Written => ({
  attributes: { ...named, ...mediaPaths },
  required: ['guid'],
  children: ['Description:Text', 'Transcript*', `${selection}*:TimeSelection`, ...atEnd],
})

/**
 * Project.xsd and Codebook.xsd of QDA-XML 1.0 (REFI, 18 March 2019), as far as they say what may stand where. Types whose
 * elements have several names have a name of their own here: `Text`, `Ref`, `TextSource`, `TimeSelection`.
 */
const written: Readonly<Record<string, Written>> = {
  Project: {
    attributes: {
      name: 'text',
      origin: 'text',
      creatingUserGUID: 'guid',
      creationDateTime: 'dateTime',
      modifyingUserGUID: 'guid',
      modifiedDateTime: 'dateTime',
      basePath: 'text',
    },
    required: ['name'],
    children: [
      'Users',
      'CodeBook',
      'Variables',
      'Cases',
      'Sources',
      'Notes',
      'Links',
      'Sets',
      'Graphs',
      'Description:Text',
      'NoteRef*:Ref',
    ],
  },
  Users: container('User'),
  User: { attributes: { guid: 'guid', name: 'text', id: 'text' }, required: ['guid'] },
  CodeBook: { children: ['Codes'], needs: ['Codes'] },
  Codes: container('Code'),
  Code: {
    attributes: { guid: 'guid', name: 'text', isCodable: 'boolean', color: 'colour' },
    required: ['guid', 'name', 'isCodable'],
    children: ['Description:Text', 'NoteRef*:Ref', 'Code*'],
  },
  Variables: container('Variable'),
  Variable: {
    attributes: {
      guid: 'guid',
      name: 'text',
      typeOfVariable: ['Text', 'Boolean', 'Integer', 'Float', 'Date', 'DateTime'],
    },
    required: ['guid', 'name', 'typeOfVariable'],
    children: ['Description:Text'],
  },
  VariableValue: {
    children: [
      'VariableRef:Ref',
      'TextValue:Text',
      'BooleanValue:Boolean',
      'IntegerValue:Integer',
      'FloatValue:Decimal',
      'DateValue:Date',
      'DateTimeValue:DateTime',
    ],
    needs: ['VariableRef'],
  },
  Cases: container('Case'),
  Case: {
    attributes: { guid: 'guid', name: 'text' },
    required: ['guid'],
    children: [
      'Description:Text',
      'CodeRef*:Ref',
      'VariableValue*',
      'SourceRef*:Ref',
      'SelectionRef*:Ref',
    ],
  },
  Sources: {
    children: ['TextSource*', 'PictureSource*', 'PDFSource*', 'AudioSource*', 'VideoSource*'],
    inAnyOrder: true,
    needs: ['TextSource', 'PictureSource', 'PDFSource', 'AudioSource', 'VideoSource'],
  },
  TextSource: {
    attributes: { ...named, ...textPaths },
    required: ['guid'],
    children: ['Description:Text', 'PlainTextContent:Text', 'PlainTextSelection*', ...atEnd],
  },
  PlainTextSelection: {
    attributes: { ...named, startPosition: 'integer', endPosition: 'integer' },
    required: ['guid', 'startPosition', 'endPosition'],
    children: ['Description:Text', ...onText],
  },
  PictureSource: {
    attributes: { ...named, ...mediaPaths },
    required: ['guid'],
    children: ['Description:Text', 'TextDescription:TextSource', 'PictureSelection*', ...atEnd],
  },
  PictureSelection: {
    attributes: { ...named, ...box },
    required: ['guid', ...edges],
    children: ['Description:Text', ...onText],
  },
  PDFSource: {
    attributes: { ...named, ...mediaPaths },
    required: ['guid'],
    children: ['Description:Text', 'PDFSelection*', 'Representation:TextSource', ...atEnd],
  },
  PDFSelection: {
    attributes: { ...named, page: 'integer', ...box },
    required: ['guid', 'page', ...edges],
    children: ['Description:Text', 'Representation:TextSource', ...onText],
  },
  AudioSource: medium('AudioSelection'),
  VideoSource: medium('VideoSelection'),
  TimeSelection: {
    attributes: { ...named, begin: 'integer', end: 'integer' },
    required: ['guid', 'begin', 'end'],
    children: ['Description:Text', ...onText],
  },
  Transcript: {
    attributes: { ...named, ...textPaths },
    required: ['guid'],
    children: [
      'Description:Text',
      'PlainTextContent:Text',
      'SyncPoint*',
      'TranscriptSelection*',
      'NoteRef*:Ref',
    ],
  },
  SyncPoint: {
    attributes: { guid: 'guid', timeStamp: 'integer', position: 'integer' },
    required: ['guid'],
  },
  TranscriptSelection: {
    attributes: { ...named, fromSyncPoint: 'guid', toSyncPoint: 'guid' },
    required: ['guid'],
    children: ['Description:Text', ...onText],
  },
  Coding: {
    attributes: { guid: 'guid', ...made },
    required: ['guid'],
    children: ['CodeRef:Ref', 'NoteRef*:Ref'],
    needs: ['CodeRef'],
  },
  Notes: container('Note', 'TextSource'),
  Links: container('Link'),
  Link: {
    attributes: {
      guid: 'guid',
      name: 'text',
      direction,
      color: 'colour',
      originGUID: 'guid',
      targetGUID: 'guid',
    },
    required: ['guid'],
    children: ['NoteRef*:Ref'],
  },
  Sets: container('Set'),
  Set: {
    attributes: { guid: 'guid', name: 'text' },
    required: ['guid', 'name'],
    children: ['Description:Text', 'MemberCode*:Ref', 'MemberSource*:Ref', 'MemberNote*:Ref'],
  },
  Graphs: container('Graph'),
  Graph: {
    attributes: { guid: 'guid', name: 'text' },
    required: ['guid'],
    children: ['Vertex*', 'Edge*'],
  },
  Vertex: {
    attributes: {
      guid: 'guid',
      representedGUID: 'guid',
      name: 'text',
      ...box,
      shape: [
        'Person',
        'Oval',
        'Rectangle',
        'RoundedRectangle',
        'Star',
        'LeftTriangle',
        'RightTriangle',
        'UpTriangle',
        'DownTriangle',
        'Note',
      ],
      color: 'colour',
    },
    required: ['guid', 'firstX', 'firstY'],
  },
  Edge: {
    attributes: {
      guid: 'guid',
      representedGUID: 'guid',
      name: 'text',
      sourceVertex: 'guid',
      targetVertex: 'guid',
      color: 'colour',
      direction,
      lineStyle: ['dotted', 'dashed', 'solid'],
    },
    required: ['guid', 'sourceVertex', 'targetVertex'],
  },
  Ref: reference,
  Text: text('text'),
  Boolean: text('boolean'),
  Integer: text('integer'),
  Decimal: text('decimal'),
  Date: text('date'),
  DateTime: text('dateTime'),
  // Codebook.xsd: a code book by itself, whose codes have no notes and whose sets name their members otherwise
  CodeBookFile: {
    attributes: { origin: 'text' },
    children: ['Codes:OwnCodes', 'Sets:OwnSets'],
    needs: ['Codes'],
  },
  OwnCodes: container('Code', 'OwnCode'),
  OwnCode: {
    attributes: { guid: 'guid', name: 'text', isCodable: 'boolean', color: 'colour' },
    required: ['guid', 'name', 'isCodable'],
    children: ['Description:Text', 'Code*:OwnCode'],
  },
  OwnSets: container('Set', 'OwnSet'),
  OwnSet: {
    attributes: { guid: 'guid', name: 'text' },
    required: ['guid', 'name'],
    children: ['Description:Text', 'MemberCode*:Member'],
  },
  Member: { attributes: { guid: 'guid' }, required: ['guid'] },
}

const schema: ReadonlyMap<string, ElementType> = new Map(
  Object.entries(written).map(([name, type]) => [name, elementType(type)]),
)

/** @throws Error for a name that the schema itself does not have */
export function typeNamed(name: string): ElementType {
  const type = schema.get(name)
  if (!type) throw new Error(`The schema has no type ${name}.`)
  return type
}

/** The two files of the standard: the name of the outermost element, its type and its namespace. */
export const documents = {
  project: { root: 'Project', type: 'Project', namespace: 'urn:QDA-XML:project:1.0' },
  'code book': { root: 'CodeBook', type: 'CodeBookFile', namespace: 'urn:QDA-XML:codebook:1.0' },
} as const
export type DocumentKind = keyof typeof documents
