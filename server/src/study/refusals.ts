import type { Refusal } from '../platform/room.ts'

/** What a person reads when a constraint of this room's tables refuses. */
export const studyRefusals: Readonly<Record<string, Refusal>> = {
  study_key_pkey: { code: 'exists-already', detail: 'This study was founded already.' },
  site_name_once: {
    code: 'name-taken',
    detail: 'There is a site of this name already. Give this one another name.',
  },
  site_study_id_name_key: {
    code: 'name-taken',
    detail: 'There is a site of this name already. Give this one another name.',
  },
  site_years_in_use: {
    code: 'in-use',
    detail:
      'Participants of this site are in a later year than that. Change their year group first.',
  },
  member_site: {
    code: 'no-such-site',
    detail: 'This site does not exist, or no longer. Reload and choose again.',
  },
  member_last_lead: {
    code: 'last-lead',
    detail: 'A study keeps at least one lead. Make somebody else a lead first.',
  },
  attribute_name_once: {
    code: 'name-taken',
    detail: 'There is an attribute of this name already. Give this one another name.',
  },
  attribute_study_id_name_key: {
    code: 'name-taken',
    detail: 'There is an attribute of this name already. Give this one another name.',
  },
  participant_study_id_label_key: {
    code: 'label-taken',
    detail: 'There is a participant with this id already. Choose another one.',
  },
  participant_site: {
    code: 'no-such-site',
    detail: 'This site does not exist, or no longer. Reload and choose again.',
  },
  participant_year: {
    status: 422,
    code: 'year-outside-programme',
    detail: 'The programme of this site has fewer years. Choose another year group or site.',
  },
}
