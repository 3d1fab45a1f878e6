export const messages = {
  'attributes.title': 'Attributes from transcripts',
  'attributes.lede':
    'What a title or the first lines of a transcript say of its participant (site, year, role …) becomes an attribute. You see each change before anything is written.',
  'attributes.from': 'From',
  'attributes.fromTitle': 'From the title',
  'attributes.fromLines': 'From a line of the text',
  'attributes.pattern': 'Pattern of the titles',
  'attributes.patternHint':
    'A title is that of its file unless somebody renamed it. Fields stand in braces: {example} reads “P004_North_Year 2”. The field {whose} says whose it is; without it, the transcript’s own participant is meant.',
  'attributes.line': 'How the line begins',
  'attributes.lineHint': '{open}name{close} stands for what is to be read: {example}',
  'attributes.attribute': 'Name of the attribute',
  'attributes.no-field': 'Put at least one field in braces.',
  'attributes.twice': 'A field stands twice.',
  'attributes.touching':
    'Put something between two fields, so that one can be told from the other.',
  'attributes.found':
    '{fits, plural, =0 {No transcript fits} one {One transcript fits} other {# transcripts fit}}, of {all}.',
  'attributes.transcript': 'Transcript',
  'attributes.unfit': 'does not fit',
  'attributes.raw': 'Only released transcripts are searched for lines.',
  'attributes.look': 'See what this changes',
  'attributes.back': 'Change the pattern',
} as const
