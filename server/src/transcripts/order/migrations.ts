import type { Migration } from '../../platform/database/migrate.ts'

export const orderMigrations: readonly Migration[] = [
  {
    name: 'transcripts 6 folders',
    sql: `
      create table transcript_folder (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        name text not null check (length(name) between 1 and 100),
        position integer not null,
        made_by text not null references person(id),
        made_at timestamptz not null default now(),
        primary key (study_id, id)
      );
      create unique index transcript_folder_name on transcript_folder (study_id, lower(name));
      alter table transcript_folder enable row level security;
      create policy transcript_folder_read on transcript_folder for select
        using (study_id = current_study() and (select may('read transcripts')));
      create policy transcript_folder_change on transcript_folder for all
        using (study_id = current_study() and (select may('import transcripts')))
        with check (study_id = current_study() and may('import transcripts'));

      alter table transcript add column folder_id uuid;
      alter table transcript add constraint transcript_in_folder foreign key (study_id, folder_id)
        references transcript_folder (study_id, id) deferrable;
      create index transcript_by_folder on transcript (study_id, folder_id);
      comment on column transcript.position is 'Its place in its folder, from 1; 0 of what nobody placed yet, which stands behind by participant and title.';
    `,
  },
]
