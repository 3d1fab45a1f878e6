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
  protocol_window: {
    status: 422,
    code: 'bad-protocol',
    detail: 'The collection window ends before it begins.',
  },
  protocol_cell: {
    status: 422,
    code: 'bad-protocol',
    detail: 'A cell cannot take fewer people than it needs.',
  },
  protocol_deputy: {
    status: 422,
    code: 'bad-protocol',
    detail: 'The deputy is somebody else than the point of contact.',
  },
  protocol_contact_member: {
    status: 422,
    code: 'not-a-member',
    detail: 'Only a member of the team hears of concerns. Invite them first.',
  },
  member_is_contact: {
    code: 'is-contact',
    detail:
      'This member hears of serious concerns, and the study is open. Name somebody else under Protocol first.',
  },
  approval_site: {
    code: 'no-such-site',
    detail: 'This site does not exist, or no longer. Reload and choose again.',
  },
  approval_pkey: { code: 'exists-already', detail: 'This approval was entered already.' },
  approval_dates: {
    status: 422,
    code: 'bad-dates',
    detail: 'An approval does not expire before it was granted.',
  },
  document_site: {
    code: 'no-such-site',
    detail: 'This site does not exist, or no longer. Reload and choose again.',
  },
  document_pkey: { code: 'exists-already', detail: 'This document was begun already.' },
  document_once: {
    code: 'exists-already',
    detail:
      'There is such a document in this language already. Open it and write its next version.',
  },
  document_one_draft: {
    code: 'changed-since',
    detail: 'Somebody else began a draft at the same moment. Reload and look at it.',
  },
  document_version_kept: {
    code: 'approved',
    detail: 'What was approved stays as it was. Write the next version in its place.',
  },
}
