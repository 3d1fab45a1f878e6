export const messages = {
  'weights.title': 'Weights of codings',
  'weights.lede':
    'A study may say how much each coding weighs: how strongly something is put, or how sure the coder is. Agree on the steps first; then every coding can be given one beside the text.',
  'weights.none':
    'This study does not weigh its codings. Who may change the code list can set a scale.',
  'weights.name': 'What is weighed',
  'weights.name.hint': 'It stands beside each coding: “Strength”, “How sure”.',
  'weights.suggested': 'Strength',
  'weights.lowest': 'Lowest step',
  'weights.highest': 'Highest step',
  'weights.problem.whole': 'Both are whole numbers between -100 and 100.',
  'weights.problem.order': 'The highest step must be above the lowest.',
  'weights.steps': 'Names of the steps',
  'weights.step.placeholder': 'no name',
  'weights.many': '{count} steps; the first and the last can be named.',
  'weights.use': 'Weigh codings',
  'weights.save': 'Save the scale',
  'weights.stop': 'Weigh them no longer',
  'weights.stop.hint':
    'Weights that were given are kept out of sight, and come back with a scale that has their steps.',
  'weights.did.set': 'Set the scale of weights',
  'weights.did.stopped': 'Stopped weighing codings',
} as const
