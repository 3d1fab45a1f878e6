export const messages = {
  'reshape.more': 'More steps',
  'reshape.merge': 'Merge into another code …',
  'reshape.mergeMany': 'Merge {codes} codes …',
  'reshape.split': 'Split …',
  'reshape.duplicate': 'Duplicate …',
  'reshape.group': 'Group under a new code …',
  'reshape.move': 'Move under …',
  'reshape.chosen': '{codes} codes chosen',
  'reshape.chosenText':
    'What is done here is one step: it stands in the history with your name, and is undone as one.',
  'reshape.reason': 'Why',
  'reshape.reason.hint': 'For the history: after which discussion, for which reason.',
  'reshape.cancel': 'Cancel',
  'reshape.top': 'No other code (top level)',

  'merge.title': 'Merge “{name}”',
  'merge.titleMany': 'Merge {codes} codes',
  'merge.into': 'Into',
  'merge.intoHint':
    'This code is kept, with its name, colour and definition. The others are retired.',
  'merge.into.placeholder': 'Type the name of a code',
  'merge.happens': 'What will happen',
  'merge.moves':
    '{count, plural, =0 {No coding changes its code} one {One coding gets the code “{into}”} other {# codings get the code “{into}”}}, whoever made {count, plural, one {it} other {them}}.',
  'merge.folds':
    '{count, plural, one {One coding becomes} other {# codings become}} one with another that the same person made on the same passage. Weights and comments are kept.',
  'merge.stays':
    '{count, plural, one {One coding stays} other {# codings stay}} with the old code: the report quotes the same passage twice. Take one of the quotes out of the report first if you want {count, plural, one {it} other {them}} merged.',
  'merge.below':
    '{count, plural, one {One code comes} other {# codes come}} to stand under “{into}”.',
  'merge.themes':
    '{count, plural, one {In one theme} other {In # themes}} “{into}” takes the place of what is merged.',
  'merge.quotes': 'The codings',
  'merge.outcome.moves': 'gets “{into}”',
  'merge.outcome.folds': 'becomes one with another',
  'merge.outcome.stays': 'stays',
  'merge.do': 'Merge',
  'merge.did': 'Merged {codes, plural, one {“{name}”} other {# codes}} into “{into}”',

  'split.title': 'Split “{name}”',
  'split.text':
    'Choose the codings that go to a new code. The others stay. Comments, weights and who made them are kept.',
  'split.newName': 'Name of the new code',
  'split.quotes': 'Codings of “{name}”',
  'split.all': 'Choose all {count}',
  'split.chosen': '{count, plural, =0 {None chosen} one {One chosen} other {# chosen}}',
  'split.none': 'This code has no codings, so there is nothing to split.',
  'split.do': 'Split',
  'split.did':
    'Split “{name}”: {count, plural, one {one coding is} other {# codings are}} now “{into}”',

  'duplicate.title': 'Duplicate “{name}”',
  'duplicate.name': 'Name of the copy',
  'duplicate.copyOf': '{name} (copy)',
  'duplicate.codings': 'With its codings',
  'duplicate.codings.hint':
    '{count, plural, one {One coding is} other {# codings are}} copied, each for who made it.',
  'duplicate.do': 'Duplicate',
  'duplicate.did': 'Duplicated “{name}”',

  'group.title': 'Group {codes, plural, one {one code} other {# codes}}',
  'group.text': 'A new code is made, and these come to stand under it in this order:',
  'group.name': 'Name of the new code',
  'group.do': 'Group',
  'group.did': 'Grouped {codes, plural, one {one code} other {# codes}} under “{name}”',

  'move.title': 'Move {codes, plural, one {one code} other {# codes}}',
  'move.under': 'Under',
  'move.text': 'What stands under them goes along.',
  'move.do': 'Move',
  'move.did': 'Moved {codes, plural, one {one code} other {# codes}}',
} as const
