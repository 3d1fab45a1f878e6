export const messages = {
  'print.back': 'Back to coding',
  'print.print': 'Print',
  'print.codings': '{shown} of {all, plural, one {# coding} other {# codings}}',
  'print.section': 'Only the section “{name}”',
  'print.legend': 'Codes by their numbers in the text',
} as const
